"""How the lines of a page stand: upright, on their side, in pieces."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain.documents import layout
from chalicelib.domain.documents.layout import Box
from chalicelib.domain.documents.mrz import Format
from chalicelib.domain.documents.mrz_reading import find
from tests.domain.documents.test_outlines import PAGE, ZONE
from tests.domain.documents.test_places import page


def corners(answer: dict[str, Any]) -> list[tuple[float, float]]:
    return [
        (round(x, 6), round(y, 6)) for block in answer["Blocks"] for x, y in layout.polygon(block)
    ]


@pytest.mark.parametrize("turns", range(4))
def test_a_page_on_its_side_is_brought_upright(turns: int) -> None:
    upright = page(*PAGE)
    shown = layout.turned(upright, turns)
    needed = layout.quarter_turns(shown)
    assert (needed + turns) % 4 == 0
    assert corners(layout.turned(shown, needed)) == pytest.approx(corners(upright))
    assert len(shown["Blocks"]) == len(upright["Blocks"])


def test_a_box_lies_around_what_was_turned() -> None:
    block = layout.turned(page(("AB", 0.2, 0.1)), 1)["Blocks"][0]
    box, shape = block["Geometry"]["BoundingBox"], block["Geometry"]["Polygon"]
    assert box["Left"] == pytest.approx(min(point["X"] for point in shape))
    assert box["Top"] == pytest.approx(min(point["Y"] for point in shape))
    assert (box["Width"], box["Height"]) == pytest.approx((0.05, 0.04))


def test_what_has_no_place_is_turned_nowhere_and_is_kept() -> None:
    answer = {"Blocks": [{"BlockType": "LINE", "Text": "AB"}], "Other": 1}
    assert layout.turned(answer, 1) == answer
    assert layout.quarter_turns(answer) == 0


def test_lines_at_a_slant_are_upright_and_the_longest_say_how_the_page_stands() -> None:
    assert layout.quarter_turns(page(*PAGE, turn=0.3)) == 0
    little = layout.turned(page(("12", 0.1, 0.1)), 1)["Blocks"]
    mixed = {"Blocks": [*page(("A LONG LINE OF PRINT", 0.1, 0.3))["Blocks"], *little]}
    assert layout.quarter_turns(mixed) == 0


def box(text: str, left: float, middle: float) -> Box:
    return Box(left, left + len(text) / 50, middle, 1.0, text)


def test_pieces_of_a_zones_line_are_put_together_and_print_is_not() -> None:
    first, second = ZONE
    boxes = [
        box(first[25:], 0.6, 8.1), box(first[:25], 0.0, 8.0), box(second, 0.0, 10.0),
        box("ANNA", 0.0, 3.0), box("MARIA", 0.5, 3.1),
    ]  # fmt: skip
    assert layout.zone_lines(sorted(boxes, key=lambda one: one.middle)) == [
        "ANNA", "MARIA", first, second,
    ]  # fmt: skip
    zone = find(layout.zone_lines(boxes), date(2026, 11, 21))
    assert zone is not None and (zone.format, zone.valid) == (Format.TD3, True)


def test_a_piece_of_three_letters_is_no_piece_of_a_zone() -> None:
    first = ZONE[0]
    lines = layout.zone_lines([box(first[:41], 0.0, 8.0), box(first[41:], 0.9, 8.0)])
    assert lines == [first[:41], first[41:]]
