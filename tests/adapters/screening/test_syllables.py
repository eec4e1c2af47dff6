"""Chinese and Korean names: syllables are few, so the one that differs tells people apart."""

import pytest

from benchmarks.listed_people import build
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.domain.screening.screening import Interval, Listed, ListedName, Person


@pytest.fixture(scope="module")
def long() -> NameIndex:
    """Four people among made-up ones, in a list that is long enough to tell what is rare."""
    births = (Interval("1961-04-12", "1961-04-12"),)
    told: tuple[tuple[str, tuple[Interval, ...]], ...] = (
        ("Hua Chiang PAO", ()),
        ("고지성", ()),
        ("Min Qiao FEN", births),
        ("박성민", births),
    )
    entries = [Listed("t", name, (ListedName(name),), days) for name, days in told]
    return NameIndex([*build(1_500, 2, 8).entries, *entries])


@pytest.mark.parametrize(
    ("asked", "born", "rings"),
    [
        ("Dong Hua Pei", "1970-01-05", False),
        ("Hua Chiang Pei", "1970-01-05", False),
        ("Hua Chiang Pao", "1970-01-05", True),
        ("Hua Chiang Pei", "", True),  # no birth date that could tell them apart
        ("Min Qiao Fan", "1970-01-05", False),
        ("Min Qiao Fan", "1961-04-12", True),  # born that very day
        ("Min Qiao Fan", "1961-04-21", True),
        ("김지성", "1970-01-05", False),  # another family
        ("김지성", "", False),
        ("고지성", "1970-01-05", True),
        ("이성민", "1961-04-12", True),
        ("이성민", "1970-01-05", False),
    ],
)
def test_another_syllable_is_another_name_unless_a_birth_date_speaks_for_it(
    long: NameIndex, asked: str, born: str, rings: bool
) -> None:
    found = long.search(Person(asked, born), 0.73, limit=None)
    told_of = [hit for hit in found if hit.entry.source == "t"]
    assert bool(told_of) is rings
    assert not any("another_syllable" in hit.rules for hit in told_of)
