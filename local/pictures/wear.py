"""Makes a drawn document look photographed: angle, blur, noise, light, compression."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter


@dataclass(frozen=True)
class Wear:
    """`turn`: degrees; `tilt`: share of the width; `blur`: pixels; `noise`: standard deviation in
    grey levels; `quality`: JPEG's; `size`: share; `shade` and `glare`: 0-1."""

    turn: float
    tilt: float
    blur: float
    noise: float
    quality: int
    size: float = 1.0
    shade: float = 0.0
    glare: float = 0.0


LEVELS = (
    Wear(0, 0, 0, 0, 92),
    Wear(2, 0, 0.8, 5, 60),
    Wear(6, 0.03, 1.5, 14, 35, shade=0.25),
    Wear(15, 0.06, 1.0, 12, 40, size=0.62, shade=0.2, glare=0.45),
)


def worn(card: Image.Image, level: int, chance: random.Random) -> bytes:
    """The JPEG of a photographed document. `level`: 0 is a scan, 3 a careless snapshot; IndexError
    above that."""
    wear = LEVELS[level]
    picture = _on_a_table(card, chance)
    if wear.turn or wear.tilt:
        picture = _askew(picture, wear, chance)
    if wear.size < 1:
        size = (round(picture.width * wear.size), round(picture.height * wear.size))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    if wear.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(wear.blur))
    pixels = np.asarray(picture, dtype=np.float64)
    if wear.shade or wear.glare:
        pixels = _lit(pixels, wear, chance)
    if wear.noise:
        noise = np.random.default_rng(chance.getrandbits(32))
        pixels = pixels + noise.normal(0, wear.noise, pixels.shape)
    out = io.BytesIO()
    final = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    final.save(out, "JPEG", quality=wear.quality)
    return out.getvalue()


def _on_a_table(card: Image.Image, chance: random.Random) -> Image.Image:
    margin = round(card.width * 0.06)
    wood = tuple(chance.randint(60, 120) for _ in range(3))
    table = Image.new("RGB", (card.width + 2 * margin, card.height + 2 * margin), wood)
    table.paste(card, (margin, margin))
    return table


def _askew(picture: Image.Image, wear: Wear, chance: random.Random) -> Image.Image:
    """The picture turned and seen from the side; the canvas grows with it."""
    import cv2

    turn = np.radians(chance.choice((-1, 1)) * chance.uniform(0.5, 1) * wear.turn)
    width, height = picture.size
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    middle = corners.mean(axis=0)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    moved = (corners - middle) @ spin.T
    moved += np.array([[chance.uniform(-1, 1), chance.uniform(-1, 1)] for _ in range(4)]) * (
        wear.tilt * width
    )
    moved -= moved.min(axis=0)
    size = np.ceil(moved.max(axis=0)).astype(int)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), moved.astype(np.float32))
    table = [int(c) for c in np.asarray(picture)[0, 0]]
    seen = cv2.warpPerspective(
        np.asarray(picture),
        matrix,
        (int(size[0]), int(size[1])),
        flags=cv2.INTER_CUBIC,
        borderValue=table,
    )
    return Image.fromarray(seen)


def _lit(
    pixels: npt.NDArray[np.float64], wear: Wear, chance: random.Random
) -> npt.NDArray[np.float64]:
    """The picture with a shadow on one side and a lamp's reflection."""
    height, width = pixels.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float64)
    angle = chance.uniform(0, 2 * np.pi)
    ramp = (np.cos(angle) * (xs / width - 0.5) + np.sin(angle) * (ys / height - 0.5)) + 0.5
    pixels = pixels * (1 - wear.shade * ramp)[..., None]
    if wear.glare:
        at = chance.uniform(0.25, 0.9) * width, chance.uniform(0.2, 0.8) * height
        spread = 0.13 * width
        spot = np.exp(-(((xs - at[0]) ** 2 + (ys - at[1]) ** 2) / spread**2))
        pixels = pixels + 255 * wear.glare * spot[..., None]
    return pixels
