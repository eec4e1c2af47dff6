"""A vendor's news where something of ours fails in between: nothing is lost, nothing is twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import Unavailable
from chalicelib.domain.vendors.vendor import VendorSession
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.services.vendors import opened, providers
from chalicelib.services.vendors.opened import sessions_of, vendor_sessions
from tests.vendors.harness import VendorHarness


def kinds(harness: VendorHarness, verification_id: str) -> Counter[str]:
    """How many entries of each kind the audit log has."""
    return Counter(kind for one, kind, _ in harness.system.audit.entries if one == verification_id)


class Killed(BaseException):
    """The process ends here."""


def killed(*_: object) -> None:
    raise Killed


def started_but_killed(
    harness: VendorHarness, monkeypatch: pytest.MonkeyPatch, name: str = "veriff"
) -> str:
    """The verification of a user whose start died once the vendor knew of it."""
    _, harness.user_id = harness.system.confirmed()
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(providers, "keep_session", killed)
        harness.providers.start(harness.user_id, name)
    return harness.system.verifications.open(harness.user_id).verification_id


def test_a_session_whose_start_died_is_in_the_log_once_its_news_come(
    harness: VendorHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    verification_id = started_but_killed(harness, monkeypatch)
    assert kinds(harness, verification_id)["session_opened"] == 0
    desk = harness.vendors.desks["veriff"]
    session = next(iter(desk.sessions))
    harness.now.move(minutes=3)
    desk.act(session, "approve")
    harness.deliver(desk.posted[-1])
    harness.work()
    found = harness.verification(verification_id)
    assert found.state is State.APPROVED
    assert kinds(harness, verification_id)["session_opened"] == 1
    assert (sessions_of(found), vendor_sessions(found)) == (1, (("veriff", session),))


def test_news_that_come_before_the_start_has_ended_open_the_session_once(
    harness: VendorHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = opened.keep_session

    def after_the_news(*given: Any) -> Any:
        monkeypatch.setattr(providers, "keep_session", keep)
        desk = harness.vendors.desks["veriff"]
        harness.now.move(minutes=3)
        desk.act(next(iter(desk.sessions)), "approve")
        harness.deliver(desk.posted[-1])
        harness.work()
        return keep(*given)

    monkeypatch.setattr(providers, "keep_session", after_the_news)
    verification_id, session = harness.started("veriff")
    found = harness.verification(verification_id)
    assert kinds(harness, verification_id)["session_opened"] == 1
    assert (found.provider_session, sessions_of(found)) == (session.id, 1)


@pytest.mark.parametrize("minutes", [0, 4])
def test_a_list_that_cannot_be_read_for_a_moment_calls_nobody(
    harness: VendorHarness, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    verification_id, webhook = harness.approved("veriff")
    source = harness.system.app.screening.sources[0]
    with monkeypatch.context() as patched:
        patched.setattr(type(source), "screen", _silent)
        harness.deliver(webhook)
        harness.now.move(minutes=minutes)
        assert harness.work() == 1
    assert harness.verification(verification_id).state is not State.NEEDS_REVIEW
    harness.work()
    assert harness.verification(verification_id).state is State.APPROVED
    assert harness.system.cases.find(verification_id) is None
    assert kinds(harness, verification_id)["screened"] == 1


def test_a_list_that_cannot_be_read_for_longer_calls_a_human(
    harness: VendorHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    verification_id, webhook = harness.approved("veriff")
    monkeypatch.setattr(type(harness.system.app.screening.sources[0]), "screen", _silent)
    harness.deliver(webhook)
    harness.now.move(minutes=5)
    assert harness.work() == 0
    assert harness.verification(verification_id).state is State.NEEDS_REVIEW
    assert "screening_unavailable" in harness.system.cases.get(verification_id).reasons


def _silent(*_: object) -> None:
    raise Unavailable("no answer")


def test_an_earlier_result_counts_no_more_where_nobody_can_be_asked_about_the_lists(
    harness: VendorHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    verification_id, session = harness.started("veriff")
    harness.told("veriff", session.id, "approve", "reject", minutes=3)
    assert harness.verification(verification_id).state is State.REJECTED
    monkeypatch.setattr(type(harness.system.app.screening.sources[0]), "versions", _silent)
    assert harness.told("veriff", session.id, "approve", minutes=3) == 1
    harness.now.move(minutes=6)
    harness.work()
    assert harness.verification(verification_id).state is State.NEEDS_REVIEW


def test_a_session_is_one_to_erasure_by_all_of_its_names(harness: VendorHarness) -> None:
    verification_id, _ = harness.started("onfido")
    found = harness.verification(verification_id)
    ((_, session, *others),) = vendor_sessions(found)
    assert others
    early = VendorSession("onfido", session, found.closes_at)
    blank = replace(found, provider_session="", evidence={})
    taken = with_names(blank, early)
    late = VendorSession("onfido", session, found.closes_at, also_known_as=tuple(others))
    assert vendor_sessions(with_names(taken, late)) == (("onfido", session, *others),)


def with_names(verification: Verification, session: VendorSession) -> Verification:
    """As `keep_session` leaves it."""
    evidence = opened._with_session(verification, session, 1)
    return replace(
        verification,
        evidence=evidence,
        provider=session.provider,
        provider_session=session.session_id,
    )
