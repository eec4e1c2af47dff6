"""Lambda in process: real handlers behind the ordinary API, asynchronous delivery as AWS
documents it.
"""

from __future__ import annotations

import base64
import io
import json
import pdb
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from emulator import activity, clock, host
from emulator.lambdas import delivery, lambdas, printed
from tests.emulator.apps import handlers
from tests.emulator.conftest import Client


def invoke(aws: Any, name: str, event: Any, **more: Any) -> tuple[dict[str, Any], Any]:
    answer = aws("lambda").invoke(FunctionName=name, Payload=json.dumps(event), **more)
    text = answer["Payload"].read()
    return answer, json.loads(text) if text else None


def test_the_real_handler_answers_with_context_and_own_environment(
    aws: Client, make_function: Callable[..., str]
) -> None:
    make_function("echo", Environment={"Variables": {"COLOUR": "blue"}}, Timeout=5)
    make_function("echo", name="other", Environment={"Variables": {"COLOUR": "red"}})
    answer, payload = invoke(aws, "echo", {"a": 1}, LogType="Tail")
    assert "FunctionError" not in answer
    assert payload["event"] == {"a": 1}
    assert payload["function"] == "echo"
    assert payload["arn"].endswith(":function:echo")
    assert 4000 < payload["left"] <= 5000
    assert payload["variable"] == "blue"
    assert invoke(aws, "other", {})[1]["variable"] == "red"
    assert "echoing" in base64.b64decode(answer["LogResult"]).decode()


def test_an_exception_keeps_its_class_name_and_is_unhandled(
    aws: Client, make_function: Callable[..., str]
) -> None:
    make_function("failing")
    answer, payload = invoke(aws, "failing", {})
    assert answer["StatusCode"] == 200
    assert answer["FunctionError"] == "Unhandled"
    assert payload["errorType"] == "Unavailable"
    assert payload["errorMessage"] == "the dependency is down"
    assert payload["stackTrace"]
    assert payload["requestId"]


def test_a_handler_that_takes_too_long_is_a_timeout(
    aws: Client, make_function: Callable[..., str]
) -> None:
    make_function("sleeping", Timeout=1)
    answer, payload = invoke(aws, "sleeping", {"seconds": 1.5})
    assert answer["FunctionError"] == "Unhandled"
    assert payload["errorType"] == "Sandbox.Timedout"
    assert "Task timed out after 1.00 seconds" in payload["errorMessage"]


