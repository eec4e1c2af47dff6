"""Names of foreigners in scripts and languages with few sounds or own spellings."""

import pytest

from benchmarks.listed_people import build
from chalicelib.adapters.screening.foreign import possible_originals, single_vowels
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.adapters.screening.writing import readings
from chalicelib.domain.screening.screening import Listed, ListedName, Person


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("블라디미르 테스토프", "vladimir testop"),
        ("앙겔라 메르켈", "anggela merkel"),
        ("ウラジーミル・クラスキー", "urajimir kraski"),
        ("アンゲラ・メルケル", "angela melkel"),
        ("Μπορίς Κουντέλκα", "boris koudelka"),
        ("Вольга Дзінісенка-Пуціна", "volga dinisenka putina"),
        ("Уладзімір Цішкевіч", "vladimir tishkevich"),
        ("Vlagyimir Szergejevics Tyihonov", "vladimir sergejevich tihonov"),
    ],
)
def test_one_reading_is_the_name_as_its_own_country_spells_it(written: str, read: str) -> None:
    assert read in [" ".join(reading.words) for reading in readings(written)]


def test_two_letters_for_one_sound_are_one() -> None:
    assert single_vowels("Պուտին") == "Պuտին"
    assert single_vowels("Παπαδόπουλος") == "Παπαδόπouλος"


@pytest.mark.parametrize(
    "name",
    [
        "김철수",
        "박 지민",
        "山田太郎",
        "やまだ たろう",
        "Тимур Шевченко",
        "Ірина Ковальчук",
        "Anna Szabo",
    ],
)
def test_a_name_at_home_in_its_script_has_no_other_way(name: str) -> None:
    assert list(possible_originals(name)) == []


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("블라디미르 코르니로프", "Vladimir Kornilov"),
        ("Уладзімір Цішкевіч", "Vladimir Tishkevich"),
        ("Վլադիմիր Կուլիկով", "Vladimir Kulikov"),
        ("Vlagyimir Tyihonov", "Vladimir Tikhonov"),
    ],
)
def test_somebody_is_found_by_a_foreign_spelling(asked: str, listed: str) -> None:
    entry = Listed("t", "x", (ListedName(listed),))
    index = NameIndex([*build(500, 2, 8).entries, entry])
    assert any(hit.entry_id == "x" for hit in index.search(Person(asked), 0.8, limit=None))
