"""Labels and values are joined whether a page prints its labels over its values or under them."""

from __future__ import annotations

import numpy as np
import pytest

from local.vision import forms
from local.vision.ocr import Line

FIELDS = (
    ("Surname", "SJÖBERG"), ("Given name", "GÖRAN"), ("Date of birth", "04.11.2003"),
    ("ID No.", "0 7554326 2"), ("Valid until", "16.05.2034"),
)  # fmt: skip
VALUE, LABEL, ROW = 26, 17, 84
"""Heights of print and of a row, in pixels."""


def line(text: str, top: float, height: float, left: float = 280) -> Line:
    right = left + 0.6 * height * len(text)
    corners = [[left, top], [right, top], [right, top + height], [left, top + height]]
    return Line(text, 98.0, np.array(corners, float))


def read(lines: list[Line]) -> dict[str, str]:
    return {pair.key.text: pair.value.text for pair in forms.pairs(lines) if pair.value}


@pytest.mark.parametrize("under", [True, False])
def test_a_pages_labels_stand_under_its_values_or_over_them(under: bool) -> None:
    lines = [line("STATE OF ISRAEL", 10, 30, left=20)]
    for number, (label, value) in enumerate(FIELDS):
        top = 104 + ROW * number
        tops = (top + VALUE + 3, top) if under else (top, top + LABEL + 3)
        lines += [line(label, tops[0], LABEL), line(value, tops[1], VALUE)]
    assert read(lines) == dict(FIELDS)


def test_two_labels_under_lines_say_nothing_of_a_page() -> None:
    lines = [line("STATE OF ISRAEL", 80, 20)]
    for number, (label, value) in enumerate(FIELDS[:2]):
        top = 104 + 60 * number
        lines += [line(label, top, LABEL), line(value, top + LABEL + 12, VALUE)]
    assert read(lines) == dict(FIELDS[:2])


def test_labels_beside_their_values_stand_under_nothing() -> None:
    lines = []
    for number, (label, value) in enumerate(FIELDS):
        top = 104 + 34 * number
        lines += [line(label, top, LABEL), line(value, top - 3, VALUE, left=480)]
    assert read(lines) == dict(FIELDS)


def test_a_numbered_label_whose_words_are_unreadable_is_its_number() -> None:
    lines = [line("PERMISO DE CONDUCCIÓN", 10, 40, left=20)]
    for number, (label, value) in enumerate(
        (("1. Sumanse", "ZÚÑIGA"), ("2. Gilvers culte", "Noemí"), ("3. Dof", "03 01 1974"))
    ):
        top = 104 + ROW * number
        lines += [line(label, top, LABEL), line(value, top + LABEL + 3, VALUE)]
    found = read([*lines, line("5. GF7168097", 400, VALUE)])
    assert {key.rstrip("."): value for key, value in found.items()} == {
        "1": "ZÚÑIGA", "2": "Noemí", "3": "03 01 1974", "5": "GF7168097",
    }  # fmt: skip


@pytest.mark.parametrize(("label", "digits"), [("Pol", False), ("Nr.", True)])
def test_a_number_is_nobodys_sex(label: str, digits: bool) -> None:
    found = read([line(label, 100, LABEL), line("TR7637089", 122, VALUE)])
    assert bool(found) is digits


def test_a_label_in_small_letters_is_no_value_of_a_name() -> None:
    lines = [line("naam", 100, LABEL), line("suname", 100, LABEL, left=340)]
    assert read([*lines, line("MUÑOZ YÁÑEZ", 122, VALUE)]) == {"naam": "MUÑOZ YÁÑEZ"}
