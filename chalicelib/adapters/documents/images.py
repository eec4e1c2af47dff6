"""Pillow: checks a picture and makes a clean copy of it.

JPEG and PNG are recognised by their first bytes, never by a header or a name. The stored copy is
decoded and encoded again, which removes metadata, appended files (polyglots) and hidden frames.
"""

import io
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.documents.polyglots import other_of
from chalicelib.domain.documents.forgery import PictureFacts
from chalicelib.domain.errors import BadRequest

MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
END = b"\xff\xd9"
"""The end marker of a JPEG."""
READ_FAULTS = (OSError, SyntaxError, ValueError, EOFError, TypeError, AttributeError, struct.error)
"""Exceptions of Pillow for a file that is not a picture or is broken; OSError with subclasses."""
QUALITY = 92
LONGEST = 4096
"""Longest side of the stored copy in pixels: more than the text of a document needs, and within the
limits of Textract (10 MB, 10,000 pixels) and of a Lambda's memory."""
ENOUGH = 2600
"""Pixels. A JPEG is decoded at a half, a quarter or an eighth of its size if its longest side keeps
at least this length."""
MOST_SIDE = 16_000
"""Longest side accepted, in pixels; longer pictures are not photographs of documents."""


@dataclass(frozen=True, slots=True)
class PillowImages:
    """Checks and cleans pictures. Limits in pixels: the shortest side, and width times height.

    A PNG may have half as many pixels, since it cannot be decoded at a smaller size.
    """

    min_side: int
    max_pixels: int

    def clean(self, data: bytes) -> bytes:
        """An upright RGB JPEG without metadata; BadRequest with a stable code otherwise."""
        from PIL import Image

        kind = next((name for magic, name in MAGIC.items() if data.startswith(magic)), None)
        if kind is None:
            raise BadRequest("only JPEG and PNG pictures are accepted", "image_type_unsupported")
        if other := other_of(data):
            raise BadRequest(f"the picture is a {other} as well", "image_polyglot")
        try:
            return self._copied(data, kind)
        except BadRequest:
            raise
        except Image.DecompressionBombError as error:
            raise BadRequest("the picture has too many pixels", "image_too_large") from error
        except READ_FAULTS as error:
            with suppress(*READ_FAULTS):
                if whole := _ended(data):
                    return self._copied(whole, kind)
            raise BadRequest("the picture cannot be read", "image_unreadable") from error

    def measured(self, data: bytes) -> PictureFacts:
        """The measurements of the file as it was sent; cleaning removes these traces."""
        from chalicelib.adapters.documents.forensics import measured

        return measured(data)

    def _copied(self, data: bytes, kind: str) -> bytes:
        from PIL import Image

        with Image.open(io.BytesIO(data), formats=(kind,)) as picture:
            self._check(picture)
            upright = _upright(picture)
            upright.info = {}  # otherwise Pillow writes comments, XMP and colour profiles again
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=QUALITY)
        return out.getvalue()

    def _check(self, picture: Any) -> None:
        width, height = picture.size
        most = self.max_pixels if picture.format != "PNG" else self.max_pixels // 2
        if width * height > most or max(width, height) > MOST_SIDE:
            raise BadRequest("the picture has too many pixels", "image_too_large")
        if min(width, height) < self.min_side:
            raise BadRequest(f"the shortest side needs {self.min_side} pixels", "image_too_small")
        # A JPEG may have more pictures (depth map, preview); the first is the photograph.
        if picture.format == "PNG" and getattr(picture, "n_frames", 1) > 1:
            raise BadRequest("an animated picture is not a document", "image_animated")


def _upright(picture: Any) -> Any:
    """The picture in RGB on white, turned upright, at most `LONGEST` pixels; decodes in place."""
    smaller = max(1.0, max(picture.size) / ENOUGH)
    turn = _turn(picture)
    picture.draft("RGB", tuple(round(side / smaller) for side in picture.size))
    picture = _opaque(picture)
    picture.thumbnail((LONGEST, LONGEST))
    turned = picture.transpose(turn) if turn is not None else picture
    return turned if turned.mode == "RGB" else turned.convert("RGB")


def _turn(picture: Any) -> Any:
    """The turn by EXIF's orientation; None if the picture is upright, or the tag is missing or bad.

    Only this tag is read. Much EXIF cannot be written again by any library, and an error in a tag
    that is not needed must not lose the picture.
    """
    from PIL import Image

    ways = Image.Transpose
    turns = {
        2: ways.FLIP_LEFT_RIGHT, 3: ways.ROTATE_180, 4: ways.FLIP_TOP_BOTTOM, 5: ways.TRANSPOSE,
        6: ways.ROTATE_270, 7: ways.TRANSVERSE, 8: ways.ROTATE_90,
    }  # fmt: skip
    try:
        orientation = picture.getexif().get(0x0112)
    except Exception:  # any error of Pillow's EXIF reader
        return None
    if isinstance(orientation, tuple):
        orientation = orientation[0] if orientation else None
    return turns.get(orientation) if isinstance(orientation, int) else None


def _opaque(picture: Any) -> Any:
    """The picture on a white background in place of transparency."""
    from PIL import Image

    if picture.mode in ("P", "1") and "transparency" not in picture.info:
        return picture.convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture).convert("RGB")
    return picture


def _ended(data: bytes) -> bytes | None:
    """A JPEG without its end marker, completed; None if a part of the picture is missing, too.

    Other bytes appended after a complete scan do not change the picture; in place of missing bytes
    they do.
    """
    from PIL import Image

    if not data.startswith(b"\xff\xd8") or data.endswith(END):
        return None
    looks = []
    for tail in (END, b"\x55" * 64 + END):
        with Image.open(io.BytesIO(data + tail), formats=("JPEG",)) as picture:
            picture.load()
            looks.append(picture.tobytes())
    return data + END if looks[0] == looks[1] else None
