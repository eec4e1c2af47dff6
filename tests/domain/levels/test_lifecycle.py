"""Five years of an approval under a moved calendar, and how a version is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.levels.level import PeriodicReview
from chalicelib.domain.levels.lifecycle import (
    Status,
    due,
    months_later,
    next_review,
    publish,
)
from tests.domain.levels.levels import DEFAULT, shipped

DECIDED = datetime(2026, 1, 31, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 25, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 30), 36, date(2029, 11, 30)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, then: date) -> None:
    assert months_later(day, months) == then


def test_a_higher_risk_is_looked_at_sooner() -> None:
    level = shipped("exchange_eu")
    assert next_review(level, DECIDED, 0) == date(2029, 1, 31)
    assert next_review(level, DECIDED, 30) == date(2028, 1, 31)
    assert next_review(level, DECIDED, 60) == date(2027, 1, 31)
    assert next_review(DEFAULT, DECIDED, 60) is None


def test_five_years_tell_each_date_ahead_once_even_with_days_missed() -> None:
    level = replace(DEFAULT, periodic_review=PeriodicReview(24, 24, 24))
    expires = date(2029, 6, 15)
    told, seen = [], DECIDED.date()
    while seen < date(2031, 1, 31):
        today = seen + timedelta(days=1)
        told += [(d.what, d.days_left) for d in due(level, DECIDED, 0, expires, today, seen)]
        seen = today
    assert told == [
        *(("periodic_review", days) for days in (30, 7, 1, 0)),
        *(("document_expiry", days) for days in (30, 7, 1, 0)),
    ]
    late = list(due(level, DECIDED, 0, expires, date(2029, 6, 20), date(2029, 6, 1)))
    assert [(d.what, d.days_left) for d in late] == [("document_expiry", 0)]


@pytest.mark.parametrize(
    ("status", "to", "legal"),
    [
        (Status.DRAFT, Status.SHADOW, True),
        (Status.SHADOW, Status.IN_FORCE, True),
        (Status.IN_FORCE, Status.RETIRED, True),
        (Status.RETIRED, Status.IN_FORCE, True),
        (Status.DRAFT, Status.IN_FORCE, False),
        (Status.IN_FORCE, Status.DRAFT, False),
        ("nothing", Status.SHADOW, False),
    ],
)
def test_a_version_is_shadowed_before_it_is_in_force(status: str, to: str, legal: bool) -> None:
    if legal:
        assert publish(status, to) == to
        return
    with pytest.raises(Conflict) as raised:
        publish(status, to)
    assert raised.value.code == "illegal_level_move"
