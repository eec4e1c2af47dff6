"""Fields without a readable label are found where documents print them, and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain.documents.document import extract

TODAY = date(2026, 11, 21)
SIZE = 0.05
"""Height of a line of print as share of the page."""


def page(*lines: tuple[str, float, float], turn: float = 0.0) -> dict[str, Any]:
    """A Textract answer: (text, left, top); `Label: value` becomes a pair, turned by `turn`."""
    blocks: list[dict[str, Any]] = []

    def add(kind: str, text: str, left: float, top: float, height: float = SIZE) -> dict[str, Any]:
        width = 0.02 * len(text)
        corners = [(left, top), (left + width, top), (left + width, top + height)]
        corners.append((left, top + height))
        polygon = [{"X": x - turn * y, "Y": y + turn * x} for x, y in corners]
        block = {
            "BlockType": kind, "Id": str(len(blocks)), "Text": text, "Confidence": 98.0,
            "Geometry": {"Polygon": polygon, "BoundingBox": {"Top": top, "Left": left}},
        }  # fmt: skip
        blocks.append(block)
        return block

    for text, left, top in lines:
        label, colon, value = text.partition(": ")
        if not colon:
            add("LINE", text, left, top)
            continue
        key = add("KEY_VALUE_SET", label, 0.02, top) | {"EntityTypes": ["KEY"]}
        held = add("KEY_VALUE_SET", value, left, top) | {"EntityTypes": ["VALUE"]}
        for block, words, kind in ((key, label, "KEY"), (held, value, "VALUE")):
            ids = [add("WORD", word, left, top)["Id"] for word in words.split()]
            relation = [{"Type": "CHILD", "Ids": ids}]
            if kind == "KEY":
                relation.append({"Type": "VALUE", "Ids": [held["Id"]]})
            blocks[int(block["Id"])] |= {"EntityTypes": [kind], "Relationships": relation}
            add("LINE", words, 0.02 if kind == "KEY" else left, top)
    return {"Blocks": blocks}


def name(answer: dict[str, Any]) -> str:
    return extract({"front": answer}, None, TODAY).value("name")


@pytest.mark.parametrize("turn", [-0.2, 0.0, 0.25])
def test_the_line_over_the_given_names_is_the_surname(turn: float) -> None:
    answer = page(
        ("REPUBLIC", 0.1, 0.05),
        ("PAPADOPOULOU", 0.4, 0.2),
        ("Given names: Maria", 0.4, 0.3),
        ("Date of birth: 12.04.1985", 0.4, 0.4),
        turn=turn,
    )
    assert name(answer) == "Maria Papadopoulou"


def test_the_line_under_the_surname_holds_the_given_names() -> None:
    answer = page(("Surname: WEISS", 0.4, 0.2), ("Jonas", 0.4, 0.3), ("Sex: M", 0.4, 0.4))
    assert name(answer) == "Jonas Weiss"


def test_both_names_stand_over_the_birth_date() -> None:
    answer = page(("WEISS", 0.4, 0.2), ("Jonas", 0.4, 0.3), ("Date of birth: 12.04.1985", 0.4, 0.4))
    assert name(answer) == "Jonas Weiss"


@pytest.mark.parametrize(
    "stray", [("REPUBLIC", 0.1, 0.2), ("MUSTERSTADT", 0.4, 0.6), ("A-7731", 0.4, 0.2)]
)
def test_what_stands_elsewhere_is_no_surname(stray: tuple[str, float, float]) -> None:
    answer = page(stray, ("Given names: Maria", 0.4, 0.3))
    assert name(answer) == "Maria"


def test_a_guess_is_marked_by_its_confidence() -> None:
    found = extract(
        {"front": page(("Surname: WEISS", 0.4, 0.2), ("X1234567", 0.1, 0.8))}, None, TODAY
    )
    assert found.fields["documentNumber"] == {
        "value": "X1234567", "confidence": 60.0, "source": "printed",
    }  # fmt: skip
    two = page(("X1234567", 0.1, 0.8), ("Y7654321", 0.1, 0.9))
    assert "documentNumber" in extract({"front": two}, None, TODAY).missing


def test_a_lone_date_of_an_adult_is_the_birth_date_and_an_expiry_is_not() -> None:
    known = ("Surname: WEISS", 0.4, 0.2)
    birth, expiry = ("12.04.1985", 0.4, 0.5), ("12.04.2031", 0.4, 0.7)
    assert extract({"front": page(known, birth)}, None, TODAY).value("dateOfBirth") == "1985-04-12"
    assert "dateOfBirth" in extract({"front": page(known, expiry)}, None, TODAY).missing


def test_a_misread_date_is_no_rival_of_the_number() -> None:
    answer = page(
        ("ONTARIO CANADA", 0.1, 0.05),
        ("DRIVER'S LICENCE", 0.1, 0.12),
        ("Name: BIRTWISTLE,EDMUND", 0.4, 0.2),
        ("A98484548633391", 0.4, 0.3),
        ("3006/0ON", 0.4, 0.4),
        ("1950/04/07", 0.4, 0.5),
    )
    found = extract({"front": answer}, None, TODAY)
    assert found.value("documentNumber") == "A98484548633391"
    assert found.fields["documentNumber"]["confidence"] <= 60


def test_a_column_without_any_label_is_read_by_its_order() -> None:
    answer = page(
        ("CHÊNEVERT", 0.4, 0.2),
        ("ÉTIENNE JÉRÔME", 0.4, 0.3),
        ("07 041977", 0.4, 0.4),
        ("03 02 2031", 0.4, 0.5),
        ("542192458", 0.4, 0.6),
    )
    found = extract({"front": answer}, None, TODAY)
    assert found.value("name") == "Étienne Jérôme Chênevert"
    assert found.value("dateOfBirth") == "1977-04-07"
    assert found.value("documentNumber") == "542192458"
