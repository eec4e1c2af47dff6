"""Draws identity cards, passports and driving licences of invented people.

ID-1 cards are 1012 x 638 pixels (300 dpi), passport pages 1476 x 1039. Machine-readable zones are
real (chalicelib.domain.documents.mrz_writing), in evenly spaced letters: OCR-B ships with no
package.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

from chalicelib.domain.documents.mrz import Format
from chalicelib.domain.documents.mrz_writing import write
from local.pictures.heads import portrait_of
from local.pictures.person import Person
from local.pictures.wear import worn
from local.pictures.wording import WORDING, Wording

Kind = Literal["id_card", "driving_licence", "passport", "td3", "td1"]
Labels = Literal["beside", "above"]
CARD, PAGE = (1012, 638), (1476, 1039)
PAPER = ((233, 240, 246), (241, 236, 226), (230, 241, 232), (240, 232, 238))
INK, LABEL_INK = (22, 24, 30), (70, 84, 120)
FACES_OF_TYPE = ("Regular", "Semibold", "Bold")


@cache
def font(size: int, weight: str = "Regular") -> ImageFont.FreeTypeFont:
    """Source Sans Pro (SIL OFL 1.1) at `size` pixels, from the package font-source-sans-pro."""
    import font_source_sans_pro

    folder = Path(font_source_sans_pro.font_directory)
    return ImageFont.truetype(str(folder / f"SourceSansPro-{weight}.ttf"), size)


def document(
    kind: Kind,
    person: Person,
    portrait: Image.Image,
    seed: int = 0,
    level: int = 0,
    labels: Labels | None = None,
    side: Literal["front", "back"] = "front",
) -> bytes:
    """A JPEG of the person's document; equal arguments give equal files.

    `level`: 0-3, how badly it is photographed (local.pictures.wear). `labels`: `beside` or `above`
    the values, by chance if None. A card's back, and `td1`, is its side with the zone. ValueError
    for a kind or side that is not drawn, and for a portrait without a face.
    """
    chance = random.Random(seed)
    where: str = labels or chance.choice(("beside", "above"))
    if kind == "td1" or (kind == "id_card" and side == "back"):
        drawn = _back(person, chance)
    elif kind in ("passport", "td3"):
        drawn = _page(person, portrait, where, chance)
    elif kind in ("id_card", "driving_licence") and side == "front":
        drawn = _card(kind, person, portrait, where, chance)
    else:
        raise ValueError(f"no {side} of a {kind}")
    return worn(drawn, level, chance)


def _blank(size: tuple[int, int], chance: random.Random) -> Image.Image:
    """Paper with fine wavy lines, like the security print of documents."""
    import math

    paper = chance.choice(PAPER)
    picture = Image.new("RGB", size, paper)
    draw = ImageDraw.Draw(picture)
    line = tuple(c - 14 for c in paper)
    for start in range(-40, size[1] + 40, 16):
        phase = chance.uniform(0, 6.28)
        points = [(x, start + 9 * math.sin(x / 55 + phase)) for x in range(0, size[0] + 12, 12)]
        draw.line(points, fill=line, width=1)
    return picture


def headshot(portrait: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The portrait cropped to head and shoulders, scaled to `size`, width and height in pixels.
    ValueError if it has no face."""
    import numpy as np

    face = portrait_of(np.asarray(portrait, dtype=np.uint8))
    height = min(face.height * 2.1, portrait.height)
    width = min(height * size[0] / size[1], portrait.width)
    height = width * size[1] / size[0]
    left = face.left + face.width / 2 - width / 2
    top = face.top + face.height / 2 - height * 0.52
    left = min(max(0.0, left), portrait.width - width)
    top = min(max(0.0, top), portrait.height - height)
    box = (left, top, left + width, top + height)
    return portrait.resize(size, Image.Resampling.LANCZOS, box=box)


