"""The shortcuts answer as moto itself does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from moto import backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.sqs import models

from emulator import clock, installation
from tests.emulator.conftest import Client
from tests.emulator.present import present

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture(autouse=True)
def installed() -> None:
    installation.install()


@pytest.fixture
def queue() -> Iterator[tuple[models.SQSBackend, models.Queue]]:
    backend = models.sqs_backends["123456789012"]["eu-west-1"]
    made = backend.create_queue("pace", {}, VisibilityTimeout="30")
    yield backend, made
    backend.delete_queue("pace")


def test_hosts_find_the_same_backend_each_time() -> None:
    dispatcher = DomainDispatcherApplication(create_backend_app)
    for _ in range(2):
        assert dispatcher.get_backend_for_host("sqs") == "sqs"
        assert dispatcher.get_backend_for_host("sqs.eu-west-1.amazonaws.com") == "sqs"
        assert dispatcher.get_backend_for_host("nowhere.example") is None
        assert dispatcher.get_backend_for_host(None) is None
    assert {"sqs", "dynamodb", "s3"} <= set(backends.list_of_moto_modules())


def test_messages_are_those_neither_hidden_nor_delayed(
    queue: tuple[models.SQSBackend, models.Queue],
) -> None:
    backend, made = queue
    backend.send_message("pace", "now")
    backend.send_message("pace", "later", delay_seconds=60)
    backend.send_message("pace", "taken")
    backend.receive_message("pace", 1, 0, 30)
    expected = [m for m in made._messages if m.visible and not m.delayed]
    assert [m.body for m in made.messages] == [m.body for m in expected]
    counted = made.attributes
    assert counted["ApproximateNumberOfMessages"] == len(expected)
    hidden, delayed = (sum(not m.visible for m in made._messages), 1)
    assert counted["ApproximateNumberOfMessagesNotVisible"] == hidden
    assert counted["ApproximateNumberOfMessagesDelayed"] == delayed


def test_a_message_is_deleted_once_by_any_handle_it_ever_had(
    queue: tuple[models.SQSBackend, models.Queue],
) -> None:
    backend, made = queue
    backend.send_message("pace", "a")
    backend.send_message("pace", "b")
    (first,) = backend.receive_message("pace", 1, 0, 0)
    old = first.receipt_handle
    clock.advance(1)
    (again,) = [m for m in backend.receive_message("pace", 2, 0, 0) if m.body == first.body]
    backend.delete_message("pace", present(old))
    backend.delete_message("pace", present(again.receipt_handle))
    assert [m.body for m in made._messages] == ["b" if first.body == "a" else "a"]
    with pytest.raises(models.ReceiptHandleIsInvalid):
        backend.delete_message("pace", "nonsense")


def test_the_shortcut_of_a_send_is_not_seen_by_other_threads(
    queue: tuple[models.SQSBackend, models.Queue],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backend, made = queue
    seen = []
    plain = made.add_message

    def add(message: models.Message) -> None:
        asking = threading.Thread(target=lambda: seen.append(made.attributes))
        asking.start()
        asking.join()
        plain(message)

    monkeypatch.setattr(made, "add_message", add)
    backend.send_message("pace", "x")
    assert "VisibilityTimeout" in seen[0]
    assert "VisibilityTimeout" in made.attributes


@pytest.fixture
def table(aws: Client) -> DynamoDBClient:
    dynamo = aws("dynamodb")
    keys = [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}]
    dynamo.create_table(
        TableName="pace",
        KeySchema=keys,
        AttributeDefinitions=[{"AttributeName": x, "AttributeType": "S"} for x in "abgh"],
        BillingMode="PAY_PER_REQUEST",
        GlobalSecondaryIndexes=[
            {
                "IndexName": "byG",
                "KeySchema": [
                    {"AttributeName": "g", "KeyType": "HASH"},
                    {"AttributeName": "h", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    for number in range(60):
        item = {"a": f"a{number % 4}", "b": f"b{number * 7 % 60:02}", "h": f"h{number * 11 % 5}"}
        if number % 3:
            item["g"] = f"g{number % 2}"
        stored = {name: {"S": value} for name, value in item.items()}
        dynamo.put_item(TableName="pace", Item=stored)
    found: DynamoDBClient = dynamo
    return found


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("limit", [1, 7, 100])
@pytest.mark.parametrize(
    "asked",
    [
        {"KeyConditionExpression": "a = :x", "x": "a1"},
        {"KeyConditionExpression": "a = :x", "x": "nobody"},
        {"KeyConditionExpression": "a = :x and b > :y", "x": "a2", "y": "b30"},
        {"KeyConditionExpression": "g = :x", "x": "g1", "IndexName": "byG"},
        {"KeyConditionExpression": "g = :x and h = :y", "x": "g0", "y": "h2", "IndexName": "byG"},
    ],
    ids=lambda asked: asked["KeyConditionExpression"] + asked["x"],
)
def test_a_query_finds_page_by_page_what_a_look_at_everything_finds(
    table: DynamoDBClient,
    monkeypatch: pytest.MonkeyPatch,
    asked: dict[str, Any],
    limit: int,
    forward: bool,
) -> None:
    from emulator.shortcuts import moto_scans

    values = {f":{name}": {"S": asked[name]} for name in ("x", "y") if name in asked}
    request = {name: value for name, value in asked.items() if len(name) > 1}

    def pages() -> list[Any]:
        return list(
            table.get_paginator("query").paginate(
                TableName="pace",
                ExpressionAttributeValues=values,
                ScanIndexForward=forward,
                PaginationConfig={"PageSize": limit},
                **request,
            )
        )

    short = [(page["Items"], page.get("LastEvaluatedKey")) for page in pages()]
    monkeypatch.setattr(moto_scans, "_candidates", lambda *_: None)
    assert short == [(page["Items"], page.get("LastEvaluatedKey")) for page in pages()]
