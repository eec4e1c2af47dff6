"""What may befall one call of one function, and what is left then."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from emulator.faults import mishaps
from emulator.server import Cloud
from tests.emulator.apps import handlers
from tests.emulator.conftest import Client


@pytest.fixture(autouse=True)
def installed(cloud: Any) -> Iterator[None]:
    mishaps.install()
    yield
    requests.delete(f"{cloud.endpoint}/_emulator/mishaps", timeout=5)


def written(aws: Any) -> list[str]:
    sqs, found = aws("sqs"), []
    url = sqs.get_queue_url(QueueName="notes")["QueueUrl"]
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return sorted(found)


def run(aws: Any, make_function: Any) -> tuple[bool, Any]:
    answer = aws("lambda").invoke(FunctionName="writing", Payload=b"{}")
    return "FunctionError" in answer, json.loads(answer["Payload"].read())


#: kind -> (did the function fail, its error, what was written)
LEFT = {
    "": (False, "", ["first", "second"]),
    "throttled": (False, "ClientError", ["sorry"]),
    "error": (False, "ClientError", ["sorry"]),
    "timeout": (False, "ReadTimeoutError", ["sorry"]),
    "lost": (False, "ReadTimeoutError", ["first", "sorry"]),
    "crash_before": (True, "Runtime.ExitError", []),
    "crash_after": (True, "Runtime.ExitError", ["first"]),
}


@pytest.mark.parametrize("kind", LEFT)
def test_what_is_left_of_a_call(
    kind: str, cloud: Cloud, aws: Client, make_function: Callable[..., str]
) -> None:
    aws("sqs").create_queue(QueueName="notes")
    make_function("writing")
    if kind:
        wanted = {"caller": "writing", "call": "sqs.SendMessage", "target": "notes", "kind": kind}
        assert requests.put(f"{cloud.endpoint}/_emulator/mishaps", json=wanted, timeout=5).ok
    failed, answer = run(aws, make_function)
    assert (failed, answer.get("error", answer.get("errorType")), written(aws)) == LEFT[kind]
    ended = requests.delete(f"{cloud.endpoint}/_emulator/mishaps", timeout=5).json()["mishaps"]
    assert [mishap["struck"] for mishap in ended] == [True] * bool(kind)


def test_every_kind_of_call_is_recorded_with_its_caller(
    cloud: Cloud, aws: Client, make_function: Callable[..., str]
) -> None:
    aws("sqs").create_queue(QueueName="notes")
    make_function("writing")
    run(aws, make_function)
    seen = requests.get(f"{cloud.endpoint}/_emulator/calls", timeout=5).json()["calls"]
    assert [(c["caller"], c["call"], c["target"], c["times"]) for c in seen] == [
        ("writing", "sqs.GetQueueUrl", "", 1),
        ("writing", "sqs.SendMessage", "notes", 2),
    ]


def test_an_unknown_kind_is_refused(cloud: Cloud) -> None:
    wanted = {"caller": "c", "call": "sqs.SendMessage", "target": "", "kind": "flood"}
    answer = requests.put(f"{cloud.endpoint}/_emulator/mishaps", json=wanted, timeout=5)
    assert answer.status_code == 400
    assert handlers.seen("writing") == []
