"""What follows from a vendor's events: registry, reviewers, mails, the company, the vendor."""

from __future__ import annotations

import json

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.verifications.verification import State
from tests.vendors.house import NAMES

S = State


def test_a_late_reversal_reaches_registry_user_and_company(house):
    verification_id, webhook = house.approved("veriff")
    house.deliver(webhook)
    house.work()
    house.work()
    house.now.move(days=2)
    desk = house.vendors.desks["veriff"]
    desk.act(next(iter(desk.sessions)), "reject")
    house.deliver(desk.posted[-1])
    house.work()
    house.work()
    assert house.world.users.get(house.user_id).kyc_status is KycStatus.REJECTED
    told = [json.loads(body)["data"]["status"] for _, _, body in house.inbox.taken]
    assert told == ["approved", "rejected"]
    moves = [f for i, k, f in house.world.audit.entries if i == verification_id and k == "moved"]
    assert [(m["from"], m["to"]) for m in moves][-1] == ("approved", "rejected")


def test_what_a_vendor_took_back_is_two_recorded_moves(house):
    verification_id, session = house.started("persona")
    house.told("persona", session.id, "reject", "approve")
    moves = [f for i, k, f in house.world.audit.entries if i == verification_id and k == "moved"]
    assert [m["to"] for m in moves][-2:] == ["needs_review", "approved"]
    assert house.world.users.get(house.user_id).kyc_status is KycStatus.VERIFIED


def test_our_reviewer_and_the_vendor_at_once(house):
    verification_id, session = house.started("persona")
    desk = house.vendors.desks["persona"]
    desk.act(session.id, "review")
    house.deliver(desk.posted[-1])
    house.work()
    house.now.move(minutes=10)
    house.world.reviews.decide(verification_id, False, ("fraud_suspected",), "", "reviewer-1")
    house.now.move(minutes=10)
    desk.act(session.id, "approve")
    house.deliver(desk.posted[-1])
    house.work()
    assert house.verification(verification_id).state is S.NEEDS_REVIEW
    assert house.world.cases.get(verification_id).status == "open"


def test_a_case_the_vendor_decides_is_closed_here(house):
    verification_id, session = house.started("persona")
    desk = house.vendors.desks["persona"]
    for action in ("review", "approve"):
        house.now.move(minutes=1)
        desk.act(session.id, action)
        house.deliver(desk.posted[-1])
        house.work()
    case = house.world.cases.get(verification_id)
    assert (case.status, case.reviewer) == ("approved", "vendor:persona")


def test_asked_to_try_again_the_user_gets_one_mail(house):
    _, session = house.started("sumsub")
    desk = house.vendors.desks["sumsub"]
    desk.act(session.id, "resubmit")
    for _ in range(3):
        house.deliver(desk.posted[-1])
        house.work()
    mails = [m for m in house.world.messages.mails if m[1] == "more-information-needed"]
    assert len(mails) == 1
    assert "sharper picture" in mails[0][2]["reason"]


def test_every_further_try_is_asked_for_with_a_mail_of_its_own(house):
    _, session = house.started("stripe")
    desk = house.vendors.desks["stripe"]
    for number in (1, 2, 3):
        house.now.move(minutes=1)
        desk.act(session.id, "resubmit")
        house.deliver(desk.posted[-1])
        house.work()
        mails = [m for m in house.world.messages.mails if m[1] == "more-information-needed"]
        assert len(mails) == number


@pytest.mark.parametrize("name", NAMES)
def test_a_decision_is_told_once_however_often_it_is_heard_of(house, name):
    verification_id, webhook = house.approved(name)
    for late in [webhook, *house.vendors.desks[name].posted]:
        house.deliver(late)
        house.work()
    for _ in range(3):
        house.now.move(minutes=20)
        house.cases.reconcile(everything=True)
        house.work()
    assert len(house.inbox.taken) == 1
    moves = [f for i, k, f in house.world.audit.entries if i == verification_id and k == "moved"]
    assert [m["to"] for m in moves].count("approved") == 1


