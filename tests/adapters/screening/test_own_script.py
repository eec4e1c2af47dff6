"""Names as their own script writes them: compounds, honours, letters of neighbours, and what of it
tells people apart."""

import pytest

from benchmarks.listed_people import build
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.adapters.screening.unvowelled import consonants
from chalicelib.adapters.screening.writing import readings
from chalicelib.domain.screening.screening import Interval, Listed, ListedName, Person

NO_DATE: tuple[Interval, ...] = ()
YEAR = (Interval("1961-01-01", "1961-12-31"),)
ABOUT = (Interval("1960-01-01", "1962-12-31", circa=True),)
LISTED: tuple[tuple[str, tuple[Interval, ...]], ...] = (
    ("Najmuddin Testani", YEAR),
    ("Habibullah Nuri", ABOUT),
    ("Hibatullah Probezai", YEAR),
    ("Mohammad Walid", ABOUT),
    ("Sayed Mohammad Nuristi", ABOUT),
    ("Omar Testani", YEAR),
    ("Abdul Haq Wasimi", YEAR),
    ("Zadran Testoor", YEAR),
    ("رشيد هدايت", YEAR),
    ("Mya Hein", NO_DATE),
    ("Thet Thu", YEAR),
    ("Testan Koni", YEAR),
    ("Testan Ezra", YEAR),
    ("Testan Cahane", YEAR),
)


@pytest.fixture(scope="module")
def long() -> NameIndex:
    """Made-up people, in a list that is long enough to tell what is rare."""
    entries = [Listed("t", name, (ListedName(name),), days) for name, days in LISTED]
    return NameIndex([*build(1_500, 2, 8).entries, *entries])


def _rings(index: NameIndex, name: str, born: str) -> set[str]:
    hits = index.search(Person(name, born), 0.8, limit=None)
    return {hit.entry_id for hit in hits if hit.entry.source == "t"}


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("نجم الدين تستاني", "Najmuddin Testani"),
        ("حبيب الله نوري", "Habibullah Nuri"),
        ("حبیب اللہ نوری", "Habibullah Nuri"),  # letters of Urdu
        ("هبة الله پروبزی", "Hibatullah Probezai"),
        ("محمد وليد", "Mohammad Walid"),  # common words, and a birth date that speaks for him
        ("سيد محمد نورستي", "Sayed Mohammad Nuristi"),
        ("عمر تستاني", "Omar Testani"),  # folded without its ain it would be a Mr
        ("عبدالحق وسيمي", "Abdul Haq Wasimi"),
        ("عبد الحق وسيمي", "Abdul Haq Wasimi"),
        ("ځدران تستور", "Zadran Testoor"),  # a letter of Pashto
        ("رشيد هدايت", "رشيد هدايت"),
        ("טסטן קוני", "Testan Koni"),
        ("טסטן עזרא", "Testan Ezra"),
        ("טסטן כהן", "Testan Cahane"),  # an e at the end is often mute
    ],
)
def test_somebody_is_found_in_the_script_of_their_documents(
    long: NameIndex, asked: str, listed: str
) -> None:
    assert listed in _rings(long, asked, "1961-03-14")


@pytest.mark.parametrize(
    ("asked", "born"),
    [
        ("محمد وليد", "1990-03-14"),  # the same consonants, and another time
        ("محمد وليد", ""),
        ("ဟိန်း မြ", "1961-03-14"),  # the same words in another order, and no listed birth date
        ("ဟိန်း မြ", ""),
    ],
)
def test_somebody_else_does_not_ring(long: NameIndex, asked: str, born: str) -> None:
    assert _rings(long, asked, born) == set()


def test_a_burmese_name_has_an_order_unless_the_birth_date_speaks_for_the_person(
    long: NameIndex,
) -> None:
    assert _rings(long, "မြ ဟိန်း", "1961-03-14") == {"Mya Hein"}
    assert _rings(long, "သူ ထက်", "1961-03-14") == {"Thet Thu"}
    (hit, *_) = long.search(Person("သူ ထက်", "1990-03-14"), 0.0)
    assert "the words stand in another order" in " ".join(hit.sentences())


def test_two_names_in_the_same_script_are_compared_by_their_letters(long: NameIndex) -> None:
    """A word with the consonants of another is a likeness of Latin spellings only."""
    hits = long.search(Person("رشيد الدعتي", "1961-03-14"), 0.0, limit=None)
    (hit,) = [hit for hit in hits if hit.entry_id == "رشيد هدايت"]
    assert ("daty", "hdayt") not in {(part.asked, part.listed) for part in hit.parts}


def test_a_vowel_at_the_end_is_written(long: NameIndex) -> None:
    """A word that ends in a consonant is less alike to one that ends in a vowel."""
    told = {}
    for asked in ("טסטן כהן", "טסטן כהני"):
        hits = long.search(Person(asked, "1961-03-14"), 0.0, limit=None)
        (hit,) = [hit for hit in hits if hit.entry_id == "Testan Koni"]
        told[asked] = min(part.likeness for part in hit.parts if part.listed == "koni")
    assert told["טסטן כהן"] < 0.9 < told["טסטן כהני"]


@pytest.mark.parametrize("written", ["عبدالله", "عبد الله", "عبد اللہ"])
def test_servant_of_god_is_one_word_of_latin_letters(written: str) -> None:
    assert [reading.words for reading in readings(written)] == [("abdullah",)]


def test_two_words_of_which_the_second_has_an_article_may_be_one() -> None:
    found = consonants("جلال الدين بن علي")
    assert "jldn" in found["jlaldyn"]
    assert not any("bnaly" in word for word in found)
