"""Given names as initials: what is an initial, and what it stands for."""

import pytest

from benchmarks.listed_people import build
from chalicelib.adapters.screening.folding import fold
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.domain.screening.screening import Listed, ListedName, Person

LISTED = ("Viktor Borislav Testanovski", "Abdul Karim Vestmarkis", "Abdul Hamid Rauf Quddusian")


@pytest.fixture(scope="module")
def long() -> NameIndex:
    """Made-up people, in a list that is long enough to tell what is rare."""
    entries = [Listed("t", name, (ListedName(name),)) for name in LISTED]
    return NameIndex([*build(1_500, 2, 8).entries, *entries])


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("V. B. Testanovski", "Viktor Borislav Testanovski"),  # "b" is a particle elsewhere
        ("A. Vestmarkis", "Abdul Karim Vestmarkis"),
        ("A. K. Vestmarkis", "Abdul Karim Vestmarkis"),
        ("A. R. Quddusian", "Abdul Hamid Rauf Quddusian"),
        ("B. Vestmarkis", ""),
        ("A. X. Vestmarkis", ""),
        ("E. B. Vestmarkis", ""),
    ],
)
def test_all_given_names_may_be_initials(long: NameIndex, asked: str, listed: str) -> None:
    hits = long.search(Person(asked), 0.8, limit=None)
    assert [hit.entry_id for hit in hits if hit.entry.source == "t"] == [listed] * bool(listed)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("B. E. Hassan", ["b", "e", "hassan"]),
        ("Yusuf b. Ali Hassan", ["yusuf", "ali", "hassan"]),
        ("bin Ali Hassan", ["ali", "hassan"]),
    ],
)
def test_no_particle_of_one_letter_begins_a_name(name: str, words: list[str]) -> None:
    assert fold(name) == words
