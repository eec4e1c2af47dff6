"""Machine-readable zones: the specimens of ICAO 9303, and repair only where it is certain."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.documents import mrz_french
from chalicelib.domain.documents.mrz import SHAPES, Format, check_digit
from chalicelib.domain.documents.mrz_reading import find, has_visa, plain
from chalicelib.domain.documents.mrz_writing import Holder, write

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


@settings(deadline=None)  # a busy machine is no fault
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


@pytest.mark.parametrize("fmt", list(Format))
@pytest.mark.parametrize("number", ["AAAAA", "XAAAA", "ABABABABA"])
def test_a_number_of_letters_alone_is_read_where_every_check_holds(
    fmt: Format, number: str
) -> None:
    born, expires = date(2000, 1, 1), date(2026, 12, 1)
    lines = write(fmt, Holder("AA", "AA", number, "UTO", "UTO", born, expires, "F"))
    zone = find(lines, TODAY)
    assert zone and zone.valid and zone.number == number


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


FIRST, SECOND = SPECIMENS[Format.TD3]


@pytest.mark.parametrize(
    "lines",
    [
        ["P<UTOERIKSSON<<ANNA<MARIA<<", SECOND],  # a run of fillers is lost
        [FIRST + SECOND],  # two lines are one
        [FIRST.replace("<<<<", "") + SECOND],  # ... and fillers are lost
        [FIRST, "SPECIMEN SPECIMEN SPECIMEN", SECOND],  # print lies between
        [FIRST[1:], SECOND],  # glare swallowed the first letter
        ["P<UTOERIKSSON《ANNA<MARIA《《《《《《《《《<", SECOND],
        ["P<UTOERIKSSON≪ANNA<MARIA≪≪≪≪≪≪≪≪≪<", SECOND],
        [FIRST.replace("<", "く"), SECOND.replace("<", "＜")],
        [FIRST[:25] + "<<<<<K<<<<KK<<<<<<K", SECOND],
        [FIRST[:25] + "<CLKLCKLKLLCKLKLCKL", SECOND],
        [FIRST.lower(), SECOND.lower()],
    ],
)
def test_a_frame_that_an_ocr_engine_breaks_is_put_together(lines: list[str]) -> None:
    zone = find(["UTOPIA", *lines], TODAY)
    assert zone and zone.valid
    assert (zone.name, zone.issuing_state) == ("ANNA MARIA ERIKSSON", "UTO")
    assert zone.number == "L898902C3"


@pytest.mark.parametrize("tail", ["<6013", "<0152"])
def test_belgian_numbers_of_twelve_digits_with_and_without_the_filler(tail: str) -> None:
    number = "000590240" if tail == "<6013" else "600001795"
    check = "6" if tail == "<6013" else "8"
    second = ("8501019M2701013BEL<<<<<<<<<<<" if check == "6" else "8501019M3301018BEL<<<<<<<<<<<")[
        :-1
    ]
    zone = find(
        [f"IDBEL{number}{tail}<<<<<<<<<<<", second + check, "SPECIMEN<<SPECIMEN<<<<<<<<<<<<"], TODAY
    )
    assert zone and zone.valid and zone.number == number + tail[1:-1]


def test_an_old_french_card_has_a_layout_of_its_own() -> None:
    lines = mrz_french.write("Berthier", "Corinne", "880692310285", date(1965, 12, 6), "F")
    assert lines[1] == "8806923102858CORINNE<<<<<<<6512068F6"  # a published specimen
    zone = find(lines, TODAY)
    assert zone and zone.valid and zone.expiry_date is None
    assert (zone.surname, zone.given_names, zone.number) == ("BERTHIER", "CORINNE", "880692310285")
    assert mrz_french.latest_expiry(zone) == date(1998, 7, 1)
    long = mrz_french.write("Abcdefghijklmnopqrstuvwxyz", "A" * 15, "880692310285", TODAY, "F")
    assert [len(line) for line in long] == [36, 36]
    assert long[0] == "IDFRAABCDEFGHIJKLMNOPQRSTUVWXY<<<<<<"
    recent = find(mrz_french.write("Meyer", "Malo", "150667500750", date(1985, 3, 1), "M"), TODAY)
    assert recent and mrz_french.latest_expiry(recent) == date(2030, 7, 1)


@pytest.mark.parametrize(
    "lines",
    [
        (
            "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
        ),
        ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
    ],
)
def test_a_visa_is_known_and_is_no_document(lines: tuple[str, str]) -> None:
    assert find(lines, TODAY) is None
    assert has_visa(lines, TODAY)
    assert not has_visa(SPECIMENS[Format.TD3], TODAY)


def test_a_birth_is_never_ahead_and_may_be_partly_unknown() -> None:
    old = write(
        Format.TD3,
        Holder("Aho", "Aino", "L898902C3", "FIN", "FIN", date(1926, 12, 31), date(2032, 4, 15)),
    )
    zone = find(old, TODAY)
    assert zone and zone.birth_date == date(1926, 12, 31)
    unknown = (
        "P<UTOAKAI<<ABEL<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO74<<<<1M3204153<<<<<<<<<<<<<<02",
    )
    zone = find(unknown, TODAY)
    assert zone and zone.valid and zone.birth_date is None and zone.birth_partial == "1974"


@settings(deadline=None)  # a busy machine is no fault
@given(st.lists(st.text(alphabet="<KLCPIVD<<0123456789ABCXYZ《く ", max_size=100), max_size=8))
def test_any_lines_hold_a_zone_or_none(lines: list[str]) -> None:
    zone = find(lines, TODAY)
    assert zone is None or any(c.isdigit() for c in zone.number)


def test_an_old_french_card_whose_month_is_none_has_no_end_that_is_known() -> None:
    for month, known in (("00", False), ("13", False), ("01", True), ("12", True)):
        lines = mrz_french.write("Meyer", "Malo", f"15{month}67500750", date(1985, 3, 1), "M")
        zone = find(lines, TODAY)
        assert zone is not None
        assert (mrz_french.latest_expiry(zone) is not None) is known


def test_words_and_numbers_without_a_filler_are_no_zone() -> None:
    lines = ["PERSONALAUSWEIS12345678901234567890123456789"[:44], "1234567890" * 4 + "1234"]
    assert [len(line) for line in lines] == [44, 44]
    assert find(lines, TODAY) is None


def test_a_long_line_that_is_no_zone_breaks_nothing_of_the_one_below() -> None:
    noise = "THIS CARD IS THE PROPERTY OF THE AUTHORITY<THAT HAS ISSUED IT AND OF NOBODY ELSE"
    zone = find([noise, *SPECIMENS[Format.TD3]], TODAY)
    assert zone and zone.valid and zone.number == "L898902C3"


def test_fillers_and_letters_of_other_fonts() -> None:
    assert plain("PΛＴURYIＬDIRIMΛΛCAGRI∧∧") == "P<TURYILDIRIM<<CAGRI<<"
