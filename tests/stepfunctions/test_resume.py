"""The operator's command for what failed: executions go on from the step that failed."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import Refused
from operations import resume
from tests.stepfunctions.stage import Stage


def test_every_failed_onboarding_goes_on_and_the_others_are_left_alone(stage: Stage):
    healthy = stage.at_review()
    stage.lambdas.down["user-onboarding-start-kyc"] = Refused("no")
    broken = []
    for email in ("maria@applicants.example", "nikos@applicants.example"):
        case = stage.register(email)
        stage.confirm(case)
        stage.fill_profile(case)
        assert stage.ended(case)["status"] == "FAILED"
        broken.append(case)
    arn = resume.machine(stage.client, "user-onboarding")
    assert resume.failed(stage.client, arn) == broken
    stage.lambdas.down.clear()
    assert resume.resume(stage.client, arn, broken) == {}
    stage.until(lambda: all(stage.tokens.find(case, "decision") for case in broken))
    assert resume.failed(stage.client, arn) == []
    assert stage.describe(healthy)["redriveCount"] == 0


def test_what_cannot_be_redriven_is_named(stage: Stage):
    running = stage.register()
    arn = resume.machine(stage.client, "user-onboarding")
    assert resume.resume(stage.client, arn, [running, "nobody"]) == {
        running: "ExecutionNotRedrivable",
        "nobody": "ExecutionDoesNotExist",
    }
    with pytest.raises(LookupError):
        resume.machine(stage.client, "no-such-machine")
