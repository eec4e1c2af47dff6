"""What one onboarding costs: `python -m benchmarks.workflow`.

The product's machine (woken by task tokens) beside plain polling every five minutes, both executed
on the embedded engine with the same people: the code after two minutes, the profile after six
hours, the decision after two days. Transitions are the states entered, which is what Step Functions
bills; calls are counted, and Lambda seconds are calls times SECONDS_PER_CALL.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import boto3

from chalicelib.application import Application
from chalicelib.application.process import given
from chalicelib.entrypoints.runtime import log
from chalicelib.outside.memory import MemoryOutside
from chalicelib.settings import Settings
from emulator import clock
from tests.stepfunctions.workflow_harness import (
    ROLE,
    Lambdas,
    WorkflowHarness,
    embedded_engine,
    let_pass,
)

SECONDS_PER_CALL = 0.1  # billed, 256 MB, warm; the same for both
CODE, PROFILE, DECISION = timedelta(minutes=2), timedelta(hours=6), timedelta(days=2)
Figures = dict[str, float]


def figures(events: Sequence[Mapping[str, Any]], calls: int) -> Figures:
    """From an execution's history."""
    entered = sum("stateEnteredEventDetails" in event for event in events)
    return {
        "transitions": entered,
        "calls": calls,
        "lambda seconds": round(calls * SECONDS_PER_CALL, 1),
        "history events": len(events),
    }


def by_tokens() -> Figures:
    """The product's machine."""
    lambdas = Lambdas()
    with embedded_engine(lambdas):
        harness = WorkflowHarness(boto3.client("stepfunctions"), boto3.client("sns"), lambdas)
        product = Application(Settings(), MemoryOutside())
        product.accounts, product.onboarding = harness.accounts, harness.steps
        with given(product):
            case = harness.register()
            harness.waits("VerifyPhone")
            clock.advance(CODE.total_seconds())
            harness.confirm(case)
            harness.waits("CheckProfile")
            clock.advance(PROFILE.total_seconds())
            harness.fill_profile(case)
            harness.waits("AwaitDecision")
            clock.advance(DECISION.total_seconds())
            harness.decide(case, approved=True)
            harness.ended(case)
            return figures(harness.history(case), lambdas.calls.total())


def polling_machine() -> str:
    """Asks every five minutes whether the code, the profile and the decision have come."""
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:vestibule-local-"
    states: dict[str, Any] = {}

    def call(name: str, following: str) -> None:
        states[name] = {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Arguments": {"FunctionName": f"{arn}{name}", "Payload": {}},
            "Output": "{% $states.result.Payload %}",
            "Next": following,
        }

    def poll(name: str, following: str) -> None:
        call(name, f"{name}-there")
        rule = {"Condition": "{% $states.input.there %}", "Next": following}
        states[f"{name}-there"] = {"Type": "Choice", "Choices": [rule], "Default": f"{name}-pause"}
        states[f"{name}-pause"] = {"Type": "Wait", "Seconds": 300, "Next": name}

    call("send-code", "code")
    poll("code", "profile")
    poll("profile", "start-kyc")
    call("start-kyc", "decision")
    poll("decision", "approved")
    call("approved", "email")
    call("email", "sms")
    call("sms", "done")
    states["done"] = {"Type": "Succeed"}
    return json.dumps({"QueryLanguage": "JSONata", "StartAt": "send-code", "States": states})


def _there(due: datetime, event: Any, context: Any) -> dict[str, bool]:
    return {"there": clock.now() >= due}


def by_polling() -> Figures:
    """The same people, asked for every five minutes."""
    lambdas = Lambdas()
    with embedded_engine(lambdas):
        start = clock.now()
        due = {
            "code": start + CODE,
            "profile": start + CODE + PROFILE,
            "decision": start + CODE + PROFILE + DECISION,
        }
        for name in ("send-code", "start-kyc", "approved", "email", "sms"):
            lambdas.handlers[name] = lambda event, context: {}
        for name, instant in due.items():
            lambdas.handlers[name] = partial(_there, instant)
        client = boto3.client("stepfunctions")
        machine = client.create_state_machine(
            name="polling", definition=polling_machine(), roleArn=ROLE
        )["stateMachineArn"]
        run = client.start_execution(stateMachineArn=machine)["executionArn"]
        let_pass(
            lambda: client.describe_execution(executionArn=run)["status"] != "RUNNING",
            seconds=300,
            also="-pause",
        )
        pages = client.get_paginator("get_execution_history").paginate(executionArn=run)
        events = [event for page in pages for event in page["events"]]
        return figures(events, lambdas.calls.total())


def main() -> int:
    """Prints the table; 0 if tokens are cheaper on every line."""
    log.setLevel("WARNING")
    with redirect_stdout(io.StringIO()):  # the functions' own metrics
        ours, polling = by_tokens(), by_polling()
    print(f"{'per onboarding':<16}{'task tokens':>14}{'polling, 5 min':>16}")
    for name, value in ours.items():
        print(f"{name:<16}{value:>14,}{polling[name]:>16,}")
    print(
        f"(a call is taken as {SECONDS_PER_CALL} s; the sweep for all applicants: 288 calls a day)"
    )
    return 0 if all(ours[name] < polling[name] for name in ours) else 1


if __name__ == "__main__":
    sys.exit(main())
