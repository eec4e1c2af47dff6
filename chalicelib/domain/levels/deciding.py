"""Decides under a level: its checks, conditions and risk.

Two things no level can change: nobody is verified without a certain document and a screening
result, and nobody is refused automatically for what only a reviewer may judge.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain.levels.conditions import as_context, holds
from chalicelib.domain.levels.facts import Facts
from chalicelib.domain.levels.level import (
    ANY,
    Certainty,
    Documents,
    Effect,
    End,
    Engine,
    Hit,
    Level,
    ListKind,
)
from chalicelib.domain.screening.screening import MATCH, OWN_LIST_MATCH, PEP_MATCH
from chalicelib.domain.verifications.checks import (
    CHECKS,
    Check,
    Evidence,
    Finding,
    Outcome,
    Policy,
    conclude,
)

BY_NAME: dict[str, Check] = {check.__name__: check for check in CHECKS}
#: Without these nobody is verified. Validation asks for them, and `judge` asks again.
VERIFYING = (
    *("document_readable", "document_consistent", "document_certain"),
    *("claim_known", "not_listed", "no_open_question"),
)

#: What people asked only people answer, whatever a level is for.
ALWAYS = ("no_open_question",)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision: approved, rejected or needs_review. `end` is the word that an approval means."""

    outcome: str
    end: End
    findings: tuple[Finding, ...]
    risk: int
    four_eyes: bool
    explanations: tuple[str, ...]

    @property
    def asks_for_two(self) -> bool:
        """Whether two reviewers are needed."""
        return self.four_eyes and self.outcome == "needs_review"

    @property
    def reasons(self) -> tuple[str, ...]:
        """The stable reason codes of all rules that did not pass, each once."""
        found = (f.reason for f in self.findings if f.outcome is not Outcome.PASS and f.reason)
        return tuple(dict.fromkeys(found))


def judge(level: Level, evidence: Evidence, facts: Facts = Facts()) -> Judgement:  # noqa: B008 - frozen
    """The decision. Pure and total: it raises nothing, for any level and evidence."""
    policy = Policy(level.minimum_age, level.face_similarity)
    evidence = _believed(level, evidence)
    findings = [_under(level, check(evidence, policy)) for check in _checks(level)]
    findings = [_listed(level, facts, finding) for finding in findings]
    findings += [_document_accepted(level, facts), _assured(level, facts)]
    points = _points(level, facts)
    risk = sum(point for _, point, _ in points)
    context = as_context(replace(facts, risk=risk))
    effects = [(c, holds(c.when, context)) for c in level.conditions]
    findings += [_condition(c.name, c.then, c.reason, said) for c, said in effects]
    asked = {check.__name__ for check in _checks(level)}
    always = VERIFYING if level.end is End.VERIFIED else ALWAYS
    findings += [BY_NAME[name](evidence, policy) for name in always if name not in asked]
    reasons = {f.reason for f in findings if f.outcome is not Outcome.PASS}
    four_eyes = bool(reasons & set(level.four_eyes)) or any(
        said is not False for c, said in effects if c.then is Effect.FOUR_EYES
    )
    four_eyes |= MATCH in reasons
    explanations = tuple(f"{name}: {point:+d}, {because}" for name, point, because in points)
    return Judgement(conclude(findings), level.end, tuple(findings), risk, four_eyes, explanations)


def _checks(level: Level) -> list[Check]:
    """The level's checks in the order of `CHECKS`; all of them if it names none."""
    return [c for name, c in BY_NAME.items() if not level.checks or name in level.checks]


def _believed(level: Level, evidence: Evidence) -> Evidence:
    """The evidence without the sources that this level does not accept as certain."""
    ways = set(level.certainty)
    return replace(
        evidence,
        mrz_valid=evidence.mrz_valid if Certainty.ZONE in ways or not evidence.mrz_valid else None,
        barcode_agrees=evidence.barcode_agrees if Certainty.BARCODE in ways else None,
        chip_agrees=evidence.chip_agrees if Certainty.CHIP in ways else None,
        vendor_vouches=evidence.vendor_vouches and Certainty.VENDOR in ways,
    )


def _under(level: Level, finding: Finding) -> Finding:
    """The finding; a rejection becomes a review where the level leaves it to reviewers, never the
    reverse.
    """
    if finding.outcome is Outcome.REJECT and finding.rule in level.refusals_reviewed:
        return replace(finding, outcome=Outcome.REVIEW)
    return finding


