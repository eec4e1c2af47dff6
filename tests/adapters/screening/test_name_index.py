"""The index of listed names: what it finds, what it leaves alone, how it explains itself."""

import gc
import random
from typing import Any

import pytest

from benchmarks.listed_people import Population, build
from chalicelib.adapters.screening import births, compiled
from chalicelib.adapters.screening.compiling import pack, unpack
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.adapters.screening.scoring import WHOLE
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.screening.screening import Interval, Listed, ListedName, Person

THRESHOLD = 0.8


@pytest.fixture(scope="module")
def population() -> Population:
    return build(3_000, 600, seed=77)


@pytest.fixture(scope="module")
def index(population: Population) -> NameIndex:
    return NameIndex(population.entries)


def test_most_of_the_listed_are_found_and_few_strangers_ring(
    population: Population, index: NameIndex
) -> None:
    found, rung = [], []
    for query in population.queries:
        hits = {hit.entry_id for hit in index.search(query.person, THRESHOLD)}
        if query.target is None:
            rung.append(bool(hits))
        else:
            found.append(population.entries[query.target].entry_id in hits)
    assert sum(found) / len(found) > 0.95
    assert sum(rung) / len(rung) < 0.01


def test_an_exact_name_without_a_birth_date_always_rings(
    population: Population, index: NameIndex
) -> None:
    for entry in random.Random(1).sample(population.entries, 150):
        hits = index.search(Person(entry.names[0].text), THRESHOLD, limit=50)
        assert entry.entry_id in {hit.entry_id for hit in hits}, entry.names[0].text


def test_a_packed_list_is_the_same_entries_and_bytes_each_time(population: Population) -> None:
    few = population.entries[:300]
    data = pack(few)
    assert data == pack(reversed(few))
    assert sorted(unpack(data), key=lambda e: e.entry_id) == few


@pytest.mark.parametrize(
    "damage", [b"", b"no list", b"\x1f\x8b\x08\x00", b"\x1f\x8b\x08" + bytes(7) + b"\xff" * 20]
)
def test_a_damaged_list_is_unavailable_not_empty(damage: bytes) -> None:
    with pytest.raises(Unavailable):
        compiled.open_index(damage)


@pytest.mark.parametrize("collecting", [True, False])
def test_loading_leaves_the_collector_of_cycles_as_it_was(collecting: bool) -> None:
    (gc.enable if collecting else gc.disable)()
    try:
        NameIndex([Listed("l", "x", (ListedName("Viktor Malenkov"),))])
        with pytest.raises(Unavailable):
            compiled.open_index(b"no list")
        assert gc.isenabled() is collecting
    finally:
        gc.enable()


def listed(*names: str, born: str = "1961-04-12", weak: bool = False) -> NameIndex:
    others = [
        Listed("l", f"o{n}", (ListedName(name),))
        for n, name in enumerate(("Anna Demosthenous", "John Smith", "Wei Zhang", "Olga Petrova"))
    ]
    births = (Interval(born, born),) if born else ()
    texts = tuple(ListedName(name, weak) for name in names)
    return NameIndex([Listed("l", "x", texts, births), *others])


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Abd al-Rahman al-Zarqawi", "Abdulrahman Zarkawi"),
        ("Yusuf Al Otaibi", "Youssef AlOteibi"),
        ("Mohammed Hussein", "محمد حسين"),
        ("Gamal Djebouri", "جمال الجبوري"),
        ("Abdulaziz El Founaeewi", "عبدالعزيز الفنوي"),
        ("Naser Abdallah al-Kedenane", "ناصر عبدالله الكذنني"),
        ("Reza Alikarimnejad", "رضا علیکریمنژاد"),
        ("Kourosh Tabrizi", "Kougosh Tabrizi"),
        ("Yasin Hakim", "Yasin Hagim"),
        ("Marouane Djebouri", "مروان الجبوري"),
        ("Evgeniy Zhukov", "Jewgenij Schukow"),
        ("Евгений Жуков", "Evgueni Joukov"),
        ("Xi Jinping", "Jin Ping Xi"),
        ("Zhang Xiaoming", "张晓明"),
        ("Papadopoulos, Georgios", "Γεώργιος Παπαδόπουλος"),
        ("Jürgen Groß", "JUERGEN GROSS"),
        ("Łukasz Wójcik", "Lukasz Wojcik"),
        ("Alireza Hosseinpour", "Ali Reza Hossein Poor"),
        ("Sir Konrad Ashfield", "Ashfield Konrad"),
        ("Tariq ibn Ziyad Mokrani", "Tarek Ziad Mokrani"),
    ],
)
def test_one_person_in_many_spellings(name: str, asked: str) -> None:
    (hit,) = listed(name).search(Person(asked, "1961-04-12"), THRESHOLD)
    assert hit.entry_id == "x"


