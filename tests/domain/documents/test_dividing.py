"""A line that holds several labels is cut before each of them, and nowhere else."""

from __future__ import annotations

import pytest

from chalicelib.domain.documents import dividing


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        # a number before a label, behind a value
        ("4d DLN: 08362905 3 DOB: 08/12/1959", ["4d DLN: 08362905", "3 DOB: 08/12/1959"]),
        ("4a. 19.01.2023 4c. DVLA", ["4a. 19.01.2023", "4c. DVLA"]),
        # three in one line: a piece that stays whole does not end the search
        (
            "3. 14.03.1991 4a. 19.01.2023 4b. 18.01.2033",
            ["3. 14.03.1991", "4a. 19.01.2023", "4b. 18.01.2033"],
        ),
        ("SURNAME: MORGAN 4a. 19.01.2023 4c. DVLA", ["SURNAME: MORGAN 4a. 19.01.2023", "4c. DVLA"]),
        # a label that runs into its value, readable or not
        ("4d DLN: 08362905 300B:12/11/1981", ["4d DLN: 08362905", "300B:12/11/1981"]),
        # capitals of AAMVA, and words with a colon
        ("DLN 08362905 EXP 12/11/2031", ["DLN 08362905", "EXP 12/11/2031"]),
        ("Exp: 12/11/2031 Born: 08/12/1959", ["Exp: 12/11/2031", "Born: 08/12/1959"]),
        # a number is no label where none follows
        ("12 Main Street 3 Springfield", ["12 Main Street 3 Springfield"]),
        ("14 MAR 1991", ["14 MAR 1991"]),
        ("", [""]),
    ],
)
def test_a_line_is_cut_before_each_label(line: str, cut: list[str]) -> None:
    assert dividing.pieces(line) == cut


def test_a_number_and_its_label_in_one_begin_a_piece() -> None:
    assert dividing.pieces("DLN 07297700 3DOB 08/05/1985") == ["DLN 07297700", "3DOB 08/05/1985"]
    assert dividing.pieces("4dDLN 11625684 3D06 02/07/1947")[1:] == ["3D06 02/07/1947"]


@pytest.mark.parametrize("number", ["DL2888047", "HT2092168", "ID1234567"])
def test_two_letters_before_digits_are_part_of_a_number(number: str) -> None:
    assert dividing.divide(number) is None


@pytest.mark.parametrize(
    ("lines", "licence"),
    [
        (["4b. 18.01.2033"], True),
        (["AM/B1/B"], True),
        (["9. AM/B"], True),
        (["EXP 01/24/2035", "HGT 5-06"], True),
        (["SEX M", "EXP 01/24/2035"], False),
        (["PASSPORT", "4b. 18.01.2033"], False),
        (["A/B TESTING", "40 MAIN STREET"], False),
    ],
)
def test_a_page_is_a_licence_by_its_marks(lines: list[str], licence: bool) -> None:
    assert dividing.is_licence(lines) is licence


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("NOMBRE/NAME Iker Rodrigo", ("NOMBRE/NAME", "Iker Rodrigo")),
        ("SURNAME/NOM/APELIDO MUSTER", ("SURNAME/NOM/APELIDO", "MUSTER")),
        ("NAME/NACHNAME/NOMF Muster", None),  # a third language, misread: where does it end?
        ("VORNAMEN/GIVEN N4MES", None),
    ],
)
def test_a_label_in_several_languages_ends_with_the_last(line: str, parts: object) -> None:
    assert dividing.divide(line) == parts


@pytest.mark.parametrize("word", ["4b.12052030", "4d.X1234", "5a.AB99"])
def test_a_licences_mark_begins_a_piece_though_no_blank_follows(word: str) -> None:
    assert dividing.pieces(f"01.02.1980 {word}") == ["01.02.1980", word]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Ime NIVES", ("Ime", "NIVES")),
        ("Nom BOISVERT", ("Nom", "BOISVERT")),
        ("IME NIVES", None),
        ("2. Given tame", None),
        ("Given rnames", None),
        ("GIVEN RAME", None),
        ("GIVEN NAMI", None),
        ("GIVEN JAMES", ("GIVEN", "JAMES")),
        ("4D ID NO.099047893", ("4D ID NO.", "099047893")),
        ("Surname d'Aubigny", ("Surname", "d'Aubigny")),
    ],
)
def test_a_short_label_leads_a_name_in_other_print(
    line: str, parts: tuple[str, str] | None
) -> None:
    assert dividing.divide(line) == parts


def test_an_irish_surname_is_a_name_behind_its_number() -> None:
    assert dividing.numbered("1Ó SÚILLEABHÁIN") == ("1", "Ó SÚILLEABHÁIN")
    assert dividing.numbered("1A B") is None
