"""Event source mappings: queues and streams reach Lambdas in batches, in order; nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from emulator import activity, clock
from tests.emulator.apps import handlers
from tests.emulator.conftest import Client

ACCOUNT_ARN = "eu-west-1:123456789012"


@pytest.fixture
def queue(aws: Client) -> tuple[str, str]:
    dead = aws("sqs").create_queue(QueueName="jobs-dlq")["QueueUrl"]
    redrive = {"deadLetterTargetArn": f"arn:aws:sqs:{ACCOUNT_ARN}:jobs-dlq", "maxReceiveCount": "2"}
    url = aws("sqs").create_queue(
        QueueName="jobs",
        Attributes={"RedrivePolicy": json.dumps(redrive), "VisibilityTimeout": "30"},
    )["QueueUrl"]
    return url, dead


def bodies(event: dict[str, Any]) -> list[str]:
    return [record["body"] for record in event["Records"]]


def map_queue(aws: Client, function: str, **more: Any) -> str:
    made = aws("lambda").create_event_source_mapping(
        EventSourceArn=f"arn:aws:sqs:{ACCOUNT_ARN}:jobs", FunctionName=function, **more
    )
    return str(made["UUID"])


def send(aws: Client, url: str, *texts: str, **more: Any) -> None:
    entries = [{"Id": str(n), "MessageBody": text, **more} for n, text in enumerate(texts)]
    aws("sqs").send_message_batch(QueueUrl=url, Entries=entries)


def test_messages_come_in_batches_with_real_attributes(
    aws: Client, make_function: Callable[..., str], queue: tuple[str, str]
) -> None:
    make_function("batch")
    send(aws, queue[0], *[f"m{n}" for n in range(10)])
    aws("sqs").send_message(
        QueueUrl=queue[0],
        MessageBody="with attributes",
        MessageAttributes={
            "colour": {"DataType": "String", "StringValue": "blue"},
            "raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
        },
    )
    map_queue(aws, "batch", BatchSize=10)
    assert activity.quiesce() == []
    events = handlers.seen("batch")
    assert sorted(len(event["Records"]) for event in events) == [1, 10]
    record = next(r for e in events for r in e["Records"] if r["body"] == "with attributes")
    assert record["messageAttributes"]["colour"]["stringValue"] == "blue"
    assert record["messageAttributes"]["raw"]["binaryValue"] == "AP8="
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert abs(int(record["attributes"]["SentTimestamp"]) / 1000 - clock.time()) < 60
    assert record["eventSourceARN"] == f"arn:aws:sqs:{ACCOUNT_ARN}:jobs"
    assert "Messages" not in aws("sqs").receive_message(QueueUrl=queue[0])


def test_only_what_failed_comes_back_after_the_visibility_timeout_and_ends_in_the_dlq(
    aws: Client, make_function: Callable[..., str], queue: tuple[str, str]
) -> None:
    make_function("batch")
    map_queue(aws, "batch", FunctionResponseTypes=["ReportBatchItemFailures"])
    send(aws, queue[0], "good", "poison", "fine")
    assert activity.quiesce() == []
    clock.wait_for_pending("visibility in jobs")
    clock.advance(31)
    assert activity.quiesce() == []
    assert bodies(handlers.seen("batch")[-1]) == ["poison"]
    clock.wait_for_pending("visibility in jobs")
    clock.advance(31)
    assert activity.quiesce() == []
    dead = aws("sqs").receive_message(QueueUrl=queue[1])["Messages"]
    assert [message["Body"] for message in dead] == ["poison"]


def test_without_reporting_a_raise_brings_the_whole_batch_back(
    aws: Client, make_function: Callable[..., str], queue: tuple[str, str]
) -> None:
    make_function("whole_batch")
    send(aws, queue[0], "good", "poison")
    map_queue(aws, "whole_batch")
    assert activity.quiesce() == []
    clock.wait_for_pending("visibility in jobs")
    clock.advance(31)
    assert activity.quiesce() == []
    assert [sorted(bodies(e)) for e in handlers.seen("whole_batch")] == [["good", "poison"]] * 2


def test_a_delayed_message_arrives_when_its_time_has_come(
    aws: Client, make_function: Callable[..., str], queue: tuple[str, str]
) -> None:
    make_function("batch")
    map_queue(aws, "batch")
    aws("sqs").send_message(QueueUrl=queue[0], MessageBody="later", DelaySeconds=600)
    assert activity.quiesce() == []
    assert handlers.seen("batch") == []
    clock.wait_for_pending("visibility in jobs")
    clock.advance(601)
    assert activity.quiesce() == []
    assert bodies(handlers.seen("batch")[0]) == ["later"]


def test_messages_that_no_filter_wants_are_dropped(
    aws: Client, make_function: Callable[..., str], queue: tuple[str, str]
) -> None:
    make_function("batch")
    pattern = {"body": {"kind": ["wanted"]}}
    map_queue(aws, "batch", FilterCriteria={"Filters": [{"Pattern": json.dumps(pattern)}]})
    send(aws, queue[0], '{"kind": "wanted"}', '{"kind": "other"}', "not json")
    assert activity.quiesce() == []
    assert [b for e in handlers.seen("batch") for b in bodies(e)] == ['{"kind": "wanted"}']
    clock.advance(60)
    assert "Messages" not in aws("sqs").receive_message(QueueUrl=queue[0])


def test_a_disabled_mapping_waits_and_an_enabled_one_takes_what_waited(
    aws: Client, make_function: Callable[..., str], queue: tuple[str, str]
) -> None:
    make_function("batch")
    uuid = map_queue(aws, "batch", Enabled=False)
    send(aws, queue[0], "patient")
    assert activity.quiesce() == []
    assert handlers.seen("batch") == []
    aws("lambda").update_event_source_mapping(UUID=uuid, Enabled=True)
    assert activity.quiesce() == []
    assert bodies(handlers.seen("batch")[0]) == ["patient"]
    aws("lambda").delete_event_source_mapping(UUID=uuid)
    send(aws, queue[0], "too late")
    assert activity.quiesce() == []
    assert len(handlers.seen("batch")) == 1


@pytest.fixture
def stream(aws: Client) -> str:
    made = aws("dynamodb").create_table(
        TableName="things",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    return str(made["TableDescription"]["LatestStreamArn"])


def put(aws: Client, key: str, **values: Any) -> None:
    aws("dynamodb").put_item(TableName="things", Item={"id": {"S": key}, **values})


def map_stream(aws: Client, arn: str, function: str, **more: Any) -> str:
    answer = aws("lambda").create_event_source_mapping(
        EventSourceArn=arn, FunctionName=function, StartingPosition="TRIM_HORIZON", **more
    )
    return str(answer["UUID"])


def keys(event: dict[str, Any]) -> list[str]:
    return [record["dynamodb"]["Keys"]["id"]["S"] for record in event["Records"]]


def test_stream_records_come_in_order_in_batches_with_binary_as_base64(
    aws: Client, make_function: Callable[..., str], stream: str
) -> None:
    make_function("batch")
    for n in range(7):
        put(aws, f"k{n}", picture={"B": b"\x00\xff"})
    map_stream(aws, stream, "batch", BatchSize=3)
    assert activity.quiesce() == []
    events = handlers.seen("batch")
    assert [keys(event) for event in events] == [["k0", "k1", "k2"], ["k3", "k4", "k5"], ["k6"]]
    record = events[0]["Records"][0]
    assert record["eventName"] == "INSERT"
    assert record["eventVersion"] == "1.1"
    assert record["awsRegion"] == "eu-west-1"
    assert record["dynamodb"]["NewImage"]["picture"] == {"B": "AP8="}
    assert isinstance(record["dynamodb"]["ApproximateCreationDateTime"], float)


def test_latest_means_from_the_moment_of_the_mapping(
    aws: Client, make_function: Callable[..., str], stream: str
) -> None:
    make_function("batch")
    put(aws, "before")
    aws("lambda").create_event_source_mapping(
        EventSourceArn=stream, FunctionName="batch", StartingPosition="LATEST"
    )
    put(aws, "after")
    assert activity.quiesce() == []
    assert [key for event in handlers.seen("batch") for key in keys(event)] == ["after"]


def test_a_put_that_changes_nothing_leaves_no_record(
    aws: Client, make_function: Callable[..., str], stream: str
) -> None:
    make_function("batch")
    map_stream(aws, stream, "batch")
    for _ in range(2):
        put(aws, "same", value={"S": "x"})
    put(aws, "same", value={"S": "y"})
    assert activity.quiesce() == []
    names = [r["eventName"] for e in handlers.seen("batch") for r in e["Records"]]
    assert names == ["INSERT", "MODIFY"]


def test_bisecting_finds_the_poison_record_and_only_that_one_is_given_up(
    aws: Client, make_function: Callable[..., str], stream: str
) -> None:
    lost = aws("sqs").create_queue(QueueName="lost")["QueueUrl"]
    make_function("whole_batch")
    for name in ("a", "b", "poison", "d", "e"):
        put(aws, name)
    map_stream(
        aws,
        stream,
        "whole_batch",
        BisectBatchOnFunctionError=True,
        MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": f"arn:aws:sqs:{ACCOUNT_ARN}:lost"}},
    )
    assert activity.quiesce() == []
    taken = [key for e in handlers.seen("whole_batch") if "poison" not in str(e) for key in keys(e)]
    assert taken == ["a", "b", "d", "e"]
    document = json.loads(aws("sqs").receive_message(QueueUrl=lost)["Messages"][0]["Body"])
    info = document["DDBStreamBatchInfo"]
    assert info["batchSize"] == 1
    assert info["startSequenceNumber"] == info["endSequenceNumber"]
    assert document["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert "poison" not in json.dumps(document)


def test_a_failing_record_blocks_the_shard_until_it_succeeds_or_is_given_up(
    aws: Client, make_function: Callable[..., str], stream: str
) -> None:
    make_function("batch")
    map_stream(
        aws,
        stream,
        "batch",
        FunctionResponseTypes=["ReportBatchItemFailures"],
        MaximumRetryAttempts=2,
    )
    put(aws, "poison")
    clock.wait_for_pending("retry of mapping")
    put(aws, "behind")
    assert all("behind" not in keys(event) for event in handlers.seen("batch"))
    for _ in range(2):
        clock.wait_for_pending("retry of mapping")
        clock.advance(60)
        assert activity.quiesce() == []
    assert activity.quiesce() == []
    assert [keys(e) for e in handlers.seen("batch")] == [["poison"]] * 3 + [["behind"]]


def test_stream_filters_let_only_wanted_records_through(
    aws: Client, make_function: Callable[..., str], stream: str
) -> None:
    make_function("batch")
    pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": ["wanted"]}}}}
    map_stream(aws, stream, "batch", FilterCriteria={"Filters": [{"Pattern": json.dumps(pattern)}]})
    put(aws, "one", kind={"S": "wanted"})
    put(aws, "two", kind={"S": "other"})
    put(aws, "one", kind={"S": "wanted"}, more={"S": "changed"})
    assert activity.quiesce() == []
    assert [key for event in handlers.seen("batch") for key in keys(event)] == ["one"]


def test_a_rolled_back_transaction_leaves_no_record_and_the_stream_goes_on(
    aws: Client, make_function: Callable[..., str], stream: str
) -> None:
    make_function("batch")
    map_stream(aws, stream, "batch")
    put(aws, "first")
    dynamodb = aws("dynamodb")
    absent = {"ConditionExpression": "attribute_not_exists(id)"}
    writes = [
        {"Put": {"TableName": "things", "Item": {"id": {"S": "ghost"}}}},
        {"Put": {"TableName": "things", "Item": {"id": {"S": "first"}}, **absent}},
    ]
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=writes)
    put(aws, "last")
    assert activity.quiesce() == []
    assert [key for event in handlers.seen("batch") for key in keys(event)] == ["first", "last"]