@pytest.mark.parametrize(
    "asked",
    ["", " ", "-", "Viktor", "Malenkov Anna", "Yong Yang", "Dr Prof", "al bin", "🙂", "x" * 300],
)
def test_others_and_nonsense_do_not_ring(asked: str) -> None:
    assert not listed("Viktor Malenkov").search(Person(asked, "1980-01-01"), THRESHOLD)


def test_a_birth_date_is_evidence_not_a_filter() -> None:
    names = listed("Viktor Malenkov")
    scores = {
        born: names.search(Person("Wiktor Malenkow", born), 0.0)[0].score
        for born in ("1961-04-12", "1961-12-04", "1961-04-13", "", "1985-09-09")
    }
    same, swapped, near, unknown, other = scores.values()
    assert same >= swapped >= near >= unknown > other > 0


def test_a_weak_alias_counts_less() -> None:
    person = Person("The Locksmith")
    strong = listed("The Locksmith", born="").search(person, 0.0)[0]
    weak = listed("The Locksmith", born="", weak=True).search(person, 0.0)[0]
    assert weak.name_score < strong.name_score


def test_a_score_is_explained_part_by_part() -> None:
    hit = listed("Viktor Ivanovich Malenkov").search(Person("Malenkow Viktor Xy", "1961-04-12"), 0)
    told = hit[0].described()
    assert {(p["asked"], p["listed"]) for p in told["parts"]} == {
        ("malenkow", "malenkov"),
        ("viktor", "viktor"),
        ("xy", ""),
        ("", "ivanovich"),
    }
    assert all(0 <= p["likeness"] <= 1 and p["weight"] > 0 for p in told["parts"])
    assert all((p["effect"] < 0) == (not p["asked"] or not p["listed"]) for p in told["parts"])
    effect = births.POINTS[told["birthDate"]] / WHOLE
    assert told["birthEffect"] == pytest.approx(effect, abs=1e-4)
    assert told["score"] == pytest.approx(min(1, told["nameScore"] + told["birthEffect"]), abs=1e-3)


@pytest.mark.parametrize("birth", [True, False])
def test_parts_and_rules_add_up_to_the_score_of_the_name(
    population: Population, index: NameIndex, birth: bool
) -> None:
    for query in population.queries[::7]:
        person = query.person if birth else Person(query.person.name)
        for hit in index.search(person, 0.5, limit=3):
            told = hit.described()
            effects = [part["effect"] for part in told["parts"]] + list(told["rules"].values())
            assert told["nameScore"] == pytest.approx(sum(effects), abs=2e-3), told


def own(name: str, asked: str, **more: Any) -> float:
    """The score of a name alone, of the only entry that is meant."""
    return listed(name, **more).search(Person(asked), -9.0)[0].name_score


def test_a_rare_name_proves_more_than_a_common_one(population: Population) -> None:
    names = ("Zbigniew Quackenthorpe", "Mohammed Ali")
    more = [Listed("l", name, (ListedName(name),)) for name in names]
    index = NameIndex([*population.entries, *more])
    rare, common = (index.search(Person(name), 0.0, limit=1)[0] for name in names)
    assert rare.name_score > common.name_score


