"""What the workflow's functions count, read from the lines CloudWatch reads."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.errors import Refused
from tests.stepfunctions.stage import Stage


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
    stage: Stage, capsys: pytest.CaptureFixture[str]
):
    case = stage.at_review()
    stage.move(days=2)
    stage.decide(case, approved=True)
    stage.ended(case)
    counted = metrics(capsys.readouterr().out)
    assert len(counted["OnboardingStarted"]) == len(counted["OnboardingApproved"]) == 1
    [time] = counted["ApprovalTime"]
    assert 2 * 86400 <= time["ApprovalTime"][0] < 2 * 86400 + 120
    assert "OnboardingFailed" not in counted


def test_a_failure_is_counted_by_the_step_that_failed(
    stage: Stage, capsys: pytest.CaptureFixture[str]
):
    stage.lambdas.down["user-onboarding-start-kyc"] = Refused("no")
    case = stage.register()
    stage.confirm(case)
    stage.fill_profile(case)
    stage.ended(case)
    counted = metrics(capsys.readouterr().out)
    assert [document["step"] for document in counted["OnboardingFailedAt"]] == ["StartKyc"]
    assert len(counted["OnboardingFailed"]) == 1


def test_rejections_and_timeouts_are_counted_apart(
    stage: Stage, capsys: pytest.CaptureFixture[str]
):
    first, second = stage.at_review(), stage.at_review("maria@applicants.example")
    stage.decide(first, approved=False)
    stage.ended(first)
    stage.move(days=5, seconds=1)
    stage.waits("AwaitLateDecision")
    stage.move(days=2, seconds=1)
    stage.ended(second)
    counted = metrics(capsys.readouterr().out)
    assert len(counted["OnboardingRejected"]) == len(counted["OnboardingTimedOut"]) == 1
    assert len(counted["OnboardingStarted"]) == 2
