"""Amazon RDS Data API for PostgreSQL: SQL over HTTPS, by boto3 alone.

Rows are dictionaries. Errors are translated by SQLState. PostgreSQL's messages are dropped because
they quote the row (`Key (email)=(…) already exists`, `Failing row contains (…)`).
Source: docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.html
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from chalicelib.adapters.aws.failures import TRANSIENT
from chalicelib.domain.deadline import at_most
from chalicelib.domain.errors import Conflict, Refused, Unavailable, VestibuleError

if TYPE_CHECKING:
    from mypy_boto3_rds_data import RDSDataServiceClient

Value = str | int | float | bool | bytes | None | UUID | datetime | date | Decimal | list | dict  # type: ignore[type-arg]
Row = dict[str, Any]

# A paused Aurora Serverless v2 takes about 15 s to resume; the longest task Lambda has 60 s.
PATIENCE_SECONDS = 25.0
MOMENT_SECONDS = 3.0  # with less time left, a further attempt would outlast the caller
BATCH_ROWS = 1000
ILLEGAL_KYC_MOVE = "VK001"  # raised by chalicelib/migrations/0002_kyc_status_moves.sql

_RESUMING = "DatabaseResumingException"
_AWAY = frozenset(
    {
        _RESUMING,
        "DatabaseNotFoundException",  # also while a cluster fails over
        "DatabaseUnavailableException",
        "HttpEndpointNotEnabledException",
        "InternalServerErrorException",
        "ServiceUnavailableError",
        "StatementTimeoutException",
        *TRANSIENT,
    }
)
# connection lost, resources gone, deadlock or serialization, shutting down or starting up
_AWAY_STATES = re.compile(r"08...|53...|40001|40P01|55P03|57P0[123]")
_SQLSTATE = re.compile(r"SQLState: ([0-9A-Z]{5})")
_CONSTRAINT = re.compile(r'constraint "([a-z_0-9]+)"')


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a statement: its rows, and the number of changed rows."""

    rows: tuple[Row, ...]
    changed: int


