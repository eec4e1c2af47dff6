"""Names in Burmese script against lists in Latin letters."""

from __future__ import annotations

import pytest

from chalicelib.adapters.screening.index import NameIndex
from chalicelib.adapters.screening.likeness import likeness_of_runs
from chalicelib.adapters.screening.scoring import SYLLABLES_LIKENESS
from chalicelib.domain.screening.screening import Interval, Listed, ListedName, Person

BORN = (Interval("1987-05-03", "1987-05-03"),)


def test_syllables_are_told_apart_by_their_vowels() -> None:
    """Htun Aung is no Tun Naing, though together they have the same consonants."""
    assert likeness_of_runs("htunaung", "tunnaing", False) > SYLLABLES_LIKENESS
    assert likeness_of_runs("htunaung", "tunnaing", False, vowelled=True) < SYLLABLES_LIKENESS
    others = [Listed("l", f"{n}", (ListedName(f"Someone Other{n}"),)) for n in range(400)]
    index = NameIndex([*others, Listed("l", "n", (ListedName("Tun Tun Naing"),), BORN)])
    near = index.search(Person("ထွန်း အောင်", "1988-09-26"), 0.3)
    assert all(hit.score < 0.7 for hit in near)


@pytest.mark.parametrize("spelled", ["Min Htun", "Minhtun", "Mintun", "Min Tun", "MIN HTUN"])
def test_one_name_is_found_however_its_syllables_are_spelled_and_set(spelled: str) -> None:
    index = NameIndex([Listed("l", "1", (ListedName(spelled),), BORN)])
    (hit,) = index.search(Person("မင်း ထွန်း", "1987-05-03"), 0.8)
    assert hit.name == spelled
