"""Forges pictures of documents, and changes genuine ones as honest people do.

For measuring signs of forgery only; nothing here is copied from a real document. Every function
takes a sheet and returns the bytes of a JPEG or PNG; `chance` decides all that varies.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, PngImagePlugin

from local.pictures.documents import headshot
from local.pictures.world import font

EDITORS = (
    "Adobe Photoshop 25.9 (Windows)", "GIMP 2.10.36", "Affinity Photo 2.4.2", "PicsArt",
    "paint.net 5.0.13", "Snapseed 2.21", "Pixelmator Pro 3.5.9", "Canva",
)  # fmt: skip
HONEST_SOFTWARE = (
    "HDR+ 1.0.635844201zd", "17.4.1", "S911BXXS7CXK1", "Adobe Scan for Android 24.9",
    "Google", "VueScan 9 x64 (9.8.30)", "MediaTek Camera Application", "Windows Photo Editor 10.0",
)  # fmt: skip
PHONES = ((1170, 2532), (1080, 2400), (1290, 2796), (1440, 3088))
VALUES = ("VALENTINA NEUMANN", "12.08.1991", "KX4471902", "OSKAR LINDQVIST", "1987-02-14")


@dataclass(frozen=True)
class Sheet:
    """A photographed document, as a JPEG file."""

    jpeg: bytes

    def opened(self) -> Image.Image:
        """The picture in RGB."""
        return Image.open(io.BytesIO(self.jpeg)).convert("RGB")


def jpeg(picture: Image.Image, quality: int, **more: object) -> bytes:
    """A JPEG of the picture; `more` are Pillow's arguments, such as `exif`."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, **more)
    return out.getvalue()


def png(picture: Image.Image, **texts: str) -> bytes:
    """A PNG with text chunks: keyword (`_` for `:`) -> text."""
    info = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        info.add_text(name.replace("_", ":"), text)
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=info, compress_level=1)
    return out.getvalue()


def photographed(sheet: Sheet, chance: random.Random, program: str = "") -> bytes:
    """As a telephone writes it, with its EXIF: make, model, and `program` as software."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = chance.choice((("Apple", "iPhone 14"), ("samsung", "SM-S911B")))
    exif[0x0131] = program or chance.choice(HONEST_SOFTWARE)
    return jpeg(sheet.opened(), chance.randint(88, 96), exif=exif)


# Changes by honest people


def untouched(sheet: Sheet, chance: random.Random) -> bytes:
    """Unchanged."""
    return sheet.jpeg


def forwarded(sheet: Sheet, chance: random.Random) -> bytes:
    """Sent through a messenger: smaller, compressed again."""
    picture = sheet.opened()
    picture.thumbnail((1600, 1600))
    return jpeg(picture, chance.randint(70, 85))


def compressed_again(sheet: Sheet, chance: random.Random) -> bytes:
    """Saved again in the same size."""
    return jpeg(sheet.opened(), chance.randint(75, 95))


def cropped(sheet: Sheet, chance: random.Random) -> bytes:
    """Cropped to the document in a telephone's gallery."""
    picture = sheet.opened()
    left, top = chance.randint(10, 60), chance.randint(10, 50)
    return jpeg(picture.crop((left, top, picture.width - left, picture.height - top)), 93)


def framed(sheet: Sheet, chance: random.Random) -> bytes:
    """As a frame of a browser's camera."""
    size = chance.choice(((1280, 720), (1920, 1080), (720, 1280), (1080, 1920)))
    picture = sheet.opened()
    background = Image.effect_noise(size, 12).convert("RGB").point(lambda v: v - 40)
    picture.thumbnail((round(size[0] * 0.9), round(size[1] * 0.9)))
    place = ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2)
    background.paste(picture, place)
    return jpeg(background, chance.choice((80, 92, 95)))


def as_png(sheet: Sheet, chance: random.Random) -> bytes:
    """Converted to PNG by a program that names itself and is no editor."""
    return png(sheet.opened(), Software=chance.choice(HONEST_SOFTWARE))


HONEST: dict[str, Callable[[Sheet, random.Random], bytes]] = {
    "untouched": untouched, "photographed": photographed, "forwarded": forwarded,
    "compressed again": compressed_again, "cropped": cropped, "camera frame": framed,
    "png": as_png,
}  # fmt: skip


