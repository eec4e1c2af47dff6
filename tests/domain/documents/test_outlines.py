"""Where on the picture each field stands; shares of the picture and no text."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain.documents.document import extract
from chalicelib.domain.documents.mrz import Format
from chalicelib.domain.documents.mrz_writing import Holder, write
from chalicelib.domain.documents.outlines import _name_span
from tests.domain.documents.test_places import TODAY, page

ANNA = Holder(
    "Demosthenous", "Anna Maria", "AO1234567", "GRC", "GRC", date(1991, 3, 14), date(2031, 1, 1)
)
ZONE = write(Format.TD3, ANNA)


def outlined(*lines: tuple[str, float, float], turn: float = 0.0) -> dict[tuple[str, str], Any]:
    """(field, source) -> the left, top, right and bottom of each outline."""
    found = extract({"front": page(*lines, turn=turn)}, None, TODAY)
    placed: dict[tuple[str, str], Any] = {}
    for one in found.outlines:
        assert set(one) == {"field", "side", "source", "corners"}
        (left, top), (right, _), (_, bottom), _ = one["corners"]
        at = (round(left, 2), round(top, 2), round(right, 2), round(bottom, 2))
        placed.setdefault((one["field"], one["source"]), []).append(at)
    return placed


PAGE = (
    ("PASSPORT", 0.1, 0.05),
    ("Surname: DEMOSTHENOUS", 0.3, 0.2),
    ("Given names: Anna Maria", 0.3, 0.3),
    ("Date of birth: 14 MAR 1991", 0.3, 0.4),
    ("Document number: AO 1234567", 0.3, 0.5),
    ("Date of expiry: 01.01.2031", 0.3, 0.6),
    (ZONE[0], 0.02, 0.8),
    (ZONE[1], 0.02, 0.9),
)


def test_print_and_zone_are_outlined_each_by_itself() -> None:
    found = outlined(*PAGE)
    assert found["name", "print"] == [(0.3, 0.3, 0.5, 0.35), (0.3, 0.2, 0.54, 0.25)]
    assert found["dateOfBirth", "print"] == [(0.3, 0.4, 0.52, 0.45)]
    assert found["documentNumber", "print"] == [(0.3, 0.5, 0.5, 0.55)]
    assert found["expiry", "print"] == [(0.3, 0.6, 0.5, 0.65)]
    # Letters of a zone are 0.02 wide on this page: the number is its first nine, the birth 14-19.
    assert found["documentNumber", "zone"] == [(0.02, 0.9, 0.2, 0.95)]
    assert found["dateOfBirth", "zone"] == [(0.28, 0.9, 0.4, 0.95)]
    assert found["expiry", "zone"] == [(0.44, 0.9, 0.56, 0.95)]
    assert found["name", "zone"] == [(0.12, 0.8, 0.6, 0.85)]


def test_a_value_inside_a_longer_line_is_outlined_by_its_words() -> None:
    found = outlined(
        ("Born 14.03.1991 in Utopia", 0.1, 0.4), ("Date of birth: 14.03.1991", 0.5, 0.7)
    )
    assert found["dateOfBirth", "print"] == [(0.2, 0.4, 0.4, 0.45)]


def test_where_print_and_zone_differ_each_outline_is_of_what_stands_there() -> None:
    other = [(text.replace("AO 1234567", "AO 1234561"), *at) for text, *at in PAGE]
    found = outlined(*other)  # type: ignore[arg-type]  # pairs through *
    assert found["documentNumber", "print"] == [(0.3, 0.5, 0.5, 0.55)]
    assert found["documentNumber", "zone"] == [(0.02, 0.9, 0.2, 0.95)]


def test_the_corners_follow_a_picture_that_was_taken_at_an_angle() -> None:
    answer = page(*PAGE, turn=0.1)
    corners = next(
        one["corners"]
        for one in extract({"front": answer}, None, TODAY).outlines
        if (one["field"], one["source"]) == ("documentNumber", "print")
    )
    assert corners == [[0.25, 0.53], [0.45, 0.55], [0.445, 0.6], [0.245, 0.58]]


def test_sides_are_told_apart_and_what_stands_nowhere_has_no_outline() -> None:
    back = page(("Document number: AO 1234567", 0.3, 0.5))
    found = extract({"front": page(*PAGE[:4]), "back": back}, None, TODAY)
    assert {(one["field"], one["side"]) for one in found.outlines} == {
        ("name", "front"), ("dateOfBirth", "front"), ("documentNumber", "back"),
        ("documentType", "front"),
    }  # fmt: skip
    assert "age" not in {one["field"] for one in found.outlines}


@pytest.mark.parametrize("geometry", [None, {}, {"Polygon": []}])
def test_a_reading_without_places_has_no_outlines(geometry: Any) -> None:
    answer = page(*PAGE)
    for block in answer["Blocks"]:
        block["Geometry"] = geometry or {}
    assert extract({"front": answer}, None, TODAY).outlines == ()


def test_a_name_is_outlined_where_it_stands_and_not_again_where_a_word_of_it_does() -> None:
    found = outlined(
        ("Erika Maria Muster of Town", 0.1, 0.2),
        ("Maria", 0.1, 0.5),
        ("Name: Erika Maria Muster", 0.4, 0.7),
    )
    assert len(found["name", "print"]) == 1


def test_a_zone_that_holds_less_than_half_of_the_name_has_no_outline_of_it() -> None:
    assert _name_span(["ANNA", "MARIA"], "P<GRCDEMOSTHENOUS<<ANNA<<<<") == (19, 23)
    assert _name_span(["ANNA", "MARIA", "ROSSI"], "P<GRCDEMOSTHENOUS<<ANNA<<<<") is None
    assert _name_span(["X"], "P<GRCX<<ANNA") is None
