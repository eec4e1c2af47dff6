"""A decision under a level: its checks, its conditions, its risk, and what they come to.

Two things no level can change, whatever its text says: nobody is verified without a certain
document and a screening result, and nobody is refused for what only a human may judge.
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
    """approved, rejected or needs_review; `end` is the word an approval stands for."""

    outcome: str
    end: End
    findings: tuple[Finding, ...]
    risk: int
    four_eyes: bool
    explanations: tuple[str, ...]

    @property
    def asks_for_two(self) -> bool:
        """Whether a human looks, and a second one has to."""
        return self.four_eyes and self.outcome == "needs_review"

    @property
    def reasons(self) -> tuple[str, ...]:
        """The stable codes of all rules that did not pass, each once."""
        found = (f.reason for f in self.findings if f.outcome is not Outcome.PASS and f.reason)
        return tuple(dict.fromkeys(found))


def judge(level: Level, evidence: Evidence, facts: Facts = Facts()) -> Judgement:  # noqa: B008 - frozen
    """Pure and total: every level and every evidence have an answer."""
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
    """The checks of the level in the order of `CHECKS`; none named is all of them."""
    return [c for name, c in BY_NAME.items() if not level.checks or name in level.checks]


def _believed(level: Level, evidence: Evidence) -> Evidence:
    """The evidence without what this level does not count as making a document certain."""
    ways = set(level.certainty)
    return replace(
        evidence,
        mrz_valid=evidence.mrz_valid if Certainty.ZONE in ways or not evidence.mrz_valid else None,
        barcode_agrees=evidence.barcode_agrees if Certainty.BARCODE in ways else None,
        chip_agrees=evidence.chip_agrees if Certainty.CHIP in ways else None,
        vendor_vouches=evidence.vendor_vouches and Certainty.VENDOR in ways,
    )


def _under(level: Level, finding: Finding) -> Finding:
    """A refusal that this level leaves to a human. No level turns a review into a refusal."""
    if finding.outcome is Outcome.REJECT and finding.rule in level.refusals_reviewed:
        return replace(finding, outcome=Outcome.REVIEW)
    return finding


def _listed(level: Level, facts: Facts, finding: Finding) -> Finding:
    """A possible match on lists that this level only notes, or leaves to one person."""
    if finding.reason != MATCH:
        return finding
    reason, kinds = match_reason(level, facts.hit_kinds), ", ".join(sorted(facts.hit_kinds))
    if not reason:
        return replace(finding, outcome=Outcome.PASS, reason="", detail=f"noted: {kinds}")
    return replace(finding, reason=reason, detail=kinds if reason != MATCH else finding.detail)


def match_reason(level: Level, kinds: Collection[str]) -> str:
    """The reason that a possible match on lists of these kinds is: the strictest word counts.
    Empty where all of them are only noted. Sanctions, kinds that the level does not name and kinds
    that nobody knows take two people, whatever its text says."""
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
    """Is a document of this type and issuer among those of the group?"""
    type_fits = ANY in group.types or document_type in group.types
    excepted = country in group.except_countries
    return type_fits and not excepted and (ANY in group.countries or country in group.countries)


def _document_accepted(level: Level, facts: Facts) -> Finding:
    """Whether a group accepts the document, and its sides were sent. Where nobody noted which sides
    came (decisions of before), none is missed."""
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
    """Whether the liveness check was as sure as the level asks. Where nobody noted it (decisions of
    before, vendors), it is not asked."""
    low = level.liveness.assurance == "high" and facts.assurance not in ("", "high")
    if low:
        return Finding("liveness_assured", Outcome.REVIEW, "assurance_low")
    return Finding("liveness_assured", Outcome.PASS)


def _points(level: Level, facts: Facts) -> list[tuple[str, int, str]]:
    """Name, points and sentence of what applies. What cannot be said counts: it is no good sign."""
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
    """The liveness engine for this attempt; the managed one where the condition cannot be said."""
    if (
        level.liveness.raise_when
        and holds(level.liveness.raise_when, risked(level, facts)) is not False
    ):
        return Engine.REKOGNITION
    return level.liveness.engine


def risked(level: Level, facts: Facts) -> Mapping[str, Any]:
    """The facts as CEL takes them, with the level's risk in them."""
    return as_context(replace(facts, risk=sum(point for _, point, _ in _points(level, facts))))


def band(level: Level, risk: int) -> str:
    """low, medium or high."""
    if risk >= level.risk.high_from:
        return "high"
    return "medium" if risk >= level.risk.medium_from else "low"
