"""DynamoDB and SQS answer the short way as they do the long way."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from emulator.http.http_server import run_application
from emulator.server import Cloud
from emulator.shortcuts import direct_dispatch
from tests.emulator.conftest import Client

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

DYNAMO, SQS = "DynamoDB_20120810", "AmazonSQS"
TABLE = {
    "TableName": "t",
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}
ITEM = {"a": {"S": "ä"}, "n": {"N": "5"}, "l": {"L": [{"BOOL": True}, {"NULL": True}]}}
CALLS = [
    (DYNAMO, "GetItem", {"TableName": "t", "Key": {"a": {"S": "ä"}}}),
    (DYNAMO, "GetItem", {"TableName": "t", "Key": {"a": {"S": "nobody"}}}),
    (DYNAMO, "GetItem", {"TableName": "nowhere", "Key": {"a": {"S": "ä"}}}),
    (DYNAMO, "PutItem", {"TableName": "t", "Item": ITEM}),
    (
        DYNAMO,
        "PutItem",
        {"TableName": "t", "Item": ITEM, "ConditionExpression": "attribute_not_exists(a)"},
    ),
    (DYNAMO, "PutItem", {"TableName": "t", "Item": {"b": {"S": "no key"}}}),
    (DYNAMO, "Query", {
        "TableName": "t",
        "KeyConditionExpression": "a = :a",
        "ExpressionAttributeValues": {":a": {"S": "ä"}},
    }),
    (DYNAMO, "Nonsense", {}),
    (SQS, "ListQueues", {}),
    (SQS, "GetQueueUrl", {"QueueName": "nowhere"}),
    (SQS, "SendMessage", {"QueueUrl": "http://127.0.0.1/123456789012/nowhere", "MessageBody": "x"}),
    (SQS, "SendMessage", {"MessageBody": "x"}),
]  # fmt: skip


@pytest.fixture
def ways(cloud: Cloud) -> tuple[DomainDispatcherApplication, direct_dispatch.DirectDispatch]:
    long = DomainDispatcherApplication(create_backend_app)
    ask(long, DYNAMO, "CreateTable", TABLE)
    ask(long, DYNAMO, "PutItem", {"TableName": "t", "Item": ITEM})
    return long, direct_dispatch.DirectDispatch(_closed)


def _closed(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    raise AssertionError("the long way was taken")


def ask(
    app: WSGIApplication, prefix: str, operation: str, body: dict[str, Any], **more: Any
) -> tuple[str, Any, dict[str, str]]:
    data = json.dumps(body).encode()
    service = "dynamodb" if prefix == DYNAMO else "sqs"
    scope = f"Credential=testing/20260101/eu-west-1/{service}/aws4_request"
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/", "RAW_URI": "/", "QUERY_STRING": "",
        "SCRIPT_NAME": "", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(data), "wsgi.errors": io.StringIO(),
        "CONTENT_TYPE": "application/x-amz-json-1.0", "CONTENT_LENGTH": str(len(data)),
        "HTTP_X_AMZ_TARGET": f"{prefix}.{operation}",
        "HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0",
        **more,
    }  # fmt: skip
    try:
        status, headers, answer = run_application(app, environ)
    except NotImplementedError as error:
        return "not implemented", str(error), {}
    named = {name.lower(): value for name, value in headers}
    for name in ("date", "x-amzn-requestid", "server", "access-control-allow-origin"):
        named.pop(name, None)
    return status.split()[0], answer, named


@pytest.mark.parametrize(("prefix", "operation", "body"), CALLS)
def test_both_ways_answer_alike(
    ways: tuple[DomainDispatcherApplication, direct_dispatch.DirectDispatch],
    prefix: str,
    operation: str,
    body: dict[str, Any],
) -> None:
    long, short = ways
    expected = ask(long, prefix, operation, body)
    assert ask(short, prefix, operation, body) == expected


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_AUTHORIZATION": ""},
        {"HTTP_X_AMZ_TARGET": "AWSEvents.ListRules"},
        {"PATH_INFO": "/123456789012/q"},
        {"REQUEST_METHOD": "GET"},
    ],
)
def test_what_is_not_known_takes_the_long_way(cloud: Cloud, other: dict[str, str]) -> None:
    taken = []

    def long(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        taken.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [b""]

    ask(direct_dispatch.DirectDispatch(long), SQS, "ListQueues", {}, **other)
    assert len(taken) == 1


@pytest.fixture
def queue(cloud: Cloud, aws: Client) -> str:
    return str(aws("sqs").create_queue(QueueName="q")["QueueUrl"])


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"DelaySeconds": 900},
        {"DelaySeconds": 901},
        {"DelaySeconds": "soon"},
        {"MessageBody": ""},
        {"MessageBody": "ü" * 600_000},
        {"MessageBody": "\x00"},
        {"MessageAttributes": {"a": {"DataType": "String", "StringValue": "b"}}},
        {"MessageGroupId": "a group"},
        {"Nonsense": 1},
    ],
    ids=str,
)
def test_a_message_is_sent_once_and_answered_as_the_long_way_does(
    aws: Client, queue: str, more: dict[str, Any]
) -> None:
    long = DomainDispatcherApplication(create_backend_app)
    message = {"QueueUrl": queue, "MessageBody": "hällo", **more}
    status, answer, headers = ask(direct_dispatch.DirectDispatch(long), SQS, "SendMessage", message)
    counts = [_count(aws, queue)]
    expected = ask(long, SQS, "SendMessage", message)
    counts.append(_count(aws, queue))
    assert counts in ([0, 0], [1, 2])
    assert (status, headers) == (expected[0], expected[2])
    found, wanted = json.loads(answer), json.loads(expected[1])
    found.pop("MessageId", None), wanted.pop("MessageId", None)
    assert found == wanted


def _count(aws: Client, queue: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed"]
    found = aws("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
    return sum(map(int, found.values()))


def test_a_plain_message_takes_the_shortest_way(
    cloud: Cloud, queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(direct_dispatch, "_Received", None)
    status, _, _ = ask(
        direct_dispatch.DirectDispatch(_closed),
        SQS,
        "SendMessage",
        {"QueueUrl": queue, "MessageBody": "x"},
    )
    assert status == "200"