def test_a_coarse_likeness_that_many_share_proves_less_than_one_that_few_share() -> None:
    names = [f"Falk{middle}tig" for middle in ("a", "e", "i", "o")] + ["Strundholm"]
    index = NameIndex(Listed("l", name, (ListedName(name),)) for name in names)
    (crowded, *_), (alone, *_) = (
        index.search(Person(name), -9.0)[0].parts for name in ("Falkutig", "Strundhilm")
    )
    assert crowded.likeness == alone.likeness
    assert crowded.effect < alone.effect


def test_words_are_left_out_between_more_often_than_at_the_ends() -> None:
    whole = own("Viktor Ivanovich Malenkov", "Viktor Ivanovich Malenkov")
    between = own("Viktor Ivanovich Malenkov", "Viktor Malenkov")
    at_an_end = own("Viktor Ivanovich Malenkov", "Viktor Ivanovich")
    too_many = own("Viktor Malenkov", "Viktor Ivanovich Malenkov")
    assert whole > between > at_an_end
    assert between > too_many


def test_whoever_shares_a_rare_word_and_the_birth_day_is_looked_at(population: Population) -> None:
    """Half a name leads to an entry only if the birth day, or it with its parts swapped, does."""
    index = NameIndex(
        [
            *population.entries,
            Listed(
                "l",
                "x",
                (ListedName("Xavier Quackenthorpe"),),
                (Interval("1961-04-12", "1961-04-12"),),
            ),
        ]
    )
    found = {
        born: "x" in {h.entry_id for h in index.search(Person("Mohammed Quackentorp", born), 0.3)}
        for born in ("1961-04-12", "1961-12-04", "1988-08-08")
    }
    assert found == {"1961-04-12": True, "1961-12-04": True, "1988-08-08": False}


def test_several_words_written_as_one_are_found_on_either_side() -> None:
    assert own("Hye Kirkelton", "Hyekirkelton") > 0
    told = listed("Zhang Xue Yu", born="").search(Person("Zhang Xueyu"), -9.0)[0].parts
    assert [(p.asked.replace(" ", ""), p.likeness) for p in told] == [("zhangxueyu", 1.0)]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Sirajuddin Probani", "Siraj-ud-Din Probani"),
        ("Sirajuddin Probani", "Siraj Uddin Probani"),
        ("Siraj-ud-Din Probani", "SIRAJUDDIN PROBANI"),
        ("Nooruddin Testabi", "Nur-ud-Din Testabi"),
        ("Rahmatullah Testzada", "Rahmat Ullah Testzada"),
        ("Karl Müller-Testenscheid", "Karl Muellertestenscheid"),
        ("Sergei Viktorovich Testrov", "SERGEI VIKTOROVICHTESTROV"),
        ("Sergei Testrov", "SERGEITESTROV"),
        ("Sergei Testrov", "TESTROVSERGEI"),
        ("Nguyen Van Duc", "NGUYENVANDUC"),
        ("Test bin Proban", "TESTBINPROBAN"),
        ("Jean Vandertest", "Jean van der Test"),
        ("Abdul Basir Testzai", "Basir Testzai Abdul"),
        ("Abdul Rahman Testin", "Abd-ur-Rahman Testin"),
        ("Abdurrahman Testin", "Abd al Rahman Testin"),
        ("Abdul Rashid Testuch", "Abd er Rashid Testuch"),
        ("Abdul Bari Testund", "Adbul Bari Testund"),
        ("Abdul Basir Testzai", "Basir Testzai"),
        ("Abdul Rahman Testin", "A. Rahman Testin"),
        ("Abdullah Testin", "Abd Allah Testin"),
        ("Vladimir Vladimirovich Testin", "Тестин В. В."),
        ("Nursultan Abishuly Testayev", "N. A. Testayev"),
        ("Jean-Claude Testcker", "J.-C. Testcker"),
        ("S. M. Testail", "Sayyid Mohammed Testail"),
        ("Nikolai Testanov", "Mykola Testanov"),
        ("Yevgeny Testozhin", "Yevhen Testozhyn"),
        ("Sergei Testrov", "Sergejs Testrovs"),
        ("Vladimir Testin", "Vladimiras Testinas"),
        ("Robert Testabe", "Bob Testabe"),
        ("Mohammed Hussein al-Testuri", "ﻣﺤﻤﺪ ﺣﺴﻴﻦ ﺍﻟﺘﺴﺘﻮﺭﻱ"),
        ("Rostam Testeinpour", "Rоstаm Теstеinроur"),
        ("Владимир Тестин", "Bлaдимиp Тecтин"),
        ("Viktor Testenko", "V1kt0r Test3nk0"),
        ("Benjamin Testanyahu", "בנימין תסתניהו"),
        ("Yosef Testman", "יוסף תסתמן"),
        ("Yamada Taro", "山田太郎"),
        ("Ri Pyong Chol", "리병철"),
        ("Cai Guoqing", "Tsai Kuo-ching"),
        ("Huang Xiaoming", "Wong Siu Ming"),
        ("Min Aung Hlaing", "မင်းအောင်လှိုင်"),
        ("Mohamed Abdullahi Testisse", "Maxamed Cabdullaahi Testisse"),
        ("Zhang Xiaoming", "張曉明"),
        ("张晓明", "Zhang Xiaoming"),
    ],
)
def test_one_person_written_in_ways_that_letters_do_not_show(name: str, asked: str) -> None:
    (hit,) = listed(name).search(Person(asked, "1961-04-12"), THRESHOLD)
    assert hit.entry_id == "x"


