"""DynamoDB: rate limits by atomic counters."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.errors import TooMany

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class DynamoLimits:
    """Fixed-window counters: one atomic ADD per hit; rows expire by TTL."""

    client: "DynamoDBClient"
    table: str
    now: Callable[[], datetime]

    def hit(self, key: str, allowed: int, seconds: int, by: int = 1) -> int:
        """Adds `by` and returns the count; TooMany if it exceeds `allowed` in this window.

        `by=0` only asks: TooMany if one more would exceed it.
        """
        moment = int(self.now().timestamp())
        window = moment // seconds
        with translated():
            answer = self.client.update_item(
                TableName=self.table,
                Key={"key": {"S": f"{key}#{window}"}},
                UpdateExpression="ADD hits :one SET expiresAt = :end",
                ExpressionAttributeValues={
                    ":one": {"N": str(by)},
                    ":end": {"N": str((window + 2) * seconds)},
                },
                ReturnValues="ALL_NEW",
            )
        count = int(answer["Attributes"]["hits"]["N"])
        if count + (0 if by else 1) > allowed:
            wait = max(1, (window + 1) * seconds - moment)
            raise TooMany("too many requests; slow down", retry_after=wait, count=count)
        return count
