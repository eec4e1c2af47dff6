"""When what is kept of a person is over, by state, level and relationship."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.levels.level import KeptFrom
from chalicelib.domain.privacy.retention import Retention
from chalicelib.domain.verifications.verification import State, Verification

DAY = timedelta(days=1)
LEFT = datetime(2027, 3, 1, tzinfo=UTC)
TILL_END = Retention(media_days=30, since=KeptFrom.END_OF_RELATIONSHIP, record_years=5)
FROM_DECISION = Retention(media_days=30, record_years=5)
NOT_OVER = (
    State.CREATED, State.IN_PROGRESS, State.PROCESSING, State.RESUBMIT_REQUESTED,
    State.NEEDS_REVIEW,
)  # fmt: skip
OVER = (
    State.APPROVED, State.STALE, State.REJECTED, State.EXPIRED, State.ABANDONED, State.ERROR,
)  # fmt: skip


ENDED = datetime(2026, 11, 26, 12, tzinfo=UTC)
MOVED = ENDED - DAY
CLOSES = ENDED + 6 * DAY
NOW = ENDED + 20 * DAY


def attempt(state: State) -> Verification:
    return Verification("v-1", "u-1", MOVED, ENDED, CLOSES, state, moved_at=MOVED)


@pytest.mark.parametrize("state", OVER)
def test_pictures_go_thirty_days_after_the_end(state: State) -> None:
    assert FROM_DECISION.over_at(attempt(state), NOW) == ENDED + 30 * DAY


@pytest.mark.parametrize("state", [State.APPROVED, State.STALE])
def test_where_they_are_kept_for_the_relationship_its_end_is_what_counts(state: State) -> None:
    assert TILL_END.over_at(attempt(state), NOW) == NOW + DAY
    assert TILL_END.over_at(attempt(state), NOW, LEFT) == LEFT + 30 * DAY
    assert TILL_END.over_at(attempt(State.REJECTED), NOW, LEFT) == ENDED + 30 * DAY


def test_while_a_human_has_it_nothing_is_over() -> None:
    for rule in (FROM_DECISION, TILL_END):
        assert rule.over_at(attempt(State.NEEDS_REVIEW), NOW) == NOW + DAY


def test_an_open_attempt_is_counted_from_when_it_closes_or_was_last_touched() -> None:
    waits = attempt(State.IN_PROGRESS)
    assert FROM_DECISION.over_at(waits, NOW) == CLOSES + 30 * DAY
    late = replace(waits, updated_at=CLOSES + DAY)
    assert FROM_DECISION.over_at(late, NOW) == CLOSES + 31 * DAY


@pytest.mark.parametrize("state", NOT_OVER)
def test_records_of_what_goes_on_have_no_end_yet(state: State) -> None:
    assert FROM_DECISION.records_over_at(attempt(state)) is None


@pytest.mark.parametrize("state", OVER)
def test_records_are_kept_for_the_levels_years(state: State) -> None:
    five = timedelta(days=5 * 366)
    assert FROM_DECISION.records_over_at(attempt(state)) == MOVED + five
    unmoved = replace(attempt(state), moved_at=None)
    assert FROM_DECISION.records_over_at(unmoved) == ENDED + five
    assert Retention().records_over_at(attempt(state)) is None


def test_records_of_a_relationship_are_counted_from_its_end() -> None:
    for state in (State.APPROVED, State.STALE):
        assert TILL_END.records_over_at(attempt(state)) is None
        assert TILL_END.records_over_at(attempt(state), LEFT) == LEFT + timedelta(days=5 * 366)
    rejected = TILL_END.records_over_at(attempt(State.REJECTED), LEFT)
    assert rejected == MOVED + timedelta(days=5 * 366)


def test_nothing_that_is_taken_now_is_looked_at_before_it_can_be_over() -> None:
    assert FROM_DECISION.looked_at_after(ENDED) == ENDED + 30 * DAY