# Forgeries


def edited(sheet: Sheet, chance: random.Random) -> bytes:
    """Saved by an editor that names itself, in one of three places."""
    program, picture = chance.choice(EDITORS), sheet.opened()
    way = chance.randrange(3)
    if way == 0:
        return photographed(sheet, chance, program)
    if way == 1:
        xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><xmp:CreatorTool>{program}</xmp:CreatorTool>'
        return jpeg(picture, 92, xmp=xmp.encode() + b"</x:xmpmeta>")
    return png(picture, Software=program)


def screenshot(sheet: Sheet, chance: random.Random) -> bytes:
    """A screenshot of the document in a telephone's gallery."""
    size = chance.choice(PHONES)
    screen = Image.new("RGB", size, chance.choice(("white", "black", (18, 18, 20))))
    picture = sheet.opened()
    picture = picture.resize((size[0], round(picture.height * size[0] / picture.width)))
    screen.paste(picture, (0, (size[1] - picture.height) // 2))
    draw = ImageDraw.Draw(screen)
    draw.text((60, 40), "9:41", fill=(128, 128, 128), font=font("manrope", 44, True))
    return jpeg(screen, 90) if chance.random() < 0.3 else png(screen)


def recaptured(sheet: Sheet, chance: random.Random) -> bytes:
    """A photograph of a monitor that shows the document, with the moiré of its grid."""
    picture = sheet.opened()
    shown = np.asarray(picture, dtype=np.float32)
    pitch = chance.uniform(2.3, 4.6)
    tilt = np.radians(chance.uniform(-2.5, 2.5))
    ys, xs = np.mgrid[0 : shown.shape[0], 0 : shown.shape[1]].astype(np.float32)
    u = (xs * np.cos(tilt) + ys * np.sin(tilt)) / pitch
    v = (ys * np.cos(tilt) - xs * np.sin(tilt)) / pitch
    depth = chance.uniform(0.08, 0.25)
    lit = np.empty_like(shown)
    for channel in range(3):
        stripes = 0.5 + 0.5 * np.cos(2 * np.pi * (u - channel / 3))
        gaps = 0.5 + 0.5 * np.cos(2 * np.pi * v)
        lit[..., channel] = (
            shown[..., channel] * (1 - depth + depth * stripes) * (1 - depth / 2 + depth / 2 * gaps)
        )
    noise = np.random.default_rng(chance.getrandbits(32)).normal(0, 4, lit.shape)
    seen = Image.fromarray(np.clip(lit + noise, 0, 255).astype(np.uint8))
    return jpeg(seen, chance.randint(80, 94))


def pasted(sheet: Sheet, chance: random.Random, portrait: Image.Image) -> bytes:
    """Another portrait pasted into the photograph, which was compressed at another quality."""
    quality = chance.choice((55, 65, 75, 85))
    first = Image.open(io.BytesIO(jpeg(sheet.opened(), quality))).convert("RGB")
    width = round(first.width * chance.uniform(0.2, 0.28))
    face = headshot(portrait, (width, round(width * 1.3)))
    grain = np.random.default_rng(chance.getrandbits(32)).normal(0, 3, (face.height, width, 3))
    face = Image.fromarray(np.clip(np.asarray(face) + grain, 0, 255).astype(np.uint8))
    place = (round(first.width * 0.08), round(first.height * 0.25))
    first.paste(face, place)
    return jpeg(first, chance.randint(90, 97))


def painted(sheet: Sheet, chance: random.Random) -> bytes:
    """A field painted over in the colour beside it, with another value written there."""
    picture = sheet.opened()
    draw = ImageDraw.Draw(picture)
    left, top = round(picture.width * 0.42), round(picture.height * chance.uniform(0.3, 0.7))
    width, height = round(picture.width * 0.36), round(picture.height * 0.08)
    colour = picture.getpixel((left - 6, top + height // 2))
    draw.rectangle((left, top, left + width, top + height), fill=colour)
    letters = font(chance.choice(("manrope", "serif")), round(height * 0.7), True)
    draw.text((left + 6, top), chance.choice(VALUES), fill=(25, 25, 30), font=letters)
    return png(picture) if chance.random() < 0.3 else jpeg(picture, chance.randint(85, 96))
