"""Machine-readable zones: the specimens of ICAO 9303, and repair only where it is certain."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.mrz import SHAPES, Format, check_digit
from chalicelib.domain.mrz_reading import find
from chalicelib.domain.mrz_writing import Holder, write

TODAY = date(2026, 11, 21)
SPECIMENS = {
    Format.TD3: (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
    Format.TD2: ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
    Format.TD1: (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ),
}


@pytest.mark.parametrize("fmt", list(Format))
def test_the_specimens_of_the_standard_are_read(fmt: Format) -> None:
    zone = find(["UTOPIA", *SPECIMENS[fmt]], TODAY)
    assert zone and zone.valid and zone.format is fmt
    assert (zone.surname, zone.given_names, zone.nationality) == ("ERIKSSON", "ANNA MARIA", "UTO")
    assert (zone.birth_date, zone.expiry_date) == (date(1974, 8, 12), date(2012, 4, 15))
    assert zone.number == ("L898902C3" if fmt is Format.TD3 else "D23145890")
    assert zone.repaired == ()


names = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=12)


@given(
    st.sampled_from(list(Format)),
    names,
    names,
    st.text(alphabet="ABCXYZ0123456789", min_size=5, max_size=9),
    st.dates(date(1930, 1, 1), date(2020, 1, 1)),
    st.dates(date(2026, 12, 1), date(2050, 1, 1)),
)
def test_what_is_written_is_read(
    fmt: Format, surname: str, given_names: str, number: str, born: date, expires: date
) -> None:
    lines = write(fmt, Holder(surname, given_names, number, "UTO", "UTO", born, expires, "F"))
    assert [len(line) for line in lines] == [SHAPES[fmt][1]] * SHAPES[fmt][0]
    zone = find(lines, TODAY)
    assert zone and zone.valid
    assert (zone.surname, zone.given_names, zone.number) == (surname, given_names, number)
    assert (zone.birth_date, zone.expiry_date) == (born, expires)


def test_letters_among_digits_and_digits_among_letters_are_mended() -> None:
    first, second, third = SPECIMENS[Format.TD1]
    zone = find([first, second.replace("740812", "7A08I2"), third.replace("ANNA", "ANNA")], TODAY)
    assert zone and zone.valid and zone.birth_date == date(1974, 8, 12)
    zone = find([first, second, third.replace("ERIKSSON", "ER1K5SON")], TODAY)
    assert zone and zone.surname == "ERIKSSON"
    assert zone.repaired == ("names",)


def test_a_number_is_not_guessed_from_its_check_digits() -> None:
    first, *others = SPECIMENS[Format.TD1]
    misread = first.replace("D231458907", "D23I458907")
    zone = find([misread, *others], TODAY)
    assert zone and not zone.valid
    assert zone.number == "D23I45890"
    assert "number" not in zone.repaired


def test_a_number_is_mended_when_the_page_prints_it_too() -> None:
    first, *others = SPECIMENS[Format.TD1]
    misread = first.replace("D231458907", "D23I458907")
    zone = find(["Document No", "D23145890", misread, *others], TODAY)
    assert zone and zone.valid and zone.number == "D23145890"
    assert zone.repaired == ("number",)


def test_a_changed_digit_is_noticed() -> None:
    first, second = SPECIMENS[Format.TD3]
    zone = find([first, second.replace("7408122F", "7508122F")], TODAY)
    assert zone and not zone.valid
    assert zone.checks["number"] and not zone.checks["birth"] and not zone.checks["composite"]


def test_text_that_is_no_zone_is_none() -> None:
    assert find(["REPUBLIC OF UTOPIA", "Surname ERIKSSON", "12.08.1974"], TODAY) is None
    assert find(["<" * 44, "<" * 44], TODAY) is None or not find(["<" * 44] * 2, TODAY).number  # type: ignore[union-attr]


def test_the_check_digit_of_the_standard_s_example() -> None:
    assert check_digit("520727") == "3"
    assert check_digit("AB2134<<<") == "5"
    with pytest.raises(ValueError):
        check_digit("AB-1")
