"""The operator's command for what failed: executions go on from the step that failed."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import Refused
from operations import resume
from tests.stepfunctions.workflow_harness import WorkflowHarness


def test_every_failed_onboarding_goes_on_and_the_others_are_left_alone(
    harness: WorkflowHarness,
) -> None:
    healthy = harness.at_review()
    harness.lambdas.down["user-onboarding-start-kyc"] = Refused("no")
    broken = []
    for email in ("maria@applicants.example", "nikos@applicants.example"):
        case = harness.register(email)
        harness.confirm(case)
        harness.fill_profile(case)
        assert harness.ended(case)["status"] == "FAILED"
        broken.append(case)
    arn = resume.machine(harness.client, "user-onboarding")
    assert resume.failed(harness.client, arn) == broken
    harness.lambdas.down.clear()
    assert resume.resume(harness.client, arn, broken) == {}
    harness.until(lambda: all(harness.tokens.find(case, "decision") for case in broken))
    assert resume.failed(harness.client, arn) == []
    assert harness.describe(healthy)["redriveCount"] == 0


def test_what_cannot_be_redriven_is_named(harness: WorkflowHarness) -> None:
    running = harness.register()
    arn = resume.machine(harness.client, "user-onboarding")
    assert resume.resume(harness.client, arn, [running, "nobody"]) == {
        running: "ExecutionNotRedrivable",
        "nobody": "ExecutionDoesNotExist",
    }
    with pytest.raises(LookupError):
        resume.machine(harness.client, "no-such-machine")
