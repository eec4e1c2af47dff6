"""Decisions under a level: the default changes nothing, and no level's text verifies too much."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from chalicelib.domain.levels.deciding import VERIFYING, accepts, band, engine, judge
from chalicelib.domain.levels.default import default_level
from chalicelib.domain.levels.facts import Facts
from chalicelib.domain.levels.level import (
    Condition,
    Documents,
    Effect,
    End,
    Engine,
    Hit,
    Level,
    ListKind,
    Liveness,
    Risk,
    RiskPoints,
    Screening,
)
from chalicelib.domain.verifications.checks import Evidence, Outcome, Policy, decide
from tests.domain.levels.levels import DEFAULT, GOOD, all_facts, any_levels, evidences, shipped


def test_the_default_level_of_a_deployment_is_the_one_that_ships() -> None:
    assert default_level(18, 85.0) == DEFAULT
    assert default_level(21, 90.0).minimum_age == 21


@given(evidences, all_facts)
def test_the_default_level_decides_as_the_policy_does(evidence: Evidence, facts: Facts) -> None:
    assert judge(DEFAULT, evidence, facts).outcome == decide(evidence, Policy()).outcome
    assert judge(DEFAULT, evidence, facts).reasons == tuple(
        dict.fromkeys(decide(evidence, Policy()).reasons)
    )


@given(any_levels(), evidences, all_facts)
def test_no_level_whatever_its_text_verifies_without_certain_document_and_screening(
    level: Level, evidence: Evidence, facts: Facts
) -> None:
    judgement = judge(level, evidence, facts)
    assert judgement.outcome in {"approved", "rejected", "needs_review"}
    if judgement.outcome == "approved" and judgement.end is End.VERIFIED:
        assert evidence.fields_missing == () and evidence.field_differences == ()
        assert evidence.mrz_valid is True
        assert evidence.screening == "clear" or set(facts.hit_kinds) <= {"pep", "own"}
        assert evidence.screening in {"clear", "potential_match"}


@given(any_levels(), evidences, all_facts)
def test_a_judgement_is_the_same_each_time(level: Level, evidence: Evidence, facts: Facts) -> None:
    assert judge(level, evidence, facts) == judge(level, evidence, facts)


def test_what_verifies_is_asked_even_where_a_level_forgot_it() -> None:
    careless = replace(DEFAULT, checks=("of_age",))
    asked = {finding.rule for finding in judge(careless, GOOD).findings}
    assert set(VERIFYING) <= asked
    unscreened = replace(GOOD, screening="unavailable")
    assert judge(careless, unscreened).outcome == "needs_review"


def test_a_level_may_leave_a_refusal_to_a_human_and_never_the_other_way() -> None:
    expired = replace(GOOD, document_expired=True)
    assert judge(DEFAULT, expired).outcome == "rejected"
    assert judge(replace(DEFAULT, refusals_reviewed=("document_in_date",)), expired).outcome == (
        "needs_review"
    )
    strange = replace(GOOD, face_mean=20.0)
    assert judge(DEFAULT, strange).outcome == "needs_review"


def test_a_number_of_the_level_is_the_one_that_counts() -> None:
    assert judge(DEFAULT, replace(GOOD, age=18)).outcome == "approved"
    assert judge(replace(DEFAULT, minimum_age=21), replace(GOOD, age=20)).outcome == "rejected"
    assert judge(replace(DEFAULT, face_similarity=98.0), GOOD).outcome == "needs_review"


@pytest.mark.parametrize(
    ("kind", "country", "outcome"),
    [
        ("passport", "BRA", "approved"),
        ("driving_licence", "GBR", "approved"),
        ("driving_licence", "BRA", "rejected"),
        ("", "", "needs_review"),
    ],
)
def test_documents_that_a_level_does_not_take(kind: str, country: str, outcome: str) -> None:
    facts = Facts(document_type=kind, document_country=country, account_age_days=400)
    judgement = judge(shipped("marketplace_seller"), GOOD, facts)
    assert judgement.outcome == outcome
    assert ("document_not_accepted" in judgement.reasons) is (outcome != "approved")


def test_an_excepted_country_is_not_accepted() -> None:
    group = Documents(("passport",), ("*",), ("PRK",))
    assert accepts(group, "passport", "DEU")
    assert not accepts(group, "passport", "PRK")
    assert not accepts(group, "id_card", "DEU")


def _screened(**hits: Hit) -> Level:
    return replace(
        DEFAULT, screening=Screening(hits={ListKind(kind): hit for kind, hit in hits.items()})
    )


@pytest.mark.parametrize(
    ("kinds", "outcome"),
    [
        (("pep",), "approved"),
        (("pep", "sanctions"), "needs_review"),
        (("sanctions",), "needs_review"),
        (("own",), "needs_review"),
        ((), "needs_review"),
        (("?",), "needs_review"),
    ],
)
def test_only_hits_that_a_level_notes_do_not_go_to_a_human(
    kinds: tuple[str, ...], outcome: str
) -> None:
    level = _screened(pep=Hit.NOTE, sanctions=Hit.NOTE)
    hit = replace(GOOD, screening="potential_match")
    assert judge(level, hit, Facts(hit_kinds=kinds)).outcome == outcome


def _conditioned(when: str, then: Effect, reason: str = "fraud_suspected") -> Level:
    return replace(DEFAULT, conditions=(Condition("c", when, then, reason),))


def test_a_condition_sends_to_a_human_refuses_or_asks_for_two_people() -> None:
    facts = Facts(deny_listed=True)
    assert judge(_conditioned("deny_listed", Effect.REVIEW), GOOD, facts).outcome == "needs_review"
    assert judge(_conditioned("deny_listed", Effect.REJECT), GOOD, facts).outcome == "rejected"
    two = judge(_conditioned("deny_listed", Effect.FOUR_EYES), GOOD, facts)
    assert (two.outcome, two.four_eyes) == ("needs_review", True)
    assert judge(_conditioned("deny_listed", Effect.REVIEW), GOOD).outcome == "approved"
    assert judge(_conditioned("deny_listed", Effect.FOUR_EYES), GOOD).four_eyes is False


def test_a_condition_about_something_unknown_goes_to_a_human_even_if_it_would_refuse() -> None:
    judgement = judge(_conditioned("amount > 10.0", Effect.REJECT), GOOD, Facts())
    assert (judgement.outcome, judgement.reasons) == ("needs_review", ("condition_unknown",))


def test_risk_is_the_sum_of_its_points_and_each_explains_itself() -> None:
    risk = Risk(
        (
            RiskPoints("tries", "attempts > 3", 20, "more than three attempts"),
            RiskPoints("vpn", "vpn == true", 15, "an anonymiser"),
            RiskPoints("known", "allow_listed", -5, "on the allow list"),
        ),
        30,
        60,
    )
    level = replace(
        DEFAULT,
        risk=risk,
        conditions=(Condition("r", "risk >= 30", Effect.REVIEW, "fraud_suspected"),),
    )
    both = judge(level, GOOD, Facts(attempts=4, vpn=True))
    assert (both.risk, both.outcome) == (35, "needs_review")
    assert both.explanations == ("tries: +20, more than three attempts", "vpn: +15, an anonymiser")
    known = judge(level, GOOD, Facts(attempts=4, vpn=True, allow_listed=True))
    assert (known.risk, known.outcome) == (30, "needs_review")
    assert judge(level, GOOD, Facts(attempts=4)).outcome == "approved"
    assert [band(level, risk) for risk in (0, 29, 30, 59, 60)] == [
        "low",
        "low",
        "medium",
        "medium",
        "high",
    ]


def test_points_that_cannot_be_told_count() -> None:
    risk = Risk((RiskPoints("big", "amount > 1.0", 50, "a lot"),), 30, 60)
    assert judge(replace(DEFAULT, risk=risk), GOOD, Facts()).risk == 50


def test_the_managed_engine_is_asked_above_a_risk() -> None:
    risk = Risk((RiskPoints("vpn", "vpn == true", 40, "an anonymiser"),), 30, 60)
    level = replace(DEFAULT, risk=risk, liveness=Liveness(raise_when="risk >= 30"))
    assert engine(level, Facts(vpn=False)) is Engine.GESTURES
    assert engine(level, Facts(vpn=True)) is Engine.REKOGNITION
    unknown = replace(level, liveness=Liveness(raise_when="amount > 1.0"))
    assert engine(unknown, Facts()) is Engine.REKOGNITION


def test_a_level_for_less_ends_in_its_own_word() -> None:
    judgement = judge(shipped("adult_content"), replace(GOOD, screening="unavailable"))
    assert (judgement.outcome, judgement.end) == ("approved", End.AGE_CONFIRMED)
    assert all(f.outcome is Outcome.PASS for f in judgement.findings)


@pytest.mark.parametrize(
    ("asked", "shown", "reason"),
    [
        ("high", "basic", "assurance_low"), ("high", "high", ""), ("high", "", ""),
        ("basic", "basic", ""),
    ],
)  # fmt: skip
def test_a_liveness_check_is_as_sure_as_the_level_asks(asked: str, shown: str, reason: str) -> None:
    level = replace(DEFAULT, liveness=replace(DEFAULT.liveness, assurance=asked))
    found = judge(level, GOOD, Facts(assurance=shown))
    (finding,) = [one for one in found.findings if one.rule == "liveness_assured"]
    assert finding.reason == reason
    assert finding.outcome is (Outcome.REVIEW if reason else Outcome.PASS)
