"""Odd spellings of dates, names and qualities that each issuer's format allows; all made up."""

import pytest

from chalicelib.adapters.screening.lists import eu, ofac, seco, sema, uk, un
from chalicelib.adapters.screening.lists.dates import interval, intervals
from chalicelib.domain.screening.screening import Listed
from tests.adapters.screening.test_list_formats import (
    days,
    part,
    seco_file,
    sema_file,
    texts,
    uk_file,
    uk_row,
    weak,
)

APRIL_12 = ("1961-04-12", "1961-04-12")
YEAR = ("1961-01-01", "1961-12-31")
NEXT = ("1962-01-01", "1962-12-31")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("1961-04-12Z", APRIL_12),
        ("1961-04-12+04:00", APRIL_12),
        ("1961-04-12-05:00", APRIL_12),
        ("1961-04-12T00:00:00+02:00", APRIL_12),
        ("Spring 1961", YEAR),
        ("summer of 1961", YEAR),
        ("Year: 1961", YEAR),
        ("??/04/1961", ("1961-04-01", "1961-04-30")),
        ("1961?", ("1960-01-01", "1962-12-31")),
    ],
)
def test_a_single_date(words: str, expected: tuple[str, str]) -> None:
    found = interval(words)
    assert found and (found.first, found.last) == expected


@pytest.mark.parametrize(
    "words",
    [
        "12/04/1961; 1962", "12/04/1961|1962", "12/04/1961\n1962", "12/04/1961, 1962",
        "a) 12 April 1961 b) 1962", "i. 12 April 1961 ii. 1962", "(i) 12 Apr 1961 (ii) 1962",
    ],
)  # fmt: skip
def test_two_dates_of_one_cell(words: str) -> None:
    assert [(birth.first, birth.last) for birth in intervals(words)] == [APRIL_12, NEXT]
    (entry,) = uk.read(uk_file(uk_row(n6="TESTOV", n1="Ivan", **{"D.O.B": words})))
    assert days(entry) == [APRIL_12, NEXT]


def test_a_comma_within_one_date_does_not_part_it() -> None:
    assert [birth.first for birth in intervals("April 12, 1961")] == ["1961-04-12"]


def aliases(told: str) -> list[str]:
    (entry,) = un.read_xml(
        "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>IVAN</FIRST_NAME><DATAID>1"
        f"</DATAID><INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>{told}</ALIAS_NAME>"
        "</INDIVIDUAL_ALIAS></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>".encode()
    )
    return texts(entry)[1:]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("1. Iwan Testow 2. Iban Testob", ["Iwan Testow", "Iban Testob"]),
        ("1) Iwan Testow 2) Iban Testob", ["Iwan Testow", "Iban Testob"]),
        ("Iwan Testow or Iban Testob", ["Iwan Testow", "Iban Testob"]),
        ("Iwan Testow/Iban Testob", ["Iwan Testow", "Iban Testob"]),
        ("Iwan Testow/Testob", ["Iwan Testow/Testob"]),
        ("Victory or Silence of the Test", ["Victory or Silence of the Test"]),
        ("Test J/V Corporation", ["Test J/V Corporation"]),
        ("(formerly listed as) Iwan Testow", ["Iwan Testow"]),
        ("Iwan Testow (transliterations: Iban Testob)", ["Iwan Testow", "Iban Testob"]),
    ],
)
def test_several_names_in_one_alias(told: str, expected: list[str]) -> None:
    assert aliases(told) == expected


def european(inner: str, subject: str = 'code="person"') -> Listed:
    (entry,) = eu.read_xml(
        f'<export><sanctionEntity euReferenceNumber="E1"><subjectType {subject}/>{inner}'
        "</sanctionEntity></export>".encode()
    )
    return entry


@pytest.mark.parametrize("circa", ["true", "TRUE", "1"])
def test_the_eus_circa_is_any_true_of_xml(circa: str) -> None:
    entry = european(f'<nameAlias wholeName="A B"/><birthdate circa="{circa}" year="1961"/>')
    assert days(entry) == [("1960-01-01", "1962-12-31")]


