"""What follows from a vendor's events: registry, reviewers, mails, the company, the vendor."""

from __future__ import annotations

import json

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.verifications.verification import State
from tests.vendors.harness import NAMES, VendorHarness

S = State


def test_a_late_reversal_reaches_registry_user_and_company(harness: VendorHarness) -> None:
    verification_id, webhook = harness.approved("veriff")
    harness.deliver(webhook)
    harness.work()
    harness.work()
    harness.now.move(days=2)
    desk = harness.vendors.desks["veriff"]
    desk.act(next(iter(desk.sessions)), "reject")
    harness.deliver(desk.posted[-1])
    harness.work()
    harness.work()
    assert harness.system.users.get(harness.user_id).kyc_status is KycStatus.REJECTED
    told = [json.loads(body)["data"]["status"] for _, _, body in harness.inbox.taken]
    assert told == ["approved", "rejected"]
    moves = [f for i, k, f in harness.system.audit.entries if i == verification_id and k == "moved"]
    assert [(m["from"], m["to"]) for m in moves][-1] == ("approved", "rejected")


def test_what_a_vendor_took_back_is_two_recorded_moves(harness: VendorHarness) -> None:
    verification_id, session = harness.started("persona")
    harness.told("persona", session.id, "reject", "approve")
    moves = [f for i, k, f in harness.system.audit.entries if i == verification_id and k == "moved"]
    assert [m["to"] for m in moves][-2:] == ["needs_review", "approved"]
    assert harness.system.users.get(harness.user_id).kyc_status is KycStatus.VERIFIED


def test_our_reviewer_and_the_vendor_at_once(harness: VendorHarness) -> None:
    verification_id, session = harness.started("persona")
    desk = harness.vendors.desks["persona"]
    desk.act(session.id, "review")
    harness.deliver(desk.posted[-1])
    harness.work()
    harness.now.move(minutes=10)
    harness.system.reviews.decide(verification_id, False, ("fraud_suspected",), "", "reviewer-1")
    harness.now.move(minutes=10)
    desk.act(session.id, "approve")
    harness.deliver(desk.posted[-1])
    harness.work()
    assert harness.verification(verification_id).state is S.NEEDS_REVIEW
    assert harness.system.cases.get(verification_id).status == "open"


def test_a_case_the_vendor_decides_is_closed_here(harness: VendorHarness) -> None:
    verification_id, session = harness.started("persona")
    desk = harness.vendors.desks["persona"]
    for action in ("review", "approve"):
        harness.now.move(minutes=1)
        desk.act(session.id, action)
        harness.deliver(desk.posted[-1])
        harness.work()
    case = harness.system.cases.get(verification_id)
    assert (case.status, case.reviewer) == ("approved", "vendor:persona")


def test_asked_to_try_again_the_user_gets_one_mail(harness: VendorHarness) -> None:
    _, session = harness.started("sumsub")
    desk = harness.vendors.desks["sumsub"]
    desk.act(session.id, "resubmit")
    for _ in range(3):
        harness.deliver(desk.posted[-1])
        harness.work()
    mails = [m for m in harness.system.messages.mails if m[1] == "more-information-needed"]
    assert len(mails) == 1
    assert "sharper picture" in mails[0][2]["reason"]


def test_every_further_try_is_asked_for_with_a_mail_of_its_own(harness: VendorHarness) -> None:
    _, session = harness.started("stripe")
    desk = harness.vendors.desks["stripe"]
    for number in (1, 2, 3):
        harness.now.move(minutes=1)
        desk.act(session.id, "resubmit")
        harness.deliver(desk.posted[-1])
        harness.work()
        mails = [m for m in harness.system.messages.mails if m[1] == "more-information-needed"]
        assert len(mails) == number


@pytest.mark.parametrize("name", NAMES)
def test_a_decision_is_told_once_however_often_it_is_heard_of(
    harness: VendorHarness, name: str
) -> None:
    verification_id, webhook = harness.approved(name)
    for late in [webhook, *harness.vendors.desks[name].posted]:
        harness.deliver(late)
        harness.work()
    for _ in range(3):
        harness.now.move(minutes=20)
        harness.cases.reconcile(everything=True)
        harness.work()
    assert len(harness.inbox.taken) == 1
    moves = [f for i, k, f in harness.system.audit.entries if i == verification_id and k == "moved"]
    assert [m["to"] for m in moves].count("approved") == 1


