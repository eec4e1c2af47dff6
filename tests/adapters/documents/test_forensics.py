"""What a file tells of its making: a drawn document as it is, and forged in every way."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from PIL import Image

from chalicelib.adapters.documents.forensics import measured
from chalicelib.domain.documents.forgery import signs
from local.pictures import document, face, forged
from local.pictures.person import Person

ANNA = Person("Anna", "Demosthenous", "1991-03-14", "GRC", "KX4471902")


@pytest.fixture(scope="module")
def sheet() -> forged.Sheet:
    return forged.Sheet(document("id_card", ANNA, face("astronaut"), seed=3, level=2))


def seen(data: bytes) -> tuple[str, ...]:
    return tuple(signs(measured(data)))


@pytest.mark.parametrize("way", sorted(forged.HONEST))
def test_what_honest_people_do_leaves_no_sign(sheet: forged.Sheet, way: str) -> None:
    assert seen(forged.HONEST[way](sheet, random.Random(4))) == ()


@pytest.mark.parametrize(
    ("way", "sign"),
    [
        (forged.edited, "edited"),
        (forged.screenshot, "screenshot"),
        (forged.recaptured, "screen_photographed"),
        (forged.painted, "painted_over"),
    ],
)
def test_what_forgers_do_leaves_one(
    sheet: forged.Sheet, way: Callable[[forged.Sheet, random.Random], bytes], sign: str
) -> None:
    assert sign in seen(way(sheet, random.Random(4)))


def test_a_portrait_from_another_file_leaves_one(sheet: forged.Sheet) -> None:
    assert "pasted" in seen(forged.pasted(sheet, random.Random(4), face("stranger-1")))


def test_programs_name_themselves_in_many_places() -> None:
    picture = Image.new("RGB", (400, 300), "grey")
    for program in forged.EDITORS:
        assert measured(forged.png(picture, Software=program)).marks == ("editor",), program
    for program in forged.HONEST_SOFTWARE:
        assert measured(forged.png(picture, Software=program)).marks == (), program
    drawn = forged.png(picture, parameters="passport photo, Steps: 20, Sampler: Euler a")
    assert measured(drawn).marks == ("generator",)
    assert measured(forged.jpeg(picture, 90, comment=b"Screenshot")).marks == ("screenshot",)


def test_a_profile_of_colours_says_nothing_of_the_picture() -> None:
    picture = Image.new("RGB", (400, 300), "grey")
    with_profile = forged.jpeg(picture, 90, icc_profile=b"Copyright Adobe Photoshop 5 Default")
    assert measured(with_profile).marks == ()


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n123"])
def test_what_cannot_be_read_is_not_measured(data: bytes) -> None:
    assert measured(data).even is None


def test_a_part_of_a_picture_or_a_tiny_one_is_no_fault() -> None:
    out = io.BytesIO()
    Image.effect_noise((900, 700), 60).save(out, "JPEG")
    assert seen(out.getvalue()[: len(out.getvalue()) // 2]) == ()
    for size in ((1, 1), (7, 300), (300, 9), (255, 255)):
        assert seen(forged.jpeg(Image.effect_noise(size, 60).convert("RGB"), 90)) == ()
