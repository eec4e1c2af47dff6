"""What a birth date says: evidence, with the slips that people and machines make."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.adapters.screening import births
from chalicelib.adapters.screening.births import Born, compare, day
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.domain.screening.screening import Interval, Listed, ListedName, Person


@pytest.mark.parametrize(
    ("born", "listed", "word"),
    [
        ("1961-04-12", [("1961-04-12",) * 2], "same_day"),
        ("1961-12-04", [("1961-04-12",) * 2], "day_and_month_swapped"),
        ("1962-04-12", [("1961-04-12",) * 2], "one_part_differs"),
        ("1971-04-12", [("1961-04-12",) * 2], "one_part_differs"),
        ("1916-04-12", [("1961-04-12",) * 2], "one_part_differs"),
        ("1965-04-12", [("1956-04-12",) * 2], "one_part_differs"),
        ("1961-04-21", [("1961-04-12",) * 2], "one_part_differs"),
        ("1961-05-12", [("1961-04-12",) * 2], "one_part_differs"),
        ("1961-05-13", [("1961-04-12",) * 2], "same_year"),
        ("1962-05-13", [("1961-04-12",) * 2], "next_year"),
        ("1965-05-13", [("1961-04-12",) * 2], "different"),
        ("1961-01-01", [("1961-04-12",) * 2], "first_of_january_for_a_year"),
        ("1961-04-12", [("1961-01-01",) * 2], "first_of_january_for_a_year"),
        ("1961-01-01", [("1961-01-01",) * 2], "same_first_of_january"),
        ("1962-05-13", [("1961-01-01",) * 2], "near_listed_years"),
        ("1961-05-13", [("1961-05-01", "1961-05-31")], "within_listed_month"),
        ("1961-05-13", [("1961-01-01", "1961-12-31")], "within_listed_year"),
        ("1961-05-13", [("1960-01-01", "1962-12-31")], "within_listed_years"),
        ("1962-05-13", [("1961-01-01", "1961-12-31")], "near_listed_years"),
        ("1963-05-13", [("1961-01-01", "1961-12-31")], "different"),
        ("1964-05-13", [("1960-01-01", "1962-12-31")], "near_listed_years"),
        ("1965-05-13", [("1960-01-01", "1962-12-31")], "different"),
        ("1963-05-13", [("1961-01-01", "1961-12-31", True)], "near_listed_years"),
        ("1964-05-13", [("1961-04-12",) * 2, ("1964-05-13",) * 2], "same_day"),
        ("", [("1961-04-12",) * 2], "unknown"),
        ("1964-05-13", [], "unknown"),
    ],
)
def test_what_a_birth_date_says(born: str, listed: list[Any], word: str) -> None:
    found = [Born(day(first), day(last), *circa) for first, last, *circa in listed]
    assert compare(day(born), found) == word


def test_the_better_a_date_fits_the_more_it_proves() -> None:
    points = list(births.POINTS.values())
    assert points == sorted(points, reverse=True)


@pytest.mark.parametrize("seed", range(40))
def test_an_exact_name_rings_with_a_slip_in_the_birth_date(seed: int) -> None:
    rng = random.Random(seed)
    born = date(1940, 1, 1) + timedelta(days=rng.randrange(22_000))
    text = born.isoformat()
    place = rng.choice((2, 3, 5, 6, 8, 9))
    slipped = text[:place] + rng.choice("0123456789") + text[place + 1 :]
    try:
        date.fromisoformat(slipped)
    except ValueError:
        return
    entry = Listed("l", "x", (ListedName("Konstantin Testernikov"),), (Interval(text, text),))
    assert NameIndex([entry]).search(Person("Konstantin Testernikov", slipped), 0.8)
