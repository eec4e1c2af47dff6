"""The Amazon RDS Data API over a real PostgreSQL, as strict as Aurora's.

Bound text is varchar, never "unknown", so that a timestamp without its type hint fails as on AWS.
One statement per call; an error ends its transaction; answers are limited to 1 MiB.
Source: docs.aws.amazon.com/rdsdataservice/latest/APIReference.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import RawCursor
from psycopg.types.string import StrDumperVarchar
from psycopg_pool import ConnectionPool, PoolTimeout
from werkzeug.wrappers import Request, Response

from local.postgres import statements
from local.postgres.statements import BadParameter

Answer = dict[str, Any]
RESPONSE_LIMIT = 1024 * 1024
IDLE_SECONDS, LIFE_SECONDS = 180, 86_400
STATEMENT_MILLISECONDS = 45_000


class Refused(Exception):
    """An error of the service: AWS's code, a message, the HTTP status."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.status = code, status


@dataclass
class _Transaction:
    connection: psycopg.Connection[Any]
    began: float = field(default_factory=time.monotonic)
    used: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def over(self) -> bool:
        now = time.monotonic()
        return now - self.used > IDLE_SECONDS or now - self.began > LIFE_SECONDS


class DataApi:
    """The five operations on one database. Requests and answers are those of the API reference.

    Errors: Refused, and BadParameter for a parameter that cannot be bound. KeyError for a request
    without a required field.
    """

    def __init__(self, dsn: str) -> None:
        self._pool = ConnectionPool(
            dsn, min_size=0, max_size=8, timeout=2, configure=_configure, open=True
        )
        self._open: dict[str, _Transaction] = {}
        self._lock = threading.Lock()
        self._asleep = 0

    def resuming(self, calls: int) -> None:
        """Answers the next `calls` calls with DatabaseResumingException."""
        self._asleep = calls

    def close(self) -> None:
        """Ends every connection."""
        for held in list(self._open.values()):
            held.connection.close()
        self._pool.close()

    def execute(self, request: Mapping[str, Any]) -> Answer:
        """ExecuteStatement."""
        sql, names = statements.numbered(request["sql"])
        values = statements.bound(names, request.get("parameters") or ())
        return self._run(request, lambda cursor: _execute(cursor, sql, values, request))

    def batch(self, request: Mapping[str, Any]) -> Answer:
        """BatchExecuteStatement: all parameter sets or none."""
        sql, names = statements.numbered(request["sql"])
        sets = [statements.bound(names, each) for each in request.get("parameterSets") or [()]]

        def work(cursor: RawCursor[Any]) -> Answer:
            for values in sets:
                cursor.execute(sql.encode(), values, prepare=True)
            return {"updateResults": [{"generatedFields": []} for _ in sets]}

        return self._run(request, work)

    def begin(self, request: Mapping[str, Any]) -> Answer:
        """BeginTransaction."""
        self._wake()
        try:
            connection = self._pool.getconn()
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise _unavailable() from error
        name = f"tx-{uuid.uuid4()}"
        with self._lock:
            self._open[name] = _Transaction(connection)
        return {"transactionId": name}

    def commit(self, request: Mapping[str, Any]) -> Answer:
        """CommitTransaction."""
        self._finish(request["transactionId"], commit=True)
        return {"transactionStatus": "Transaction Committed"}

    def rollback(self, request: Mapping[str, Any]) -> Answer:
        """RollbackTransaction."""
        self._finish(request["transactionId"], commit=False)
        return {"transactionStatus": "Rollback Complete"}

    def _run(self, request: Mapping[str, Any], work: Callable[[RawCursor[Any]], Answer]) -> Answer:
        self._wake()
        name = request.get("transactionId")
        if name:
            held = self._held(name)
            with held.lock:
                held.used = time.monotonic()
                try:
                    return work(RawCursor(held.connection))
                except (psycopg.Error, Refused) as error:
                    self._finish(name, commit=False)
                    raise _refused(error) from error
        try:
            with self._pool.connection() as connection:
                return work(RawCursor(connection))
        except (PoolTimeout, psycopg.Error, Refused) as error:
            raise _refused(error) from error

    def _held(self, name: str) -> _Transaction:
        with self._lock:
            held = self._open.get(name)
        if held is None or held.over:
            if held is not None:
                self._finish(name, commit=False)
            raise Refused("TransactionNotFoundException", f"Transaction {name} is not found", 404)
        return held

    def _finish(self, name: str, commit: bool) -> None:
        with self._lock:
            held = self._open.pop(name, None)
        if held is None:
            raise Refused("TransactionNotFoundException", f"Transaction {name} is not found", 404)
        try:
            if commit:
                held.connection.commit()
            else:
                held.connection.rollback()
        except psycopg.Error as error:
            raise _refused(error) from error
        finally:
            self._pool.putconn(held.connection)

    def _wake(self) -> None:
        if self._asleep > 0:
            self._asleep -= 1
            raise Refused(
                "DatabaseResumingException",
                "The Aurora DB instance is resuming after being auto-paused. Please wait a few "
                "seconds and try again.",
            )


