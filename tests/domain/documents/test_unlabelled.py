"""Fields of pages on which no label was read: names above the birth date, one number of several."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.documents.document import extract
from chalicelib.domain.documents.names import same_name
from tests.domain.documents.test_places import page

TODAY = date(2026, 11, 21)
CARD = (
    ("PERSONAS APLIECIBA IDENTITY CARD", 0.1, 0.02), ("BERZINS", 0.3, 0.2), ("ZANETE", 0.3, 0.32),
    ("F", 0.3, 0.44), ("23.02.2003", 0.3, 0.56),
)  # fmt: skip


def test_two_names_above_the_birth_date_are_surname_and_given_names() -> None:
    found = extract({"front": page(*CARD)}, None, TODAY)
    assert found.value("name") == "Zanete Berzins"
    assert found.fields["name"]["confidence"] <= 60.0


def test_three_names_above_the_birth_date_are_nobodys() -> None:
    answer = page(*CARD, ("SPECIALE", 0.3, 0.08))
    assert extract({"front": answer}, None, TODAY).value("name") == ""


def test_a_name_elsewhere_is_not_above_the_birth_date() -> None:
    lines = [(text, 0.9 if text == "BERZINS" else left, top) for text, left, top in CARD]
    assert extract({"front": page(*lines)}, None, TODAY).value("name") == ""


def test_of_two_numbers_the_holders_own_begins_with_the_birth_date() -> None:
    answer = page(*CARD, ("230203-10203", 0.3, 0.68), ("WW1720468", 0.3, 0.8))
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == "WW1720468"


def test_of_two_numbers_that_may_be_either_none_is_taken() -> None:
    answer = page(*CARD, ("120385-10203", 0.3, 0.68), ("WW1720468", 0.3, 0.8))
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == ""


def test_beside_a_birth_date_that_was_not_read_either_number_may_be_the_documents() -> None:
    born = ("Date of birth: 2B.O2.Z", 0.3, 0.56)
    answer = page(*CARD[:-1], born, ("230203-10203", 0.3, 0.68), ("WW1720468", 0.3, 0.8))
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == ""


@pytest.mark.parametrize("word", ["POLSKIE", "UKR"])
def test_a_nationality_is_nobodys_name(word: str) -> None:
    answer = page(*CARD, (word, 0.3, 0.5))
    assert extract({"front": answer}, None, TODAY).value("name") == "Zanete Berzins"


def test_what_a_permit_allows_is_no_name() -> None:
    answer = page(
        ("OLESKELULUPA RESIDENCE PERMIT", 0.1, 0.02), ("FREIHERR VON AUE CHRISTA", 0.3, 0.2),
        ("18.01.1991", 0.3, 0.6), ("LAVORO SUBORDINATO", 0.3, 0.8),
    )  # fmt: skip
    assert extract({"front": answer}, None, TODAY).value("name") == "Freiherr Von Aue Christa"


@pytest.mark.parametrize(
    ("title", "number"), [("DRIVING LICENCE", "752089"), ("IDENTITY CARD", "")]
)
def test_a_licences_own_number_is_below_its_holders(title: str, number: str) -> None:
    answer = page((title, 0.1, 0.02), ("0234585M", 0.3, 0.6), ("752089", 0.3, 0.7))
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == number


def test_a_misread_mark_before_an_american_number_is_none_of_it() -> None:
    lines = [("NORTH CAROLINA USA", 0.1, 0.02), ("DRIVER LICENSE", 0.1, 0.1)]
    lines += [("4d DUN 131304221633", 0.3, 0.2), ("3 DOB 08/28/1953", 0.3, 0.3)]
    assert extract({"front": page(*lines)}, None, TODAY).value("documentNumber") == "131304221633"


def test_a_number_behind_two_misread_words_is_a_guess() -> None:
    answer = page(("LICENCIA DE CONDUCIR", 0.1, 0.02), ("N Liceca 49391760", 0.3, 0.2))
    found = extract({"front": answer}, None, TODAY)
    assert found.value("documentNumber") == "49391760"
    assert found.fields["documentNumber"]["confidence"] <= 60.0


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("44 LC NO SL-VC-PB-L7604H", "SL-VC-PB-L7604H"),
        ("14850312-66806-77632-09", "14850312-66806-77632-09"),
        ("Category NO 123456", ""),
    ],
)
def test_a_number_behind_what_ends_in_no_is_a_guess(line: str, number: str) -> None:
    answer = page(("DRIVER'S LICENCE", 0.1, 0.02), (line, 0.3, 0.2))
    found = extract({"front": answer}, None, TODAY)
    assert found.value("documentNumber") == number


def test_a_line_with_a_point_for_a_comma_is_a_whole_name() -> None:
    answer = page(("DRIVER LICENSE", 0.1, 0.02), ("HOXHA.ARTAN", 0.3, 0.2))
    name = extract({"front": answer}, None, TODAY).value("name")
    assert name == "Hoxha.Artan" and same_name(name, "Artan Hoxha")


def test_a_misread_label_in_smaller_print_is_no_name() -> None:
    answer = page(("IDENTITY CARD", 0.1, 0.02), ("ADA WREN", 0.3, 0.2), ("18.01.1991", 0.3, 0.4))
    small = page(("DOO NAMD", 0.3, 0.15))["Blocks"][0]
    small["Geometry"]["Polygon"][2]["Y"] = small["Geometry"]["Polygon"][3]["Y"] = 0.18
    answer["Blocks"].append(small | {"Id": "small"})
    assert extract({"front": answer}, None, TODAY).value("name") == "Ada Wren"


@pytest.mark.parametrize(
    ("last", "number"),
    [
        ("5426470232", "426470232"),
        ("5. 5426470232", "5426470232"),
        ("513 84 774683 7", "13847746837"),
        ("5271010", "271010"),
    ],
)
def test_a_five_that_ran_into_the_number_is_the_only_mark_that_lacks(
    last: str, number: str
) -> None:
    lines = ["1. SIMEK", "2. LUBOS", "3. 02.07.1968 NOVO MESTO", "4b. 29.11.2030", last]
    answer = page(
        ("VOZNISKO DOVOLJENJE", 0.1, 0.02),
        *((text, 0.3, 0.2 + 0.1 * at) for at, text in enumerate(lines)),
    )
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == number


@pytest.mark.parametrize("categories", ["AM,B1,B", "AM, B1, B", "AM/B1/B"])
def test_categories_tell_a_licence(categories: str) -> None:
    answer = page(
        ("VADITAIA APLECIBA", 0.1, 0.02), ("120385-10203", 0.3, 0.6), ("GD913747", 0.3, 0.7),
        (categories, 0.3, 0.8),
    )  # fmt: skip
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == "GD913747"


def test_a_surname_of_two_letters_stands_before_a_comma() -> None:
    answer = page(("DRIVER LICENSE", 0.1, 0.02), ("NG, ALASDAIR", 0.3, 0.2))
    assert extract({"front": answer}, None, TODAY).value("name") == "Ng Alasdair"


@pytest.mark.parametrize("label", ["APELIDCXSSURNAME", "IMRINAME"])
def test_labels_that_ran_together_are_no_names(label: str) -> None:
    answer = page(*CARD, (label, 0.3, 0.12))
    assert extract({"front": answer}, None, TODAY).value("name") == "Zanete Berzins"


def test_a_date_behind_a_states_letters_is_no_number() -> None:
    answer = page(*CARD, ("UK 30 FEB 2017", 0.3, 0.7))
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == ""


def test_what_is_in_small_letters_is_no_name() -> None:
    answer = page(*CARD, ("suname", 0.3, 0.26))
    assert extract({"front": answer}, None, TODAY).value("name") == "Zanete Berzins"


def test_a_number_beside_its_mark_keeps_its_five() -> None:
    lines = [("1. SIMEK", 0.3, 0.2), ("2. LUBOS", 0.3, 0.3), ("3. 02.07.1968", 0.3, 0.4)]
    answer = page(
        ("VOZNISKO DOVOLJENJE", 0.1, 0.02), *lines, ("5.", 0.3, 0.5), ("5426470232", 0.4, 0.5)
    )
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == "5426470232"
