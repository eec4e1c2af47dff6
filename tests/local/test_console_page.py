"""A workflow as the console draws it: where it stands, what went in and out, and when it moves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import Client

from emulator.installation import call_for_workflow
from emulator.workflows import stepfunctions
from local import console
from tests.conftest import Aws
from tests.present import present

PERSON = "0f3c8f0e-1111-4222-8333-444455556666"
STATES = {
    "Look": {
        "Type": "Pass",
        "Result": {"seen": True},
        "ResultPath": "$.look",
        "Next": "Was it seen?",
    },
    "Was it seen?": {
        "Type": "Choice",
        "Choices": [{"Variable": "$.look.seen", "BooleanEquals": True, "Next": "Wait"}],
        "Default": "Give up",
    },
    "Wait": {"Type": "Wait", "Seconds": 3600, "Next": "Done"},
    "Done": {"Type": "Succeed"},
    "Give up": {"Type": "Fail"},
}


@pytest.fixture(autouse=True)
def engine(aws: Aws) -> None:
    """The workflows' own engine, as in the system."""
    stepfunctions.install(call_for_workflow)


def until(found: Callable[[], Any], wanted: Callable[[Any], object]) -> Any:
    import time

    for _ in range(100):
        if wanted(answer := found()):
            return answer
        time.sleep(0.05)
    raise AssertionError(answer)


def test_an_execution_is_pushed_drawn_and_pushed_again_when_the_clock_moves_it(aws: Aws) -> None:
    page = Client(console.app({}))
    steps = aws("stepfunctions")
    machine = steps.create_state_machine(
        name="onboarding",
        definition=json.dumps({"StartAt": "Look", "States": STATES}),
        roleArn="arn:aws:iam::123456789012:role/tests",
    )["stateMachineArn"]
    before = present(page.get("/local/feed").json)["cursor"]
    given = json.dumps({"onboardingId": PERSON})
    arn = steps.start_execution(stateMachineArn=machine, name="one", input=given)["executionArn"]

    def drawn() -> Any:
        return page.get("/local/execution", query_string={"arn": arn}).json

    waiting = until(drawn, lambda seen: seen["state"] == "Wait")
    assert (waiting["status"], waiting["ids"]) == ("RUNNING", [PERSON])
    assert waiting["startAt"] == "Look"
    assert waiting["states"]["Was it seen?"]["next"] == ["Wait", "Give up"]
    entered = [each for each in waiting["events"] if each["type"] == "PassStateEntered"]
    assert json.loads(entered[0]["input"]) == {"onboardingId": PERSON}

    told = page.get("/local/feed", query_string={"after": before}).json
    assert [
        (e["machine"], e["state"]) for e in present(told)["events"] if e["kind"] == "execution"
    ] == [("onboarding", "Wait")]
    page.post("/local/clock", json={"hours": 2})
    until(drawn, lambda seen: seen["status"] == "SUCCEEDED")
    moved = present(page.get("/local/feed", query_string={"after": present(told)["cursor"]}).json)[
        "events"
    ]
    assert [(e["status"], e["state"]) for e in moved if e["kind"] == "execution"][-1] == (
        "SUCCEEDED",
        "Done",
    )


def test_the_api_is_shown_from_our_own_files_under_a_strict_policy() -> None:
    page = Client(console.app({}))
    html = page.get("/reference")
    assert html.status_code == 200 and "unsafe" not in html.headers["Content-Security-Policy"]
    named = re.findall(r'(?:src|href)="([^"]+)"', html.text)
    assert named and all(one.startswith("/reference/") for one in named)
    for path in named:
        assert page.get(path).status_code in (200, 503)  # 503: a checkout without the web part
    assert present(page.get("/reference/openapi.json").json)["openapi"].startswith("3.1")
    for path in ("/reference/", "/reference/../page.html", "/reference/swagger-ui.js"):
        assert page.get(path).status_code == 404
