"""Codes that are packed, calendars of their own, zones that OCR ran together."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.documents import calendars, codes, dates, likeness, number_shapes
from chalicelib.domain.documents.date_order import Hints, month_first
from chalicelib.domain.documents.dates import Kind
from chalicelib.domain.documents.forgery import same_picture
from chalicelib.domain.documents.issuers import american
from chalicelib.domain.documents.mrz import Format
from chalicelib.domain.documents.mrz_reading import find
from chalicelib.domain.documents.mrz_writing import Holder, write

TODAY = date(2026, 11, 26)
HOLDER = Holder(
    surname="Muster",
    given_names="Erika",
    number="L01X00T47",
    nationality="UTO",
    issuing_state="UTO",
    birth_date=date(1984, 8, 12),
    expiry_date=date(2031, 2, 28),
    sex="F",
)


def packed(*parts: str, level: int = 0) -> str:
    """As the card's code holds it; without compression it is long enough for few fields."""
    data = b"\xff".join(part.encode("latin-1") for part in parts) + b"\xff" + b"\x01" * 400
    return str(int.from_bytes(gzip.compress(data, compresslevel=level), "big"))


@pytest.mark.parametrize("before", [(), ("V2",)])
def test_a_packed_indian_code_tells_name_and_birth(before: tuple[str, ...]) -> None:
    text = packed(*before, "2", "123420190305150137123", "Asha Verma", "05-03-1990", "F", "x")
    code = codes.interpret([text], TODAY)
    assert code is not None
    assert (code.kind, code.given_names, code.country) == ("aadhaar", "Asha Verma", "IND")
    assert (code.birth, code.number) == (date(1990, 3, 5), "")


def test_digits_that_are_no_packed_code_say_nothing() -> None:
    assert codes.interpret(["7" * 700], TODAY) is None
    assert codes.interpret([packed("2", "1234")], TODAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昭和60年4月12日", date(1985, 4, 12)),
        ("明治元年1月25日", date(1868, 1, 25)),
        ("大正1年8月1日", date(1912, 8, 1)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("令和2年12月31日", date(2020, 12, 31)),
        ("民國74年4月12日", date(1985, 4, 12)),
        ("令和2年2月30日", None),
        ("民國74年13月1日", None),
        ("1985-04-12", None),
    ],
)
def test_an_era_printed_beside_a_date_counts_its_years(text: str, day: date | None) -> None:
    assert calendars.in_words(text) == day


@pytest.mark.parametrize(
    ("said", "state", "day"),
    [
        ((2528, 4, 12), "THA", date(1985, 4, 12)),
        ((2400, 1, 1), "TH", date(1857, 1, 1)),
        ((2642, 1, 1), "tha", date(2099, 1, 1)),
        ((2643, 1, 1), "THA", None),
        ((2399, 1, 1), "THA", None),
        ((2528, 2, 30), "THA", None),
        ((1405, 7, 22), "SAU", date(1985, 4, 12)),
        ((1405, 13, 1), "SA", None),
        ((1500, 12, 40), "SAU", None),
        ((1985, 4, 12), "SAU", None),
        ((2528, 4, 12), "DEU", None),
        ((1403, 12, 30), "IRN", date(2025, 3, 20)),  # a leap year
        ((1402, 12, 30), "IRN", None),
        ((1403, 13, 1), "IRN", None),
        ((1403, 7, 31), "IRN", None),
    ],
)
def test_a_calendar_is_read_where_it_is_the_issuers(
    said: tuple[int, int, int], state: str, day: date | None
) -> None:
    assert calendars.gregorian(*said, state) == day


@pytest.mark.parametrize("fmt", list(Format))
def test_a_zone_whose_lines_ran_together_is_read_alike(fmt: Format) -> None:
    lines = write(fmt, HOLDER)
    apart, together = find(list(lines), TODAY), find(["".join(lines)], TODAY)
    assert apart is not None and together is not None
    assert together.lines == apart.lines
    assert (together.surname, together.number) == ("MUSTER", "L01X00T47")


def test_a_long_number_spills_over_on_cards_and_fits_no_passport() -> None:
    long = replace(HOLDER, number="D23145890734")  # as in ICAO 9303, part 5
    assert write(Format.TD1, long)[0][5:19] == "D23145890<7349"
    with pytest.raises(ValueError, match="nine characters"):
        write(Format.TD3, long)
    exactly = replace(HOLDER, number="D23145890")
    assert write(Format.TD3, exactly)[1].startswith("D23145890")


@pytest.mark.parametrize(
    ("number", "line", "answer"),
    [
        ("A1234567890123", "State of Wisconsin", ("A1234567890123", True)),
        ("DLA1234567890123", "WISCONSIN", ("A1234567890123", True)),
        ("AI2345678901Z3", "Wisconsin", ("A1234567890123", True)),
        ("41234567890123", "Wisconsin", ("41234567890123", False)),
        ("A123456789012", "Wisconsin", ("A123456789012", False)),
        ("ABCDA1234567890123", "Wisconsin", ("ABCDA1234567890123", False)),
        ("12345678", "Texas", ("12345678", True)),
        ("I2345678", "Pennsylvania", ("12345678", True)),
        ("X1", "nowhere", ("X1", True)),
        ("X1", "Texas Wisconsin", ("X1", True)),
    ],
)
def test_a_number_has_the_shape_of_its_state(
    number: str, line: str, answer: tuple[str, bool]
) -> None:
    assert number_shapes.mended(number, [line]) == answer


