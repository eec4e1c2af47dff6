"""Applicants who wait for a decision at once: a hundred, or a thousand in `make test-infra`."""

from __future__ import annotations

import json
import time
from collections import Counter

import pytest

from tests.stepfunctions.workflow_harness import WorkflowHarness

EACH = 0.06  # seconds of one core: what else the computer does is not counted


@pytest.mark.parametrize("applicants", [100, pytest.param(1000, marks=pytest.mark.slow)])
def test_all_wait_at_once_and_all_finish_when_decided(
    harness: WorkflowHarness, applicants: int
) -> None:
    began = time.process_time()
    harness.lambdas.one_at_a_time = True  # the tables in memory are no database
    cases = {f"+3069{n:08}": "" for n in range(applicants)}
    for phone in cases:
        email = f"{phone[1:]}@applicants.example"
        with harness.lambdas.turn:
            cases[phone] = harness.accounts.start_signup(email, "Long-enough-2026", phone)
    harness.until(lambda: len(harness.messages.texts) == applicants, 300)
    for phone, text in list(harness.messages.texts):
        with harness.lambdas.turn:
            prove(harness, cases[phone], text.split()[0])
    harness.until(lambda: waiting(harness) == applicants, 300)
    assert running(harness) == applicants
    decided = {case: number % 10 != 0 for number, case in enumerate(cases.values())}
    for case, approved in decided.items():
        with harness.lambdas.turn:
            harness.decide(case, approved)
    harness.until(lambda: running(harness) == 0, 300)
    ends = {case: harness.describe(case) for case in decided}
    assert Counter(end["status"] for end in ends.values()) == {"SUCCEEDED": applicants}
    for case, approved in decided.items():
        assert json.loads(ends[case]["output"])["status"] == (
            "verified" if approved else "rejected"
        )
    if applicants == 1000:  # fewer say more about what is done once
        assert time.process_time() - began < EACH * applicants


def prove(harness: WorkflowHarness, case: str, code: str) -> None:
    """Types the code, is registered, and completes the profile."""
    harness.accounts.confirm_phone(case, code)
    account = harness.identity.accounts[harness.user(case)]
    known = {"sub": account.user_id, "email": account.email, "phone_number": account.phone}
    harness.registration.announce(known)
    harness.record_all()
    harness.fill_profile(case)


def waiting(harness: WorkflowHarness) -> int:
    """How many wait for a decision."""
    return sum(step == "decision" for _, step in list(harness.tokens.items))


def running(harness: WorkflowHarness) -> int:
    """How many executions run."""
    pages = harness.client.get_paginator("list_executions")
    machine = harness.machines["user-onboarding"]
    found = pages.paginate(
        stateMachineArn=machine, statusFilter="RUNNING", PaginationConfig={"PageSize": 1000}
    )
    return sum(len(page["executions"]) for page in found)
