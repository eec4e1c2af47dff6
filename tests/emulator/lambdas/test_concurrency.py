"""The locks: what moto loses or doubles under threads stays right here."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from tests.emulator.conftest import Client

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def table(aws: Client) -> DynamoDBClient:
    aws("dynamodb").create_table(
        TableName="counts",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    found: DynamoDBClient = aws("dynamodb")
    return found


def test_atomic_adds_from_many_threads_are_all_counted(table: DynamoDBClient) -> None:
    def add(_: int) -> None:
        table.update_item(
            TableName="counts",
            Key={"id": {"S": "n"}},
            UpdateExpression="ADD hits :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(add, range(200)))
    item = table.get_item(TableName="counts", Key={"id": {"S": "n"}})["Item"]
    assert item["hits"] == {"N": "200"}


def test_a_conditional_put_has_exactly_one_winner(table: DynamoDBClient) -> None:
    def race(key: str) -> bool:
        try:
            table.put_item(
                TableName="counts",
                Item={"id": {"S": key}},
                ConditionExpression="attribute_not_exists(id)",
            )
        except ClientError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        for n in range(10):
            assert sum(pool.map(race, [f"k{n}"] * 16)) == 1


def test_many_receivers_share_a_queue_without_doubling_or_losing(aws: Client) -> None:
    sqs = aws("sqs")
    url = sqs.create_queue(QueueName="shared")["QueueUrl"]
    for n in range(20):
        entries = [{"Id": str(m), "MessageBody": f"{n}-{m}"} for m in range(10)]
        sqs.send_message_batch(QueueUrl=url, Entries=entries)

    def drain(_: int) -> list[str]:
        got: list[str] = []
        while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in found:
                got.append(message["Body"])
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return got

    with ThreadPoolExecutor(6) as pool:
        received = [body for part in pool.map(drain, range(6)) for body in part]
    assert sorted(received) == sorted(f"{n}-{m}" for n in range(20) for m in range(10))