@pytest.fixture
def debugging(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a host that wants to stop functions in a debugger."""
    monkeypatch.setattr(host, "current", replace(host.current, debugging=True))


def test_under_a_debugger_a_function_takes_as_long_as_it_likes(
    aws: Client, make_function: Callable[..., str], debugging: None
) -> None:
    make_function("sleeping", Timeout=1)
    assert invoke(aws, "sleeping", {"seconds": 1.2})[1] is None
    make_function("echo", Timeout=1)
    assert invoke(aws, "echo", {})[1]["left"] > 3_600_000


def test_a_breakpoint_in_a_handler_stops_it(
    aws: Client,
    make_function: Callable[..., str],
    debugging: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("p event\nc\n"))
    # pdb itself: pytest has put its own function into `pdb.set_trace`.
    stop = lambda: pdb.Pdb().set_trace(sys._getframe(1))  # noqa: E731 (said once)
    monkeypatch.setattr(sys, "breakpointhook", stop)
    make_function("stopping")
    assert invoke(aws, "stopping", {"colour": "green"})[1] == {"colour": "green"}
    shown = capsys.readouterr().out
    assert "(Pdb)" in shown and "{'colour': 'green'}" in shown and "on my way" in shown
    assert any("on my way" in line["message"] for line in printed.recent("stopping"))


def test_a_handler_that_does_not_exist_is_an_import_error(
    aws: Client, make_function: Callable[..., str]
) -> None:
    make_function("echo", name="nowhere")
    aws("lambda").update_function_configuration(FunctionName="nowhere", Handler="no_such.thing")
    _, payload = invoke(aws, "nowhere", {})
    assert payload["errorType"] == "Runtime.ImportModuleError"


def test_what_a_handler_prints_reaches_its_log_stream_and_the_ring(
    aws: Client, make_function: Callable[..., str]
) -> None:
    make_function("echo", name="talker")
    invoke(aws, "talker", {})
    events = aws("logs").filter_log_events(logGroupName="/aws/lambda/talker")["events"]
    assert "echoing" in [event["message"] for event in events]
    assert "echoing" in [line["message"] for line in printed.recent("talker")]


def test_a_chatty_function_keeps_its_newest_lines(
    aws: Client, make_function: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lambdas, "LOG_LINES", 10)
    make_function("echo", name="talker")
    name = "talker"
    for _ in range(6):
        aws("lambda").invoke(FunctionName=name)
    group = f"/aws/lambda/{name}"
    events = aws("logs").filter_log_events(logGroupName=group)["events"]
    assert len(events) == 10
    assert "echoing" in [event["message"] for event in events]


def test_an_event_invocation_is_tried_three_times_on_the_clock_then_buried(
    aws: Client, make_function: Callable[..., str]
) -> None:
    queue = aws("sqs").create_queue(QueueName="lost")["QueueUrl"]
    arn = "arn:aws:sqs:eu-west-1:123456789012:lost"
    make_function("failing", DeadLetterConfig={"TargetArn": arn})
    config = aws("lambda").get_function_configuration(FunctionName="failing")
    assert config["DeadLetterConfig"] == {"TargetArn": arn}
    answer, _ = invoke(aws, "failing", {"n": 1}, InvocationType="Event")
    assert answer["StatusCode"] == 202
    assert activity.quiesce() == []
    assert len(handlers.seen("failing")) == 1
    clock.advance(61)
    assert activity.quiesce() == []
    assert len(handlers.seen("failing")) == 2
    clock.advance(121)
    assert activity.quiesce() == []
    assert len(handlers.seen("failing")) == 3
    found = aws("sqs").receive_message(QueueUrl=queue, MessageAttributeNames=["All"])["Messages"]
    assert json.loads(found[0]["Body"]) == {"n": 1}
    assert found[0]["MessageAttributes"]["ErrorMessage"]["StringValue"] == "the dependency is down"
    clock.advance(3600)
    assert len(handlers.seen("failing")) == 3


def test_destinations_get_the_end_of_an_event(
    aws: Client, make_function: Callable[..., str]
) -> None:
    urls = {n: aws("sqs").create_queue(QueueName=n)["QueueUrl"] for n in ("good", "bad")}
    for name in ("echo", "failing"):
        make_function(name)
        aws("lambda").put_function_event_invoke_config(
            FunctionName=name,
            MaximumRetryAttempts=0,
            DestinationConfig={
                "OnSuccess": {"Destination": "arn:aws:sqs:eu-west-1:123456789012:good"},
                "OnFailure": {"Destination": "arn:aws:sqs:eu-west-1:123456789012:bad"},
            },
        )
        invoke(aws, name, {"n": name}, InvocationType="Event")
    assert activity.quiesce() == []
    documents = {
        which: json.loads(aws("sqs").receive_message(QueueUrl=url)["Messages"][0]["Body"])
        for which, url in urls.items()
    }
    assert documents["good"]["requestContext"]["condition"] == "Success"
    assert documents["good"]["responsePayload"]["event"] == {"n": "echo"}
    assert documents["bad"]["requestContext"]["condition"] == "RetriesExhausted"
    assert documents["bad"]["responsePayload"]["errorType"] == "Unavailable"


def test_duplicates_on_purpose_deliver_every_event_twice(
    aws: Client, make_function: Callable[..., str]
) -> None:
    make_function("echo")
    delivery.share_delivered_twice(1.0)
    invoke(aws, "echo", {"n": 1}, InvocationType="Event")
    assert activity.quiesce() == []
    assert handlers.seen("echo") == [{"n": 1}, {"n": 1}]


def test_many_synchronous_calls_at_once_are_all_answered(
    aws: Client, make_function: Callable[..., str]
) -> None:
    make_function("echo", Timeout=20)
    aws("lambda")
    with ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(lambda n: invoke(aws, "echo", {"n": n})[1]["event"]["n"], range(200))
        )
    assert answers == list(range(200))


def test_an_invocation_without_waiting_for_the_result_can_be_tried_dry(
    aws: Client, make_function: Callable[..., str]
) -> None:
    make_function("echo")
    answer, payload = invoke(aws, "echo", {}, InvocationType="DryRun")
    assert answer["StatusCode"] == 204
    assert payload is None
    assert handlers.seen("echo") == []
