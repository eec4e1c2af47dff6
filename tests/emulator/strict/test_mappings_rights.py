"""Lambda looks at the role before it reads a source for a function; moto does not."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def queue(aws: Any, make_function: Any) -> str:
    make_function("echo", name="reader")
    url = aws("sqs").create_queue(QueueName="work")["QueueUrl"]
    found = aws("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return str(found["Attributes"]["QueueArn"])


@pytest.fixture
def stream(aws: Any, make_function: Any) -> str:
    make_function("echo", name="reader")
    made = aws("dynamodb").create_table(
        TableName="records",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    return str(made["TableDescription"]["LatestStreamArn"])


def grant(aws: Any, *actions: str, on: str) -> None:
    import json

    statement = {"Effect": "Allow", "Action": list(actions), "Resource": on}
    aws("iam").put_role_policy(
        RoleName="tests",
        PolicyName="reads",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statement}),
    )


def test_a_queue_is_not_read_without_the_three_rights(aws: Any, queue: str) -> None:
    grant(aws, "sqs:ReceiveMessage", "sqs:DeleteMessage", on=queue)
    with pytest.raises(ClientError, match="permissions to call GetQueueAttributes on SQS"):
        aws("lambda").create_event_source_mapping(FunctionName="reader", EventSourceArn=queue)
    names = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
    grant(aws, *(f"sqs:{name}" for name in names), on=queue)
    aws("lambda").create_event_source_mapping(FunctionName="reader", EventSourceArn=queue)


def test_a_stream_is_not_read_without_listing_streams(aws: Any, stream: str) -> None:
    """The reference knows no resource for ListStreams: on the stream's ARN it grants nothing."""
    names = ("GetRecords", "GetShardIterator", "DescribeStream", "ListStreams")
    grant(aws, *(f"dynamodb:{name}" for name in names), on=stream)
    given = {"FunctionName": "reader", "EventSourceArn": stream, "StartingPosition": "LATEST"}
    with pytest.raises(ClientError, match="ListStreams Actions on your stream"):
        aws("lambda").create_event_source_mapping(**given)
