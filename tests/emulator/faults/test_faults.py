"""Outages on purpose look like AWS's to a client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError

from emulator.faults import faults
from emulator.server import Cloud
from tests.emulator.conftest import Client


@pytest.mark.parametrize(
    ("service", "call"),
    [
        ("s3", lambda aws: aws("s3").list_buckets()),
        ("sqs", lambda aws: aws("sqs").list_queues()),
        ("sns", lambda aws: aws("sns").list_topics()),
        ("dynamodb", lambda aws: aws("dynamodb").list_tables()),
    ],
)
def test_the_error_arrives_under_its_name_as_often_as_asked(
    aws: Client, service: str, call: Callable[[Any], object]
) -> None:
    faults.put(service=service, error="SlowDown", status=400, count=2)
    for _ in range(2):
        with pytest.raises(ClientError) as raised:
            call(aws)
        assert raised.value.response["Error"]["Code"] == "SlowDown"
    call(aws)
    assert faults.current()[0]["hits"] == 2


def test_only_the_named_operation_fails(aws: Client) -> None:
    faults.put(service="sqs", operation="CreateQueue", error="Throttled", status=400)
    aws("sqs").list_queues()
    with pytest.raises(ClientError):
        aws("sqs").create_queue(QueueName="q")


def test_an_answer_can_be_lost_after_the_work_was_done(aws: Client) -> None:
    faults.put(service="sqs", operation="CreateQueue", status=400, answered=True, count=1)
    with pytest.raises(ClientError):
        aws("sqs").create_queue(QueueName="q")
    assert aws("sqs").get_queue_url(QueueName="q")["QueueUrl"]


def test_outages_are_begun_and_ended_over_http(cloud: Cloud, aws: Client) -> None:
    url = f"{cloud.endpoint}/_emulator/faults"
    assert requests.put(url, json={"service": "sqs"}, timeout=5).json()["status"] == 503
    assert requests.put(url, json={"nonsense": 1}, timeout=5).status_code == 400
    with pytest.raises(ClientError):
        aws("sqs").list_queues()
    requests.delete(url, timeout=5)
    aws("sqs").list_queues()
