"""DynamoDB: due marks, the oldest first."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from chalicelib.adapters import codec
from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.marks import Mark, MarkKind

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class DynamoDue:
    """The index byKind of the table Marks."""

    client: "DynamoDBClient"
    table: str

    def due(self, kind: MarkKind, now: datetime, limit: int) -> tuple[Mark, ...]:
        """At most `limit` marks of a kind whose `at` has passed."""
        from boto3.dynamodb.types import TypeDeserializer

        plain = TypeDeserializer()
        with translated():
            answer = self.client.query(
                TableName=self.table,
                IndexName="byKind",
                KeyConditionExpression="#k = :kind AND #at <= :now",
                ExpressionAttributeNames={"#k": "kind", "#at": "at"},
                ExpressionAttributeValues={
                    ":kind": {"S": str(kind)},
                    ":now": {"S": now.astimezone(UTC).isoformat()},
                },
                Limit=limit,
            )
        return tuple(
            codec.decode(Mark, {name: plain.deserialize(value) for name, value in item.items()})
            for item in answer["Items"]
        )
