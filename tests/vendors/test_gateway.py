"""The gateway: what is taken in, what is refused, what is only noted, and what follows."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.errors import BadRequest, NotFound, Unauthenticated, Unavailable
from chalicelib.domain.vendors.signing import sign
from chalicelib.domain.verifications.verification import State
from chalicelib.services.vendors.webhooks import LARGEST_BODY
from tests.vendors.harness import NAMES, SIGNS_NO_TIME, SIGNS_TIME, VendorHarness

S = State


@pytest.mark.parametrize("name", NAMES)
def test_an_approval_verifies_the_user(harness: VendorHarness, name: str) -> None:
    verification_id, webhook = harness.approved(name)
    harness.deliver(webhook)
    assert harness.verification(verification_id).state is not S.APPROVED  # the work is behind
    harness.work()
    user = harness.system.users.get(harness.user_id)
    assert harness.verification(verification_id).state is S.APPROVED
    assert (user.kyc_status, user.kyc_provider) == (KycStatus.VERIFIED, name)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_event_again_is_answered_and_not_worked_on(
    harness: VendorHarness, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verification_id, webhook = harness.approved(name)
    for _ in range(3):
        harness.deliver(webhook)
    assert harness.work() == 0
    before = harness.verification(verification_id)
    harness.deliver(webhook)
    monkeypatch.setattr(type(harness.cases), "apply", _never)
    monkeypatch.setattr(type(harness.find(name)), "fetch", _never)
    assert harness.work() == 0
    assert harness.verification(verification_id) == before
    assert [kept["outcome"] for kept in harness.seen.items.values()] == ["done"]


def _never(*_: object) -> None:
    raise AssertionError("worked on again")


@pytest.mark.parametrize("name", NAMES)
def test_an_event_whose_work_was_cut_off_is_worked_on_again(
    harness: VendorHarness, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verification_id, webhook = harness.approved(name)
    harness.deliver(webhook)
    add = type(harness.seen).add

    def cut(*_: object) -> None:
        raise Unavailable("cut off")

    monkeypatch.setattr(type(harness.seen), "add", cut)
    assert harness.work() == 1
    monkeypatch.setattr(type(harness.seen), "add", add)
    assert harness.work() == 0
    assert harness.verification(verification_id).state is S.APPROVED
    assert len(harness.seen.items) == 1


@pytest.mark.parametrize("name", NAMES)
def test_an_event_is_remembered_longer_than_its_vendor_retries(
    harness: VendorHarness, name: str
) -> None:
    retries = harness.vendors.desks[name].retries
    assert harness.find(name).dedup_window > timedelta(seconds=retries[-1])


@pytest.mark.parametrize("name", NAMES)
def test_a_forged_event_leaves_no_trace(harness: VendorHarness, name: str) -> None:
    _, webhook = harness.approved(name)
    before = (dict(harness.seen.items), list(harness.queue.bodies))
    with pytest.raises(Unauthenticated):
        harness.deliver(replace(webhook, body=webhook.body.replace(b'"', b"'", 1)))
    assert harness.vendors.desks[name].signatures
    for header in harness.vendors.desks[name].signatures:
        with pytest.raises(Unauthenticated):
            harness.deliver(webhook, **{header.lower(): ""})
    assert (harness.seen.items, harness.queue.bodies) == before


@pytest.mark.parametrize("name", SIGNS_TIME)
def test_an_old_signature_cannot_be_sent_again(harness: VendorHarness, name: str) -> None:
    _, webhook = harness.approved(name)
    headers = {k.lower(): v for k, v in webhook.headers(harness.now()).items()}
    harness.now.move(seconds=301)
    with pytest.raises(Unauthenticated):
        harness.webhooks.receive(name, headers, webhook.body)


@pytest.mark.parametrize("name", SIGNS_NO_TIME)
def test_where_no_time_is_signed_the_vendor_is_asked_before_a_decision(
    harness: VendorHarness, name: str
) -> None:
    verification_id, webhook = harness.approved(name)
    session = next(iter(harness.vendors.desks[name].sessions.values()))
    session.state = "declined"  # the approval is an old one, taken back since
    harness.deliver(webhook)
    harness.work()
    assert harness.verification(verification_id).state is S.REJECTED


@pytest.mark.parametrize("name", SIGNS_NO_TIME)
def test_a_vendor_that_cannot_be_asked_is_asked_again(harness: VendorHarness, name: str) -> None:
    verification_id, webhook = harness.approved(name)
    harness.deliver(webhook)
    harness.vendors.desks[name].down = True
    assert harness.work() == 1
    harness.vendors.desks[name].down = False
    harness.find(name).tools.breaker.close()
    assert harness.work() == 0
    assert harness.verification(verification_id).state is S.APPROVED


def test_a_queue_that_is_down_means_the_vendor_tries_again(
    harness: VendorHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    verification_id, webhook = harness.approved("persona")

    def broken(body: object) -> None:
        raise Unavailable("the queue did not take it")

    working = harness.queue.send
    monkeypatch.setattr(harness.queue, "send", broken)
    with pytest.raises(Unavailable):
        harness.deliver(webhook)
    monkeypatch.setattr(harness.queue, "send", working)
    harness.deliver(webhook)
    harness.work()
    assert harness.verification(verification_id).state is S.APPROVED


def test_too_much_is_refused_before_it_is_read(harness: VendorHarness) -> None:
    with pytest.raises(BadRequest) as error:
        harness.webhooks.receive("persona", {}, b"x" * (LARGEST_BODY + 1))
    assert error.value.code == "body_too_large"


@pytest.mark.parametrize("name", ["in_house", "nobody", "../persona"])
def test_nobody_else_has_a_door(harness: VendorHarness, name: str) -> None:
    with pytest.raises(NotFound):
        harness.webhooks.receive(name, {}, b"{}")


@pytest.mark.parametrize("event", [[], "x", {"id": "evt_1"}, {"id": 7, "created": 1, "type": "t"}])
def test_a_signed_event_that_cannot_be_read_is_kept_and_alarmed(
    harness: VendorHarness, event: str | dict[str, Any]
) -> None:
    headers, body = harness.signed_stripe(event)
    for _ in range(2):
        harness.webhooks.receive("stripe", headers, body)
        assert harness.work() == 0
    assert [subject for subject, _ in harness.system.messages.alerts] == [
        "A webhook cannot be read"
    ]
    (kept,) = harness.seen.items.values()
    assert kept["eventKey"] == f"unreadable#{kept['sha256']}"
    assert kept["outcome"] == "event_malformed"


def test_a_session_nobody_knows_is_waited_for_then_alarmed(harness: VendorHarness) -> None:
    event = {
        "id": "evt_stray",
        "type": "identity.verification_session.verified",
        "created": int(harness.now().timestamp()),
        "data": {"object": {"id": "vs_stray", "status": "verified", "client_reference_id": "?"}},
    }
    headers, body = harness.signed_stripe(event)
    harness.webhooks.receive("stripe", headers, body)
    assert harness.work() == 1  # its start may not be stored yet
    harness.now.move(minutes=6)
    assert harness.work() == 0
    assert harness.system.messages.alerts[-1][0] == "A webhook for a session nobody knows"


def test_events_that_do_not_concern_us_are_noted_only(harness: VendorHarness) -> None:
    headers, body = harness.signed_stripe(
        {"id": "evt_2", "type": "customer.created", "created": 1_700_000_000}
    )
    harness.webhooks.receive("stripe", headers, body)
    harness.work()
    assert harness.seen.get("stripe", "evt_2").outcome == "noted"


@pytest.mark.parametrize("name", NAMES)
def test_in_production_a_test_event_decides_nothing(harness: VendorHarness, name: str) -> None:
    verification_id, webhook = harness.approved(name)
    headers = {k.lower(): v for k, v in webhook.headers(harness.now()).items()}
    if not harness.find(name).receive(headers, webhook.body, harness.now()).test:
        pytest.skip("this vendor's events do not say that they are tests")
    harness.webhooks = replace(harness.webhooks, accepts_test=False)
    harness.deliver(webhook)
    harness.work()
    assert harness.verification(verification_id).state is S.CREATED
    assert [kept["outcome"] for kept in harness.seen.items.values()] == ["noted"]


def test_an_event_of_another_vendor_cannot_speak_for_a_session(harness: VendorHarness) -> None:
    verification_id, _ = harness.started("persona")
    body = json.dumps(
        {
            "id": "veriff-session",
            "attemptId": "a",
            "action": "review",
            "vendorData": verification_id,
        }
    ).encode()
    headers = {
        "x-auth-client": "veriff-local-client",
        "x-hmac-signature": sign("veriff-local-shared", body),
    }
    harness.webhooks.receive("veriff", headers, body)
    harness.now.move(minutes=6)
    harness.work()
    assert harness.verification(verification_id).state is not S.NEEDS_REVIEW
