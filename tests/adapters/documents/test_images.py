"""Pictures as phones and editors make them: the text stays readable, or a code says why."""

from __future__ import annotations

import io
import random
import struct
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from chalicelib.adapters.documents.images import PillowImages
from chalicelib.domain.errors import BadRequest

IMAGES = PillowImages(300, 50_000_000)
ORIENTATION = (0x0112, 3, 1, struct.pack("<HH", 6, 0))


def card(size: tuple[int, int] = (640, 400)) -> Image.Image:
    """Dark bars on white, more of them on the left."""
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    for row in range(40, size[1] - 40, 40):
        draw.rectangle((30, row, size[0] // 2, row + 18), fill="black")
    return picture


def file(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def seen(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(IMAGES.clean(data))).convert("L")).astype(float)


def with_exif(entries: list[tuple[int, int, int, bytes]], tail: bytes = b"\0" * 64) -> bytes:
    body = struct.pack("<H", len(entries)) + b"".join(
        struct.pack("<HHL", tag, kind, count) + value for tag, kind, count, value in sorted(entries)
    )
    raw = b"Exif\0\0II*\0" + struct.pack("<L", 8) + body + b"\0\0\0\0" + tail
    plain = file(card())
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(raw) + 2) + raw + plain[2:]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_paper(mode: str) -> None:
    pixels = np.array(card().convert("RGBA"))
    dark = pixels[..., 0] < 128
    pixels[...] = 0
    pixels[dark, 3] = 255
    picture = Image.fromarray(pixels)
    picture = picture.quantize(8) if mode == "P" else picture.convert(mode)
    plain = np.asarray(card().convert("L")).astype(float)
    assert abs(seen(file(picture, "PNG")) - plain).mean() < 8


def test_a_jpeg_without_its_end_marker_is_whole_and_a_shorter_one_is_not() -> None:
    whole = file(card())
    assert abs(seen(whole[:-2]) - seen(whole)).max() < 1
    for lost in (40, 400):
        with pytest.raises(BadRequest, match="cannot be read"):
            IMAGES.clean(whole[:-lost])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_way_the_camera_was_held_is_undone(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    upright = np.asarray(card())
    held = {
        1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1],
        5: upright.transpose(1, 0, 2), 6: np.rot90(upright, 1),
        7: np.rot90(upright, 2).transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }  # fmt: skip
    picture = Image.fromarray(np.ascontiguousarray(held[orientation]))
    assert abs(seen(file(picture, exif=exif)) - seen(file(card()))).mean() < 3


def test_no_exif_is_bad_enough_to_lose_a_picture() -> None:
    chance = random.Random(5)
    tags = [
        0x100,
        0x10E,
        0x10F,
        0x11A,
        0x128,
        0x131,
        0x213,
        0x2BC,
        0x8298,
        0x8769,
        0x8825,
        0x9000,
        0x9C9B,
    ]
    for _ in range(400):
        entries = {0x0112: ORIENTATION}
        for _ in range(chance.randrange(1, 4)):
            tag, kind = (
                chance.choice(tags),
                chance.choice([1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 16]),
            )
            value = struct.pack("<L", chance.choice([0, 1, 62, 70, 66000, 2**32 - 1]))
            entries[tag] = (tag, kind, chance.choice([0, 1, 2, 4, 100]), value)
        data = with_exif(list(entries.values()), chance.randbytes(64))
        assert IMAGES.clean(data)
