"""Applicants who wait for a decision at once: a hundred, or a thousand in `make test-infra`."""

from __future__ import annotations

import json
import time
from collections import Counter

import pytest

from tests.stepfunctions.stage import Stage

EACH = 0.06  # seconds of one core: what else the computer does is not counted


@pytest.mark.parametrize("applicants", [100, pytest.param(1000, marks=pytest.mark.slow)])
def test_all_wait_at_once_and_all_finish_when_decided(stage: Stage, applicants: int):
    began = time.process_time()
    stage.lambdas.one_at_a_time = True  # the tables in memory are no database
    cases = {f"+3069{n:08}": "" for n in range(applicants)}
    for phone in cases:
        email = f"{phone[1:]}@applicants.example"
        with stage.lambdas.turn:
            cases[phone] = stage.accounts.start_signup(email, "Long-enough-2026", phone)
    stage.until(lambda: len(stage.messages.texts) == applicants, 300)
    for phone, text in list(stage.messages.texts):
        with stage.lambdas.turn:
            prove(stage, cases[phone], text.split()[0])
    stage.until(lambda: waiting(stage) == applicants, 300)
    assert running(stage) == applicants
    decided = {case: number % 10 != 0 for number, case in enumerate(cases.values())}
    for case, approved in decided.items():
        with stage.lambdas.turn:
            stage.decide(case, approved)
    stage.until(lambda: running(stage) == 0, 300)
    ends = {case: stage.describe(case) for case in decided}
    assert Counter(end["status"] for end in ends.values()) == {"SUCCEEDED": applicants}
    for case, approved in decided.items():
        assert json.loads(ends[case]["output"])["status"] == (
            "verified" if approved else "rejected"
        )
    if applicants == 1000:  # fewer say more about what is done once
        assert time.process_time() - began < EACH * applicants


def prove(stage: Stage, case: str, code: str) -> None:
    """Types the code, is registered, and completes the profile."""
    stage.accounts.confirm_phone(case, code)
    account = stage.identity.accounts[stage.user(case)]
    known = {"sub": account.user_id, "email": account.email, "phone_number": account.phone}
    stage.registration.announce(known)
    stage.record_all()
    stage.fill_profile(case)


def waiting(stage: Stage) -> int:
    """How many wait for a decision."""
    return sum(step == "decision" for _, step in list(stage.tokens.items))


def running(stage: Stage) -> int:
    """How many executions run."""
    pages = stage.client.get_paginator("list_executions")
    machine = stage.machines["user-onboarding"]
    found = pages.paginate(
        stateMachineArn=machine, statusFilter="RUNNING", PaginationConfig={"PageSize": 1000}
    )
    return sum(len(page["executions"]) for page in found)
