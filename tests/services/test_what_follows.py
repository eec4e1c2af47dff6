"""What followed, or did not, from a decision: each fault that was found, by its story."""

import itertools
import json
from dataclasses import replace

import pytest

from chalicelib.domain.accounts.user import KycStatus, User
from chalicelib.domain.errors import Conflict
from chalicelib.domain.verifications.verification import State, Verification
from tests.present import present
from tests.services.in_memory import PHONE, InMemorySystem, picture
from tests.vendors.harness import VendorHarness


def row(system: InMemorySystem, user_id: str) -> User:
    return system.users.rows[user_id]


def mails(system: InMemorySystem) -> list[str]:
    return [template for _, template, _ in system.messages.mails]


def again(system: InMemorySystem, user_id: str) -> str:
    """Another attempt of theirs, which the rules approve."""
    system.now.move(hours=1)
    case = system.uploaded(user_id)
    system.compare(system.show(user_id, case))
    system.screening.screen(system.read(case))
    assert present(system.decisions.consider(case)).outcome == "approved"
    return case


@pytest.mark.parametrize("ended", ["rejected", "expired"])
def test_who_begins_again_after_the_workflow_has_ended_is_verified_in_the_registry(
    system: InMemorySystem, ended: str
) -> None:
    onboarding_id, user_id, first = system.ready()
    if ended == "rejected":
        system.moved(first, State.REJECTED, ("face_mismatch",))
        system.steps.rejected(onboarding_id)
        assert row(system, user_id).kyc_status is KycStatus.REJECTED
    else:
        system.now.move(days=8)
        system.verifications.close(first, State.EXPIRED, ("timed_out",))
        system.steps.timed_out(onboarding_id)
    case = again(system, user_id)
    assert row(system, user_id).kyc_status is KycStatus.VERIFIED
    assert row(system, user_id).kyc_session_id == case
    assert mails(system)[-1] == "welcome"


def test_a_user_without_our_onboarding_is_verified_in_the_registry(system: InMemorySystem) -> None:
    user_id = system.identity.sign_up("imported@applicants.example", "Long-enough-2026", PHONE)
    system.identity.confirm(user_id, True)
    accounts = system.identity.accounts
    accounts[user_id] = replace(accounts[user_id], email_verified=True)  # as the old system knew
    account = {"sub": user_id, "email": "imported@applicants.example", "phone_number": PHONE}
    system.registration.announce(account)
    system.record_all()
    born = system.now().date().replace(year=1991, month=3, day=14)
    system.people.save_profile(user_id, "Anna Demosthenous", born, "GRC", "")
    assert not system.onboardings.query("byUser", user_id)
    case = again(system, user_id)
    assert (row(system, user_id).kyc_status, row(system, user_id).kyc_session_id) == (
        KycStatus.VERIFIED, case
    )  # fmt: skip
    assert mails(system) == ["welcome"]


@pytest.mark.parametrize("by", ["rules", "reviewer"])
def test_the_company_hears_of_a_decision_of_our_own(by: str) -> None:
    harness = VendorHarness()
    system = harness.system
    _, user_id, case = system.ready()
    if by == "reviewer":
        system.decisions.ask_for_help(user_id, case)
        system.reviews.decide(case, False, ("face_mismatch",), "", "rita")
    else:
        system.decisions.consider(case)
    harness.work()
    told = [json.loads(body)["data"] for _, _, body in harness.inbox.taken]
    expected = ["needs_review", "rejected"] if by == "reviewer" else ["approved"]
    assert [one["status"] for one in told] == expected
    assert {one["verificationId"] for one in told} == {case}


def test_who_is_verified_stays_so_by_that_attempt_whatever_they_upload(
    system: InMemorySystem,
) -> None:
    _, user_id, case = system.ready()
    system.decisions.consider(case)
    with pytest.raises(Conflict, match="verified"):
        system.uploads.accept(user_id, picture("another"))
    assert system.cases.query("byStatus", "open") == ()
    assert row(system, user_id).kyc_session_id == case


def test_who_asked_for_a_person_makes_no_second_attempt_beside_it(system: InMemorySystem) -> None:
    _, user_id, case = system.ready()
    system.decisions.ask_for_help(user_id, case)
    with pytest.raises(Conflict) as caught:
        system.uploads.accept(user_id, picture("another"))
    assert caught.value.code == "under_review"
    assert row(system, user_id).kyc_status is KycStatus.PENDING
    system.reviews.decide(case, True, (), "", "rita")
    assert row(system, user_id).kyc_status is KycStatus.PENDING, "it takes two"
    system.reviews.decide(case, True, (), "", "ron")
    assert (row(system, user_id).kyc_status, row(system, user_id).kyc_session_id) == (
        KycStatus.VERIFIED, case
    )  # fmt: skip


def test_a_vendors_approval_and_rejection_at_once_leave_one_answer_everywhere() -> None:
    """In every order in which the two, and what follows from them, can come."""
    for orders in itertools.product((False, True), repeat=3):
        first, followers, twice = orders
        harness = VendorHarness()
        system = harness.system
        system.at_once = False
        verification_id, session = harness.started("persona")
        desk = harness.vendors.desks["persona"]
        harness.now.move(minutes=3)
        desk.act(session.id, "approve")
        approval = desk.posted[-1]
        desk.act(session.id, "reject")
        rejection = desk.posted[-1]
        for webhook in (approval, rejection) if first else (rejection, approval):
            harness.deliver(webhook)
        harness.work()
        system.publish()
        if followers:
            system.waiting.reverse()
        if twice:
            system.waiting += system.waiting
        for _ in range(4):
            system.settle()
            harness.now.move(minutes=5)
        state = harness.verification(verification_id).state
        assert state is State.REJECTED, orders
        assert row(system, harness.user_id).kyc_status is KycStatus.REJECTED, orders
        assert mails(system)[-1] == "rejected", orders


@pytest.mark.parametrize("why", ["nothing moved yet", "its attempt is gone", "erased"])
def test_a_row_that_comes_late_says_nothing_where_there_is_nothing_to_say(
    system: InMemorySystem, why: str
) -> None:
    _, user_id, case = system.ready()
    before = row(system, user_id)
    person = system.verifications.person(user_id)
    verification: Verification | None = system.verifications.get(case)
    if why == "nothing moved yet":
        person = replace(person, sequence=0, attempts=())
    elif why == "its attempt is gone":
        verification = None
    else:
        person = replace(person, erased_at=system.now())
    system.users.rows[user_id] = replace(before, kyc_status=KycStatus.NOT_VERIFIED)
    system.registry.catch_up(person, verification)
    assert row(system, user_id).kyc_status is KycStatus.NOT_VERIFIED
