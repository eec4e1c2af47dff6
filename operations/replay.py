"""`make replay CASE=<verification id> [SET="face_similarity=90"] [STAGE=dev]`: replays decisions.

The audit log has the evidence of each decision. It is judged again by the rules of its policy,
optionally with other thresholds. Nothing is changed; differences are shown.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from rich.console import Console
from rich.table import Table

from chalicelib.domain.levels.deciding import Judgement, judge
from chalicelib.domain.levels.level import Level
from chalicelib.domain.levels.recorded import NotEvidence, evidence_of, facts_of
from chalicelib.domain.verifications.checks import Decision, Policy, decide
from operations import place

console = Console(highlight=False)
Pinned = Callable[[str], Level]


def policy_of(thresholds: Mapping[str, Any], changed: Mapping[str, str]) -> Policy:
    """The recorded thresholds, with the given changes (name -> text). ValueError for an unknown
    name, or a text that is no number."""
    kinds = {field.name: type(getattr(Policy(), field.name)) for field in fields(Policy)}
    unknown = set(changed) - set(kinds)
    if unknown:
        raise ValueError(f"no threshold {', '.join(sorted(unknown))}; there are {', '.join(kinds)}")
    then = Policy(
        **{name: kinds[name](value) for name, value in thresholds.items() if name in kinds}
    )
    return replace(then, **{name: kinds[name](value) for name, value in changed.items()})


Derived = Decision | Judgement


def derived(facts: Mapping[str, Any], pinned: Pinned, changed: Mapping[str, str]) -> Derived:
    """Derives a recorded decision again: under its level, or by the rules of before there were
    levels.

    `facts`: the entry of the audit log; `pinned`: key of a level's version -> level; `changed`: see
    `policy_of`. NotEvidence if the entry has no evidence; ValueError of `policy_of`.
    """
    policy = policy_of(facts.get("thresholds", {}), changed)
    if "evidence" not in facts:
        raise NotEvidence(f"{facts.get('level', 'its level')} keeps the answers of rules only")
    evidence = evidence_of(facts["evidence"])
    if "level" not in facts:
        return decide(evidence, policy, str(facts.get("policy", "")))
    level = replace(
        pinned(str(facts["level"])),
        minimum_age=policy.minimum_age,
        face_similarity=policy.face_similarity,
    )
    return judge(level, evidence, facts_of(facts.get("facts", {})))


def replay(case_id: str, changed: Mapping[str, str]) -> list[tuple[Mapping[str, Any], Derived]]:
    """(recorded decision, decision derived again) for every decision of the case. Errors of
    `derived`."""
    from chalicelib.application.process import application

    entries = [e for e in application().outside.audit.read(case_id) if e["kind"] == "decided"]
    pinned = application().levels.pinned
    return [(entry["facts"], derived(entry["facts"], pinned, changed)) for entry in entries]


def show(then: Mapping[str, Any], now: Derived) -> bool:
    """Prints a decision by rule, then and now; returns whether its outcome is the same."""
    table = Table(title=f"policy {then['policy']}: then {then['outcome']}, now {now.outcome}")
    for column in ("rule", "then", "now", "reason"):
        table.add_column(column)
    before = {finding["rule"]: finding for finding in then["findings"]}
    for finding in now.findings:
        old = before.get(finding.rule, {}).get("outcome", "-")
        colour = "" if old == finding.outcome else "[yellow]"
        table.add_row(finding.rule, str(old), f"{colour}{finding.outcome}", finding.reason)
    console.print(table)
    return bool(then["outcome"] == now.outcome)


def main(arguments: Sequence[str] | None = None) -> int:
    """Replays the decisions of a case. Exit status: 1 if an outcome differs, 2 for invalid
    arguments or a case without decisions."""
    parser = argparse.ArgumentParser(prog="make replay", description=__doc__)
    parser.add_argument("case")
    parser.add_argument("--set", nargs="*", default=[], help="threshold=value")
    place.option(parser)
    chosen = parser.parse_args(arguments)
    place.enter(chosen.stage, chosen.region)
    try:
        changed = dict(pair.split("=", 1) for pair in chosen.set)
        found = replay(chosen.case, changed)
    except ValueError as error:
        console.print(f"[red]{error}[/]")
        return 2
    if not found:
        console.print(f"[red]no decision is recorded for {chosen.case}[/]")
        return 2
    same = [show(then, now) for then, now in found]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
