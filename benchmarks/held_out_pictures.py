"""Draws and wears the held-out documents, by another hand than `local.pictures`.

Other paper, fonts, places of things, and another camera: perspective of all four corners, blur of
movement, a lamp, gamma, noise, JPEG. Fonts are the machine's own Liberation and DejaVu (both open)
where it has them, and else the packages', so figures are comparable on one machine. Layouts of
ARRANGED say where labels stand and are printed in yet other fonts, or in those of the folder
HELD_OUT_FONTS (pairs named -Regular.ttf and -Bold.ttf), for a judge in fonts nobody has seen.
"""

from __future__ import annotations

import io
import os
import random
import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.held_out_people import ARRANGED_NAMES, NAMES, person
from chalicelib.domain.documents.labels import fold
from chalicelib.domain.documents.mrz import Format
from chalicelib.domain.documents.mrz_writing import write
from local.pictures import Person
from local.pictures.documents import headshot
from local.pictures.world import font as packaged

FILES = ("held_out_licences.toml", "held_out_papers.toml")
ARRANGED = ("held_out_arranged.toml",)
SYSTEM = Path("/usr/share/fonts/truetype")
PAIRS = (
    ("liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf"),
    ("liberation/LiberationSansNarrow-Regular.ttf", "liberation/LiberationSansNarrow-Bold.ttf"),
    ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"),
    ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
    ("dejavu/DejaVuSansCondensed.ttf", "dejavu/DejaVuSansCondensed-Bold.ttf"),
)
ARRANGED_PAIRS = (
    ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
    ("dejavu/DejaVuSerifCondensed.ttf", "dejavu/DejaVuSerifCondensed-Bold.ttf"),
    ("dejavu/DejaVuSansMono.ttf", "dejavu/DejaVuSansMono-Bold.ttf"),
    ("liberation/LiberationMono-Regular.ttf", "liberation/LiberationMono-Bold.ttf"),
    ("liberation/LiberationSans-Italic.ttf", "liberation/LiberationSans-BoldItalic.ttf"),
)
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
INK = (15, 15, 25)
Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class Layout:
    """One document as one of FILES lays it out."""

    kind: str
    country: str
    dates: str
    number: str
    state: str
    title: str
    rows: tuple[tuple[tuple[str, str], ...], ...]
    zone: bool = False
    place: str = ""
    """Where labels stand: above, beside, below, columns; empty where the hand chooses."""


@cache
def layouts(files: tuple[str, ...] = (*FILES, *ARRANGED)) -> dict[str, Layout]:
    """Every layout of the files by its name."""
    texts = [Path(__file__).with_name(name).read_text() for name in files]
    return {name: _layout(one) for text in texts for name, one in tomllib.loads(text).items()}


def _layout(said: dict[str, Any]) -> Layout:
    rows = tuple(
        tuple((label.strip(), value.strip()) for label, _, value in
              (field.partition("~") for field in row.split(" | ")))
        for row in said["rows"].split(";")
    )  # fmt: skip
    state, title = said["heading"]
    return Layout(**said["of"], state=state, title=title, rows=rows)


def holder(style: str, chance: random.Random) -> Person:
    """An invented person with a number as this document has it."""
    layout = layouts()[style]
    who = person(layout.country, chance, ARRANGED_NAMES if layout.place else NAMES)
    number = _british(who, chance) if layout.number == "{UK}" else _number(layout.number, chance)
    return replace(who, number=number)


def _number(pattern: str, chance: random.Random) -> str:
    """One letter in front of digits stays as it is where the pattern is a state's own word."""
    made = {"A": lambda: chance.choice(LETTERS), "9": lambda: str(chance.randint(0, 9))}
    return "".join(made[char]() if char in made else char for char in pattern)


def _british(who: Person, chance: random.Random) -> str:
    """The sixteen characters of a British licence."""
    surname = fold(who.surname).replace(" ", "").upper()
    given = [word[0] for word in fold(who.given_names).upper().split()]
    year, month, day = who.birth_date.split("-")
    month = f"{int(month) + 50 * (who.sex == 'F'):02}"
    initials = ("".join(given) + "99")[:2]
    end = "9" + "".join(chance.choice(LETTERS) for _ in range(2))
    return f"{surname[:5]:9<5}{year[2]}{month}{day}{year[3]}{initials}{end}"


