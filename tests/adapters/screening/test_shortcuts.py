"""What spares work in a search changes no answer."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.listed_people import build
from chalicelib.adapters.screening import births
from chalicelib.adapters.screening.births import Born
from chalicelib.adapters.screening.candidates import COVERED, SLIGHT, _holders, candidates
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.adapters.screening.question import Question
from chalicelib.adapters.screening.scoring import ASKED_BETWEEN, LEAST_SHARED, WHOLE, least_weight
from chalicelib.adapters.screening.writing import readings

days = st.dates().map(lambda date: int(date.strftime("%Y%m%d")))
listed = st.tuples(days, st.sampled_from([0, 0, 1, 40, 400, 2000]), st.booleans()).map(
    lambda made: Born(made[0], made[0] + made[1] * (made[1] > 1), made[2])
)


@given(days, st.lists(listed, min_size=1, max_size=3))
def test_a_date_that_is_far_off_is_another_one_by_every_rule(born, known):
    flat = [number for each in known for number in each]
    if births.certainly_differs(born, flat, 0, len(flat)):
        assert births.compare(born, known) == births.OTHER


@given(days, st.integers(-60, 60), st.booleans())
def test_dates_that_a_slip_makes_of_each_other_are_never_far_off(born, years, range_of_years):
    """The same day and month in any year, and every year that is near."""
    first = born + 10_000 * years
    last = first + 20_000 if range_of_years else first
    flat = [first, last, 0]
    if births.compare(born, [Born(first, last)]) != births.OTHER:
        assert not births.certainly_differs(born, flat, 0, 3)


@pytest.fixture(scope="module")
def people():
    return build(1_500, 120, 20261127)


def test_only_names_that_cannot_hold_enough_are_left_out(people):
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


def _plainly(asked, dated, threshold, ends, postings):
    likely = births.POINTS[births.YEAR] if dated else 0.0
    need = least_weight(threshold - likely + ASKED_BETWEEN, asked.heaviest)
    need = max(COVERED * asked.total, min(need, 0.99 * asked.total))
    if not dated:
        need = min(need, least_weight(LEAST_SHARED, asked.heaviest))
    slight = SLIGHT if asked.heaviest >= SLIGHT else 0.0
    covered: dict[int, float] = {}
    for unit, alike in zip(asked.units, asked.alike, strict=True):
        near, far, less = _holders(alike, slight, ends, postings)
        for names, weight in ((near, unit.weight), (far, less)):
            for name in names:
                covered[name] = covered.get(name, 0.0) + weight
    return {name: weight for name, weight in covered.items() if weight >= need - 1e-9}
