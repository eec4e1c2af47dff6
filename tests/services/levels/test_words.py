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
from tests.present import present
from tests.services.in_memory import InMemorySystem, picture
from tests.services.levels.test_deciding_under_levels import published, recorded


def begun(system: Any) -> tuple[str, str]:
    _, user_id = system.confirmed()
    return user_id, system.verifications.open(user_id).verification_id


def test_a_side_may_be_sent_as_often_as_the_level_says(system: InMemorySystem) -> None:
    published(system, 2, limits={"documentAttempts": 2})
    user_id, case = begun(system)
    for text in ("one", "two", "two"):  # the same again, as by a browser that heard no answer
        system.uploads.accept(user_id, picture(text))
    with pytest.raises(Conflict) as refused:
        system.uploads.accept(user_id, picture("three"))
    assert refused.value.code == "document_attempts_used"
    with pytest.raises(Conflict):
        system.uploads.form(user_id, "image/jpeg", 1000, "front")
    system.uploads.accept(user_id, picture("the other side"), "back")
    assert system.verifications.get(case).sides == ("back", "front")


def test_a_posted_picture_beyond_the_last_vanishes_unread(system: InMemorySystem) -> None:
    published(system, 2, limits={"documentAttempts": 1})
    user_id, case = begun(system)
    system.uploads.form(user_id, "image/jpeg", 1000, "front")
    system.uploads.accept(user_id, picture("one"))
    key = f"incoming/{case}.jpg"
    system.pictures.put(key, picture("two"), "image/jpeg")
    system.uploads.admit(key)
    assert [facts["code"] for facts in recorded(system, "refused")] == ["document_attempts_used"]
    assert key not in system.pictures.items


def test_who_is_asked_again_may_send_as_many_again(system: InMemorySystem) -> None:
    published(system, 2, limits={"documentAttempts": 1})
    user_id, case = begun(system)
    system.uploads.accept(user_id, picture("one"))
    system.moved(case, State.NEEDS_REVIEW, ("face_mismatch",))
    system.now.move(minutes=1)
    system.reviews.ask_again(case, ("document_unreadable",), "", "rev-1")
    system.uploads.accept(user_id, picture("two"))
    with pytest.raises(Conflict):
        system.uploads.accept(user_id, picture("three"))


def test_without_a_published_level_pictures_are_bound_by_the_general_limits_alone(
    system: InMemorySystem,
) -> None:
    user_id, _ = begun(system)
    for number in range(8):
        system.uploads.accept(user_id, picture(str(number)))


@pytest.mark.parametrize("days", [2, 20])
def test_people_have_as_many_days_for_a_review_as_the_level_says(
    system: InMemorySystem, days: int
) -> None:
    published(system, 2, limits={"reviewDays": days})
    _, case = begun(system)
    system.moved(case, State.NEEDS_REVIEW, ("face_mismatch",))
    system.now.move(days=days, minutes=-1)
    system.sweeping.sweep()
    assert system.verifications.get(case).state is State.NEEDS_REVIEW
    system.now.move(minutes=1)
    system.sweeping.sweep()
    found = system.verifications.get(case)
    assert (found.state, found.reasons) == (State.EXPIRED, ("timed_out",))
    assert system.cases.get(case).status == "timed_out"


def test_a_hit_on_somebody_who_was_approved_is_not_dropped_by_time(system: InMemorySystem) -> None:
    published(system, 2, limits={"reviewDays": 1})
    case = system.ready()[2]
    assert present(system.decisions.consider(case)).outcome == "approved"
    system.moved(case, State.NEEDS_REVIEW, ("watchlist_match",))
    system.now.move(days=40)
    system.sweeping.sweep()
    assert system.verifications.get(case).state is State.NEEDS_REVIEW