def _configure(connection: psycopg.Connection[Any]) -> None:
    connection.adapters.register_dumper(str, StrDumperVarchar)
    connection.execute(f"SET statement_timeout = {STATEMENT_MILLISECONDS}")
    connection.execute("SET timezone = 'UTC'")
    connection.commit()


def _execute(
    cursor: RawCursor[Any], sql: str, values: list[Any], request: Mapping[str, Any]
) -> Answer:
    cursor.execute(sql.encode(), values, prepare=True)
    if cursor.description is None:
        return {"numberOfRecordsUpdated": max(cursor.rowcount, 0), "generatedFields": []}
    rows = cursor.fetchall()
    columns = [column.name for column in cursor.description]
    updated = 0 if sql.lstrip()[:6].upper() == "SELECT" else max(cursor.rowcount, 0)
    if request.get("formatRecordsAs") == "JSON":
        records = [
            dict(zip(columns, (statements.plain(v) for v in row), strict=True)) for row in rows
        ]
        return {"numberOfRecordsUpdated": updated, "formattedRecords": json.dumps(records)}
    answer: Answer = {
        "numberOfRecordsUpdated": updated,
        "records": [[statements.field(value) for value in row] for row in rows],
    }
    if request.get("includeResultMetadata"):
        answer["columnMetadata"] = [_metadata(column) for column in cursor.description]
    return answer


def _metadata(column: Any) -> Answer:
    found = psycopg.adapters.types.get(column.type_code)
    return {
        "name": column.name,
        "label": column.name,
        "typeName": found.name if found else "unknown",
        "nullable": 2,
    }


def _unavailable() -> Refused:
    return Refused("DatabaseUnavailableException", "The database is unavailable.", 504)


def _refused(error: Exception) -> Refused:
    """PostgreSQL's error in the Data API's form."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, PoolTimeout):
        return _unavailable()
    diagnosis = getattr(error, "diag", None)
    state = getattr(error, "sqlstate", None)
    if state is None or diagnosis is None:
        return _unavailable()
    text = f"{diagnosis.severity}: {diagnosis.message_primary}"
    if diagnosis.message_detail:
        text += f"\n  Detail: {diagnosis.message_detail}"
    if diagnosis.statement_position:
        text += f"\n  Position: {diagnosis.statement_position}"
    return Refused("DatabaseErrorException", f"{text}; SQLState: {state}")


OPERATIONS = {
    "/Execute": "execute",
    "/BatchExecute": "batch",
    "/BeginTransaction": "begin",
    "/CommitTransaction": "commit",
    "/RollbackTransaction": "rollback",
}


def app(dsn: str) -> Callable[[dict[str, Any], Any], Any]:
    """The WSGI application over one database; `dsn` is psycopg's. Its attribute `service` is the
    DataApi."""
    service = DataApi(dsn)

    def answer(request: Request) -> tuple[Answer, int, str]:
        try:
            operation = OPERATIONS.get(request.path)
            if operation is None:
                raise Refused("NotFoundException", f"no operation {request.path}", 404)
            body = json.loads(request.get_data() or b"{}")
            for needed in ("resourceArn", "secretArn"):
                if not str(body.get(needed, "")).startswith("arn:"):
                    raise Refused("BadRequestException", f"{needed} is not a valid ARN")
            found = getattr(service, operation)(body)
        except BadParameter as error:
            return {"message": str(error)}, 400, "BadRequestException"
        except Refused as error:
            return {"message": str(error)}, error.status, error.code
        if len(json.dumps(found)) > RESPONSE_LIMIT:
            message = "Database returned more than the allowed response size limit"
            return {"message": message}, 400, "BadRequestException"
        return found, 200, ""

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        body, status, code = answer(Request(environ))
        response = Response(json.dumps(body), status, mimetype="application/json")
        if code:
            response.headers["x-amzn-ErrorType"] = code
        return response(environ, start_response)

    application.service = service  # type: ignore[attr-defined]
    return application
