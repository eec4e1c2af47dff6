"""Fields of pages on which no label was read: names above the birth date, one number of several."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.documents.document import extract
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
