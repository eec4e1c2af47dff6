"""A redrive that comes while the end it follows is still on its way."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from chalicelib.domain.errors import Refused
from tests.stepfunctions.workflow_harness import WorkflowHarness

KYC = "user-onboarding-start-kyc"
LONG = 20


class Held:
    """A call that waits until it is let go, and then says when it is over."""

    def __init__(self, call: Any) -> None:
        self.call = call
        self.reached, self.go, self.over = (threading.Event() for _ in range(3))

    def __call__(self, *args: Any, **named: Any) -> None:
        self.reached.set()
        assert self.go.wait(LONG)
        self.call(*args, **named)
        self.over.set()

    def let_go(self) -> bool:
        """Did it come to its end?"""
        self.go.set()
        return self.over.wait(2)


def run_of(harness: WorkflowHarness, case: str) -> Any:
    """The execution itself."""
    backend: Any = stepfunctions_parser_backends["123456789012"]["eu-west-1"]  # the emulator's
    return backend.execution(harness.arn(case))


def redrive_waits(harness: WorkflowHarness, case: str, held: Held) -> None:
    """A redrive while an end is held on its way: not through before the end is complete."""
    with ThreadPoolExecutor(1) as pool:
        redriven = pool.submit(harness.client.redrive_execution, executionArn=harness.arn(case))
        with pytest.raises(TimeoutError):
            redriven.result(0.3)
        assert held.let_go()
        redriven.result(LONG)
    harness.waits("AwaitDecision")


def finishes(harness: WorkflowHarness, case: str) -> bool:
    """Is the redriven execution still answered and ended by its decision?"""
    assert harness.describe(case)["status"] == "RUNNING"
    harness.decide(case, approved=True)
    return bool(harness.ended(case)["status"] == "SUCCEEDED")


def test_an_old_worker_that_ends_after_the_redrive_says_nothing_about_the_new_one(
    harness: WorkflowHarness,
) -> None:
    case = harness.at_review()
    old = harness.tokens.find(case, "decision")
    ending = run_of(harness, case).exec_worker._execution_communication
    ending.terminated = held = Held(ending.terminated)
    harness.client.stop_execution(executionArn=harness.arn(case))
    assert held.reached.wait(LONG)
    harness.client.redrive_execution(executionArn=harness.arn(case))
    harness.until(lambda: harness.tokens.find(case, "decision") not in (None, old))
    harness.waits("AwaitDecision")
    assert held.let_go()
    assert finishes(harness, case)


def test_a_redrive_waits_for_the_stop_it_follows(harness: WorkflowHarness) -> None:
    case = harness.at_review()
    env = run_of(harness, case).exec_worker.env
    env.set_stop = held = Held(env.set_stop)
    with ThreadPoolExecutor(1) as pool:
        stopped = pool.submit(harness.client.stop_execution, executionArn=harness.arn(case))
        assert held.reached.wait(LONG)  # ABORTED already, but what it waits for is not yet awake
        redrive_waits(harness, case, held)
        stopped.result(LONG)
    assert finishes(harness, case)


def test_a_redrive_waits_for_the_failure_it_follows(harness: WorkflowHarness) -> None:
    harness.lambdas.down[KYC] = Refused("the provider said no")
    case = harness.register()
    ending = run_of(harness, case).exec_worker._execution_communication
    reflect, held = ending._reflect_execution_status, Held(lambda: None)

    def late() -> None:
        reflect()
        held()

    ending._reflect_execution_status = late
    harness.confirm(case)
    harness.fill_profile(case)
    assert held.reached.wait(LONG)
    assert harness.ended(case)["status"] == "FAILED"  # as everybody sees it already
    harness.lambdas.down.clear()
    redrive_waits(harness, case, held)
    assert finishes(harness, case)