def test_the_cap_ends_trying_again(house):
    verification_id, session = house.started("stripe")
    desk = house.vendors.desks["stripe"]
    for _ in range(10):
        house.now.move(minutes=1)
        desk.act(session.id, "resubmit")
        house.deliver(desk.posted[-1])
        house.work()
    found = house.verification(verification_id)
    assert (found.state, found.reasons) == (S.REJECTED, ("resubmission_limit",))


def test_a_session_nobody_finished_expires_here_and_at_the_vendor(house):
    verification_id, session = house.started("persona")
    house.now.move(days=7, minutes=1)
    found = house.cases.reconcile()
    assert found["moved"] == 1
    assert house.verification(verification_id).state is S.EXPIRED
    assert session.state == "expired"
    assert house.world.users.get(house.user_id).kyc_status is KycStatus.NOT_VERIFIED


def test_a_decided_session_is_asked_about_once_a_day(house):
    verification_id, webhook = house.approved("stripe")
    house.deliver(webhook)
    house.work()
    house.vendors.desks["stripe"].act(next(iter(house.vendors.desks["stripe"].sessions)), "reject")
    asked = 0  # the webhook of the reversal is lost
    for _ in range(97):
        house.now.move(minutes=15)
        asked += house.cases.reconcile()["asked"]
    assert asked in (1, 2)
    assert house.verification(verification_id).state is S.REJECTED


def test_one_vendor_that_is_down_does_not_hold_up_the_reconcile(house):
    house.started("persona")
    desk = house.vendors.desks["stripe"]
    _, second = house.world.confirmed("second@applicants.example")
    answer = house.providers.start(second, "stripe")
    desk.act(next(iter(desk.sessions)), "approve")
    house.vendors.desks["persona"].down = True
    house.now.move(minutes=20)
    assert house.cases.reconcile() == {"asked": 2, "moved": 1, "failed": 1}
    assert house.verification(answer.verification_id).state is S.APPROVED


@pytest.mark.parametrize("name", NAMES)
def test_hosted_means_no_personal_data_on_our_side(house, name):
    _, session = house.started(name)
    desk = house.vendors.desks[name]
    for action in desk.actions:
        house.now.move(minutes=1)
        desk.act(session.id, action)
        for webhook in desk.posted:
            house.deliver(webhook)
            house.work()
    house.now.move(minutes=20)
    house.cases.reconcile()
    world = house.world
    everything = json.dumps(
        [
            [store.items[key] for key in store.items]
            for store in (house.seen, house.links, world.verification_store, world.cases)
        ]
        + [world.audit.entries, world.messages.mails, world.messages.alerts, house.queue.bodies],
        default=str,
    )
    assert "CANARY" not in everything
    assert not world.documents.items
    assert not world.pictures.items


@pytest.mark.parametrize("name", NAMES)
def test_an_erased_person_is_erased_at_the_vendor_too(house, name):
    verification_id, webhook = house.approved(name)
    house.deliver(webhook)
    house.work()
    done = house.cases.forget(house.verification(verification_id))
    session = next(iter(house.vendors.desks[name].sessions.values()))
    assert session.redacted is done
    told = "A vendor keeps data that must be deleted by hand"
    assert (told in [subject for subject, _ in house.world.messages.alerts]) is not done


def test_news_from_the_future_does_not_stand_for_ever(house):
    verification_id, session = house.started("stripe")
    held = {"id": session.id, "status": "verified", "client_reference_id": verification_id}
    event = {
        "id": "evt_future",
        "type": "identity.verification_session.verified",
        "created": 4_000_000_000,
        "data": {"object": held},
    }
    headers, body = house.signed_stripe(event)
    house.webhooks.receive("stripe", headers, body)
    house.work()
    # The vendor itself names nobody yet, so the word alone verifies nobody.
    assert house.verification(verification_id).state is S.NEEDS_REVIEW
    house.now.move(minutes=10)
    desk = house.vendors.desks["stripe"]
    desk.act(session.id, "reject")
    house.deliver(desk.posted[-1])
    house.work()
    assert house.verification(verification_id).state is S.REJECTED