def test_the_cap_ends_trying_again(harness: VendorHarness) -> None:
    verification_id, session = harness.started("stripe")
    desk = harness.vendors.desks["stripe"]
    for _ in range(10):
        harness.now.move(minutes=1)
        desk.act(session.id, "resubmit")
        harness.deliver(desk.posted[-1])
        harness.work()
    found = harness.verification(verification_id)
    assert (found.state, found.reasons) == (S.REJECTED, ("resubmission_limit",))


def test_a_session_nobody_finished_expires_here_and_at_the_vendor(harness: VendorHarness) -> None:
    verification_id, session = harness.started("persona")
    harness.now.move(days=7, minutes=1)
    found = harness.cases.reconcile()
    assert found["moved"] == 1
    assert harness.verification(verification_id).state is S.EXPIRED
    assert session.state == "expired"
    assert harness.system.users.get(harness.user_id).kyc_status is KycStatus.NOT_VERIFIED


def test_a_decided_session_is_asked_about_once_a_day(harness: VendorHarness) -> None:
    verification_id, webhook = harness.approved("stripe")
    harness.deliver(webhook)
    harness.work()
    harness.vendors.desks["stripe"].act(
        next(iter(harness.vendors.desks["stripe"].sessions)), "reject"
    )
    asked = 0  # the webhook of the reversal is lost
    for _ in range(97):
        harness.now.move(minutes=15)
        asked += harness.cases.reconcile()["asked"]
    assert asked in (1, 2)
    assert harness.verification(verification_id).state is S.REJECTED


def test_one_vendor_that_is_down_does_not_hold_up_the_reconcile(harness: VendorHarness) -> None:
    harness.started("persona")
    desk = harness.vendors.desks["stripe"]
    _, second = harness.system.confirmed("second@applicants.example")
    answer = harness.providers.start(second, "stripe")
    desk.act(next(iter(desk.sessions)), "approve")
    harness.vendors.desks["persona"].down = True
    harness.now.move(minutes=20)
    assert harness.cases.reconcile() == {"asked": 2, "moved": 1, "failed": 1}
    assert harness.verification(answer.verification_id).state is S.APPROVED


@pytest.mark.parametrize("name", NAMES)
def test_hosted_means_no_personal_data_on_our_side(harness: VendorHarness, name: str) -> None:
    _, session = harness.started(name)
    desk = harness.vendors.desks[name]
    for action in desk.actions:
        harness.now.move(minutes=1)
        desk.act(session.id, action)
        for webhook in desk.posted:
            harness.deliver(webhook)
            harness.work()
    harness.now.move(minutes=20)
    harness.cases.reconcile()
    system = harness.system
    everything = json.dumps(
        [
            [store.items[key] for key in store.items]
            for store in (harness.seen, harness.links, system.verification_store, system.cases)
        ]
        + [
            system.audit.entries,
            system.messages.mails,
            system.messages.alerts,
            harness.queue.bodies,
        ],
        default=str,
    )
    assert "CANARY" not in everything
    assert not system.documents.items
    assert not system.pictures.items


@pytest.mark.parametrize("name", NAMES)
def test_an_erased_person_is_erased_at_the_vendor_too(harness: VendorHarness, name: str) -> None:
    verification_id, webhook = harness.approved(name)
    harness.deliver(webhook)
    harness.work()
    done = harness.cases.forget(harness.verification(verification_id))
    session = next(iter(harness.vendors.desks[name].sessions.values()))
    assert session.redacted is done
    told = "A vendor keeps data that must be deleted by hand"
    assert (told in [subject for subject, _ in harness.system.messages.alerts]) is not done


def test_news_from_the_future_does_not_stand_for_ever(harness: VendorHarness) -> None:
    verification_id, session = harness.started("stripe")
    held = {"id": session.id, "status": "verified", "client_reference_id": verification_id}
    event = {
        "id": "evt_future",
        "type": "identity.verification_session.verified",
        "created": 4_000_000_000,
        "data": {"object": held},
    }
    headers, body = harness.signed_stripe(event)
    harness.webhooks.receive("stripe", headers, body)
    harness.work()
    # The vendor itself names nobody yet, so the word alone verifies nobody.
    assert harness.verification(verification_id).state is S.NEEDS_REVIEW
    harness.now.move(minutes=10)
    desk = harness.vendors.desks["stripe"]
    desk.act(session.id, "reject")
    harness.deliver(desk.posted[-1])
    harness.work()
    assert harness.verification(verification_id).state is S.REJECTED
