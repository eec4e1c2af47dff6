"""DynamoDB: rate limits by atomic counters, and the audit log."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.errors import TooMany


@dataclass(frozen=True, slots=True)
class DynamoLimits:
    """Fixed windows: one atomic ADD per hit, rows leave by TTL."""

    client: Any
    table: str
    now: Callable[[], datetime]

    def hit(self, key: str, allowed: int, seconds: int) -> None:
        """Counts one; TooMany past `allowed` within the window of `seconds`."""
        moment = int(self.now().timestamp())
        window = moment // seconds
        with translated():
            answer = self.client.update_item(
                TableName=self.table,
                Key={"key": {"S": f"{key}#{window}"}},
                UpdateExpression="ADD hits :one SET expiresAt = :end",
                ExpressionAttributeValues={
                    ":one": {"N": "1"},
                    ":end": {"N": str((window + 2) * seconds)},
                },
                ReturnValues="UPDATED_NEW",
            )
        if int(answer["Attributes"]["hits"]["N"]) > allowed:
            wait = (window + 1) * seconds - moment
            raise TooMany("too many requests; slow down", retry_after=max(1, wait))


@dataclass(frozen=True, slots=True)
class DynamoAudit:
    """KycAuditLog: append only; kept for the legal retention."""

    client: Any
    table: str
    years: int
    now: Callable[[], datetime]

    def write(self, subject_id: str, kind: str, facts: Mapping[str, Any]) -> None:
        """One entry; its sort key is the moment, so a subject's entries read in order."""
        moment = self.now()
        expires = int(moment.timestamp()) + self.years * 366 * 86_400
        with translated():
            self.client.put_item(
                TableName=self.table,
                Item={
                    "subjectId": {"S": subject_id},
                    "entryId": {"S": f"{moment.isoformat()}#{kind}#{time.monotonic_ns()}"},
                    "kind": {"S": kind},
                    "facts": {"S": json.dumps(dict(facts), default=str)},
                    "expiresAt": {"N": str(expires)},
                },
                ConditionExpression="attribute_not_exists(subjectId)",
            )

    def read(self, subject_id: str) -> tuple[dict[str, Any], ...]:
        """The entries of a subject, oldest first; screening results are entries of another kind."""
        found: list[dict[str, Any]] = []
        start: dict[str, Any] = {}
        while True:
            with translated():
                answer = self.client.query(
                    TableName=self.table,
                    KeyConditionExpression="subjectId = :s",
                    ExpressionAttributeValues={":s": {"S": subject_id}},
                    **start,
                )
            found += [_entry(item) for item in answer["Items"] if "kind" in item]
            if "LastEvaluatedKey" not in answer:
                return tuple(found)
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _entry(item: dict[str, Any]) -> dict[str, Any]:
    at, _, _ = item["entryId"]["S"].partition("#")
    return {"at": at, "kind": item["kind"]["S"], "facts": json.loads(item["facts"]["S"])}