@pytest.mark.parametrize("strong", ["false", "FALSE", "0"])
def test_the_eus_weak_alias_is_any_false_of_xml(strong: str) -> None:
    assert weak(european(f'<nameAlias wholeName="A B" strong="{strong}"/>')) == ["A B"]
    assert weak(european('<nameAlias wholeName="A B" strong="1"/>')) == []


def test_the_eus_remark_may_name_the_quality_the_other_way_round() -> None:
    named = '<nameAlias wholeName="A B"><remark>{}</remark></nameAlias>'
    assert weak(european(named.format("quality: low"))) == ["A B"]
    assert weak(european(named.format("god quality"))) == []


@pytest.mark.parametrize("whole", ["(a) Ivan Testov, (b) Iwan Testow", "Ivan Testov; Iwan Testow"])
def test_the_eu_numbers_several_names_in_one_attribute(whole: str) -> None:
    assert texts(european(f'<nameAlias wholeName="{whole}"/>')) == ["Ivan Testov", "Iwan Testow"]


def test_the_eus_kind_by_its_classification() -> None:
    named = '<nameAlias wholeName="Test Works"/>'
    assert european(named, 'classificationCode="E"').kind == "organisation"
    assert european(named, 'classificationCode="P"').kind == "person"


def test_swiss_parts_without_an_order_or_with_words_for_it_belong_to_one_name() -> None:
    bare = part(1, "given-name", "Ivan") + part(1, "family-name", "Testov")
    for odd in (bare.replace(' order="1"', ""), bare.replace(' order="1"', ' order=""')):
        (entry,) = seco.read_xml(seco_file(odd))
        assert texts(entry) == ["Ivan Testov"]
    (entry,) = seco.read_xml(seco_file(part("x", "given-name", "Ivan")))
    assert texts(entry) == ["Ivan"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Iwan Testow / Iban Testob", ["Iwan Testow", "Iban Testob"]),
        ("also known as Iwan Testow and Iban Testob", ["Iwan Testow", "Iban Testob"]),
        ("Cyrillic: Иван Тестов", ["Иван Тестов"]),
        ("Iwan Testow; Hebrew: איוואן", ["Iwan Testow", "איוואן"]),
    ],
)
def test_canadian_aliases(told: str, expected: list[str]) -> None:
    (entry,) = sema.read_xml(sema_file(LastName="Testov", GivenName="Ivan", Aliases=told))
    assert texts(entry)[1:] == expected


@pytest.mark.parametrize("written", ["mars-61", "Mars-61", "March-61", "Mar.-61", "juil-61"])
def test_canadian_months_in_both_languages(written: str) -> None:
    (entry,) = sema.read_xml(sema_file(LastName="T", DateOfBirthOrShipBuildDate=written))
    month = "07" if written.startswith("juil") else "03"
    assert entry.births[0].first == f"1961-{month}-01"


def american(name: str, kind: str = "individual", alt: bytes = b"") -> list[str]:
    nothing = ",-0- " * 7
    (entry,) = ofac.read_csv(f'1,"{name}","{kind}","SYN"{nothing},"-0-"\n'.encode(), alt)
    return texts(entry)


def test_american_names_are_turned_around_and_suffixes_stay_behind() -> None:
    assert american("TESTOV JR., Ivan") == ["Ivan TESTOV JR."]
    assert american("TESTOV, Jr., Ivan") == ["Ivan TESTOV Jr."]
    assert american("TESTOV, Ivan, III") == ["Ivan TESTOV III"]
    assert american("TESTOV, III") == ["TESTOV III"]


def test_a_firms_comma_turns_nothing_around() -> None:
    alt = b'1,9,"aka","PROBE WORKS, S.A. DE C.V.",-0- \n'
    found = american("TEST WORKS, LTD.", "-0- ", alt)
    assert found == ["TEST WORKS, LTD.", "PROBE WORKS, S.A. DE C.V."]
