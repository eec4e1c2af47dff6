"""What followed, or did not, from a decision: each fault that was found, by its story."""

import itertools
import json
from dataclasses import replace

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.errors import Conflict
from chalicelib.domain.verifications.verification import State
from tests.services.world import PHONE, World, picture
from tests.vendors.house import House


def row(world: World, user_id: str):
    return world.users.rows[user_id]


def mails(world: World) -> list[str]:
    return [template for _, template, _ in world.messages.mails]


def again(world: World, user_id: str) -> str:
    """Another attempt of theirs, which the rules approve."""
    world.now.move(hours=1)
    case = world.uploaded(user_id)
    world.compare(world.show(user_id, case))
    world.screening.screen(world.read(case))
    assert world.decisions.consider(case).outcome == "approved"
    return case


@pytest.mark.parametrize("ended", ["rejected", "expired"])
def test_who_begins_again_after_the_workflow_has_ended_is_verified_in_the_registry(world, ended):
    onboarding_id, user_id, first = world.ready()
    if ended == "rejected":
        world.moved(first, State.REJECTED, ("face_mismatch",))
        world.steps.rejected(onboarding_id)
        assert row(world, user_id).kyc_status is KycStatus.REJECTED
    else:
        world.now.move(days=8)
        world.verifications.close(first, State.EXPIRED, ("timed_out",))
        world.steps.timed_out(onboarding_id)
    case = again(world, user_id)
    assert row(world, user_id).kyc_status is KycStatus.VERIFIED
    assert row(world, user_id).kyc_session_id == case
    assert mails(world)[-1] == "welcome"


def test_a_user_without_our_onboarding_is_verified_in_the_registry(world):
    user_id = world.identity.sign_up("imported@applicants.example", "Long-enough-2026", PHONE)
    world.identity.confirm(user_id, True)
    accounts = world.identity.accounts
    accounts[user_id] = replace(accounts[user_id], email_verified=True)  # as the old system knew
    account = {"sub": user_id, "email": "imported@applicants.example", "phone_number": PHONE}
    world.registration.announce(account)
    world.record_all()
    born = world.now().date().replace(year=1991, month=3, day=14)
    world.people.save_profile(user_id, "Anna Demosthenous", born, "GRC", "")
    assert not world.onboardings.query("byUser", user_id)
    case = again(world, user_id)
    assert (row(world, user_id).kyc_status, row(world, user_id).kyc_session_id) == (
        KycStatus.VERIFIED, case
    )  # fmt: skip
    assert mails(world) == ["welcome"]


@pytest.mark.parametrize("by", ["rules", "reviewer"])
def test_the_company_hears_of_a_decision_of_our_own(by):
    house = House()
    world = house.world
    _, user_id, case = world.ready()
    if by == "reviewer":
        world.decisions.ask_for_help(user_id, case)
        world.reviews.decide(case, False, ("face_mismatch",), "", "rita")
    else:
        world.decisions.consider(case)
    house.work()
    told = [json.loads(body)["data"] for _, _, body in house.inbox.taken]
    expected = ["needs_review", "rejected"] if by == "reviewer" else ["approved"]
    assert [one["status"] for one in told] == expected
    assert {one["verificationId"] for one in told} == {case}


def test_who_is_verified_stays_so_by_that_attempt_whatever_they_upload(world):
    _, user_id, case = world.ready()
    world.decisions.consider(case)
    with pytest.raises(Conflict, match="verified"):
        world.uploads.accept(user_id, picture("another"))
    assert world.cases.query("byStatus", "open") == ()
    assert row(world, user_id).kyc_session_id == case


def test_who_asked_for_a_person_makes_no_second_attempt_beside_it(world):
    _, user_id, case = world.ready()
    world.decisions.ask_for_help(user_id, case)
    with pytest.raises(Conflict) as caught:
        world.uploads.accept(user_id, picture("another"))
    assert caught.value.code == "under_review"
    assert row(world, user_id).kyc_status is KycStatus.PENDING
    world.reviews.decide(case, True, (), "", "rita")
    assert row(world, user_id).kyc_status is KycStatus.PENDING, "it takes two"
    world.reviews.decide(case, True, (), "", "ron")
    assert (row(world, user_id).kyc_status, row(world, user_id).kyc_session_id) == (
        KycStatus.VERIFIED, case
    )  # fmt: skip


def test_a_vendors_approval_and_rejection_at_once_leave_one_answer_everywhere():
    """In every order in which the two, and what follows from them, can come."""
    for orders in itertools.product((False, True), repeat=3):
        first, followers, twice = orders
        house = House()
        world = house.world
        world.at_once = False
        verification_id, session = house.started("persona")
        desk = house.vendors.desks["persona"]
        house.now.move(minutes=3)
        desk.act(session.id, "approve")
        approval = desk.posted[-1]
        desk.act(session.id, "reject")
        rejection = desk.posted[-1]
        for webhook in (approval, rejection) if first else (rejection, approval):
            house.deliver(webhook)
        house.work()
        world.publish()
        if followers:
            world.waiting.reverse()
        if twice:
            world.waiting += world.waiting
        for _ in range(4):
            world.settle()
            house.now.move(minutes=5)
        state = house.verification(verification_id).state
        assert state is State.REJECTED, orders
        assert row(world, house.user_id).kyc_status is KycStatus.REJECTED, orders
        assert mails(world)[-1] == "rejected", orders