def _rows(kind: str, person: Person, words: Wording) -> list[tuple[str, str]]:
    """(label, value) in the order a document of this kind prints them."""
    rows = [
        (words.surname, person.surname.upper()),
        (words.given_names, person.given_names),
        (words.birth, words.written(person.birth_date)),
        (words.nationality, person.nationality),
        (words.number, person.document_number),
        (words.expiry, words.written(person.expiry_date)),
    ]
    if kind == "driving_licence":
        marks = ("1.", "2.", "3.", "", "5.", "4b.")
        rows = [
            (f"{mark} {label}", value)
            for mark, (label, value) in zip(marks, rows, strict=True)
            if mark
        ]
    return rows


def _write_rows(
    draw: ImageDraw.ImageDraw,
    rows: list[tuple[str, str]],
    at: tuple[int, int],
    step: int,
    where: str,
    value_font: ImageFont.FreeTypeFont,
) -> None:
    left, top = at
    size = int(value_font.size)
    for number, (label, value) in enumerate(rows):
        y = top + number * step
        if where == "above":
            draw.text((left, y), label, LABEL_INK, font(max(19, size * 5 // 8)))
            draw.text((left, y + size * 5 // 8 + 3), value, INK, value_font)
        else:
            draw.text((left, y + size // 6), label, LABEL_INK, font(size * 3 // 4))
            draw.text((left + int(size * 8.6), y), value, INK, value_font)


def _card(
    kind: str, person: Person, portrait: Image.Image, where: str, chance: random.Random
) -> Image.Image:
    words = WORDING[person.language]
    picture = _blank(CARD, chance)
    draw = ImageDraw.Draw(picture)
    title = words.licence if kind == "driving_licence" else words.card
    draw.text((44, 26), title, (30, 54, 110), font(46, "Bold"))
    draw.text((850, 34), person.issuing_state or person.nationality, (30, 54, 110), font(38))
    picture.paste(headshot(portrait, (270, 350)), (44, 130))
    weight = chance.choice(FACES_OF_TYPE)
    size = 34 if where == "above" else 31
    rows = _rows(kind, person, words)
    step = 470 // max(6, len(rows))
    _write_rows(draw, rows, (350, 122), step, where, font(size, weight))
    return picture


def _zone(
    draw: ImageDraw.ImageDraw, lines: tuple[str, ...], at: tuple[int, int], width: int
) -> None:
    """Draws the machine-readable zone: letters in cells of equal width."""
    left, top = at
    cell = width / len(lines[0])
    size = round(cell * 1.75)
    letters = font(size, "Semibold")
    for row, line in enumerate(lines):
        for column, char in enumerate(line):
            x = left + (column + 0.5) * cell
            draw.text((x, top + row * size * 1.35), char, INK, letters, anchor="mt")


def _back(person: Person, chance: random.Random) -> Image.Image:
    words = WORDING[person.language]
    picture = _blank(CARD, chance)
    draw = ImageDraw.Draw(picture)
    draw.text((44, 30), words.card, (30, 54, 110), font(34, "Bold"))
    rows = [(words.nationality, person.nationality), (words.sex, person.sex)]
    _write_rows(draw, rows, (44, 110), 90, "above", font(32))
    draw.rectangle((0, 390, CARD[0], CARD[1]), fill=(246, 246, 244))
    _zone(draw, write(Format.TD1, person.holder()), (40, 420), CARD[0] - 80)
    return picture


def _page(person: Person, portrait: Image.Image, where: str, chance: random.Random) -> Image.Image:
    words = WORDING[person.language]
    picture = _blank(PAGE, chance)
    draw = ImageDraw.Draw(picture)
    draw.text((60, 36), words.passport, (90, 20, 40), font(60, "Bold"))
    draw.text((1200, 48), person.issuing_state or person.nationality, (90, 20, 40), font(50))
    picture.paste(headshot(portrait, (390, 505)), (60, 170))
    weight = chance.choice(FACES_OF_TYPE)
    size = 46 if where == "above" else 42
    _write_rows(draw, _rows("td3", person, words), (500, 150), 105, where, font(size, weight))
    draw.rectangle((0, 830, PAGE[0], PAGE[1]), fill=(246, 246, 244))
    _zone(draw, write(Format.TD3, person.holder()), (50, 868), PAGE[0] - 100)
    return picture
