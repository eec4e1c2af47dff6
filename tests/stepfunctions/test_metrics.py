"""What the workflow's functions count, read from the lines CloudWatch reads."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.errors import Refused
from tests.stepfunctions.workflow_harness import WorkflowHarness


def metrics(captured: str) -> dict[str, list[dict[str, Any]]]:
    """Metric -> the documents in CloudWatch's embedded format that carry it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in captured.splitlines():
        document = json.loads(line) if line.startswith('{"_aws"') else {}
        for declared in document.get("_aws", {}).get("CloudWatchMetrics", []):
            assert declared["Namespace"] == "Vestibule"
            for metric in declared["Metrics"]:
                found.setdefault(metric["Name"], []).append(document)
    return found


def test_start_end_and_the_time_to_the_decision_are_counted(
    harness: WorkflowHarness, capsys: pytest.CaptureFixture[str]
) -> None:
    case = harness.at_review()
    harness.move(days=2)
    harness.decide(case, approved=True)
    harness.ended(case)
    counted = metrics(capsys.readouterr().out)
    assert len(counted["OnboardingStarted"]) == len(counted["OnboardingApproved"]) == 1
    [time] = counted["ApprovalTime"]
    assert 2 * 86400 <= time["ApprovalTime"][0] < 2 * 86400 + 120
    assert "OnboardingFailed" not in counted


def test_a_failure_is_counted_by_the_step_that_failed(
    harness: WorkflowHarness, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.lambdas.down["user-onboarding-start-kyc"] = Refused("no")
    case = harness.register()
    harness.confirm(case)
    harness.fill_profile(case)
    harness.ended(case)
    counted = metrics(capsys.readouterr().out)
    assert [document["step"] for document in counted["OnboardingFailedAt"]] == ["StartKyc"]
    assert len(counted["OnboardingFailed"]) == 1


def test_rejections_and_timeouts_are_counted_apart(
    harness: WorkflowHarness, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = harness.at_review(), harness.at_review("maria@applicants.example")
    harness.decide(first, approved=False)
    harness.ended(first)
    harness.move(days=5, seconds=1)
    harness.waits("AwaitLateDecision")
    harness.move(days=2, seconds=1)
    harness.ended(second)
    counted = metrics(capsys.readouterr().out)
    assert len(counted["OnboardingRejected"]) == len(counted["OnboardingTimedOut"]) == 1
    assert len(counted["OnboardingStarted"]) == 2
