"""A handler's calls to AWS take no socket, and nothing else about them is different."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from emulator.faults import faults
from emulator.lambdas import function_environment, printed
from emulator.server import Cloud
from tests.emulator.conftest import Client

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


@pytest.fixture
def handler(cloud: Cloud) -> Iterator[None]:
    """As in a running function: its environment is on top."""
    with function_environment.layer({"AWS_LAMBDA_FUNCTION_NAME": "f", "COLOUR": "green"}):
        yield


@pytest.fixture
def deaf(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens at the endpoint."""
    monkeypatch.setattr("urllib3.connectionpool.HTTPConnectionPool.urlopen", _refuse)


def _refuse(*_args: object, **_kwargs: Any) -> None:
    raise AssertionError("a socket was used")


def test_a_handler_reaches_the_cloud_without_a_socket(
    aws: Client, deaf: None, handler: None
) -> None:
    url = aws("sqs").create_queue(QueueName="q")["QueueUrl"]
    aws("sqs").send_message(QueueUrl=url, MessageBody="hello")
    (message,) = aws("sqs").receive_message(QueueUrl=url)["Messages"]
    assert message["Body"] == "hello"


def test_everybody_else_comes_through_the_socket(aws: Client, deaf: None) -> None:
    with pytest.raises(Exception, match="a socket was used"):
        aws("sqs").list_queues()


def test_another_endpoint_is_reached_through_the_socket(deaf: None, handler: None) -> None:
    elsewhere = boto3.client(
        "sqs",
        endpoint_url="http://127.0.0.1:9",
        region_name="eu-west-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    with pytest.raises(Exception, match="a socket was used"):
        elsewhere.list_queues()


def test_objects_come_back_byte_for_byte(aws: Client, deaf: None, handler: None) -> None:
    s3, data = aws("s3"), bytes(range(256)) * 5000
    where = {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}
    s3.create_bucket(Bucket="pictures", **where)
    key = "a folder/ä+%2F.jpg"
    s3.put_object(Bucket="pictures", Key=key, Body=data, Metadata={"my_key": "a", "other-key": "b"})
    s3.put_object(Bucket="pictures", Key="file", Body=io.BytesIO(data))
    found = s3.get_object(Bucket="pictures", Key=key)
    assert found["Body"].read(10) == data[:10]
    assert found["Body"].read() == data[10:]
    assert found["Metadata"] == {"my_key": "a", "other-key": "b"}
    head = s3.head_object(Bucket="pictures", Key="file")
    assert (head["ContentLength"], head["ETag"]) == (len(data), found["ETag"])
    assert [c["Key"] for c in s3.list_objects_v2(Bucket="pictures")["Contents"]] == [key, "file"]


def test_errors_keep_their_names(aws: Client, deaf: None, handler: None) -> None:
    with pytest.raises(ClientError) as raised:
        aws("s3").get_object(Bucket="nowhere", Key="nothing")
    assert raised.value.response["Error"]["Code"] == "NoSuchBucket"
    with pytest.raises(ClientError) as raised:
        aws("dynamodb").get_item(TableName="nowhere", Key={"a": {"S": "b"}})
    assert raised.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_try_again_is_signed_anew_and_once(cloud: Cloud, deaf: None, handler: None) -> None:
    seen = []
    dynamo = boto3.client(
        "dynamodb",
        endpoint_url=cloud.endpoint,
        region_name="eu-west-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(retries={"total_max_attempts": 2, "mode": "standard"}),
    )
    dynamo.meta.events.register("before-send.dynamodb", lambda request, **_: seen.append(request))
    faults.put(service="dynamodb", error="InternalServerError", status=500, count=1)
    assert dynamo.list_tables()["TableNames"] == []
    assert len(seen) == 2
    for request in seen:
        scopes = [v for k, v in request.headers.items() if k.lower() == "authorization"]
        assert len(scopes) == 1
        assert "/eu-west-1/dynamodb/aws4_request" in str(scopes[0])


def test_outages_are_felt_inside_too(aws: Client, deaf: None, handler: None) -> None:
    faults.put(service="sqs", error="SlowDown", status=400, count=1)
    with pytest.raises(ClientError) as raised:
        aws("sqs").list_queues()
    assert raised.value.response["Error"]["Code"] == "SlowDown"
    aws("sqs").list_queues()


def test_what_the_cloud_prints_and_reads_is_not_the_handlers(
    cloud: Cloud, aws: Client, deaf: None, handler: None
) -> None:
    import os

    seen = []

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        seen.append((os.environ.get("COLOUR"), os.environ.get("AWS_LAMBDA_FUNCTION_NAME")))
        print("words of the cloud", file=sys.stderr)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b"{}"]

    cloud._mux._makers["sqs"] = lambda fetch: app
    with printed.captured() as pieces:
        aws("sqs").list_queues()
    assert seen == [(None, None)]
    assert "words of the cloud" not in "".join(pieces)


def test_an_application_that_breaks_is_a_server_error(
    cloud: Cloud, aws: Client, deaf: None, handler: None
) -> None:
    def app(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        raise RuntimeError("broken")

    cloud._mux._makers["sqs"] = lambda fetch: app
    with pytest.raises(ClientError) as raised:
        aws("sqs").list_queues()
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500