def _listed(level: Level, facts: Facts, finding: Finding) -> Finding:
    """The finding on list matches: only noted, or for one reviewer, as the level says."""
    if finding.reason != MATCH:
        return finding
    reason, kinds = match_reason(level, facts.hit_kinds), ", ".join(sorted(facts.hit_kinds))
    if not reason:
        return replace(finding, outcome=Outcome.PASS, reason="", detail=f"noted: {kinds}")
    return replace(finding, reason=reason, detail=kinds if reason != MATCH else finding.detail)


def match_reason(level: Level, kinds: Collection[str]) -> str:
    """The reason code of a possible match on lists of these kinds: the strictest kind counts. "" if
    all are only noted. Sanctions lists, kinds that the level does not name and unknown kinds
    always need two reviewers.
    """
    said = {_word(level, kind) for kind in kinds}
    if not said or Hit.FOUR_EYES in said:
        return MATCH
    if Hit.REVIEW in said:
        own = level.screening.hits.get(ListKind.OWN) is Hit.REVIEW and ListKind.OWN in kinds
        return OWN_LIST_MATCH if own else PEP_MATCH
    return ""


def _word(level: Level, kind: str) -> Hit:
    if kind not in set(ListKind) - {ListKind.SANCTIONS}:
        return Hit.FOUR_EYES
    return level.screening.hits.get(ListKind(kind), Hit.FOUR_EYES)


def accepts(group: Documents, document_type: str, country: str) -> bool:
    """Whether a group accepts documents of this type and issuer."""
    type_fits = ANY in group.types or document_type in group.types
    excepted = country in group.except_countries
    return type_fits and not excepted and (ANY in group.countries or country in group.countries)


def _document_accepted(level: Level, facts: Facts) -> Finding:
    """Whether an accepted group has the document and all its sides were sent. Decisions from before
    sides were recorded lack none.
    """
    kind, country = facts.document_type, facts.document_country
    groups = [group for group in level.documents if accepts(group, kind, country)]
    if groups:
        enough = not facts.sides or any(set(g.sides) <= set(facts.sides) for g in groups)
        if enough:
            return Finding("document_accepted", Outcome.PASS)
        return Finding("document_accepted", Outcome.REVIEW, "side_missing")
    if not level.documents:
        return Finding("document_accepted", Outcome.PASS)
    known = facts.document_type and facts.document_country
    outcome = Outcome.REJECT if known else Outcome.REVIEW
    return Finding("document_accepted", outcome, "document_not_accepted")


def _assured(level: Level, facts: Facts) -> Finding:
    """Whether the liveness check has the assurance that the level asks for. It is not checked where
    it was not recorded (older decisions, vendors).
    """
    low = level.liveness.assurance == "high" and facts.assurance not in ("", "high")
    if low:
        return Finding("liveness_assured", Outcome.REVIEW, "assurance_low")
    return Finding("liveness_assured", Outcome.PASS)


def _points(level: Level, facts: Facts) -> list[tuple[str, int, str]]:
    """(name, points, explanation) of each risk rule that applies. A condition that cannot be
    evaluated counts.
    """
    context = as_context(facts)
    return [
        (p.name, p.points, p.because)
        for p in level.risk.points
        if holds(p.when, context) is not False
    ]


def _condition(name: str, then: Effect, reason: str, said: bool | None) -> Finding:
    if said is None:
        return Finding(name, Outcome.REVIEW, "condition_unknown")
    if not said:
        return Finding(name, Outcome.PASS)
    return Finding(name, Outcome.REJECT if then is Effect.REJECT else Outcome.REVIEW, reason)


def engine(level: Level, facts: Facts) -> Engine:
    """The liveness engine for this attempt; the managed one if the condition cannot be
    evaluated.
    """
    if (
        level.liveness.raise_when
        and holds(level.liveness.raise_when, risked(level, facts)) is not False
    ):
        return Engine.REKOGNITION
    return level.liveness.engine


def risked(level: Level, facts: Facts) -> Mapping[str, Any]:
    """The facts as a CEL context, with the level's risk score."""
    return as_context(replace(facts, risk=sum(point for _, point, _ in _points(level, facts))))


def band(level: Level, risk: int) -> str:
    """The band of a risk score: low, medium or high."""
    if risk >= level.risk.high_from:
        return "high"
    return "medium" if risk >= level.risk.medium_from else "low"
