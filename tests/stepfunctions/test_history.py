"""What an operator reads of an execution for ninety days: nothing about the person."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from chalicelib.domain.errors import Refused
from chalicelib.entrypoints.runtime import log
from tests.stepfunctions.workflow_harness import WorkflowHarness

PASSWORD, PHONE, EMAIL = "Long-enough-2026", "+306900000001", "anna@applicants.example"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the functions write into their log."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(log.registered_formatter)
    logging.getLogger("vestibule").addHandler(handler)
    yield text
    logging.getLogger("vestibule").removeHandler(handler)


@pytest.mark.parametrize("broken", ["", "send-email", "user-onboarding-kyc-approved"])
def test_histories_logs_and_alerts_hold_no_personal_data_and_no_secret(
    harness: WorkflowHarness, written: io.StringIO, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    if broken:
        harness.lambdas.down[broken] = Refused("no")
    case = harness.register(EMAIL)
    code = harness.code()
    harness.confirm(case)
    harness.fill_profile(case)
    harness.waits("AwaitDecision")
    harness.decide(case, approved=True)
    harness.ended(case)
    printed = written.getvalue() + capsys.readouterr().out
    told = json.dumps(harness.history(case), default=str)
    alerts = json.dumps([harness.messages.alerts, harness.told_admins()])
    assert case in told and case in printed
    for marked in (PASSWORD, PHONE, EMAIL, code, "Demosthenous", "1991-03-14", "GRC"):
        for place in (told, printed, alerts):
            assert marked not in place, marked
