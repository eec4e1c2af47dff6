"""What spares work in a search changes no answer."""

from __future__ import annotations

import random
import re
from itertools import product
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.listed_people import Population, build
from chalicelib.adapters.screening import births
from chalicelib.adapters.screening.births import Born
from chalicelib.adapters.screening.candidates import (
    COVERED,
    SLIGHT,
    _holders,
    _look_up,
    candidates,
)
from chalicelib.adapters.screening.folding import _SMOOTH, smooth
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.adapters.screening.likeness import Likes
from chalicelib.adapters.screening.question import Question
from chalicelib.adapters.screening.scoring import ASKED_BETWEEN, LEAST_SHARED, WHOLE, least_weight
from chalicelib.adapters.screening.sounds import (
    LONGEST,
    _chinese,
    _chinese_word,
    _korean,
    _korean_word,
    _read,
)
from chalicelib.adapters.screening.writing import readings

days = st.dates().map(lambda date: int(date.strftime("%Y%m%d")))
listed = st.tuples(days, st.sampled_from([0, 0, 1, 40, 400, 2000]), st.booleans()).map(
    lambda made: Born(made[0], made[0] + made[1] * (made[1] > 1), made[2])
)


@given(days, st.lists(listed, max_size=3))
def test_a_date_that_is_far_off_is_another_one_by_every_rule(born: int, known: list[Born]) -> None:
    flat = [number for each in known for number in each]
    if births.Spans(flat, [len(flat)]).certainly_differs(born, 0):
        assert births.compare(born, known) == births.OTHER


@given(days, st.integers(-60, 60), st.booleans())
def test_dates_that_a_slip_makes_of_each_other_are_never_far_off(
    born: int, years: int, range_of_years: bool
) -> None:
    """The same day and month in any year, and every year that is near."""
    first = born + 10_000 * years
    last = first + 20_000 if range_of_years else first
    if births.compare(born, [Born(first, last)]) != births.OTHER:
        assert not births.Spans([first, last, 0], [3]).certainly_differs(born, 0)


def test_most_dates_are_seen_to_be_far_off_each_by_those_of_its_own_entry() -> None:
    flat = [
        19500405,
        19500405,
        0,
        19600101,
        19601231,
        0,
        19700102,
        19700102,
        0,
        19800101,
        19800101,
        0,
    ]
    spans = births.Spans(flat, [3, 6, 6, 12])
    assert [spans.certainly_differs(19900607, entry) for entry in range(4)] == [
        True, True, False, False]  # fmt: skip
    assert not spans.certainly_differs(19900405, 0)  # the same day of the year
    assert not spans.certainly_differs(19620607, 1)
    assert spans.certainly_differs(19630607, 1)
    assert not spans.certainly_differs(0, 0)


letters = st.text("aeiouyjbcdfghklmnpqrstvwxz", max_size=14)


@pytest.mark.parametrize(("some", "before", "after"), _SMOOTH, ids=str)
def test_a_pattern_that_is_not_tried_would_have_found_nothing(
    some: tuple[str, ...], before: re.Pattern[str], after: str
) -> None:
    """Every three letters, alone and as the beginning of a word."""
    for three in map("".join, product(ascii_lowercase, repeat=3)):
        for word in (three, three + "bra"):
            assert any(part in word for part in some) or not before.search(word)


@given(letters)
def test_patterns_are_tried_one_after_the_other(word: str) -> None:
    plain = word
    for _, before, after in _SMOOTH:
        plain = before.sub(after, plain)
    assert smooth(word) == plain


SYLLABLES = ["wang", "xiao", "szeto", "hsueh", "kwon", "yeong", "lee", "j", "v", "o", "er"]
syllables_side_by_side = st.lists(st.sampled_from(SYLLABLES), max_size=5).map("".join)


@given(letters | syllables_side_by_side)
def test_a_word_is_syllabic_if_it_can_be_read(word: str) -> None:
    for table, asked in ((_chinese(), _chinese_word), (_korean(), _korean_word)):
        assert all(table.values())
        in_parts = re.fullmatch(f"(?:{'|'.join(filter(None, table))})*", word)
        assert (
            asked(word) is bool(_read(word, table, "")) is (bool(in_parts) and len(word) <= LONGEST)
        )


@pytest.fixture(scope="module")
def people() -> Population:
    return build(1_500, 120, 20261127)


def test_only_names_that_cannot_hold_enough_are_left_out(people: Population) -> None:
    """Every name's weight, counted over all the words there are, and none is lost or another."""
    index, rng = NameIndex(people.entries), random.Random(7)
    s, vocabulary = index._s, index._vocabulary
    looked = 0
    for query in people.queries:
        for reading in readings(query.person.name):
            asked = Question(vocabulary, reading, (s["run_keys"], s["run_names"]))
            dated, threshold = bool(rng.getrandbits(1)), rng.choice([0.6, 0.7, 0.8]) * WHOLE
            found = candidates(asked, dated, threshold, s["posting_ends"], s["postings"])
            plain = _plainly(asked, dated, threshold, s["posting_ends"], s["postings"])
            assert found.keys() == plain.keys()
            assert found == pytest.approx(plain)
            looked += len(plain)
    assert looked > 300


def test_who_holds_a_word_is_remembered_for_what_was_asked(people: Population) -> None:
    """Once for words that prove something, once for those that prove next to nothing."""
    index = NameIndex(people.entries)
    s, vocabulary = index._s, index._vocabulary
    ends, postings = s["posting_ends"], s["postings"]
    different = 0
    for word in vocabulary.words[:200]:
        alike = vocabulary.alike(word)
        for slight in (SLIGHT, 0.0, SLIGHT):
            held = _holders(alike, slight, ends, postings)
            assert held is _holders(alike, slight, ends, postings)
            assert held == _look_up(alike, slight, ends, postings)
        different += held != _look_up(alike, 0.0, ends, postings)
    assert different


def test_words_that_are_alike_keep_their_order_and_their_points() -> None:
    alike = Likes([(1.0, 9.5, (7,)), (0.9, 4.25, (3, 9)), (0.75, -1.0, (1,))])
    assert list(alike.table().items()) == [
        (7, (1.0, 9.5)), (3, (0.9, 4.25)), (9, (0.9, 4.25)), (1, (0.75, -1.0))]  # fmt: skip
    assert alike.best == 9.5 and Likes().best == 0.0 and not Likes().table()


def _plainly(
    asked: Question, dated: bool, threshold: float, ends: Any, postings: Any
) -> dict[int, float]:
    likely = births.POINTS[births.YEAR] if dated else 0.0
    need = least_weight(threshold - likely + ASKED_BETWEEN, asked.heaviest)
    need = max(COVERED * asked.total, min(need, 0.99 * asked.total))
    if not dated:
        need = min(need, least_weight(LEAST_SHARED, asked.heaviest))
    slight = SLIGHT if asked.heaviest >= SLIGHT else 0.0
    covered: dict[int, float] = {}
    for unit, alike in zip(asked.units, asked.alike, strict=True):
        held = _look_up(alike, slight, ends, postings)
        for names, weight in ((held.near, unit.weight), (held.far, held.less)):
            for name in names:
                covered[name] = covered.get(name, 0.0) + weight
    return {name: weight for name, weight in covered.items() if weight >= need - 1e-9}
