"""What an approval lacks under a raised level, when it is over, and what is told ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.levels.approval import Approved, approved, as_told, lacks, over, to_tell
from chalicelib.domain.levels.deciding import judge
from chalicelib.domain.levels.facts import Facts
from chalicelib.domain.levels.level import (
    Certainty,
    Condition,
    Documents,
    Effect,
    End,
    Expiry,
    Level,
    Liveness,
    PeriodicReview,
    Retention,
    Risk,
    RiskPoints,
)
from chalicelib.domain.verifications.checks import Evidence
from tests.domain.levels.levels import DEFAULT, GOOD, all_facts, any_levels, evidences, shipped

AT = datetime(2026, 1, 31, 9, tzinfo=UTC)
FOUND = Approved(AT, "basic", (GOOD, Facts(document_type="passport", document_country="DEU")), 0)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"minimum_age": 40}, ("of_age",)),
        ({"face_similarity": 99.0}, ("face_matches",)),
        ({"certainty": (Certainty.CHIP,)}, ("document_certain",)),
        ({"documents": (Documents(("id_card",)),)}, ("document_accepted",)),
        ({"conditions": (Condition("c", "attempts > 0", Effect.REVIEW, "two_people"),)}, ("c",)),
        ({"liveness": Liveness(assurance="high")}, ("assurance",)),
        ({"end": End.AGE_CONFIRMED}, ("end",)),
        ({"minimum_age": 21}, ()),
        ({"four_eyes": ("fraud_suspected",)}, ()),
        ({"retention": Retention(1)}, ()),
    ],
)
def test_what_a_raised_level_asks_beyond_the_one_before_is_missing(
    changes: dict[str, Any], missing: tuple[str, ...]
) -> None:
    assert lacks(replace(DEFAULT, version=2, **changes), DEFAULT, FOUND) == missing


def test_what_people_approved_is_not_asked_again_unless_it_is_refused_now() -> None:
    old = replace(GOOD, document_expired=True)
    lenient = replace(DEFAULT, refusals_reviewed=("document_in_date",))
    found = replace(FOUND, known=(old, Facts()))
    assert judge(lenient, old).outcome == "needs_review"
    assert lacks(replace(lenient, version=2), lenient, found) == ()
    assert lacks(replace(DEFAULT, version=2), lenient, found) == ("document_in_date",)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"minimum_age": 21}, ("minimum_age",)),
        ({"retention": Retention(1)}, ()),
        ({"periodic_review": PeriodicReview(1, 1, 1)}, ()),
    ],
)
def test_what_was_never_recorded_cannot_be_shown_to_satisfy_another_version(
    changes: dict[str, Any], missing: tuple[str, ...]
) -> None:
    assert lacks(replace(DEFAULT, **changes), DEFAULT, Approved(AT)) == missing


@settings(deadline=None, max_examples=150)
@given(any_levels(), any_levels(), evidences, all_facts, st.sampled_from(["", "basic", "high"]))
def test_whoever_the_rules_approved_satisfies_exactly_the_levels_that_approve_them(
    begun: Level, raised: Level, evidence: Evidence, facts: Facts, assurance: str
) -> None:
    found = Approved(AT, assurance, (evidence, facts), 0)
    assert lacks(begun, begun, found) == ()
    missing = lacks(raised, begun, found)
    if judge(begun, evidence, facts).outcome == "approved" and raised != begun:
        enough = assurance == "high" or raised.liveness.assurance != "high"
        approves = judge(raised, evidence, facts).outcome == "approved"
        assert (missing == ()) is (approves and enough and raised.end is End.VERIFIED)


@settings(deadline=None, max_examples=60)
@given(st.data(), evidences, all_facts)
def test_approved_people_stay_under_any_version_that_asks_for_the_same(
    data: st.DataObject, evidence: Evidence, facts: Facts
) -> None:
    begun = data.draw(any_levels())
    raised = replace(begun, version=begun.version + 1, title="again", retention=Retention(7))
    if begun.end is End.VERIFIED and begun.liveness.assurance != "high":
        assert lacks(raised, begun, Approved(AT, "basic", (evidence, facts), 0)) == ()
        assert lacks(raised, begun, Approved(AT)) == ()


def test_an_approval_is_over_when_its_review_is_due_or_its_document_has_expired() -> None:
    level = replace(DEFAULT, periodic_review=PeriodicReview(24, 12, 6))
    day = timedelta(days=1)
    assert over(level, level, FOUND, date(2028, 1, 31) - day) == {}
    assert over(level, level, FOUND, date(2028, 1, 31)) == {"review_due": ("2028-01-31",)}
    card = replace(FOUND, expires_on=date(2027, 5, 5))
    strict = replace(DEFAULT, document_expiry=Expiry.STALE)
    assert over(strict, strict, card, date(2027, 5, 5)) == {}
    assert over(strict, strict, card, date(2027, 5, 6)) == {"document_expired": ("2027-05-05",)}
    assert over(DEFAULT, DEFAULT, card, date(2027, 5, 6)) == {}


def test_a_risk_that_nobody_added_up_counts_as_high_where_risk_is_added_up() -> None:
    risk = Risk((RiskPoints("p", "attempts > 9", 60, "many"),))
    level = replace(DEFAULT, periodic_review=PeriodicReview(24, 12, 6), risk=risk)
    assert over(level, level, Approved(AT), date(2026, 7, 31)) == {"review_due": ("2026-07-31",)}
    calm = replace(level, risk=Risk())
    assert over(calm, calm, Approved(AT), date(2026, 7, 31)) == {}


def test_each_stage_is_told_once_even_with_days_missed_and_anew_when_the_date_moves() -> None:
    level, told, log = shipped("exchange_eu"), dict[str, Any](), []
    found, today = replace(FOUND, expires_on=date(2027, 6, 15)), AT.date()
    while today < date(2029, 2, 28):
        if today.toordinal() % 3 != 1 or today.day > 25:  # a sweep that does not run every day
            for one in to_tell(level, found, told, today):
                told[one.what] = as_told(one)
                log.append((one.what, one.days_left))
        today += timedelta(days=1)
    assert log == [  # the day before the document expired nobody looked
        *(("document_expiry", days) for days in (30, 7, 0)),
        *(("periodic_review", days) for days in (30, 7, 1, 0)),
    ]
    sooner = replace(level, periodic_review=PeriodicReview(12, 12, 12))
    (again,) = to_tell(sooner, replace(found, expires_on=None), told, date(2027, 1, 1))
    assert (again.on, again.days_left) == (date(2027, 1, 31), 30)


def test_stages_from_before_the_approval_are_not_told() -> None:
    found = replace(FOUND, expires_on=AT.date() + timedelta(days=5))
    assert list(to_tell(DEFAULT, found, {}, AT.date())) == []
    (one,) = to_tell(DEFAULT, found, {}, AT.date() + timedelta(days=4))
    assert one.days_left == 1


def test_the_log_says_what_an_approval_rests_on() -> None:
    evidence = {"mrz_valid": True, "age": 30}
    first = {"kind": "decided", "at": "2026-01-30T09:00:00+00:00", "facts": {"evidence": {}}}
    last = {
        "kind": "decided",
        "at": "0",
        "facts": {
            "evidence": evidence,
            "facts": {"document_days_left": 10},
            "risk": 15,
            "on": "2026-01-31",
        },
    }
    live = {"kind": "liveness", "at": "1", "facts": {"assurance": "high"}}
    found = approved(AT, (first, live, last))
    assert (found.assurance, found.risk, found.expires_on) == ("high", 15, date(2026, 2, 10))
    assert found.known == (Evidence(mrz_valid=True, age=30), Facts(document_days_left=10))
    old = {**first, "facts": {"evidence": {}, "facts": {"document_days_left": 1}}}
    assert approved(AT, (old,)).expires_on == date(2026, 1, 31)
    assert approved(AT, ()) == Approved(AT)
    broken = {**first, "facts": {"evidence": "x"}}
    assert approved(AT, (broken,)) == Approved(AT)


def test_an_approval_under_an_older_version_is_stale_for_what_it_lacks() -> None:
    raised = replace(DEFAULT, minimum_age=40)
    assert over(raised, DEFAULT, FOUND, AT.date()) == {"level_raised": ("of_age",)}
    assert over(raised, raised, FOUND, AT.date()) == {}
