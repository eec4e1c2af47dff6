"""Rules of assignment: who gets a case when it opens."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.reviews.review import GIVEN, ReviewCase
from chalicelib.domain.reviews.rules import Rule, assigned, rules

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
CASE = ReviewCase("v1", "u1", NOW, "open", ("watchlist_match", "expired"), NOW, level="default")


def test_the_setting_says_reasons_languages_levels_and_to_whom() -> None:
    written = (
        '[{"reasons": ["watchlist_match"], "languages": ["de", "fr"], "to": ["r1", "r2"]},'
        ' {"levels": ["strict"], "to": ["r3"]}, {"to": ["r4"]}]'
    )
    assert rules(written) == (
        Rule(("r1", "r2"), frozenset({"watchlist_match"}), frozenset({"de", "fr"})),
        Rule(("r3",), levels=frozenset({"strict"})),
        Rule(("r4",)),
    )
    assert rules("[]") == ()


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (Rule(("r",)), True),
        (Rule(("r",), reasons=frozenset({"expired", "other"})), True),
        (Rule(("r",), reasons=frozenset({"other"})), False),
        (Rule(("r",), languages=frozenset({"de"})), True),
        (Rule(("r",), languages=frozenset({"el"})), False),
        (Rule(("r",), levels=frozenset({"default"})), True),
        (Rule(("r",), levels=frozenset({"strict"})), False),
        (Rule(("r",), frozenset({"expired"}), frozenset({"de"}), frozenset({"strict"})), False),
    ],
)
def test_all_conditions_of_a_rule_hold_or_it_does_not_fit(rule: Rule, fits: bool) -> None:
    case = replace(CASE, language="de")
    assert rule.fits(case) is fits
    assert assigned((rule, Rule(("rest",))), case) == ("r" if fits else "rest")


def test_the_first_that_fits_decides_and_without_one_nobody_is_named() -> None:
    assert assigned((Rule(("r1",)), Rule(("r2",))), CASE) == "r1"
    assert assigned((Rule(("r1",), levels=frozenset({"x"})),), CASE) == ""
    assert assigned((), CASE) == ""


def test_nobody_is_given_their_own_case() -> None:
    assert assigned((Rule(("u1", "r2")),), CASE) == "r2"
    assert assigned((Rule(("u1",)),), CASE) == ""


@settings(deadline=None, max_examples=25)
@given(st.text(min_size=1), st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_the_same_case_always_goes_to_the_same_of_those_named(
    case_id: str, names: list[str]
) -> None:
    case, rule = replace(CASE, case_id=case_id, user_id=""), Rule(tuple(names))
    assert assigned((rule,), case) == assigned((rule,), replace(case, version=9)) in names


def test_everybody_gets_about_as_many_and_who_stands_there_twice_twice_as_many() -> None:
    rule = Rule(("r1", "r2", "r3", "r3"))
    got = Counter(assigned((rule,), replace(CASE, case_id=f"v{n}")) for n in range(4_000))
    assert all(850 < got[one] < 1_150 for one in ("r1", "r2"))
    assert 1_850 < got["r3"] < 2_150


def test_an_opening_is_ruled_once() -> None:
    given_to = CASE.ruled("r1", NOW)
    assert given_to.held_by(NOW) == "r1" and given_to.held_until == NOW + GIVEN
    assert given_to.ruled("r2", NOW) == given_to
    assert given_to.let_go("r1").ruled("r1", NOW).held_by(NOW) == ""
    later = NOW + timedelta(days=3)
    again = given_to.closed("asked_again", later).reopened(("fraud_suspected",), later)
    assert again.ruled("r2", later).held_by(later) == "r2"


def test_who_was_quicker_keeps_the_case_and_a_closed_one_is_given_to_nobody() -> None:
    taken = CASE.taken("r9", NOW)
    assert taken.ruled("r1", NOW).held_by(NOW) == "r9"
    assert CASE.closed("rejected", NOW).ruled("r1", NOW).held_by(NOW) == ""
    assert CASE.ruled("", NOW).held_by(NOW) == ""