@pytest.mark.parametrize(
    ("name", "asked", "born"),
    [
        ("Hassan", "Ben Hassan", ""),
        ("Yong", "An Yong", ""),
        ("Ayman Ahmad", "ميمون آل معيض", "1988-03-03"),
        ("高市早苗", "高石早苗", "2003-07-19"),
        ("Rashid Testuch", "A. Testund", "1961-04-12"),
        ("Kim Chol Min", "김철수", "1990-01-01"),
    ],
)
def test_somebody_who_is_only_alike_is_left_alone(name: str, asked: str, born: str) -> None:
    assert not listed(name, born="" if not born else "1961-04-12").search(Person(asked, born), 0.8)


def test_a_namesake_rings_however_many_there_are() -> None:
    entries = [Listed("l", str(n), (ListedName("Mohammed Ali"),)) for n in range(200)]
    index = NameIndex([*entries, Listed("l", "x", (ListedName("Olga Petrova"),))])
    assert len(index.search(Person("Mohammed Ali", "1988-03-03"), THRESHOLD, limit=None)) == 200


KINDS = ("person", "", "organisation", "vessel", "aircraft")


@pytest.mark.parametrize("listed_kind", KINDS)
@pytest.mark.parametrize("asked_kind", ["person", "organisation"])
def test_persons_are_compared_with_persons_and_firms_with_the_rest(
    listed_kind: str, asked_kind: str
) -> None:
    index = NameIndex([Listed("l", "x", (ListedName("Diana Testa"),), kind=listed_kind)])
    rings = bool(index.search(Person("Diana Testa", kind=asked_kind), THRESHOLD))
    assert rings is ((listed_kind in ("person", "")) is (asked_kind == "person"))


def test_a_match_says_in_sentences_why_it_rang() -> None:
    births_ = (Interval("1960-01-01", "1962-12-31", circa=True),)
    entry = Listed("l", "x", (ListedName("Viktor I. Malenkov"),), births_)
    others = [Listed("l", f"o{n}", (ListedName(f"Viktor Testov{n}"),)) for n in range(60)]
    told = NameIndex([entry, *others]).search(Person("Viktor Ivan Malenkow", "1961-04-12"), 0)[0]
    assert list(told.sentences()) == [
        '"malenkow" and "malenkov" are spellings of one word, rare in the list',
        '"viktor" is the same, common in the list',
        '"ivan" may be an initial: "i"',
        "born within the listed years",
        "the list says that its date is approximate",
    ]
    assert told.described()["sentences"] == list(told.sentences())
    assert (told.described()["kind"], told.described()["topic"]) == ("person", "sanctions")


