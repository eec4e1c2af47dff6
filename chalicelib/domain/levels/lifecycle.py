"""Deadlines of an approval (periodic review, expiry, retention), and the statuses of a level
version.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.domain.errors import Conflict
from chalicelib.domain.levels.deciding import band
from chalicelib.domain.levels.level import Level


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: `what` is document_expiry or periodic_review."""

    what: str
    on: date
    days_left: int


def months_later(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_review(level: Level, decided_at: datetime, risk: int) -> date | None:
    """The day of the next periodic review; None if there is none."""
    review = level.periodic_review
    months = {
        "low": review.low_months,
        "medium": review.medium_months,
        "high": review.high_months,
    }[band(level, risk)]
    return months_later(decided_at.date(), months) if months else None


def due(
    level: Level, decided_at: datetime, risk: int, expires_on: date | None, today: date, since: date
) -> Iterator[Due]:
    """The notices due after `since` up to `today`: for each deadline the last stage reached, so
    that a run after missed days catches up.
    """
    dates = {"document_expiry": expires_on, "periodic_review": next_review(level, decided_at, risk)}
    for what, on in dates.items():
        if on is None:
            continue
        ahead = level.notices.days_ahead
        passed = [days for days in ahead if since < on - timedelta(days=days) <= today]
        if passed:
            yield Due(what, on, min(passed))


class Status(StrEnum):
    """The status of a level version."""

    DRAFT = "draft"
    SHADOW = "shadow"
    IN_FORCE = "in_force"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class LevelRecord:
    """A stored version. `document` is its JSON text; `version` counts stored changes."""

    name: str
    version_number: int
    status: str
    document: str
    author: str
    created_at: datetime
    changed_by: str = ""
    changed_at: datetime | None = None
    in_force_at: datetime | None = None
    version_key: str = ""
    version: int = 1

    @staticmethod
    def key_of(version: int) -> str:
        """The sort key of a version: text that sorts like numbers."""
        return f"{version:08d}"


#: A version goes from draft to shadow to in force. One that was in force may come back (rollback).
PUBLISHING: dict[str, frozenset[str]] = {
    Status.DRAFT: frozenset({Status.SHADOW, Status.RETIRED}),
    Status.SHADOW: frozenset({Status.IN_FORCE, Status.DRAFT, Status.RETIRED}),
    Status.IN_FORCE: frozenset({Status.RETIRED}),
    Status.RETIRED: frozenset({Status.IN_FORCE}),
}


def publish(status: str, to: str) -> str:
    """The new status; Conflict (`illegal_level_move`) if the transition is not allowed."""
    if to not in PUBLISHING.get(status, frozenset()):
        raise Conflict(f"a level cannot go from {status} to {to}", "illegal_level_move")
    return to
