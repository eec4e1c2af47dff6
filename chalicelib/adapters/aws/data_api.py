"""PostgreSQL through the Amazon RDS Data API: no driver, no connection, no pool.

Source: docs.aws.amazon.com/AmazonRDS, "Using the Amazon RDS Data API". PostgreSQL's error texts
quote the row; only the SQLState and a constraint's name ever leave this module.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from chalicelib.domain.errors import Conflict, Refused, Unavailable, VestibuleError

# The database wakes from its pause within about 15 s (Aurora Serverless v2, "auto-pause").
PATIENCE_SECONDS = 20
BATCH = 200
WAKING = frozenset(
    {
        "DatabaseResumingException",
        "DatabaseUnavailableException",
        "InternalServerErrorException",
        "ServiceUnavailableError",
        "StatementTimeoutException",
        "ThrottlingException",
        "HttpEndpointNotEnabledException",
    }
)
# SQLState classes that pass by themselves: connection, rollback, resources, operator intervention.
TRANSIENT_CLASSES = ("08", "40", "53", "57", "58")
Values = Mapping[str, Any]


def parameter(name: str, value: Any) -> dict[str, Any]:
    """A SqlParameter with the type hint that PostgreSQL needs; text stays varchar without one."""
    if value is None:
        return {"name": name, "value": {"isNull": True}}
    if isinstance(value, bool):
        return {"name": name, "value": {"booleanValue": value}}
    if isinstance(value, int):
        return {"name": name, "value": {"longValue": value}}
    if isinstance(value, float):
        return {"name": name, "value": {"doubleValue": value}}
    if isinstance(value, bytes):
        return {"name": name, "value": {"blobValue": value}}
    text, hint = _text(value)
    found: dict[str, Any] = {"name": name, "value": {"stringValue": text}}
    return found | ({"typeHint": hint} if hint else {})


def _text(value: Any) -> tuple[str, str]:
    if isinstance(value, datetime):
        moment = value.astimezone(UTC)
        return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03d}", "TIMESTAMP"
    if isinstance(value, date):
        return value.isoformat(), "DATE"
    if isinstance(value, UUID):
        return str(value), "UUID"
    if isinstance(value, Decimal):
        return str(value), "DECIMAL"
    if isinstance(value, dict | list):
        return json.dumps(value), "JSON"
    return str(value), ""


@dataclass(frozen=True, slots=True)
class DataApi:
    """One database of one cluster."""

    client: Any
    cluster: str
    secret: str
    database: str
    transaction_id: str = field(default="", repr=False)

    def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """Runs one statement; its rows as dictionaries."""
        answer = self._call(
            "execute_statement",
            sql=sql,
            parameters=[parameter(name, value) for name, value in values.items()],
            formatRecordsAs="JSON",
        )
        found: list[dict[str, Any]] = json.loads(answer.get("formattedRecords") or "[]")
        return found

    def many(self, sql: str, sets: Sequence[Values]) -> None:
        """Runs one statement for each set of values, in batches, each batch all or nothing."""
        for start in range(0, len(sets), BATCH):
            self._call(
                "batch_execute_statement",
                sql=sql,
                parameterSets=[
                    [parameter(name, value) for name, value in values.items()]
                    for values in sets[start : start + BATCH]
                ],
            )

    @contextmanager
    def transaction(self) -> Iterator["DataApi"]:
        """A DataApi whose statements belong together: all or none."""
        begun = self._raw("begin_transaction", database=self.database)["transactionId"]
        inside = DataApi(self.client, self.cluster, self.secret, self.database, begun)
        try:
            yield inside
        except BaseException:
            self._abandon(begun)
            raise
        self._raw("commit_transaction", transactionId=begun)

    def _abandon(self, transaction_id: str) -> None:
        try:
            self._raw("rollback_transaction", transactionId=transaction_id)
        except VestibuleError:  # it died with the statement that failed
            return

    def _call(self, operation: str, **request: Any) -> Any:
        request["database"] = self.database
        if self.transaction_id:
            return self._raw(operation, transactionId=self.transaction_id, **request)
        return self._patient(operation, **request)

    def _patient(self, operation: str, **request: Any) -> Any:
        """Tries again while the database wakes; never inside a transaction."""
        from tenacity import (
            Retrying,
            retry_if_exception_type,
            stop_after_delay,
            wait_random_exponential,
        )

        for attempt in Retrying(
            retry=retry_if_exception_type(Unavailable),
            stop=stop_after_delay(PATIENCE_SECONDS),
            wait=wait_random_exponential(multiplier=0.2, max=4),
            reraise=True,
        ):
            with attempt:
                return self._raw(operation, **request)
        raise Unavailable("the database did not answer")

    def _raw(self, operation: str, **request: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(self.client, operation)(
                resourceArn=self.cluster, secretArn=self.secret, **request
            )
        except ClientError as error:
            raise meaning(error.response) from None
        except BotoCoreError as error:
            raise Unavailable(f"the database did not answer ({type(error).__name__})") from None


def meaning(response: Any) -> VestibuleError:
    """An error answer in our words: by SQLState where there is one."""
    error = response.get("Error", {})
    code, message = str(error.get("Code", "")), str(error.get("Message", ""))
    state = re.search(r"SQLState: ([0-9A-Z]{5})", message)
    if state:
        return _by_state(state.group(1), message)
    if code in WAKING or int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)) >= 500:
        return Unavailable(f"the database did not answer ({code})")
    return Refused(f"the database refused ({code})", "database_refused")


def _by_state(state: str, message: str) -> VestibuleError:
    found = re.search(r'constraint "([a-z0-9_]+)"', message)
    constraint = found.group(1) if found else ""
    detail = f"SQLState {state}" + (f", constraint {constraint}" if constraint else "")
    if state.startswith(TRANSIENT_CLASSES):
        return Unavailable(f"the database was busy ({detail})")
    if state == "23505":
        return Conflict(f"the row exists ({detail})", "row_exists")
    if state == "23514":
        return Conflict(f"the row would break a rule ({detail})", "row_illegal")
    return Refused(f"the database refused ({detail})", "database_refused")
