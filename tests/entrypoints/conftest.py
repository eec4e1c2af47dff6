"""A fresh harness per test, and what it prints."""

import io
from typing import Any

import pytest
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer

from chalicelib.entrypoints import idempotency, runtime
from tests.entrypoints.api_harness import ApiHarness
from tests.entrypoints.backend import Backend


@pytest.fixture
def harness(monkeypatch: pytest.MonkeyPatch) -> ApiHarness:
    return ApiHarness().open(monkeypatch)


@pytest.fixture
def backend(harness: ApiHarness, monkeypatch: pytest.MonkeyPatch) -> Backend:
    return Backend(harness).open(monkeypatch)


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
