"""What speaks against a picture, from what was measured of it."""

from typing import Any

import pytest

from chalicelib.domain.documents.forgery import (
    PictureFacts,
    facts_of,
    same_picture,
    signs,
    uneven_words,
)


def of(**facts: Any) -> tuple[str, ...]:
    plain: dict[str, Any] = {"kind": "JPEG", "width": 3024, "height": 4032}
    return tuple(signs(PictureFacts(**plain | facts)))


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, ()),
        ({"marks": ("editor",)}, ("edited",)),
        ({"marks": ("generator",)}, ("edited",)),
        ({"marks": ("screenshot",)}, ("screenshot",)),
        ({"width": 1170, "height": 2532}, ("screenshot",)),
        ({"width": 2532, "height": 1170, "kind": "PNG"}, ("screenshot",)),
        ({"width": 1170, "height": 2532, "camera": True}, ()),
        # What a browser's camera gives is no screenshot, unless it is as even as a screen.
        ({"width": 1280, "height": 720}, ()),
        ({"width": 1920, "height": 1080, "even": 0.6}, ()),
        ({"width": 1920, "height": 1080, "kind": "PNG", "even": 0.0}, ()),
        ({"width": 1920, "height": 1080, "kind": "PNG", "even": 0.6}, ("screenshot",)),
        ({"patch": 0.02, "second_patch": 0.001, "even": 0.03}, ("painted_over",)),
        ({"patch": 0.02, "second_patch": 0.018, "even": 0.2}, ()),
        ({"patch": 0.4, "second_patch": 0.001, "even": 0.5}, ()),
        ({"pasted": 0.2}, ("pasted",)),
        ({"periodic": 40.0}, ("screen_photographed",)),
        ({"pasted": 0.0, "periodic": 1.9, "patch": 0.0005}, ()),
        # The bounds themselves, and just beside them.
        ({"patch": 0.004}, ("painted_over",)),
        ({"patch": 0.0039}, ()),
        ({"patch": 0.04}, ("painted_over",)),
        ({"patch": 0.041}, ()),
        ({"patch": 2.2 / 128, "second_patch": 1 / 128}, ("painted_over",)),
        ({"patch": 2.19 / 128, "second_patch": 1 / 128}, ()),
        ({"pasted": 0.032}, ("pasted",)),
        ({"pasted": 0.0319}, ()),
        ({"periodic": 9.0}, ("screen_photographed",)),
        ({"periodic": 8.9}, ()),
        ({"width": 1920, "height": 1080, "kind": "PNG", "even": 0.05}, ("screenshot",)),
        ({"width": 1920, "height": 1080, "kind": "PNG", "even": 0.049}, ()),
    ],
)
def test_signs(facts: dict[str, Any], found: tuple[str, ...]) -> None:
    assert of(**facts) == found


def test_what_is_kept_comes_back_and_what_nobody_knows_any_more_does_not() -> None:
    facts = PictureFacts("PNG", 10, 20, True, ("editor",), even=0.5, periodic=2.0)
    assert facts_of(facts.kept()) == facts
    assert facts_of(b'{"kind": "JPEG", "of_tomorrow": 3}') == PictureFacts("JPEG")


def test_prints_of_one_picture_differ_in_at_most_three_of_forty_bits() -> None:
    whole = (1 << 40) - 1
    for wrong, same in ((3, True), (4, False)):
        other = f"{whole ^ ((1 << wrong) - 1):012x}"
        assert same_picture(f"{whole:012x}", other) is same
        assert same_picture(other, f"{whole:012x}") is same
    assert not same_picture("0" * 12, "0" * 12)


def words(*texts_and_heights: tuple[str, float]) -> dict[str, Any]:
    blocks = []
    for number, (text, height) in enumerate(texts_and_heights):
        left, right = 0.1 * number, 0.1 * number + 0.08
        corners = ((left, 0.5), (right, 0.5), (right, 0.5 + height), (left, 0.5 + height))
        polygon = [{"X": x, "Y": y} for x, y in corners]
        blocks.append(
            {
                "BlockType": "WORD",
                "Id": f"w{number}",
                "Text": text,
                "Geometry": {"Polygon": polygon},
            }
        )
    ids = [block["Id"] for block in blocks]
    line = {"BlockType": "LINE", "Id": "l", "Relationships": [{"Type": "CHILD", "Ids": ids}]}
    return {"Blocks": [line, *blocks]}


@pytest.mark.parametrize(
    ("line", "uneven"),
    [
        ((("ANNA", 0.02), ("MARIA", 0.031)), True),
        ((("ANNA", 0.02), ("MARIA", 0.021)), False),
        ((("12", 0.02), ("1991", 0.04)), False),  # one word is too short to measure
        ((("Anna", 0.02), ("MARIA", 0.031)), False),  # small letters are lower
        ((("A1B2C3", 0.02), ("MARIA", 0.031)), False),
        ((), False),
    ],
)
def test_a_word_that_is_higher_than_its_neighbour_in_one_field(
    line: tuple[tuple[str, float], ...], uneven: bool
) -> None:
    assert uneven_words(words(*line)) is uneven