def test_only_the_sources_that_a_level_names_are_asked() -> None:
    system = InMemorySystem(screeners=2)  # the second one has no name in the settings
    public, other = system.watchlists
    published(system, 2, screening={"sources": ["public_lists"]})
    other.answer = ScreeningResult("potential_match", (), "v1", 0.8, {"yente": "1"})
    case = system.ready()[2]
    assert present(system.decisions.consider(case)).outcome == "approved"
    assert public.asked and not other.asked
    assert system.screening.in_force(present(system.grounds.screening(system.documents.get(case))))


def test_a_level_whose_sources_are_gone_makes_nobody_clear() -> None:
    system = InMemorySystem()
    system.levels = replace(system.levels, known=Known(("public_lists", "yente")))
    published(system, 2, screening={"sources": ["yente"]})
    case = system.ready()[2]
    assert present(system.decisions.consider(case)).outcome == "needs_review"


@pytest.mark.parametrize(
    ("told", "reasons"),
    [
        ({}, ()),
        ({"amount": 9_000.0}, ()),
        ({"amount": 20_000.0}, ("fraud_suspected", "two_people")),
        ({"vpn": True}, ("fraud_suspected",)),
    ],
)
def test_what_the_caller_passes_counts_in_conditions(
    system: InMemorySystem, told: dict[str, Any], reasons: tuple[str, ...]
) -> None:
    condition = {
        "name": "big",
        "when": "amount != null && amount > 10000.0",
        "then": "four_eyes",
        "reason": "fraud_suspected",
    }
    vpn = {"name": "vpn", "when": "vpn == true", "then": "review", "reason": "fraud_suspected"}
    published(system, 2, conditions=[condition, vpn])
    case = system.ready()[2]
    system.verifications.change(
        case, lambda v: v.changed(system.now(), evidence=with_caller_facts(v, told))
    )
    system.decisions.consider(case)
    found = system.verifications.get(case)
    assert set(reasons) - {"two_people"} == set(found.reasons)
    assert recorded(system, "decided")[-1]["facts"]["amount"] == told.get("amount")


def test_the_age_of_the_account_counts_where_a_condition_asks(system: InMemorySystem) -> None:
    young = {
        "name": "young",
        "when": "account_age_days < 7",
        "then": "review",
        "reason": "fraud_suspected",
    }
    _, user_id = system.confirmed()
    assert system.app._level_of(user_id).known_since is None
    published(system, 2, conditions=[young])
    signed_up = system.now()
    system.now.move(days=3)
    begun = system.app._level_of(user_id)
    assert begun.known_since == signed_up
    system.verifications = replace(system.verifications, level=lambda person: begun)
    opened = system.verifications.open(user_id)
    system.now.move(days=2)
    assert system.decisions.facts_now(opened).account_age_days == 5


def test_a_near_miss_counts(system: InMemorySystem) -> None:
    system.watchlists[0].answer = ScreeningResult("clear", (), "v1", 0.8, {"un": "1"}, near=0.77)
    near = {
        "name": "near",
        "when": "near_miss >= 0.7",
        "then": "review",
        "reason": "fraud_suspected",
    }
    published(system, 2, conditions=[near])
    case = system.ready()[2]
    assert present(system.decisions.consider(case)).reasons == ("fraud_suspected",)


def test_a_workflow_that_waits_no_longer_leaves_a_review_its_days(system: InMemorySystem) -> None:
    published(system, 2, limits={"reviewDays": 20})
    onboarding_id, user_id = system.confirmed()
    case = system.steps.start_kyc(onboarding_id)
    system.uploads.accept(user_id, picture("one"))
    system.moved(case, State.NEEDS_REVIEW, ("face_mismatch",))
    system.now.move(days=7)
    letters = len(system.messages.mails)
    system.steps.timed_out(onboarding_id)
    system.steps.notify(onboarding_id, "email", "timed-out")
    assert system.verifications.get(case).state is State.NEEDS_REVIEW
    assert len(system.messages.mails) == letters
    system.now.move(days=13, minutes=1)
    system.sweeping.sweep()
    assert system.verifications.get(case).state is State.EXPIRED
