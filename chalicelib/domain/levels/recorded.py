"""Recorded decisions, read back as evidence, and what another level would make of them."""

import types
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from chalicelib.domain.levels.deciding import Judgement, judge
from chalicelib.domain.levels.facts import Facts
from chalicelib.domain.levels.level import Level
from chalicelib.domain.verifications.checks import Evidence, Outcome


class NotEvidence(ValueError):
    """A recorded value does not have its field's type; the message names the field."""


@cache
def _kinds(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(name: str, kind: Any, value: Any) -> Any:
    """The recorded value in its field's type. A text is never taken for a list of characters."""
    if get_origin(kind) in (Union, types.UnionType):
        if value is None:
            return None
        kind = next(k for k in get_args(kind) if k is not type(None))
    if get_origin(kind) is tuple:
        if isinstance(value, str) or not isinstance(value, list | tuple):
            raise NotEvidence(f"{name} is no list")
        return tuple(value)
    if kind is float and isinstance(value, bool):
        raise NotEvidence(f"{name} is no number")
    if kind in (int, float) and not isinstance(value, str):
        return kind(value)  # the log keeps numbers as decimals
    if not isinstance(value, kind):
        raise NotEvidence(f"{name} is no {kind.__name__}")
    return value


def evidence_of(facts: Mapping[str, Any]) -> Evidence:
    """The recorded evidence; fields added since have their defaults."""
    return Evidence(**_known(Evidence, facts))


def facts_of(facts: Mapping[str, Any]) -> Facts:
    """The facts as they were recorded."""
    return Facts(**_known(Facts, facts))


def _known(kind: type, values: Any) -> dict[str, Any]:
    if not isinstance(values, Mapping):
        raise NotEvidence(f"{kind.__name__} is no mapping")
    hints = _kinds(kind)
    names = {spec.name for spec in fields(kind)}
    return {n: _typed(n, hints[n], value) for n, value in values.items() if n in names}


@dataclass(frozen=True, slots=True)
class Flip:
    """One decision that comes out differently, with the findings of each level."""

    verification_id: str
    was: str
    becomes: str
    country: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(slots=True)
class Report:
    """The result of a backtest. Only the first `shown` flips are kept; all are counted."""

    level: str
    shown: int = 1000
    decisions: int = 0
    flips: list[Flip] = field(default_factory=list)
    ways: Counter[tuple[str, str]] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)
    without_evidence: int = 0

    @property
    def flipped(self) -> int:
        """How many decisions come out differently."""
        return sum(self.ways.values())

    def add(self, flip: Flip, reasons: Iterable[str]) -> None:
        """Counts one flip."""
        self.ways[(flip.was, flip.becomes)] += 1
        self.countries[flip.country or "unknown"] += 1
        self.reasons.update(reasons)
        if len(self.flips) < self.shown:
            self.flips.append(flip)


def backtest(level: Level, entries: Iterable[Mapping[str, Any]], shown: int = 1000) -> Report:
    """Decides every recorded decision again under `level`. An entry that cannot be read is
    reported, never skipped.

    `entries`: the facts of `decided` audit entries, with `verificationId`.
    """
    report = Report(level.key, shown)
    for entry in entries:
        report.decisions += 1
        if "evidence" not in entry:  # its level keeps the answers of the rules only
            report.without_evidence += 1
            continue
        try:
            evidence, facts = evidence_of(entry["evidence"]), facts_of(entry.get("facts", {}))
        except (NotEvidence, KeyError):
            report.unreadable.append(str(entry.get("verificationId", "")))
            continue
        now = judge(level, evidence, facts)
        if now.outcome != entry["outcome"]:
            before = tuple(_recorded_sentences(entry))
            after = tuple(sentences(now))
            country = facts.document_country
            flip = Flip(
                str(entry.get("verificationId", "")),
                str(entry["outcome"]),
                now.outcome,
                country,
                before,
                after,
            )
            report.add(flip, set(now.reasons) ^ set(_recorded_reasons(entry)))
    return report


def _recorded_reasons(entry: Mapping[str, Any]) -> list[str]:
    return [f["reason"] for f in entry.get("findings", ()) if f.get("reason")]


def _recorded_sentences(entry: Mapping[str, Any]) -> Iterator[str]:
    for finding in entry.get("findings", ()):
        if finding.get("outcome") != Outcome.PASS:
            yield f"{finding['rule']}: {finding['outcome']} ({finding.get('reason', '')})"


def sentences(judgement: Judgement) -> Iterator[str]:
    """A sentence for each rule that did not pass, for reviewers."""
    for finding in judgement.findings:
        if finding.outcome is not Outcome.PASS:
            yield f"{finding.rule}: {finding.outcome} ({finding.reason})"
    yield from judgement.explanations
