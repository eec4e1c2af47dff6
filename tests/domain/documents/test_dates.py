"""Dates as documents print them, and the days that no document can mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.documents import dates
from chalicelib.domain.documents.dates import Kind
from chalicelib.domain.documents.months import month_of

TODAY = date(2026, 11, 21)
BORN = date(1985, 4, 12)


@pytest.mark.parametrize(
    "text",
    [
        "12.04.1985",
        "12/04/1985",
        "12-04-1985",
        "12 04 1985",
        "1985-04-12",
        "1985/04/12",
        "19850412",
        "12 APR 1985",
        "12APR1985",
        "12APR/AVR85",
        "12 APR/AVR 85",
        "12 AVR 1985",
        "12th April 1985",
        "April 12, 1985",
        "12 kwietnia 1985",
        "12 NİSAN 1985",
        "12 квітня 1985",
        "12 APR 1985 MAYFIELD",
        "12.04.1985 PARIS 14",
        "12.04.1985 (75)",
        "JAKARTA, 12-04-1985",
        "1985年04月12日",
        "昭和60年4月12日",
        "民國74年4月12日",
        "١٢.٠٤.١٩٨٥",
        "l2.O4.1985",
        "12 de abril de 1985",
    ],
)
def test_one_day_in_the_ways_of_the_world(text: str) -> None:
    read = dates.read(text, TODAY)
    assert read and read.value == BORN, read


@pytest.mark.parametrize(
    ("text", "month"),
    [("12 0CT 1985", 10), ("12 JU1 1985", 7), ("12Jan 1985", 1), ("12 DES 1985", 12)],
)
def test_months_an_ocr_engine_misread(text: str, month: int) -> None:
    read = dates.read(text, TODAY)
    assert read and read.value == date(1985, month, 12)


@pytest.mark.parametrize(
    "text",
    [
        "12.04.2985",
        "12.04.2027",
        "12.04.1899",
        "12/04/2528",
        "1412/03/15",
        "2042-12-30",
        "②.04.1985",
        "1².04.1985",
        "31.02.1985",
        "00.00.1985",
        "MAYFIELD",
        "12 34",
        "",
        "9" * 4000,
    ],
)
def test_what_is_no_birth_date_is_not_read(text: str) -> None:
    assert dates.read(text, TODAY) is None


def test_calendars_are_converted_where_the_issuer_prints_them() -> None:
    thai = dates.read("12/04/2528", TODAY, Kind.BIRTH, "THA")
    assert thai and thai.value == BORN
    saudi = dates.read("1405/07/22", TODAY, Kind.BIRTH, "SAU")
    assert saudi and saudi.value == BORN
    persian = dates.read("1364/01/23", TODAY, Kind.BIRTH, "IRN")
    assert persian and persian.value == BORN
    assert dates.read("1364/01/23", TODAY, Kind.BIRTH, "NPL") is None


def test_a_span_of_validity_ends_at_its_second_date() -> None:
    read = dates.read("12.04.25-12.04.2035", TODAY, Kind.EXPIRY)
    assert read and read.value == date(2035, 4, 12)


@pytest.mark.parametrize(
    "text", ["PERMANENTE", "01 01 9999", "SEUMUR HIDUP", "unbefristet", "长期", "ILLIMITATA"]
)
def test_words_for_no_end(text: str) -> None:
    assert dates.endless(text)
    assert not dates.endless("12.04.2035")


@pytest.mark.parametrize(
    ("text", "month_first"),
    [
        ("08/31/1977", True),
        ("31/08/1977", False),
        ("03/04/1985", None),
        ("1985-08-31", None),
        ("31-08-77", False),
        ("99/99/1985", None),
        ("12 APR 1985", None),
    ],
)
def test_the_order_a_date_proves(text: str, month_first: bool | None) -> None:
    assert dates.order_of(text) is month_first


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("1974", "1974"),
        ("XX.XX.1974", "1974"),
        ("00.08.1974", "1974-08"),
        ("12.04.1985", ""),
        ("3974", ""),
    ],
)
def test_a_birth_of_which_the_day_is_unknown(text: str, known: str) -> None:
    assert dates.partial(text, TODAY) == known


def test_a_town_is_no_month_and_a_beginning_is() -> None:
    assert month_of("MAYFIELD") is None
    assert month_of("septem") == 9
    assert month_of("MÄR") == 3


@settings(deadline=None)  # a busy machine is no fault
@given(st.text(max_size=60))
def test_any_text_is_read_or_not_and_never_raises(text: str) -> None:
    for kind in Kind:
        read = dates.read(text, TODAY, kind)
        assert read is None or dates.plausible(read.value, kind, TODAY)
    dates.partial(text, TODAY), dates.order_of(text), dates.endless(text)


@settings(deadline=None)  # a busy machine is no fault
@given(
    st.dates(date(1910, 1, 1), TODAY),
    st.sampled_from(
        ["%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%d %b %Y", "%d%b%Y", "%d %B %Y", "%Y年%m月%d日"]
    ),
)
def test_every_day_is_read_as_it_was_written(day: date, way: str) -> None:
    read = dates.read(day.strftime(way), TODAY, Kind.BIRTH)
    assert read and day in (read.value, *read.alternatives)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("07 041977", date(1977, 4, 7)),
        ("0704 1977", date(1977, 4, 7)),
        ("07.041977", date(1977, 4, 7)),
        ("1977-0407", date(1977, 4, 7)),
        ("197704-07", date(1977, 4, 7)),
        ("12.041985 TORINO", date(1985, 4, 12)),
        ("9912 3456", None),
        ("0704 19770", None),
    ],
)
def test_a_date_that_lost_one_of_its_blanks(text: str, day: date | None) -> None:
    found = dates.read(text, TODAY, dates.Kind.BIRTH)
    assert (found.value if found else None) == day


@pytest.mark.parametrize(
    "text",
    [
        "12 APR 5",  # no year has one digit
        "123 APR 1985",
        "12 APR MAY 1985",  # two months that are not one in two languages
        "1985 APR 1986",
        "123 04 1985",
        "12 345 1985",
    ],
)
def test_numbers_that_are_no_day_month_and_year_are_not_read(text: str) -> None:
    assert dates.read(text, TODAY) is None


@pytest.mark.parametrize("text", ["1985 APR 12", "1985 APRIL/AVRIL 12"])
def test_the_year_may_stand_before_a_month_in_words(text: str) -> None:
    read = dates.read(text, TODAY)
    assert read and read.value == BORN
