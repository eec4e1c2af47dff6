"""Names in Arabic script against romanised ones: vowels cost nothing, letters have readings."""

import pytest

from chalicelib.adapters.screening.folding import bare, fold, smooth
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.adapters.screening.unvowelled import MOST
from chalicelib.adapters.screening.unvowelled import consonants as readings
from chalicelib.domain.screening.screening import Listed, ListedName, Person


@pytest.mark.parametrize(
    ("written", "romanised"),
    [
        ("جبوري", "Jabouri"),
        ("جبوري", "Gebori"),
        ("قاسم", "Kassem"),
        ("ثابت", "Thabit"),
        ("ثابت", "Sabet"),
        ("ضياء", "Diya"),
        ("ضياء", "Zia"),
        ("وليد", "Walid"),
        ("محمود", "Mahmoud"),
        ("عبدالكريم", "Abdel Karim"),
        ("الكعبي", "Kaabi"),
        ("پرویز", "Parviz"),
        ("رضا", "Reza"),
        ("منوچهر", "Manouchehr"),
        ("יוסף", "Yosef"),
        ("כהן", "Cohen"),
        ("בנימין", "Benjamin"),
        ("נתניהו", "Netanyahu"),
        ("אביגדור", "Avigdor"),
        ("ליברמן", "Liberman"),
        ("מג'יד", "Majid"),
        ("ג׳מאל", "Jamal"),
        ("ג’ורג’", "George"),
        ("ח'אלד", "Khaled"),
        ("ע'סאן", "Ghassan"),
    ],
)
def test_one_reading_of_a_word_is_what_its_romanisation_leaves(
    written: str, romanised: str
) -> None:
    (found,) = readings(written).values()
    word = fold(romanised)[-1]
    assert bare(smooth(word)) in found


def test_only_words_in_arabic_script_have_readings() -> None:
    assert readings("Jamal Jabouri") == {}
    assert readings("Евгений Жуков") == {}
    assert set(readings("Ali جبوري")) == {"jbury"}


def test_readings_stay_few_however_long_a_word_is() -> None:
    (found,) = readings("ثجقضذظوثجقضذظوثجقضذظو").values()
    assert 1 < len(found) <= 2 * MOST


def test_vowels_cost_a_word_in_arabic_script_nothing() -> None:
    names = ("Jamal Jabouri", "Samir Tannous", "Olga Petrova", "Wei Zhang")
    index = NameIndex(Listed("l", name, (ListedName(name),)) for name in names)
    (hit, *_) = index.search(Person("جمال الجبوري"), 0.0)
    latin = index.search(Person("Jamal Jabouri"), 0.0)[0]
    assert hit.entry_id == "Jamal Jabouri"
    assert hit.name_score > 0.8 * latin.name_score
    assert all(part.likeness > 0.95 for part in hit.parts)


def test_the_article_of_arabic_names_counts_for_nothing_in_hebrew_either() -> None:
    index = NameIndex([Listed("l", "1", (ListedName("Ali Hassan al-Majid"),))])
    (hit,) = index.search(Person("עלי חסן אל-מג'יד"), 0.0)
    (bare_hit,) = index.search(Person("עלי חסן מג'יד"), 0.0)
    assert hit.score == bare_hit.score
