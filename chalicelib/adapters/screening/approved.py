"""Approved verifications in DynamoDB, page by page, oldest change first."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.adapters.aws.failures import translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class DynamoApproved:
    """The partition `approved` of the index byStatus."""

    client: "DynamoDBClient"
    table: str

    def page(self, cursor: str, limit: int) -> tuple[list[str], str]:
        """Ids after the cursor (DynamoDB's own key, as JSON), and the next cursor."""
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
