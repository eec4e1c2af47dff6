"""Watchlist screening: who is asked about, what a match says, how several sources come together.

A name score alone never rejects anybody; it opens a review. Every score explains itself part by
part, so that a reviewer (and a regulator) can follow it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

SEVERITY = {"clear": 0, "unavailable": 1, "potential_match": 2}


@dataclass(frozen=True, slots=True)
class Person:
    """Who is screened. `date_of_birth` is ISO 8601 or empty; personal data stays out of `repr`."""

    name: str = field(repr=False)
    date_of_birth: str = field(default="", repr=False)
    nationality: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """A listed birth date: a day, a year, or anything between (ISO days, both inclusive)."""

    first: str
    last: str

    @property
    def exact(self) -> bool:
        """True for one day."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class ListedName:
    """One spelling; `weak` aliases count less."""

    text: str
    weak: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a watchlist, whatever the list's own format."""

    source: str
    entry_id: str
    names: tuple[ListedName, ...]
    births: tuple[Interval, ...] = ()
    nationalities: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class ScreeningResult:
    """clear | potential_match | unavailable, with the matches that explain themselves."""

    status: str
    matches: tuple[dict[str, Any], ...] = ()
    algorithm: str = ""
    threshold: float = 0.0
    list_versions: dict[str, str] = field(default_factory=dict)


def merged(results: Sequence[ScreeningResult]) -> ScreeningResult:
    """Several sources as one; the stricter status wins. No source at all is `unavailable`."""
    if not results:
        return ScreeningResult("unavailable")
    strictest = max(results, key=lambda result: SEVERITY[result.status])
    versions: dict[str, str] = {}
    for result in results:
        versions |= result.list_versions
    matches = sorted(
        (match for result in results for match in result.matches),
        key=lambda match: -float(match.get("score", 0)),
    )
    algorithms = "+".join(dict.fromkeys(r.algorithm for r in results if r.algorithm))
    return ScreeningResult(
        strictest.status,
        tuple(matches),
        algorithms,
        max(result.threshold for result in results),
        versions,
    )


# What a birth date says, from "the same day" to "another person". Added to the name's score (0-1).
BIRTH_EVIDENCE = {
    "same_day": 0.0,
    "within_listed_interval": 0.0,
    "day_and_month_swapped": -0.01,
    "same_year": -0.02,
    "next_year": -0.05,
    "unknown": -0.04,
    "different": -0.25,
}


def birth_evidence(born: str, listed: Iterable[Interval]) -> str:
    """How a birth date fits the listed ones; the best of them counts."""
    try:
        day = date.fromisoformat(born)
    except ValueError:
        return "unknown"
    answers = [_against(day, interval) for interval in listed]
    return max(answers, key=lambda answer: BIRTH_EVIDENCE[answer], default="unknown")


def _against(day: date, interval: Interval) -> str:
    first, last = date.fromisoformat(interval.first), date.fromisoformat(interval.last)
    if first <= day <= last:
        return "same_day" if interval.exact else "within_listed_interval"
    if interval.exact and (day.year, day.month, day.day) == (first.year, first.day, first.month):
        return "day_and_month_swapped"
    if first.year == day.year or last.year == day.year:
        return "same_year"
    if min(abs(first.year - day.year), abs(last.year - day.year)) == 1:
        return "next_year"
    return "different"