# Made-up people in a list that is long enough to tell what is rare.
LONG = [*build(2_000, 2, 8).entries]


@pytest.fixture(scope="module")
def long() -> NameIndex:
    named = ("Vladimir Grigorovich ZABOLOTNIK", "Karim Vestmarkis", "Omar Sabri Hasan Quddusian",
             "Jelena Stojkanova")  # fmt: skip
    births = (Interval("1961-04-12", "1961-04-12"),)
    told = [Listed("t", name, (ListedName(name),), births) for name in named]
    return NameIndex([*LONG, *told])


@pytest.mark.parametrize(
    ("asked", "born", "rings"),
    [
        ("Vladimir Zabolotnik", "", True),  # a father's name that documents leave out
        ("Vladimir Zabolotnyk", "", True),
        ("Vladimir Zabolotnik", "1979-09-30", False),
        ("Zabolotnik", "1961-04-12", True),  # one word, born that very day
        ("Zabolotnik", "", False),
        ("President Zabolotnik", "1961-04-12", True),
        ("Presidente Zabolotnik", "", False),
        ("V. G. Zabolotnik", "", True),  # all but the family name as initials
        ("VG Zabolotnik", "", True),
        ("A. G. Zabolotnik", "", False),
        ("Omar Quddusian", "", True),  # the others' names left out
        ("Omar Quddusian", "1979-09-30", False),
        ("Karim Vestmarkis Hasan Omar", "", True),  # more names than the list has
        ("Omar Hasan", "", False),  # common words, and not the family's
        ("Omar Sabri Hasan Abuladze", "1961-05-02", False),  # ... and the same year alone
        ("Omar Abdul Hasan Quddusian", "", False),  # "servant of" in the place of a name
        ("Karim Vestmarkis-Other", "1961-04-12", True),
        ("Ruslan Vestmarkis", "1961-04-12", True),  # a rare word and the very day
        ("Ruslan Vestmarkis", "1961-05-13", False),
        ("Omar Sabri Hasan Abuladze", "", False),  # another family's member of the same names
        ("Omar Sabri Hasan Abuladze", "1961-04-12", True),  # the same person under a new name
    ],
)
def test_what_is_left_out_or_replaced_weighs_by_what_it_is(
    long: NameIndex, asked: str, born: str, rings: bool
) -> None:
    found = long.search(Person(asked, born), 0.8, limit=None)
    assert any(hit.entry.source == "t" for hit in found) is rings


def test_vowels_tell_people_apart_whose_characters_are_read() -> None:
    entry = Listed("t", "x", (ListedName("Chong YUN"),))
    index = NameIndex([*LONG, entry])
    assert not index.search(Person("윤수영", "1978-11-28"), 0.8)  # Yun Su-yong
    assert index.search(Person("윤청", "1978-11-28"), 0.7)


def test_consonants_alone_make_nobody_a_namesake_who_has_a_birth_date() -> None:
    entry = Listed("t", "x", (ListedName("Karim Vestamarkoos"),))
    index = NameIndex([*LONG, entry])
    assert index.search(Person("Karim Vastimerkas"), 0.8)
    score = index.search(Person("Karim Vastimerkas", "1978-11-28"), 0.0)[0]
    assert "namesake" not in score.rules


def test_a_word_listed_as_a_weak_alias_is_nobody_even_with_the_day() -> None:
    births_ = (Interval("1961-04-12", "1961-04-12"),)
    for weak in (False, True):
        entry = Listed("t", "x", (ListedName("Zabolotnik", weak=weak),), births_)
        found = NameIndex([*LONG, entry]).search(Person("Vera Zabolotnik Omarova", "1961-04-12"), 0)
        assert ("same_day" in found[0].rules) is not weak
