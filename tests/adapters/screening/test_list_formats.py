"""The lists of single states, with what is odd in their formats; everybody in them is made up."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from benchmarks.list_files import DFAT_COLUMNS, UK_COLUMNS, WRITERS, xlsx
from benchmarks.listed_people import build
from chalicelib.adapters.screening.lists import dfat, ofac, own, seco, sema, uk
from chalicelib.adapters.screening.lists.tables import excel_day
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening.screening import Listed
from chalicelib.outside.watchlists import watchlists

SOURCES = {source.name: source for source in watchlists(tuple(WRITERS))}


def texts(entry: Listed) -> list[str]:
    return [name.text for name in entry.names]


def weak(entry: Listed) -> list[str]:
    return [name.text for name in entry.names if name.weak]


def days(entry: Listed) -> list[tuple[str, str]]:
    return [(birth.first, birth.last) for birth in entry.births]


@pytest.mark.parametrize("name", WRITERS)
def test_made_up_people_come_back_from_each_format(name: str) -> None:
    people = build(300, 2, 9).entries
    found = SOURCES[name].read(WRITERS[name](people))
    assert len(found) == len(people)
    for entry, person in zip(found, people, strict=True):
        words = {word for n in person.names for word in n.text.replace(",", " ").split()}
        assert {word for n in entry.names for word in n.text.replace(",", "").split()} == words
        assert entry.births[:1] == tuple(
            birth if birth.exact else entry.births[0] for birth in person.births[:1]
        )
        assert {birth.first[:4] for birth in entry.births} <= {b.first[:4] for b in person.births}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("data", [b"", b"no list", b"<a/>", b"PK\x03\x04", b"a,b\n1,2\n"])
def test_what_is_no_such_list_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(BadRequest) as refused:
        SOURCES[name].read(data)
    assert refused.value.code == "list_broken"


def uk_file(*rows: Mapping[str, str]) -> bytes:
    lines = ["Report Date: 13-Feb-2026", ",".join(UK_COLUMNS)]
    for row in rows:
        lines.append(",".join(f'"{row.get(column, "")}"' for column in UK_COLUMNS))
    return "\r\n".join(lines).encode()


def uk_row(number: str = "TST0001", **cells: Any) -> dict[str, str]:
    names = {f"Name {place}": cells.pop(f"n{place}", "") for place in range(1, 7)}
    return {"Unique ID": number, "Designation Type": "Individual", **names, **cells}


def test_uk_rows_are_grouped_and_dates_with_letters_are_partly_known() -> None:
    (entry,) = uk.read(
        uk_file(
            uk_row(n6="TESTOV", n1="Ivan", n2="na", **{"D.O.B": "dd/mm/1961"}),
            uk_row(n6="PROBE &amp; CO", n1="Iwan", **{"D.O.B": "dd/03/1962", "Name type": "Alias"}),
            uk_row(n6="TESTOV", n1="Ivan", **{"D.O.B": "15/08/19yy", "IMO number": ""}),
            uk_row(n6="TESTOV", n1="Ivan", **{"Name non-latin script": "Иван Тестов"}),
        )
    )
    assert texts(entry) == ["Ivan TESTOV", "Iwan PROBE & CO", "Иван Тестов"]
    assert days(entry) == [("1961-01-01", "1961-12-31"), ("1962-03-01", "1962-03-31")]


def test_uk_aliases_are_weak_if_the_un_said_so_or_if_they_are_hardly_a_name() -> None:
    alias = {"Name type": "Alias"}
    (entry,) = uk.read(
        uk_file(
            uk_row(n6="TESTOV", n1="Ivan"),
            uk_row(n6="PROBE", **alias),
            uk_row(n6="ABT", **alias),
            uk_row(n6="AL TEST", n1="Ivan", **alias),
            uk_row(n6="LOCK", n1="The", **alias, **{"Alias strength": "Low quality a.k.a"}),
            uk_row(n6="MONONYM", **alias, **{"Alias strength": "Good quality a.k.a"}),
        )
    )
    assert weak(entry) == ["PROBE", "ABT", "The LOCK"]


def test_uk_xml_tells_the_birth_dates_of_persons() -> None:
    data = b"""<Designations><Designation><UniqueID>TST0001</UniqueID>
    <IndividualEntityShip>Individual</IndividualEntityShip><RegimeName>Synthetic</RegimeName>
    <Names><Name><Name6>TESTOV</Name6><Name1>Ivan</Name1><NameType>Primary Name</NameType></Name>
    </Names><NonLatinNames><NonLatinName><NameNonLatinScript>\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd
    </NameNonLatinScript></NonLatinName></NonLatinNames><IndividualDetails><Individual><DOBs>
    <DOB>dd/mm/1975</DOB><DOB>15/08/1976</DOB></DOBs><Nationalities><Nationality>Utopia
    </Nationality></Nationalities></Individual></IndividualDetails></Designation></Designations>"""
    (entry,) = uk.read(data)
    assert texts(entry) == ["Ivan TESTOV", "Иван"]
    assert days(entry) == [("1975-01-01", "1975-12-31"), ("1976-08-15", "1976-08-15")]
    assert entry.nationalities == ("Utopia",)


def part(order: int | str, kind: str, value: str, *variants: tuple[str, str, str]) -> str:
    spelled = "".join(
        f'<spelling-variant lang="{lang}" script="{script}">{text}</spelling-variant>'
        for lang, script, text in variants
    )
    return (
        f'<name-part order="{order}" name-part-type="{kind}"><value>{value}</value>{spelled}'
        "</name-part>"
    )


def seco_file(
    *parts: str, quality: str = "good", more: str = "", changes: Sequence[tuple[str, str]] = ()
) -> bytes:
    told = "".join(
        f'<modification modification-type="{kind}" effective-date="{day}"/>'
        for kind, day in changes
    )
    return (
        '<swiss-sanctions-list><target ssid="1"><individual><identity>'
        f'<name name-type="primary-name" quality="{quality}">{"".join(parts)}</name>{more}'
        f"</identity></individual>{told}</target></swiss-sanctions-list>"
    ).encode()


def test_seco_builds_whole_names_by_order_language_and_script() -> None:
    (entry,) = seco.read_xml(
        seco_file(
            part(2, "family-name", "Testov", ("rus", "Cyrl", "Тестов"), ("", "Latn", "Testoff")),
            part(1, "given-name", "Ivan", ("rus", "Cyrl", "Иван")),
            part(3, "title", "Dr."),
        )
    )
    assert texts(entry) == ["Ivan Testov", "Ivan Testoff", "Иван Тестов"]


def test_seco_takes_the_latin_value_where_a_script_is_missing() -> None:
    (entry,) = seco.read_xml(
        seco_file(
            part(1, "given-name", "Ivan"),
            part(2, "family-name", "Testov", ("rus", "Cyrl", "Тестов")),
        )
    )
    assert texts(entry) == ["Ivan Testov", "Ivan Тестов"]


def test_seco_dates_may_lack_parts_and_tribal_names_are_weak() -> None:
    more = '<day-month-year year="1966"/><day-month-year year="1967" month="3"/>'
    (entry,) = seco.read_xml(seco_file(part(1, "tribal-name", "al-Test"), more=more))
    assert days(entry) == [("1966-01-01", "1966-12-31"), ("1967-03-01", "1967-03-31")]
    assert weak(entry) == ["al-Test"]
    (entry,) = seco.read_xml(seco_file(part(1, "whole-name", "The Lock"), quality="low"))
    assert weak(entry) == ["The Lock"]


@pytest.mark.parametrize(
    ("changes", "listed"),
    [
        ([("listed", "2024-01-01"), ("de-listed", "2025-01-01")], 0),
        ([("de-listed", "2024-01-01"), ("listed", "2025-01-01")], 1),
        ([("de-listed", "2025-01-01"), ("listed", "2024-01-01")], 0),
    ],
)
def test_seco_keeps_the_delisted_in_its_file_and_we_do_not(
    changes: list[tuple[str, str]], listed: int
) -> None:
    assert len(seco.read_xml(seco_file(part(1, "whole-name", "Ivan T"), changes=changes))) == listed


def sema_file(bilingual: bool = True, **tags: Any) -> bytes:
    names = {
        "Country": "Country-Pays",
        "LastName": "LastName-NomDeFamille",
        "GivenName": "GivenName-Prenom",
        "EntityOrShip": "EntityOrShip-EntiteOuNavire",
        "Aliases": "Aliases-Alias",
        "DateOfBirthOrShipBuildDate": "DateOfBirthOrShipBuildDate-DateDeNaissance",
        "Schedule": "Schedule-Annexe",
        "ShipIMONumber": "ShipIMONumber-NumeroOMIDuNavire",
    }
    body = "".join(
        f"<{names[tag] if bilingual else tag}>{text}</{names[tag] if bilingual else tag}>"
        for tag, text in tags.items()
    )
    return f"<data-set><record>{body}</record></data-set>".encode()


@pytest.mark.parametrize("bilingual", [True, False])
@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("1961-03-03", "1961-03-03"),
        ("03-03-1961", "1961-03-03"),
        ("1961", "1961-01-01"),
        ("Mar-61", "1961-03-01"),
        ("Mar-24", "1924-03-01"),
        ("22343", "1961-03-03"),
    ],
)
def test_sema_dates(bilingual: bool, written: str, first: str) -> None:
    (entry,) = sema.read_xml(
        sema_file(
            bilingual,
            LastName="Testov",
            GivenName="Ivan",
            Country="Utopia / Utopie",
            DateOfBirthOrShipBuildDate=written,
        )
    )
    assert entry.births[0].first == first
    assert (entry.kind, texts(entry), entry.programmes) == ("person", ["Ivan Testov"], ("Utopia",))


def test_sema_aliases_come_in_one_text_and_ships_are_no_persons() -> None:
    (entry,) = sema.read_xml(
        sema_file(
            LastName="Testov",
            GivenName="Ivan",
            Aliases="Iwan Testow, Russian: Иван Тестов; a.k.a. Testov the Lock",
        )
    )
    assert texts(entry) == ["Ivan Testov", "Iwan Testow", "Иван Тестов", "Testov the Lock"]
    (ship,) = sema.read_xml(sema_file(EntityOrShip="MV Testa", ShipIMONumber="9999999"))
    assert (ship.kind, ship.identifiers) == ("vessel", ("IMO 9999999",))
    (firm,) = sema.read_xml(sema_file(EntityOrShip="Test Works", ShipIMONumber="Probe Works"))
    assert texts(firm) == ["Test Works", "Probe Works"]


def test_sema_ids_do_not_change_when_items_are_numbered_anew() -> None:
    one = sema_file(LastName="Testov", GivenName="Ivan", Schedule="1, Part 1")
    assert sema.read_xml(one)[0].entry_id == sema.read_xml(one)[0].entry_id
    other = sema_file(LastName="Testov", GivenName="Ivan", Schedule="2")
    assert sema.read_xml(one)[0].entry_id != sema.read_xml(other)[0].entry_id


def dfat_file(*rows: Sequence[str | int]) -> bytes:
    return xlsx([DFAT_COLUMNS, *rows])


def test_dfat_joins_names_by_number_even_if_the_block_is_interrupted() -> None:
    one, two = dfat.read_xlsx(
        dfat_file(
            ("101", "Ivan Testov", "Individual", "Primary Name", "", 24899),
            ("102", "Test Works", "Entity", "Primary Name", "", 1999),
            ("101a", "Iwan Testow_x000D_", "Individual", "Aka", "Weak", "/03/1961"),
        )
    )
    assert (texts(one), weak(one)) == (["Ivan Testov", "Iwan Testow"], ["Iwan Testow"])
    assert days(one) == [("1968-03-02", "1968-03-02"), ("1961-03-01", "1961-03-31")]
    assert (two.kind, two.births) == ("organisation", ())


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1961, [("1961-01-01", "1961-12-31")]),
        ("a) 03/03/1961 b) 1960", [("1961-03-03", "1961-03-03"), ("1960-01-01", "1960-12-31")]),
        ("Approximately 1960", [("1959-01-01", "1961-12-31")]),
        ("between 1958 and 1960", [("1958-01-01", "1960-12-31")]),
        ("unknown", []),
    ],
)
def test_dfat_dates(cell: int | str, expected: list[tuple[str, str]]) -> None:
    (entry,) = dfat.read_xlsx(dfat_file(("101", "I T", "Individual", "Primary Name", "", cell)))
    assert days(entry) == expected


def test_dfat_a_number_that_was_given_twice_is_two_people() -> None:
    found = dfat.read_xlsx(
        dfat_file(
            ("101", "Ivan Testov", "Individual", "Primary Name"),
            ("101a", "Iwan Testow", "Individual", "Aka"),
            ("101", "Olga Probe", "Individual", "Primary Name"),
        )
    )
    assert [(e.entry_id, texts(e)) for e in found] == [
        ("101", ["Ivan Testov", "Iwan Testow"]),
        ("101-2", ["Olga Probe"]),
    ]


def test_a_day_of_a_spreadsheet_is_told_from_a_year() -> None:
    assert [excel_day(c) for c in ("22343", "22343.0", "1961", "words")] == [
        "1961-03-03", "1961-03-03", "1961", "words",
    ]  # fmt: skip


def test_an_operators_own_lists() -> None:
    data = (
        "\ufeffid,name,aliases,weak_aliases,birth_date,kind\r\n"
        "1,Olga Probe,Olha Probe; Ольга Проба,The Chair,1958-09-30; circa 1960,\r\n"
        "2,Test Works,,,,organisation\r\n"
    ).encode()
    person, firm = own.read_peps(data)
    assert (person.source, person.topic, person.kind) == ("pep", "pep", "person")
    assert texts(person) == ["Olga Probe", "Olha Probe", "Ольга Проба", "The Chair"]
    assert weak(person) == ["The Chair"]
    assert [birth.circa for birth in person.births] == [False, True]
    assert firm.kind == "organisation"
    assert {entry.topic for entry in own.read_denied(data)} == {"own"}


@pytest.mark.parametrize(
    "rows",
    ["1,\n", ",Olga Probe\n", "1,Olga Probe\n1,Ivan Testov\n", "1,Olga Probe,sometime\n"],
)
def test_an_operators_mistake_is_refused_not_dropped(rows: str) -> None:
    with pytest.raises(BadRequest):
        own.read_denied(f"id,name,birth_date\n{rows}".encode())


def test_ofac_csv_weak_aliases_stand_in_the_remarks_which_go_on_in_another_file() -> None:
    null = ",-0- " * 7
    main = (
        f'1,"TESTOV, Ivan","individual","SYN"{null},'
        "\"DOB 12 Apr 1961; a.k.a. 'THE LOCKSMITH'; Passport UT1 (Utopia); SSN 123; POB Tes\"\n"
    ).encode()
    more = b"1,\"tville; alt. DOB 1962; a.k.a. 'ABU-'UMAR'; Linked To: TEST WORKS.\"\n"
    (entry,) = ofac.read_csv(main, b'1,9,"aka","TESTOW, Iwan",-0- \n', more)
    assert texts(entry) == ["Ivan TESTOV", "Iwan TESTOW", "THE LOCKSMITH", "ABU-'UMAR"]
    assert weak(entry) == ["THE LOCKSMITH", "ABU-'UMAR"]
    assert days(entry) == [("1961-04-12", "1961-04-12"), ("1962-01-01", "1962-12-31")]
    assert entry.identifiers == ("Passport UT1 (Utopia)", "SSN 123")
