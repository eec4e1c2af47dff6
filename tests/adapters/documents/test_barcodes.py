"""Codes drawn by another library are read as a phone photographs them."""

from __future__ import annotations

import io
from random import Random

import pdf417gen
import pytest
from PIL import Image, ImageFilter

from chalicelib.adapters.documents.barcodes import DocumentScanner
from local.pictures.wear import worn
from tests.domain.documents.test_aamva import record

SCANNER = DocumentScanner()


def back(tilt: float = 0, blur: float = 0, size: float = 1, quality: int = 80) -> bytes:
    """The back of a card with its code, on a table."""
    drawn = pdf417gen.render_image(
        pdf417gen.encode(record(), columns=13, security_level=5), scale=3, ratio=3
    ).convert("RGB")
    card = Image.new("RGB", (1012, 638), (230, 235, 240))
    card.paste(drawn.resize((880, drawn.height * 880 // drawn.width)), (60, 60))
    photo = card.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=(90, 80, 70))
    photo = photo.filter(ImageFilter.GaussianBlur(blur))
    photo = photo.resize((int(photo.width * size), int(photo.height * size)))
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=quality)
    return out.getvalue()


@pytest.mark.parametrize("tilt", [0, 3, -5, 8, 14, 90, 180, 270])
@pytest.mark.parametrize(("blur", "size", "quality"), [(0, 1, 90), (1.2, 1, 60), (0.6, 0.62, 40)])
def test_a_photographed_code_is_read(tilt: float, blur: float, size: float, quality: int) -> None:
    assert SCANNER.codes(back(tilt, blur, size, quality), thorough=True) == (record(),)


@pytest.mark.parametrize("level", [2, 3])
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_code_is_read_through_blur_glare_and_from_the_side(level: int, seed: int) -> None:
    with Image.open(io.BytesIO(back(quality=95))) as card:
        photo = worn(card.convert("RGB").rotate(90 * (seed % 4), expand=True), level, Random(seed))
    assert SCANNER.codes(photo, thorough=True) == (record(),)


def test_a_picture_without_a_code_has_none_and_takes_no_longer_than_allowed() -> None:
    out = io.BytesIO()
    Image.effect_noise((1600, 1000), 80).convert("RGB").save(out, "JPEG")
    assert DocumentScanner(seconds=0.3).codes(out.getvalue(), thorough=True) == ()


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_picture_is_turned_anticlockwise(turns: int) -> None:
    picture = Image.new("RGB", (80, 40), "white")
    picture.paste("black", (0, 0, 20, 10))  # top left
    out = io.BytesIO()
    picture.save(out, "JPEG")
    turned = Image.open(io.BytesIO(SCANNER.turned(out.getvalue(), turns)))
    corners = {
        1: (2, turned.height - 3),
        2: (turned.width - 3, turned.height - 3),
        3: (turned.width - 3, 2),
    }
    grey = turned.convert("L").getpixel(corners[turns])
    assert isinstance(grey, int) and grey < 60
    assert turned.size == ((40, 80) if turns % 2 else (80, 40))