@dataclass(frozen=True, slots=True)
class DataApi:
    """One database of one cluster. `cluster` and `secret` are ARNs."""

    client: "RDSDataServiceClient"
    cluster: str
    secret: str
    database: str
    patience: float = PATIENCE_SECONDS

    def execute(self, sql: str, **values: Value) -> Done:
        """Runs one statement in its own transaction; `:name` in the SQL is `values["name"]`.

        It is repeated while the database is unavailable, so it must be idempotent. Conflict (unique
        constraint, illegal move), Unavailable, Refused; codes are `sql_<SQLState>`.
        """
        return _done(self._patiently(lambda: self._call("execute_statement", sql, values)))

    def batch(self, sql: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """Runs one statement for many rows, in calls of at most 1,000; each call is atomic."""
        for start in range(0, len(rows), BATCH_ROWS):
            sets = [parameters(row) for row in rows[start : start + BATCH_ROWS]]
            self._patiently(
                lambda sets=sets: self._send(  # type: ignore[misc]
                    "batch_execute_statement", sql=sql, parameterSets=sets, **self._where
                )
            )

    @contextmanager
    def transaction(self) -> Iterator["Transaction"]:
        """A transaction: commits at the end, rolls back on any error."""
        begun = self._patiently(lambda: self._send("begin_transaction", **self._where))
        work = Transaction(self, begun["transactionId"])
        try:
            yield work
        except BaseException:
            self._roll_back(work.id)
            raise
        self._send(
            "commit_transaction",
            resourceArn=self.cluster,
            secretArn=self.secret,
            transactionId=work.id,
        )

    def _roll_back(self, transaction: str) -> None:
        try:
            self._send(
                "rollback_transaction",
                resourceArn=self.cluster,
                secretArn=self.secret,
                transactionId=transaction,
            )
        except VestibuleError:
            return  # it has ended by the error, or ends after three idle minutes

    @property
    def _where(self) -> dict[str, str]:
        return {
            "resourceArn": self.cluster,
            "secretArn": self.secret,
            "database": self.database,
        }

    def _call(self, operation: str, sql: str, values: Mapping[str, Value], **more: Any) -> Any:
        return self._send(
            operation,
            sql=sql,
            parameters=parameters(values),
            formatRecordsAs="JSON",
            **self._where,
            **more,
        )

    def _send(self, operation: str, **arguments: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(self.client, operation)(**arguments)
        except ClientError as error:
            raise failure(error.response) from None
        except BotoCoreError as error:
            raise Unavailable(f"the database did not answer ({type(error).__name__})") from None

    def _patiently(self, call: Callable[[], Any]) -> Any:
        """The call's result, repeated while the database is unavailable. tenacity is imported only
        then."""
        try:
            return call()
        except Unavailable:
            patience = at_most(self.patience, kept=MOMENT_SECONDS)
            if patience <= 0:
                raise
        from tenacity import (
            retry,
            retry_if_exception_type,
            stop_after_delay,
            wait_random_exponential,
        )

        again = retry(
            retry=retry_if_exception_type(Unavailable),
            stop=stop_after_delay(patience),
            wait=wait_random_exponential(multiplier=0.2, max=3),
            reraise=True,
        )
        return again(call)()


@dataclass(frozen=True, slots=True)
class Transaction:
    """An open transaction; the service ends it after three idle minutes, or 24 hours."""

    api: DataApi
    id: str

    def execute(self, sql: str, **values: Value) -> Done:
        """Runs one statement of the transaction; not repeated, since an error has ended it."""
        return _done(self.api._call("execute_statement", sql, values, transactionId=self.id))


def parameters(values: Mapping[str, Value]) -> list[dict[str, Any]]:
    """The values as named SqlParameters, with type hints, since PostgreSQL casts no strings."""
    return [{"name": name, **_parameter(value)} for name, value in values.items()]


def _parameter(value: Value) -> dict[str, Any]:
    if value is None:
        return {"value": {"isNull": True}}
    for kind, field, hint, text in _KINDS:
        if isinstance(value, kind):
            sent = {"value": {field: text(value)}}
            return {**sent, "typeHint": hint} if hint else sent
    raise TypeError(f"no SQL parameter for {type(value).__name__}")


def _timestamp(value: datetime) -> str:
    """The time as `YYYY-MM-DD HH:MM:SS.FFF` in UTC, the only form that the service accepts."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


# Order matters: a bool is an int, a datetime is a date.
_KINDS: tuple[tuple[Any, str, str, Callable[[Any], Any]], ...] = (
    (bool, "booleanValue", "", bool),
    (int, "longValue", "", int),
    (float, "doubleValue", "", float),
    (str, "stringValue", "", str),
    (bytes, "blobValue", "", bytes),
    (UUID, "stringValue", "UUID", str),
    (datetime, "stringValue", "TIMESTAMP", _timestamp),
    (date, "stringValue", "DATE", str),
    (Decimal, "stringValue", "DECIMAL", str),
    ((list, dict), "stringValue", "JSON", json.dumps),
)


def _done(answer: Any) -> Done:
    rows = json.loads(answer.get("formattedRecords") or "[]")
    return Done(tuple(rows), int(answer.get("numberOfRecordsUpdated", 0)))


def failure(response: Any) -> VestibuleError:
    """Our error for an error response, with SQLState and constraint but without the row's data."""
    code = str(response.get("Error", {}).get("Code", ""))
    message = str(response.get("Error", {}).get("Message", ""))
    state = _found(_SQLSTATE, message)
    if not state:
        status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        if code in _AWAY or status >= 500:
            return Unavailable(f"the database is away ({code or status})")
        return Refused(f"the database service refused with {code}")
    where = _found(_CONSTRAINT, message)
    said = f"SQLState {state}" + (f" of {where}" if where else "")
    name = f"sql_{state}"
    if _AWAY_STATES.fullmatch(state):
        return Unavailable(f"the database is busy: {said}", name)
    if state in ("23505", ILLEGAL_KYC_MOVE):
        return Conflict(f"the database holds against it: {said}", name)
    return Refused(f"the database refused: {said}", name)


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""
