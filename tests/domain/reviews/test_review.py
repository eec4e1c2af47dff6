"""A case: who may have it in hand, who decides it, and what it remembers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.errors import Conflict, Forbidden
from chalicelib.domain.reviews.review import FOUR_EYES, GIVEN, HELD, MOST_NOTES, Note, ReviewCase
from chalicelib.domain.verifications.verification import FOR_PEOPLE

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FRAUD = ("fraud_suspected",)


def case(reasons: tuple[str, ...] = ("expiry_unreadable",)) -> ReviewCase:
    return ReviewCase("v-1", "u-1", NOW, "open", reasons, NOW)


def test_what_takes_two_people() -> None:
    """Written out: whoever takes one away changes this list, too."""
    assert {
        "watchlist_match", "duplicate_identity", "duplicate_person", "fraud_suspected",
        "assistance_requested", "two_people",
    } == FOUR_EYES  # fmt: skip
    assert FOUR_EYES <= FOR_PEOPLE, "what takes two people is never answered by a rule"
    assert not case().needs_four_eyes
    for reason in FOUR_EYES:
        assert case(("expiry_unreadable", reason)).needs_four_eyes


def test_a_case_is_in_one_reviewers_hands_for_ten_minutes() -> None:
    held = case().taken("ann", NOW)
    assert (held.holder, held.held_until, held.version) == ("ann", NOW + timedelta(minutes=10), 2)
    assert held.held_by(NOW + HELD - SECOND) == "ann"
    assert held.held_by(NOW + HELD) == ""
    with pytest.raises(Conflict) as caught:
        held.taken("bob", NOW + HELD - SECOND)
    assert caught.value.code == "case_held"
    assert held.taken("bob", NOW + HELD).holder == "bob"
    assert held.taken("bob", NOW, over=True).holder == "bob"


def test_whoever_goes_on_has_it_longer_and_is_written_down_only_now_and_then() -> None:
    held = case().taken("ann", NOW)
    assert held.taken("ann", NOW + HELD / 2 - SECOND) is held
    later = held.taken("ann", NOW + HELD / 2)
    assert later.held_until == NOW + HELD / 2 + HELD
    assert later.let_go("bob") is later
    free = later.let_go("ann")
    assert (free.holder, free.held_until, free.version) == ("", None, later.version + 1)


def test_a_case_that_was_given_is_theirs_for_a_day() -> None:
    given = case().given("ann", NOW)
    assert (given.holder, given.held_until) == ("ann", NOW + GIVEN)
    assert timedelta(hours=24) == GIVEN
    nobody = given.given("", NOW)
    assert (nobody.holder, nobody.held_until) == ("", None)


def test_nobody_is_given_or_takes_or_decides_their_own_case() -> None:
    acts: tuple[Callable[[], object], ...] = (
        lambda: case().given("u-1", NOW),
        lambda: case().taken("u-1", NOW),
        lambda: case().decided(True, (), "", "u-1", NOW),
        lambda: case().asked_again((), "", "u-1", NOW),
    )
    for act in acts:
        with pytest.raises(Forbidden) as caught:
            act()
        assert caught.value.code == "own_case"


def test_the_first_of_two_is_not_given_the_second_look() -> None:
    second = case(FRAUD).decided(True, (), "", "ann", NOW)
    with pytest.raises(Forbidden) as caught:
        second.given("ann", NOW)
    assert caught.value.code == "four_eyes"
    assert second.given("bob", NOW).holder == "bob"
    assert case(FRAUD).given("ann", NOW).given("ann", NOW).holder == "ann"  # no first look yet


def test_an_approval_that_takes_two_people_takes_two() -> None:
    first = case(FRAUD).taken("ann", NOW).decided(True, (), "seen", "ann", NOW + SECOND)
    assert (first.status, first.first_reviewer, first.first_approved) == (
        "second_review", "ann", True,
    )  # fmt: skip
    assert (first.reviewer, first.holder, first.updated_at) == ("", "", NOW + SECOND)
    with pytest.raises(Forbidden) as caught:
        first.decided(True, (), "", "ann", NOW)
    assert caught.value.code == "four_eyes"
    done = first.decided(True, (), "agreed", "bob", NOW + 2 * SECOND)
    assert (done.status, done.reviewer, done.waits) == ("approved", "bob", False)
    assert done.notes == (
        Note("ann", NOW + SECOND, "approved", "seen"),
        Note("bob", NOW + 2 * SECOND, "approved", "agreed"),
    )


def test_a_refusal_takes_one_person_also_after_a_first_approval() -> None:
    refused = case(FRAUD).decided(False, ("forged",), "no", "ann", NOW)
    assert (refused.status, refused.reviewer, refused.decision_reasons) == (
        "rejected", "ann", ("forged",),
    )  # fmt: skip
    turned = case(FRAUD).decided(True, (), "", "ann", NOW).decided(False, (), "", "ann", NOW)
    assert turned.status == "rejected"


def test_what_needs_no_second_person_is_decided_by_one() -> None:
    done = case().decided(True, (), "", "ann", NOW)
    assert (done.status, done.first_reviewer) == ("approved", "")
    acts: tuple[Callable[[], object], ...] = (
        lambda: done.decided(True, (), "", "bob", NOW),
        lambda: done.taken("bob", NOW),
        lambda: done.given("bob", NOW),
        lambda: done.asked_again((), "", "bob", NOW),
    )
    for late in acts:
        with pytest.raises(Conflict) as caught:
            late()
        assert caught.value.code == "case_already_decided"


def test_nobody_decides_what_is_in_somebody_elses_hands() -> None:
    held = case().taken("ann", NOW)
    acts: tuple[Callable[[], object], ...] = (
        lambda: held.decided(True, (), "", "bob", NOW),
        lambda: held.asked_again((), "", "bob", NOW),
    )
    for act in acts:
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.code == "case_held"


def test_asked_again_it_is_closed_and_says_by_whom_and_why() -> None:
    asked = case().asked_again(("blurred",), "sharper, please", "ann", NOW)
    assert (asked.status, asked.reviewer, asked.waits) == ("asked_again", "ann", False)
    assert asked.decision_reasons == ("blurred",)
    assert asked.notes == (Note("ann", NOW, "asked_again", "sharper, please", ("blurred",)),)


def test_open_again_it_keeps_every_reason_and_forgets_who_decided() -> None:
    decided = case(FRAUD).decided(True, (), "", "ann", NOW).decided(True, ("x",), "", "bob", NOW)
    again = decided.reopened(("liveness_failed", "fraud_suspected"), NOW + SECOND)
    assert again.reasons == ("fraud_suspected", "liveness_failed")
    assert (again.status, again.opened_at, again.updated_at) == (
        "open", NOW + SECOND, NOW + SECOND,
    )  # fmt: skip
    assert (again.first_reviewer, again.first_approved, again.reviewer) == ("", False, "")
    assert again.decision_reasons == ()
    assert again.notes == decided.notes
    assert again.needs_four_eyes
    assert again.version == decided.version + 1


def test_nobody_is_asked_about_their_own_case() -> None:
    with pytest.raises(Forbidden) as caught:
        case().noted("ann", "Look, please.", ("bob", "u-1"), NOW)
    assert caught.value.code == "own_case"


def test_a_mention_ends_when_its_reader_has_looked() -> None:
    noted = case().noted("ann", "Look, please.", ("bob", "eve", "ann"), NOW)
    assert noted.mentioned == ("bob", "eve")
    assert noted.looked_at("carl") is noted
    looked = noted.looked_at("bob")
    assert (looked.mentioned, looked.version) == (("eve",), noted.version + 1)
    assert noted.noted("ann", "Look, please.", ("bob", "eve", "ann"), NOW + SECOND) is noted


def test_a_case_has_all_the_notes_it_may_have() -> None:
    full = case()
    for n in range(MOST_NOTES):
        full = full.noted("ann", f"Note {n}.", (), NOW)
    assert full.noted("ann", f"Note {MOST_NOTES - 1}.", (), NOW) is full  # said twice is one
    with pytest.raises(Conflict) as caught:
        full.noted("ann", "One more.", (), NOW)
    assert caught.value.code == "too_many_notes"
