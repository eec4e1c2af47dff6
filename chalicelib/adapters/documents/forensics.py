"""Pillow: measures traces of editing in a picture's file, before it is cleaned.

Metadata name programs; the pixels show even patches, regions with another compression, and fine
periods. Only brightness is measured, as stored in the file, and only a limited part of it.
"""

import io
import re
from typing import Any

from chalicelib.adapters.documents.images import MAGIC, READ_FAULTS
from chalicelib.adapters.documents.pixels import even_cells, periodic
from chalicelib.adapters.documents.recompressed import pasted_share
from chalicelib.domain.documents.forgery import PictureFacts

MOST_PIXELS = 16_000_000
"""Pixels; of larger pictures only the metadata are measured, since decoding them is too slow."""
EDITORS = re.compile(
    rb"photoshop|gimp|affinity|pixelmator|paint\.net|paint shop|picsart|snapseed|canva\b|figma"
    rb"|inkscape|illustrator|facetune|meitu|faceapp|photopea|pixlr|fotor|krita|coreldraw|lightx"
    rb"|imagemagick|acorn \d|luminar|befunky|remini",
    re.IGNORECASE,
)
GENERATORS = re.compile(
    rb"stable ?diffusion|midjourney|dall[-\xb7\xc2 ]{0,3}e\b|comfyui|automatic1111|firefly"
    rb"|trainedAlgorithmicMedia|openai|flux\.1|novelai|invokeai|ideogram",
    re.IGNORECASE,
)
SCREENSHOT = re.compile(rb"screen ?shot|screencapture|snipping tool", re.IGNORECASE)
SAVED_FOR_WEB = b"Ducky"
"""The beginning of a JPEG's APP12 segment by Photoshop's "save for web"."""
PROMPTS = frozenset({"parameters", "prompt", "workflow"})
"""Keys of PNG texts that image generators write."""
SOFTWARE, MAKE, MODEL, USER_COMMENT, EXPOSURE = 0x0131, 0x010F, 0x0110, 0x9286, 0x829A
LONGEST = 65_536
"""Bytes of a text that are searched at most."""


def measured(data: bytes) -> PictureFacts:
    """The measurements of a picture; None where unreadable. Never raises for a bad picture."""
    from PIL import Image

    kind = next((name for magic, name in MAGIC.items() if data.startswith(magic)), "")
    if not kind:
        return PictureFacts()
    try:
        with Image.open(io.BytesIO(data), formats=(kind,)) as picture:
            width, height = picture.size
            marks, camera = _marks(picture)
            facts: dict[str, Any] = {"width": width, "height": height}
            if width * height <= MOST_PIXELS:
                picture.draft("L", picture.size)
                tables = dict(getattr(picture, "quantization", None) or {})
                facts |= _pixels(picture.convert("L"), tables)
    except (*READ_FAULTS, Image.DecompressionBombError):
        return PictureFacts(kind)
    return PictureFacts(kind, camera=camera, marks=marks, **facts)


def _pixels(grey: Any, tables: dict[int, Any]) -> dict[str, float]:
    even, patch, second = even_cells(grey)
    return {
        "even": round(even, 5),
        "patch": round(patch, 5),
        "second_patch": round(second, 5),
        "pasted": round(pasted_share(grey, tables), 4),
        "periodic": round(periodic(grey), 2),
    }


def _marks(picture: Any) -> tuple[tuple[str, ...], bool]:
    """(codes of programs that made or changed the file, whether the metadata name a camera)."""
    texts, camera = [], False
    try:
        exif = picture.getexif()
        inner = exif.get_ifd(0x8769)
        camera = bool(exif.get(MAKE) or exif.get(MODEL) or inner.get(EXPOSURE))
        texts = [exif.get(SOFTWARE), inner.get(USER_COMMENT)]
    except Exception:  # noqa: S110 - whatever Pillow's reader stumbles over: then EXIF says nothing
        pass
    info = dict(getattr(picture, "info", {}))
    told = b"\n".join(_bytes(text) for text in (*texts, *_said(info)))
    found = []
    if EDITORS.search(told) or SAVED_FOR_WEB in _segments(picture):
        found.append("editor")
    if GENERATORS.search(told) or PROMPTS & set(info):
        found.append("generator")
    if SCREENSHOT.search(told):
        found.append("screenshot")
    return tuple(found), camera


def _said(info: dict[str, Any]) -> list[Any]:
    """The texts in the file: XMP, comments, PNG texts. Colour profiles are left out: the programs
    they name did not make the picture."""
    left_out = ("icc_profile", "exif", "photoshop", "transparency", "background")
    return [value for name, value in info.items() if name not in left_out]


def _bytes(text: Any) -> bytes:
    if isinstance(text, bytes):
        return text[:LONGEST].replace(b"\0", b"")
    if isinstance(text, str):
        return text[:LONGEST].encode("utf-8", "replace")
    return b""


def _segments(picture: Any) -> bytes:
    """The beginnings of a JPEG's application segments, joined."""
    found = getattr(picture, "applist", ())
    return b"\n".join(bytes(content[:16]) for _, content in found)