def values(layout: Layout, who: Person, upper: bool) -> dict[str, str]:
    """What stands in the places of a row."""
    issued = date.fromisoformat(who.expiry_date) - timedelta(days=3652)
    surname, given = who.surname, who.given_names
    if upper:
        surname, given = surname.upper(), given.upper()
    return {
        "S": surname, "G": given, "F": f"{given} {surname}", "C": f"{surname}, {given}",
        "B": _day(who.birth_date, layout.dates), "E": _day(who.expiry_date, layout.dates),
        "I": _day(issued.isoformat(), layout.dates), "N": who.document_number, "X": who.sex,
    }  # fmt: skip


def _day(iso: str, form: str) -> str:
    said = date.fromisoformat(iso).strftime(form)
    return said.upper() if "%b" in form else said


def drawn(style: str, who: Person, portrait: Image.Image, chance: random.Random) -> Image.Image:
    """The side with the person's data, unworn."""
    layout = layouts()[style]
    size = (1180, 830) if layout.kind == "passport" else (1012, 638)
    labels = [label for row in layout.rows for label, _ in row]
    hand = _Hand(
        chance, layout.place, "".join([*labels, layout.state, layout.title, who.full_name])
    )
    picture = hand.paper(size)
    draw = ImageDraw.Draw(picture)
    hand.heading(draw, layout, size[0])
    right = chance.random() < 0.35
    face = headshot(portrait, (220, 280))
    picture.paste(face, (size[0] - 250, 150) if right else (30, 150))
    foot = _zone(draw, layout, who, size) if layout.zone else size[1] - 20
    left, end = (30, size[0] - 270) if right else (280, size[0] - 20)
    said = values(layout, who, chance.random() < 0.75)
    rows = [[(label, value.format(**said)) for label, value in row] for row in layout.rows]
    hand.rows(draw, layout, rows, (left, 104, end, foot))
    return picture


def _pairs(text: str) -> list[tuple[str, str]]:
    """Fonts of layouts that say where labels stand, regular and bold, that have every letter of the
    text."""
    if folder := os.environ.get("HELD_OUT_FONTS", ""):
        regular = sorted(str(file) for file in Path(folder).rglob("*-Regular.ttf"))
        pairs = [(name, name.replace("-Regular", "-Bold")) for name in regular]
    else:
        pairs = list(ARRANGED_PAIRS)
    return [pair for pair in pairs if (SYSTEM / pair[1]).exists() and _has(pair[1], text)]


def _has(file: str, text: str) -> bool:
    font = ImageFont.truetype(str(SYSTEM / file), 20)
    none = bytes(font.getmask("\U0010ffff"))
    return all(bytes(font.getmask(char)) != none for char in set(text) if not char.isspace())


