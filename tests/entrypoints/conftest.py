"""A fresh house per test, and what it prints."""

import io
from typing import Any

import pytest
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer

from chalicelib.entrypoints import idempotency, runtime
from tests.entrypoints.backend import Backend
from tests.entrypoints.house import House


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    return House().open(monkeypatch)


@pytest.fixture
def backend(house: House, monkeypatch: pytest.MonkeyPatch) -> Backend:
    return Backend(house).open(monkeypatch)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, aws: Any, table: Any) -> Any:
    """Where answers are kept; a table as Terraform defines it."""
    name = table("Idempotency")
    layer = DynamoDBPersistenceLayer(
        table_name=name, key_attr="id", expiry_attr="expiration", boto3_client=aws("dynamodb")
    )
    monkeypatch.setattr(idempotency, "_layer", lambda: layer)
    return lambda: aws("dynamodb").scan(TableName=name)["Items"]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What CloudWatch would get: log lines and metrics."""
    out = io.StringIO()
    for handler in runtime.log.handlers:
        monkeypatch.setattr(handler, "stream", out)
    monkeypatch.setattr("builtins.print", lambda *words, **_: out.write(f"{words[0]}\n"))
    return out
