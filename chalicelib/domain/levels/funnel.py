"""Conversion per level and country, counted from the audit log without personal data.

An attempt counts once per step that it reached, under the country of its document ("" until it was
decided) and the level it began with.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from chalicelib.domain.verifications.verification import State

#: Kind of the log's entry -> the step that it shows; `liveness` only where it passed.
STEPS = {
    "opened": "opened",
    "document_read": "document",
    "liveness": "liveness",
    "screened": "screening",
    "decided": "decided",
}
#: Where an attempt may end; the first end counts, a later one is another story.
ENDS = frozenset(
    {
        *(State.APPROVED, State.CONFIRMED, State.REJECTED, State.NEEDS_REVIEW),
        *(State.RESUBMIT_REQUESTED, State.EXPIRED, State.ABANDONED, State.ERROR),
    }
)


@dataclass(slots=True)
class _Attempt:
    level: str
    began: datetime
    country: str = ""
    steps: set[str] = field(default_factory=set)
    end: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """Attempts of one level and country (ICAO 9303; "" if unknown) that began in the period.

    `median_seconds`: from the beginning to the first end, of attempts that have one.
    """

    level: str
    country: str
    steps: Mapping[str, int]
    ends: Mapping[str, int]
    median_seconds: float | None


def funnel(entries: Iterable[tuple[str, str, Mapping[str, Any]]]) -> tuple[Row, ...]:
    """From audit entries (verification id, kind, facts), those of a verification in order. Attempts
    whose beginning is not among them are not counted, nor is test mode.
    """
    attempts: dict[str, _Attempt] = {}
    for subject, kind, facts in entries:
        if kind == "opened" and facts.get("mode") == "live":
            began = datetime.fromisoformat(str(facts["movedAt"]))
            attempts[subject] = _Attempt(str(facts["level"]), began)
        if subject in attempts:
            _note(attempts[subject], kind, facts)
    rows: dict[tuple[str, str], list[_Attempt]] = {}
    for attempt in attempts.values():
        rows.setdefault((attempt.level, attempt.country), []).append(attempt)
    return tuple(_row(*key, found) for key, found in sorted(rows.items()))


def _note(attempt: _Attempt, kind: str, facts: Mapping[str, Any]) -> None:
    if kind == "moved":
        to, at = facts.get("to"), facts.get("movedAt")
        if to in ENDS and at and not attempt.end:
            attempt.end = str(to)
            attempt.seconds = (datetime.fromisoformat(str(at)) - attempt.began).total_seconds()
    elif kind in STEPS and (kind != "liveness" or facts.get("state") == "passed"):
        attempt.steps.add(STEPS[kind])
    if kind == "decided":
        attempt.country = str(facts.get("facts", {}).get("document_country", ""))


def _row(level: str, country: str, found: list[_Attempt]) -> Row:
    steps = Counter(step for attempt in found for step in attempt.steps)
    ends = Counter(attempt.end for attempt in found if attempt.end)
    seconds = [attempt.seconds for attempt in found if attempt.end]
    in_order = {step: steps[step] for step in STEPS.values()}
    return Row(level, country, in_order, dict(ends), median(seconds) if seconds else None)
