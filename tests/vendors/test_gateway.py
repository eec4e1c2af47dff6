"""The gateway: what is taken in, what is refused, what is only noted, and what follows."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.errors import BadRequest, NotFound, Unauthenticated, Unavailable
from chalicelib.domain.vendors.signing import sign
from chalicelib.domain.verifications.verification import State
from chalicelib.services.vendors.webhooks import LARGEST_BODY
from tests.vendors.house import NAMES, SIGNS_NO_TIME, SIGNS_TIME

S = State


@pytest.mark.parametrize("name", NAMES)
def test_an_approval_verifies_the_user(house, name):
    verification_id, webhook = house.approved(name)
    house.deliver(webhook)
    assert house.verification(verification_id).state is not S.APPROVED  # the work is behind
    house.work()
    user = house.world.users.get(house.user_id)
    assert house.verification(verification_id).state is S.APPROVED
    assert (user.kyc_status, user.kyc_provider) == (KycStatus.VERIFIED, name)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_event_again_is_answered_and_not_worked_on(house, name, monkeypatch):
    verification_id, webhook = house.approved(name)
    for _ in range(3):
        house.deliver(webhook)
    assert house.work() == 0
    before = house.verification(verification_id)
    house.deliver(webhook)
    monkeypatch.setattr(type(house.cases), "apply", _never)
    monkeypatch.setattr(type(house.find(name)), "fetch", _never)
    assert house.work() == 0
    assert house.verification(verification_id) == before
    assert [kept["outcome"] for kept in house.seen.items.values()] == ["done"]


def _never(*_):
    raise AssertionError("worked on again")


@pytest.mark.parametrize("name", NAMES)
def test_an_event_whose_work_was_cut_off_is_worked_on_again(house, name, monkeypatch):
    verification_id, webhook = house.approved(name)
    house.deliver(webhook)
    add = type(house.seen).add

    def cut(*_):
        raise Unavailable("cut off")

    monkeypatch.setattr(type(house.seen), "add", cut)
    assert house.work() == 1
    monkeypatch.setattr(type(house.seen), "add", add)
    assert house.work() == 0
    assert house.verification(verification_id).state is S.APPROVED
    assert len(house.seen.items) == 1


@pytest.mark.parametrize("name", NAMES)
def test_an_event_is_remembered_longer_than_its_vendor_retries(house, name):
    retries = house.vendors.desks[name].retries
    assert house.find(name).dedup_window > timedelta(seconds=retries[-1])


@pytest.mark.parametrize("name", NAMES)
def test_a_forged_event_leaves_no_trace(house, name):
    _, webhook = house.approved(name)
    before = (dict(house.seen.items), list(house.queue.bodies))
    with pytest.raises(Unauthenticated):
        house.deliver(replace(webhook, body=webhook.body.replace(b'"', b"'", 1)))
    assert house.vendors.desks[name].signatures
    for header in house.vendors.desks[name].signatures:
        with pytest.raises(Unauthenticated):
            house.deliver(webhook, **{header.lower(): ""})
    assert (house.seen.items, house.queue.bodies) == before


@pytest.mark.parametrize("name", SIGNS_TIME)
def test_an_old_signature_cannot_be_sent_again(house, name):
    _, webhook = house.approved(name)
    headers = {k.lower(): v for k, v in webhook.headers(house.now()).items()}
    house.now.move(seconds=301)
    with pytest.raises(Unauthenticated):
        house.webhooks.receive(name, headers, webhook.body)


@pytest.mark.parametrize("name", SIGNS_NO_TIME)
def test_where_no_time_is_signed_the_vendor_is_asked_before_a_decision(house, name):
    verification_id, webhook = house.approved(name)
    session = next(iter(house.vendors.desks[name].sessions.values()))
    session.state = "declined"  # the approval is an old one, taken back since
    house.deliver(webhook)
    house.work()
    assert house.verification(verification_id).state is S.REJECTED


@pytest.mark.parametrize("name", SIGNS_NO_TIME)
def test_a_vendor_that_cannot_be_asked_is_asked_again(house, name):
    verification_id, webhook = house.approved(name)
    house.deliver(webhook)
    house.vendors.desks[name].down = True
    assert house.work() == 1
    house.vendors.desks[name].down = False
    house.find(name).tools.breaker.close()
    assert house.work() == 0
    assert house.verification(verification_id).state is S.APPROVED


def test_a_queue_that_is_down_means_the_vendor_tries_again(house):
    verification_id, webhook = house.approved("persona")

    def broken(body):
        raise Unavailable("the queue did not take it")

    working, house.queue.send = house.queue.send, broken
    with pytest.raises(Unavailable):
        house.deliver(webhook)
    house.queue.send = working
    house.deliver(webhook)
    house.work()
    assert house.verification(verification_id).state is S.APPROVED


def test_too_much_is_refused_before_it_is_read(house):
    with pytest.raises(BadRequest) as error:
        house.webhooks.receive("persona", {}, b"x" * (LARGEST_BODY + 1))
    assert error.value.code == "body_too_large"


@pytest.mark.parametrize("name", ["in_house", "nobody", "../persona"])
def test_nobody_else_has_a_door(house, name):
    with pytest.raises(NotFound):
        house.webhooks.receive(name, {}, b"{}")


@pytest.mark.parametrize("event", [[], "x", {"id": "evt_1"}, {"id": 7, "created": 1, "type": "t"}])
def test_a_signed_event_that_cannot_be_read_is_kept_and_alarmed(house, event):
    headers, body = house.signed_stripe(event)
    for _ in range(2):
        house.webhooks.receive("stripe", headers, body)
        assert house.work() == 0
    assert [subject for subject, _ in house.world.messages.alerts] == ["A webhook cannot be read"]
    (kept,) = house.seen.items.values()
    assert kept["eventKey"] == f"unreadable#{kept['sha256']}"
    assert kept["outcome"] == "event_malformed"


def test_a_session_nobody_knows_is_waited_for_then_alarmed(house):
    event = {
        "id": "evt_stray",
        "type": "identity.verification_session.verified",
        "created": int(house.now().timestamp()),
        "data": {"object": {"id": "vs_stray", "status": "verified", "client_reference_id": "?"}},
    }
    headers, body = house.signed_stripe(event)
    house.webhooks.receive("stripe", headers, body)
    assert house.work() == 1  # its start may not be stored yet
    house.now.move(minutes=6)
    assert house.work() == 0
    assert house.world.messages.alerts[-1][0] == "A webhook for a session nobody knows"


def test_events_that_do_not_concern_us_are_noted_only(house):
    headers, body = house.signed_stripe(
        {"id": "evt_2", "type": "customer.created", "created": 1_700_000_000}
    )
    house.webhooks.receive("stripe", headers, body)
    house.work()
    assert house.seen.get("stripe", "evt_2").outcome == "noted"


@pytest.mark.parametrize("name", NAMES)
def test_in_production_a_test_event_decides_nothing(house, name):
    verification_id, webhook = house.approved(name)
    headers = {k.lower(): v for k, v in webhook.headers(house.now()).items()}
    if not house.find(name).receive(headers, webhook.body, house.now()).test:
        pytest.skip("this vendor's events do not say that they are tests")
    house.webhooks = replace(house.webhooks, accepts_test=False)
    house.deliver(webhook)
    house.work()
    assert house.verification(verification_id).state is S.CREATED
    assert [kept["outcome"] for kept in house.seen.items.values()] == ["noted"]


def test_an_event_of_another_vendor_cannot_speak_for_a_session(house):
    verification_id, _ = house.started("persona")
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
    house.webhooks.receive("veriff", headers, body)
    house.now.move(minutes=6)
    house.work()
    assert house.verification(verification_id).state is not S.NEEDS_REVIEW