def test_a_check_digit_of_what_is_no_number_does_not_hold() -> None:
    assert likeness.holds("L898902C3", "6")
    assert not likeness.holds("L898902C3", "5")
    assert not likeness.holds("Ä98902C3", "6")


def test_prints_of_different_sizes_are_no_same_picture() -> None:
    one = "f0f0f0f0f0f0f0f0"
    assert same_picture(one, one)
    assert not same_picture(one, "0f0f0f0f0f0f0f0f")
    assert not same_picture("", "")
    assert not same_picture(one, one[:-1])
    assert not same_picture("0" * 16, "0" * 16)


@pytest.mark.parametrize(
    ("lines", "country"),
    [
        (["DRIVER'S LICENCE", "ONTARIO"], "CAN"),
        (["DRIVER LICENSE", "WISCONSIN"], "USA"),
        (["IDENTIFICATION CARD", "Texas"], "USA"),
        (["ONTARIO"], ""),
        (["DRIVER LICENSE", "Bavaria"], ""),
        (["DRIVER LICENSE", "Ontario is where this was printed, by the ministry of transport"], ""),
    ],
)
def test_a_licence_names_a_state_of_america(lines: list[str], country: str) -> None:
    assert american(lines) == country


MAYBE = (Kind.BIRTH, "04/05/1990")


@pytest.mark.parametrize(
    ("hints", "first"),
    [
        (Hints(), None),
        (Hints(known=(date(1990, 5, 4),)), False),
        (Hints(known=(date(1990, 4, 5),)), True),
        (Hints(known=(date(1990, 4, 6),)), None),
        (Hints(languages=frozenset({"de"})), False),
        (Hints(languages=frozenset({"fr", "en"})), False),
        (Hints(languages=frozenset({"fr", "en"}), issuer="CAN"), None),
        (Hints(languages=frozenset({"en"}), claimed=date(1990, 4, 5)), True),
        (Hints(languages=frozenset({"en"}), claimed=date(1990, 5, 4)), False),
        (Hints(issuer="USA"), True),
        (Hints(issuer="GBR"), False),
    ],
)
def test_what_says_whether_the_month_stands_first(hints: Hints, first: bool | None) -> None:
    assert month_first([MAYBE], [], hints, TODAY) is first


def test_a_date_that_can_be_read_one_way_proves_the_order_of_the_others() -> None:
    assert month_first([MAYBE, (Kind.EXPIRY, "04/25/2030")], [], Hints(), TODAY) is True
    assert month_first([MAYBE, (Kind.EXPIRY, "25/04/2030")], [], Hints(), TODAY) is False
    both = [MAYBE, (Kind.EXPIRY, "25/04/2030"), (Kind.EXPIRY, "04/25/2030")]
    assert month_first(both, [], Hints(), TODAY) is None


def test_a_zones_lines_of_which_two_ran_together_are_read_alike() -> None:
    lines = write(Format.TD1, HOLDER)
    apart = find(list(lines), TODAY)
    for together in ([lines[0] + lines[1], lines[2]], [lines[0], lines[1] + lines[2]]):
        found = find(together, TODAY)
        assert apart is not None and found is not None and found.lines == apart.lines


def test_a_zones_lines_that_ran_together_and_lost_fillers_are_read_alike() -> None:
    first, second, third = write(Format.TD1, HOLDER)
    assert first.endswith("<" * 5)
    apart = find([first, second, third], TODAY)
    found = find([first[:-1] + second, third], TODAY)
    assert apart is not None and found is not None
    assert (found.number, found.birth_date, found.surname) == (
        apart.number, apart.birth_date, apart.surname,
    )  # fmt: skip


def test_a_long_line_with_a_filler_is_no_zone() -> None:
    line = "THIS CARD IS THE PROPERTY OF THE STATE < RETURN IT TO ANY OFFICE OF IT"
    assert find([line], TODAY) is None


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("BIRTH27.07.2005", Kind.BIRTH, "2005-07-27"),
        ("naissance19/06/1971 LYON", Kind.BIRTH, "1971-06-19"),
        ("Valable jusqu'au03/11/2029", Kind.EXPIRY, "2029-11-03"),  # no August 2003
        ("until20 MAY 2034", Kind.EXPIRY, "2034-05-20"),
        ("May2034 12", Kind.EXPIRY, "2034-05-12"),
        ("2020 AU 02", Kind.BIRTH, "2020-08-02"),
    ],
)
def test_a_label_that_ran_into_a_date_hides_no_digit(text: str, kind: Kind, day: str) -> None:
    read = dates.read(text, TODAY, kind)
    assert read is not None
    assert read.value.isoformat() == day
