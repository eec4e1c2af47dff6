"""A redrive that comes while the end it follows is still on its way."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from chalicelib.domain.errors import Refused
from tests.stepfunctions.stage import Stage

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


def run_of(stage: Stage, case: str) -> Any:
    """The execution itself."""
    return stepfunctions_parser_backends["123456789012"]["eu-west-1"].execution(stage.arn(case))


def redrive_waits(stage: Stage, case: str, held: Held) -> None:
    """A redrive while an end is held on its way: not through before the end is complete."""
    with ThreadPoolExecutor(1) as pool:
        redriven = pool.submit(stage.client.redrive_execution, executionArn=stage.arn(case))
        with pytest.raises(TimeoutError):
            redriven.result(0.3)
        assert held.let_go()
        redriven.result(LONG)
    stage.waits("AwaitDecision")


def finishes(stage: Stage, case: str) -> bool:
    """Is the redriven execution still answered and ended by its decision?"""
    assert stage.describe(case)["status"] == "RUNNING"
    stage.decide(case, approved=True)
    return bool(stage.ended(case)["status"] == "SUCCEEDED")


def test_an_old_worker_that_ends_after_the_redrive_says_nothing_about_the_new_one(stage: Stage):
    case = stage.at_review()
    old = stage.tokens.find(case, "decision")
    ending = run_of(stage, case).exec_worker._execution_communication
    ending.terminated = held = Held(ending.terminated)
    stage.client.stop_execution(executionArn=stage.arn(case))
    assert held.reached.wait(LONG)
    stage.client.redrive_execution(executionArn=stage.arn(case))
    stage.until(lambda: stage.tokens.find(case, "decision") not in (None, old))
    stage.waits("AwaitDecision")
    assert held.let_go()
    assert finishes(stage, case)


def test_a_redrive_waits_for_the_stop_it_follows(stage: Stage):
    case = stage.at_review()
    env = run_of(stage, case).exec_worker.env
    env.set_stop = held = Held(env.set_stop)
    with ThreadPoolExecutor(1) as pool:
        stopped = pool.submit(stage.client.stop_execution, executionArn=stage.arn(case))
        assert held.reached.wait(LONG)  # ABORTED already, but what it waits for is not yet awake
        redrive_waits(stage, case, held)
        stopped.result(LONG)
    assert finishes(stage, case)


def test_a_redrive_waits_for_the_failure_it_follows(stage: Stage):
    stage.lambdas.down[KYC] = Refused("the provider said no")
    case = stage.register()
    ending = run_of(stage, case).exec_worker._execution_communication
    reflect, held = ending._reflect_execution_status, Held(lambda: None)
    ending._reflect_execution_status = lambda: (reflect(), held())
    stage.confirm(case)
    stage.fill_profile(case)
    assert held.reached.wait(LONG)
    assert stage.ended(case)["status"] == "FAILED"  # as everybody sees it already
    stage.lambdas.down.clear()
    redrive_waits(stage, case, held)
    assert finishes(stage, case)