class _Hand:
    """One way to print: a font, colours, where labels stand."""

    def __init__(self, chance: random.Random, place: str, text: str) -> None:
        self.chance, self.place = chance, place
        pairs = _pairs(text + text.upper()) if place else PAIRS
        there = [pair for pair in pairs if all((SYSTEM / name).exists() for name in pair)]
        self.files = chance.choice(there) if there else None
        self.family = chance.choice(("manrope", "serif"))
        self.faint = tuple(chance.randint(40, 120) for _ in range(3))
        self.upper = chance.random() < 0.4
        self.colon = chance.random() < 0.25
        self.beside = chance.random() < 0.3 if not place else place == "beside"

    def font(self, size: int, bold: bool = False) -> Font:
        """The hand's font."""
        if self.files is None:
            return packaged(self.family, size, bold)
        return ImageFont.truetype(str(SYSTEM / self.files[bold]), size)

    def paper(self, size: tuple[int, int]) -> Image.Image:
        """Tinted, with rings."""
        tint = tuple(self.chance.randint(214, 250) for _ in range(3))
        picture = Image.new("RGB", size, tint)
        draw = ImageDraw.Draw(picture)
        line = tuple(c - 8 for c in tint)
        for _ in range(7):
            x, y = self.chance.randint(0, size[0]), self.chance.randint(0, size[1])
            for r in range(30, 420, 18):
                draw.ellipse((x - r, y - r, x + r, y + r), outline=line)
        return picture

    def heading(self, draw: ImageDraw.ImageDraw, layout: Layout, width: int) -> None:
        """State and title, in the middle or at the left."""
        ink = tuple(self.chance.randint(0, 90) for _ in range(3))
        if self.chance.random() < 0.5:
            draw.text((width // 2, 16), layout.state, ink, self._fit(layout.state, 25), anchor="ma")
            draw.text((width // 2, 48), layout.title, ink, self._fit(layout.title, 31), anchor="ma")
        else:
            draw.text((30, 20), layout.title, ink, self._fit(layout.title, 30))
            draw.text((30, 58), layout.state, ink, self._fit(layout.state, 24))

    def _fit(self, text: str, size: int) -> Font:
        while size > 12 and self.font(size, True).getlength(text) > 940:
            size -= 1
        return self.font(size, True)

    def rows(
        self,
        draw: ImageDraw.ImageDraw,
        layout: Layout,
        rows: list[list[tuple[str, str]]],
        box: tuple[int, int, int, int],
    ) -> None:
        """Labels above or beside their values, a row under the other."""
        left, top, right, foot = box
        step = min(84, (foot - top) // len(rows))
        size = self.chance.randint(24, 28) if step >= 58 else max(18, step // 2 - 2)
        inline = self.beside or (layout.kind == "licence" and not self.place)
        small = max(14, round(size * (0.8 if inline else self.chance.uniform(0.55, 0.68))))
        if self.upper and layout.kind != "licence":
            rows = [[(label.upper(), value) for label, value in row] for row in rows]
        edge = left + 16 + max(self.font(small).getlength(row[0][0]) for row in rows)
        for number, row in enumerate(rows):
            x, y = float(left), top + number * step
            column = (right - left) / len(row)
            for place, (label, value) in enumerate(row):
                at = left + place * column
                if inline:
                    x = self._beside(draw, (x, y), label, value, small, size)
                elif self.place == "columns":
                    draw.text((x, y + size - small), label, self.faint, self.font(small))
                    draw.text((edge, y), value, INK, self.font(size, True))
                else:
                    below = self.place == "below"
                    heights = (size + 3, 0) if below else (0, small + 3)
                    draw.text((at, y + heights[0]), label, self.faint, self.font(small))
                    draw.text((at, y + heights[1]), value, INK, self.font(size, True))

    def _beside(
        self,
        draw: ImageDraw.ImageDraw,
        at: tuple[float, float],
        label: str,
        value: str,
        small: int,
        size: int,
    ) -> float:
        """Where the next field may begin."""
        x, y = at
        if self.colon and len(label) > 3 and label[-1].isalpha():
            label += ":"
        draw.text((x, y + size - small), label, self.faint, self.font(small))
        x += self.font(small).getlength(label) + 9 if label else 0
        draw.text((x, y), value, INK, self.font(size, True))
        return x + self.font(size, True).getlength(value) + 34


def _zone(draw: ImageDraw.ImageDraw, layout: Layout, who: Person, size: tuple[int, int]) -> int:
    """Prints the zone at the foot; how far down rows may reach."""
    told = replace(who, number="".join(c for c in who.document_number if c.isalnum())).holder()
    form = Format.TD3 if layout.kind == "passport" else Format.TD1
    lines = write(form, told)
    step = (size[0] - 70) / len(lines[0])
    file = SYSTEM / "liberation/LiberationMono-Bold.ttf"
    height = round(step * 1.34)
    mono = ImageFont.truetype(str(file), height) if file.exists() else packaged("manrope", height)
    top = size[1] - 20 - len(lines) * (height + 16)
    for row, line in enumerate(lines):
        for column, char in enumerate(line):
            draw.text((35 + column * step, top + row * (height + 16)), char, (10, 10, 10), mono)
    return top - 8


def document(
    style: str, who: Person, portrait: Image.Image, seed: int, level: int, turns: int
) -> bytes:
    """A JPEG of the person's document, worn by `level` 0-3 and turned by quarters."""
    chance = random.Random(seed)
    return photographed(drawn(style, who, portrait, chance), level, turns, chance)


def photographed(card: Image.Image, level: int, turns: int, chance: random.Random) -> bytes:
    """Laid on a table, seen askew, blurred, lit, and compressed."""
    picture = _askew(card, level, turns, chance)
    if level >= 2:
        scale = 0.85 if level == 2 else chance.uniform(0.6, 0.75)
        size = (round(picture.width * scale), round(picture.height * scale))
        picture = picture.resize(size, Image.Resampling.BICUBIC)
    picture = _blurred(picture, level, chance)
    pixels = np.asarray(picture).astype(np.float64)
    height, width = pixels.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width]
    if level >= 2:
        shade = (0, 0, 0.2, 0.3)[level]
        pixels *= (1 - shade * (xs / width if chance.random() < 0.5 else ys / height))[..., None]
        pixels = 255 * (pixels / 255) ** chance.uniform(0.8, 1.35)
        pixels = 128 + (pixels - 128) * chance.uniform(0.65, 0.95)
    if level == 3:
        x, y = chance.uniform(0.2, 0.9) * width, chance.uniform(0.2, 0.8) * height
        lamp = np.exp(-(((xs - x) / (0.18 * width)) ** 2 + ((ys - y) / (0.07 * width)) ** 2))
        pixels += chance.uniform(60, 120) * lamp[..., None]
    noise = np.random.default_rng(chance.getrandbits(30))
    pixels += noise.normal(0, (0, 4, 9, 12)[level], pixels.shape)
    out = io.BytesIO()
    final = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    final.save(out, "JPEG", quality=(92, 70, 50, 40)[level])
    return out.getvalue()


def _askew(card: Image.Image, level: int, turns: int, chance: random.Random) -> Image.Image:
    """On a table, tilted, each corner nearer or farther, turned by quarters."""
    import cv2

    margin = round(card.width * 0.08)
    table = tuple(chance.randint(60, 170) for _ in range(3))
    whole = Image.new("RGB", (card.width + 2 * margin, card.height + 2 * margin), table)
    whole.paste(card, (margin, margin))
    tilt = (0, 2, 6, 13)[level] * chance.uniform(0.4, 1) * chance.choice((-1, 1))
    far = (0, 0.01, 0.04, 0.07)[level]
    width, height = whole.size
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    moves = [
        [chance.uniform(-far, far) * width, chance.uniform(-far, far) * height] for _ in corners
    ]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1)
    seen = np.array([turn @ [x, y, 1] for x, y in corners + np.array(moves)], dtype=np.float32)
    seen -= seen.min(axis=0)
    size = tuple(int(v) for v in seen.max(axis=0))
    matrix = cv2.getPerspectiveTransform(corners, seen)
    pixels = cv2.warpPerspective(
        np.asarray(whole), matrix, (size[0], size[1]), flags=cv2.INTER_AREA, borderValue=table
    )
    return Image.fromarray(np.ascontiguousarray(np.rot90(pixels, turns)))


def _blurred(picture: Image.Image, level: int, chance: random.Random) -> Image.Image:
    """Out of focus; at the worst level half of them moved instead."""
    import cv2

    if level == 3 and chance.random() < 0.5:
        move = np.zeros((5, 5))
        move[2] = 0.2
        move = move if chance.random() < 0.5 else move.T
        return Image.fromarray(cv2.filter2D(np.asarray(picture), -1, move))
    radius = (0, 0.6, 1.0, 1.1)[level]
    return (
        picture.filter(ImageFilter.GaussianBlur(radius * chance.uniform(0.6, 1)))
        if radius
        else picture
    )
