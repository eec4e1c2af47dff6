"""Recorded decisions come back as they were; the version in force flips none of its own."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from chalicelib.domain.levels.deciding import judge
from chalicelib.domain.levels.facts import Facts
from chalicelib.domain.levels.level import Level
from chalicelib.domain.levels.recorded import NotEvidence, backtest, evidence_of, facts_of
from chalicelib.domain.verifications.checks import Evidence
from tests.domain.levels.levels import DEFAULT, GOOD, all_facts, any_levels, evidences, shipped

NOTHING = Facts()


def entry(
    level: Level, evidence: Evidence, facts: Facts = NOTHING, name: str = "v1"
) -> dict[str, Any]:
    """As the audit log gives it back: through JSON, with numbers as decimals."""
    judgement = judge(level, evidence, facts)
    written = {
        "verificationId": name,
        "outcome": judgement.outcome,
        "evidence": asdict(evidence),
        "facts": asdict(facts),
        "findings": [asdict(finding) for finding in judgement.findings],
    }
    back: dict[str, Any] = json.loads(json.dumps(written), parse_float=Decimal)
    return back


@given(evidences, all_facts)
def test_evidence_and_facts_come_back_as_they_were(evidence: Evidence, facts: Facts) -> None:
    recorded = entry(DEFAULT, evidence, facts)
    assert evidence_of(recorded["evidence"]) == evidence
    assert facts_of(recorded["facts"]) == facts


@given(any_levels(), evidences, all_facts)
def test_a_level_flips_none_of_its_own_decisions(
    level: Level, evidence: Evidence, facts: Facts
) -> None:
    report = backtest(level, [entry(level, evidence, facts)])
    assert (report.decisions, report.flipped, report.unreadable) == (1, 0, [])


def test_a_text_is_never_taken_for_a_list_of_letters() -> None:
    with pytest.raises(NotEvidence, match="hit_kinds"):
        facts_of({"hit_kinds": "XXK"})
    with pytest.raises(NotEvidence, match="fields_missing"):
        evidence_of({"fields_missing": "XXK"})


@pytest.mark.parametrize(
    "damage",
    [{"evidence": {"age": "30"}}, {"evidence": None}, {"facts": {"hit_kinds": "pep"}}],
    ids=str,
)
def test_an_entry_that_cannot_be_read_is_named_and_counted(damage: dict[str, Any]) -> None:
    report = backtest(DEFAULT, [entry(DEFAULT, GOOD) | damage, entry(DEFAULT, GOOD, name="v2")])
    assert (report.decisions, report.unreadable, report.flipped) == (2, ["v1"], 0)


def test_a_flip_says_which_way_where_and_why() -> None:
    facts = Facts(document_type="passport", document_country="DEU")
    young = replace(GOOD, age=19)
    stricter = replace(DEFAULT, version=2, minimum_age=21)
    report = backtest(
        stricter, [entry(DEFAULT, young, facts, "young"), entry(DEFAULT, GOOD, facts, "older")]
    )
    (flip,) = report.flips
    assert (flip.verification_id, flip.was, flip.becomes) == ("young", "approved", "rejected")
    assert (flip.before, flip.after) == ((), ("of_age: reject (under_age)",))
    assert dict(report.ways) == {("approved", "rejected"): 1}
    assert (dict(report.countries), dict(report.reasons)) == ({"DEU": 1}, {"under_age": 1})


def test_flips_beyond_those_shown_are_counted() -> None:
    stricter = replace(DEFAULT, minimum_age=40)
    report = backtest(stricter, (entry(DEFAULT, GOOD, name=str(n)) for n in range(5)), shown=2)
    assert (report.flipped, len(report.flips)) == (5, 2)


def test_a_pinned_attempt_replays_the_same_after_ten_later_versions() -> None:
    pinned = shipped("marketplace_seller")
    facts = Facts(document_type="passport", document_country="BRA", attempts=5, amount=6000.0)
    before = json.dumps(asdict(judge(pinned, GOOD, facts)), default=str)
    for version in range(2, 12):
        judge(replace(pinned, version=version, minimum_age=18 + version), GOOD, facts)
    assert json.dumps(asdict(judge(pinned, GOOD, facts)), default=str) == before


def test_decisions_that_left_no_evidence_are_counted_and_no_fault() -> None:
    bare = {key: value for key, value in entry(DEFAULT, GOOD).items() if key != "evidence"}
    report = backtest(DEFAULT, [bare, entry(DEFAULT, GOOD)])
    assert (report.decisions, report.without_evidence, report.unreadable) == (2, 1, [])


@pytest.mark.parametrize("value", [True, "97", None])
def test_a_number_that_was_recorded_as_something_else_is_no_evidence(value: Any) -> None:
    facts = {**asdict(GOOD), "face_mean": value}
    if value is None:
        assert evidence_of(facts).face_mean is None
        return
    with pytest.raises(NotEvidence, match="face_mean"):
        evidence_of(facts)


def test_a_flip_shows_the_rules_that_did_not_pass_then() -> None:
    child = replace(GOOD, age=17)
    recorded = entry(DEFAULT, child)
    found = backtest(replace(DEFAULT, minimum_age=16), [recorded])
    (flip,) = found.flips
    assert any("of_age: reject (under_age)" in line for line in flip.before)
