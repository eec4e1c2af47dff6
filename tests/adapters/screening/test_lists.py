"""The three list formats with their oddities, and the index over them."""

from collections.abc import Callable

import pytest

from chalicelib.adapters.screening.index import NameIndex
from chalicelib.adapters.screening.lists import eu, ofac, un
from chalicelib.adapters.screening.lists.dates import interval
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening.screening import Interval, Person
from chalicelib.outside.watchlists import watchlists
from chalicelib.services.screening.lists import CANARY
from chalicelib.settings import Settings
from local.watchlists import HERE, read


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex([entry for entries in read().values() for entry in entries] + [CANARY])


def test_ofac_xml_keeps_every_entry_name_and_date() -> None:
    found = read()["ofac-sdn"]
    assert [e.kind for e in found] == ["person", "person", "organisation", "vessel"]
    viktor = found[0]
    assert [(n.text, n.weak) for n in viktor.names] == [
        ("Viktor MALENKOV-TEST", False),
        ("Wiktor MALENKOW-TEST", False),
        ("THE LOCKSMITH OF TEST", True),
    ]
    assert viktor.identifiers == ("Passport UT0099001",)
    assert found[1].births == (
        Interval("1959-01-01", "1961-12-31", circa=True),
        Interval("1958-01-01", "1961-12-31"),
    )


def test_ofac_csv_joins_other_names_and_reads_remarks() -> None:
    sdn = (
        b'36,"TEST, Synthia","individual","SYN1] [SYN2",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
        b'"DOB 01 Jan 1970; POB Nowhere; nationality Utopia; alt. DOB 1972."\n\x1a'
    )
    alt = b'36,12,"aka","TESTE, Synthie",-0- \n'
    (found,) = ofac.read_csv(sdn, alt)
    assert [n.text for n in found.names] == ["Synthia TEST", "Synthie TESTE"]
    assert found.births[0] == Interval("1970-01-01", "1970-01-01")
    assert Interval("1972-01-01", "1972-12-31") in found.births
    assert (found.programmes, found.nationalities) == (("SYN1", "SYN2"), ("Utopia",))


def test_un_splits_alias_elements_and_reads_all_kinds_of_dates() -> None:
    tariqel = read()["un-sc"][0]
    assert [(n.text, n.weak) for n in tariqel.names] == [
        ("TARIQEL ABU MOCKRANI", False),
        ("طارقل ابو مقراني", False),
        ("Tarikel Mokrani", False),
        ("Tariqel Mokhrani", False),
        ("Abu Mock", True),
    ]
    assert tariqel.births == (
        Interval("1968-01-01", "1971-12-31"),
        Interval("1969-01-01", "1971-12-31", circa=True),
    )


def test_eu_reads_attributes_and_drops_unknown_countries() -> None:
    viktor, bertrandine, _ = read()["eu-fsf"]
    assert [n.language for n in viktor.names] == ["en", "ru", ""]
    assert viktor.nationalities == ()
    assert bertrandine.names[0].text == "Bertrandine Odile Fauxmont"
    assert bertrandine.births == (Interval("1983-01-01", "1983-12-31"),)


@pytest.mark.parametrize("reader", [ofac.read_xml, un.read_xml, eu.read_xml])
@pytest.mark.parametrize(
    "data",
    [b"", b"<a>", b"<other/>", b'<!DOCTYPE x [<!ENTITY a "b">]><export>&a;</export>'],
)
def test_a_broken_or_dangerous_file_is_refused(
    reader: Callable[[bytes], object], data: bytes
) -> None:
    with pytest.raises(BadRequest) as refused:
        reader(data)
    assert refused.value.code == "list_broken"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("07 Oct 1952", Interval("1952-10-07", "1952-10-07")),
        ("Feb 1960", Interval("1960-02-01", "1960-02-29")),
        ("1980", Interval("1980-01-01", "1980-12-31")),
        ("circa 1960", Interval("1959-01-01", "1961-12-31", circa=True)),
        ("1958 to 1961", Interval("1958-01-01", "1961-12-31")),
        ("12 Mar 1970 to 14 Mar 1970", Interval("1970-03-12", "1970-03-14")),
        ("unknown", None),
    ],
)
def test_dates_become_intervals(words: str, expected: Interval | None) -> None:
    assert interval(words) == expected


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Viktor Malenkov-Test", "1961-04-12"),
        ("MALENKOV TEST, VIKTOR", "1961-04-12"),
        ("Wiktor Malenkow Test", "1961-04-12"),
        ("Виктор Маленков-Тест", "1961-04-12"),
        ("Viktor Mallenkov-Test", ""),
        ("Viktor Malenkov-Test", "1961-12-04"),
        ("Canary Vestibule-Probe", "1900-01-01"),
    ],
)
def test_a_listed_person_is_found(index: NameIndex, name: str, born: str) -> None:
    assert index.search(Person(name, born), 0.8)


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Anna Demosthenous", "1991-03-14"),
        ("Viktor Petrov", "1961-04-12"),
        ("Viktor", "1962-04-12"),
        ("Viktor", ""),
        ("Viktor Malenkov-Test", "1994-09-01"),
        ("", "1961-04-12"),
    ],
)
def test_somebody_else_is_not(index: NameIndex, name: str, born: str) -> None:
    assert not index.search(Person(name, born), 0.8)


def test_a_hit_explains_itself_part_by_part(index: NameIndex) -> None:
    best = index.search(Person("Viktor Mallenkov Test", "1961-04-12"), 0.8)[0].described()
    assert best["birthDate"] == "same_day"
    assert {(p["asked"], p["listed"]) for p in best["parts"]} == {
        ("viktor", "viktor"),
        ("mallenkov", "malenkov"),
        ("test", "test"),
    }


def test_the_shipped_files_are_the_ones_read() -> None:
    files = {file.name for source in watchlists(Settings().watchlists) for file in source.files}
    assert {
        path.name for path in HERE.iterdir() if path.suffix in (".xml", ".csv", ".xlsx")
    } == files
