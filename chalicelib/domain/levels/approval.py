"""An approval some time later: what it lacks under a raised level, and what falls due."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.domain.levels.deciding import judge
from chalicelib.domain.levels.facts import Facts
from chalicelib.domain.levels.level import End, Expiry, Level
from chalicelib.domain.levels.lifecycle import Due, due, next_review
from chalicelib.domain.levels.recorded import NotEvidence, evidence_of, facts_of
from chalicelib.domain.screening.screening import LISTED, MATCH
from chalicelib.domain.verifications.checks import Evidence, Finding, Outcome

#: The parts of a level that ask for something. Where an approval's evidence was never recorded (a
#: vendor's), another version that differs in one of them cannot be shown to be satisfied.
ASKING = (
    *("steps", "checks", "documents", "certainty", "liveness", "minimum_age", "face_similarity"),
    *("screening", "conditions", "risk"),
)
_SEVERITY = {Outcome.PASS: 0, Outcome.REVIEW: 1, Outcome.REJECT: 2}


@dataclass(frozen=True, slots=True)
class Approved:
    """An approval as the audit log knows it. `known` and `risk` are None if no evidence was
    recorded; `expires_on` is the document's last valid day, None if it was not read.
    """

    at: datetime
    assurance: str = ""
    known: tuple[Evidence, Facts] | None = None
    risk: int | None = None
    expires_on: date | None = None

    def risk_under(self, level: Level) -> int:
        """The risk score; an unknown one counts as high if the level has risk points."""
        if self.risk is not None:
            return self.risk
        return level.risk.high_from if level.risk.points else 0


def approved(at: datetime, entries: Sequence[Mapping[str, Any]]) -> Approved:
    """From a verification's audit entries, oldest first; the last of each kind counts."""
    shown = [entry["facts"] for entry in entries if entry["kind"] == "liveness"]
    assurance = str(shown[-1].get("assurance", "")) if shown else ""
    decided = [entry for entry in entries if entry["kind"] == "decided"]
    if not decided:
        return Approved(at, assurance)
    facts = decided[-1]["facts"]
    try:
        known = evidence_of(facts["evidence"]), facts_of(facts.get("facts", {}))
    except (NotEvidence, KeyError):
        return Approved(at, assurance)
    days = known[1].document_days_left
    # Entries from before the day was recorded have their own time.
    day = date.fromisoformat(str(facts.get("on") or decided[-1]["at"])[:10])
    expires_on = None if days is None else day + timedelta(days=days)
    return Approved(at, assurance, known, int(facts.get("risk", 0)), expires_on)


def lacks(raised: Level, begun: Level, found: Approved) -> tuple[str, ...]:
    """What an approval under level `begun` lacks under level `raised`: names of rules and parts.

    What reviewers have examined and approved under `begun` is not asked again, even if `raised`
    wants two of them. What `begun` had not asked for is missing.
    """
    if raised == begun:
        return ()
    missing = []
    if raised.end is not End.VERIFIED:
        missing.append("end")
    if raised.liveness.assurance == "high" and found.assurance != "high":
        missing.append("assurance")
    if found.known is None:
        missing += [part for part in ASKING if getattr(raised, part) != getattr(begun, part)]
    else:
        missing += _worse(raised, begun, *found.known)
    return tuple(dict.fromkeys(missing))


def _worse(raised: Level, begun: Level, evidence: Evidence, facts: Facts) -> Iterator[str]:
    before: dict[tuple[str, str], int] = {}
    for finding in judge(begun, evidence, facts).findings:
        before[_asked(finding)] = _SEVERITY[finding.outcome]
    for finding in judge(raised, evidence, facts).findings:
        if _SEVERITY[finding.outcome] > before.get(_asked(finding), 0):
            yield finding.rule


def _asked(finding: Finding) -> tuple[str, str]:
    """(rule, question): a match is one question, whether one or two people answer it."""
    return finding.rule, MATCH if finding.reason in LISTED else finding.reason


def over(raised: Level, begun: Level, found: Approved, today: date) -> dict[str, tuple[str, ...]]:
    """Why an approval is stale today: reason -> details; empty if it is not."""
    why: dict[str, tuple[str, ...]] = {}
    if missing := lacks(raised, begun, found):
        why["level_raised"] = missing
    review_on = next_review(raised, found.at, found.risk_under(raised))
    if review_on is not None and review_on <= today:
        why["review_due"] = (review_on.isoformat(),)
    ends = raised.document_expiry is Expiry.STALE and found.expires_on is not None
    if ends and found.expires_on and found.expires_on < today:
        why["document_expired"] = (found.expires_on.isoformat(),)
    return why


def to_tell(
    raised: Level, found: Approved, told: Mapping[str, str], today: date
) -> tuple[Due, ...]:
    """Notices to send today. `told`: those sent already, kind -> `date/days`."""
    risk, since = found.risk_under(raised), found.at.date()
    news = due(raised, found.at, risk, found.expires_on, today, since)
    return tuple(one for one in news if _is_news(one, told.get(one.what, "")))


def _is_news(one: Due, told: str) -> bool:
    on, _, days = told.partition("/")
    return on != one.on.isoformat() or one.days_left < int(days)


def as_told(one: Due) -> str:
    """The value in `told` that stands for a sent notice."""
    return f"{one.on.isoformat()}/{one.days_left}"
