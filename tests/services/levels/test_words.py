"""Words of a level that steer what happens beside the decision, each by what it changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.levels.validation import Known
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.verifications.caller_facts import with_caller_facts
from chalicelib.domain.verifications.verification import State
from tests.services.levels.test_deciding_under_levels import published, recorded
from tests.services.world import World, picture


def begun(world: Any) -> tuple[str, str]:
    _, user_id = world.confirmed()
    return user_id, world.verifications.open(user_id).verification_id


def test_a_side_may_be_sent_as_often_as_the_level_says(world):
    published(world, 2, limits={"documentAttempts": 2})
    user_id, case = begun(world)
    for text in ("one", "two", "two"):  # the same again, as by a browser that heard no answer
        world.uploads.accept(user_id, picture(text))
    with pytest.raises(Conflict) as refused:
        world.uploads.accept(user_id, picture("three"))
    assert refused.value.code == "document_attempts_used"
    with pytest.raises(Conflict):
        world.uploads.form(user_id, "image/jpeg", 1000, "front")
    world.uploads.accept(user_id, picture("the other side"), "back")
    assert world.verifications.get(case).sides == ("back", "front")


def test_a_posted_picture_beyond_the_last_vanishes_unread(world):
    published(world, 2, limits={"documentAttempts": 1})
    user_id, case = begun(world)
    world.uploads.form(user_id, "image/jpeg", 1000, "front")
    world.uploads.accept(user_id, picture("one"))
    key = f"incoming/{case}.jpg"
    world.pictures.put(key, picture("two"), "image/jpeg")
    world.uploads.admit(key)
    assert [facts["code"] for facts in recorded(world, "refused")] == ["document_attempts_used"]
    assert key not in world.pictures.items


def test_who_is_asked_again_may_send_as_many_again(world):
    published(world, 2, limits={"documentAttempts": 1})
    user_id, case = begun(world)
    world.uploads.accept(user_id, picture("one"))
    world.moved(case, State.NEEDS_REVIEW, ("face_mismatch",))
    world.now.move(minutes=1)
    world.reviews.ask_again(case, ("document_unreadable",), "", "rev-1")
    world.uploads.accept(user_id, picture("two"))
    with pytest.raises(Conflict):
        world.uploads.accept(user_id, picture("three"))


def test_without_a_published_level_pictures_are_bound_by_the_general_limits_alone(world):
    user_id, _ = begun(world)
    for number in range(8):
        world.uploads.accept(user_id, picture(str(number)))


@pytest.mark.parametrize("days", [2, 20])
def test_people_have_as_many_days_for_a_review_as_the_level_says(world, days):
    published(world, 2, limits={"reviewDays": days})
    _, case = begun(world)
    world.moved(case, State.NEEDS_REVIEW, ("face_mismatch",))
    world.now.move(days=days, minutes=-1)
    world.sweeping.sweep()
    assert world.verifications.get(case).state is State.NEEDS_REVIEW
    world.now.move(minutes=1)
    world.sweeping.sweep()
    found = world.verifications.get(case)
    assert (found.state, found.reasons) == (State.EXPIRED, ("timed_out",))
    assert world.cases.get(case).status == "timed_out"


def test_a_hit_on_somebody_who_was_approved_is_not_dropped_by_time(world):
    published(world, 2, limits={"reviewDays": 1})
    case = world.ready()[2]
    assert world.decisions.consider(case).outcome == "approved"
    world.moved(case, State.NEEDS_REVIEW, ("watchlist_match",))
    world.now.move(days=40)
    world.sweeping.sweep()
    assert world.verifications.get(case).state is State.NEEDS_REVIEW


def test_only_the_sources_that_a_level_names_are_asked():
    world = World(screeners=2)  # the second one has no name in the settings
    public, other = world.watchlists
    published(world, 2, screening={"sources": ["public_lists"]})
    other.answer = ScreeningResult("potential_match", (), "v1", 0.8, {"yente": "1"})
    case = world.ready()[2]
    assert world.decisions.consider(case).outcome == "approved"
    assert public.asked and not other.asked
    assert world.screening.in_force(world.grounds.screening(world.documents.get(case)))


def test_a_level_whose_sources_are_gone_makes_nobody_clear():
    world = World()
    world.levels = replace(world.levels, known=Known(("public_lists", "yente")))
    published(world, 2, screening={"sources": ["yente"]})
    case = world.ready()[2]
    assert world.decisions.consider(case).outcome == "needs_review"


@pytest.mark.parametrize(
    ("told", "reasons"),
    [
        ({}, ()),
        ({"amount": 9_000.0}, ()),
        ({"amount": 20_000.0}, ("fraud_suspected", "two_people")),
        ({"vpn": True}, ("fraud_suspected",)),
    ],
)
def test_what_the_caller_passes_counts_in_conditions(world, told, reasons):
    condition = {
        "name": "big",
        "when": "amount != null && amount > 10000.0",
        "then": "four_eyes",
        "reason": "fraud_suspected",
    }
    vpn = {"name": "vpn", "when": "vpn == true", "then": "review", "reason": "fraud_suspected"}
    published(world, 2, conditions=[condition, vpn])
    case = world.ready()[2]
    world.verifications.change(
        case, lambda v: v.changed(world.now(), evidence=with_caller_facts(v, told))
    )
    world.decisions.consider(case)
    found = world.verifications.get(case)
    assert set(reasons) - {"two_people"} == set(found.reasons)
    assert recorded(world, "decided")[-1]["facts"]["amount"] == told.get("amount")


def test_the_age_of_the_account_counts_where_a_condition_asks(world):
    young = {
        "name": "young",
        "when": "account_age_days < 7",
        "then": "review",
        "reason": "fraud_suspected",
    }
    _, user_id = world.confirmed()
    assert world.app._level_of(user_id).known_since is None
    published(world, 2, conditions=[young])
    signed_up = world.now()
    world.now.move(days=3)
    begun = world.app._level_of(user_id)
    assert begun.known_since == signed_up
    world.verifications = replace(world.verifications, level=lambda person: begun)
    opened = world.verifications.open(user_id)
    world.now.move(days=2)
    assert world.decisions.facts_now(opened).account_age_days == 5


def test_a_near_miss_counts(world):
    world.watchlists[0].answer = ScreeningResult("clear", (), "v1", 0.8, {"un": "1"}, near=0.77)
    near = {
        "name": "near",
        "when": "near_miss >= 0.7",
        "then": "review",
        "reason": "fraud_suspected",
    }
    published(world, 2, conditions=[near])
    case = world.ready()[2]
    assert world.decisions.consider(case).reasons == ("fraud_suspected",)


def test_a_workflow_that_waits_no_longer_leaves_a_review_its_days(world):
    published(world, 2, limits={"reviewDays": 20})
    onboarding_id, user_id = world.confirmed()
    case = world.steps.start_kyc(onboarding_id)
    world.uploads.accept(user_id, picture("one"))
    world.moved(case, State.NEEDS_REVIEW, ("face_mismatch",))
    world.now.move(days=7)
    letters = len(world.messages.mails)
    world.steps.timed_out(onboarding_id)
    world.steps.notify(onboarding_id, "email", "timed-out")
    assert world.verifications.get(case).state is State.NEEDS_REVIEW
    assert len(world.messages.mails) == letters
    world.now.move(days=13, minutes=1)
    world.sweeping.sweep()
    assert world.verifications.get(case).state is State.EXPIRED
