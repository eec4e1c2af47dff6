"""What an operator reads of an execution for ninety days: nothing about the person."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from chalicelib.domain.errors import Refused
from chalicelib.entrypoints.runtime import log
from tests.stepfunctions.stage import Stage

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
    stage: Stage, written: io.StringIO, capsys: pytest.CaptureFixture[str], broken: str
):
    if broken:
        stage.lambdas.down[broken] = Refused("no")
    case = stage.register(EMAIL)
    code = stage.code()
    stage.confirm(case)
    stage.fill_profile(case)
    stage.waits("AwaitDecision")
    stage.decide(case, approved=True)
    stage.ended(case)
    printed = written.getvalue() + capsys.readouterr().out
    told = json.dumps(stage.history(case), default=str)
    alerts = json.dumps([stage.messages.alerts, stage.told_admins()])
    assert case in told and case in printed
    for marked in (PASSWORD, PHONE, EMAIL, code, "Demosthenous", "1991-03-14", "GRC"):
        for place in (told, printed, alerts):
            assert marked not in place, marked
