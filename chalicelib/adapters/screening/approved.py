"""Approved verifications in DynamoDB, page by page, oldest change first."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.adapters.aws.failures import translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class DynamoApproved:
    """The verifications with status `approved`, from the index byStatus of the table."""

    client: "DynamoDBClient"
    table: str

    def page(self, cursor: str, limit: int) -> tuple[list[str], str]:
        """(at most `limit` verification ids after the cursor, the next cursor). A cursor is
        DynamoDB's own key as JSON; "" before the first and after the last page. Unavailable or
        Refused if DynamoDB does not answer."""
        start = {"ExclusiveStartKey": json.loads(cursor)} if cursor else {}
        with translated():
            answer = self.client.query(
                TableName=self.table,
                IndexName="byStatus",
                KeyConditionExpression="#state = :approved",
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues={":approved": {"S": "approved"}},
                ScanIndexForward=True,
                Limit=limit,
                **start,
            )
        after = answer.get("LastEvaluatedKey")
        ids = [item["verificationId"]["S"] for item in answer["Items"]]
        return ids, json.dumps(after) if after else ""
