"""Pillow: what a picture really is, and a clean copy of it.

JPEG and PNG by their first bytes, never by a header or a name. The copy that is kept is decoded and
encoded anew: metadata, appended files (polyglots) and hidden frames do not survive that.
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
"""What a JPEG ends with."""
READ_FAULTS = (OSError, SyntaxError, ValueError, EOFError, TypeError, AttributeError, struct.error)
"""What Pillow raises over a file that is no picture, or a broken one; all of OSError's kinds."""
QUALITY = 92
LONGEST = 4096
"""Longest side kept, in pixels: more than a document's print needs, and within what Textract
(10 MB, 10,000 pixels) and a Lambda's memory hold."""
ENOUGH = 2600
"""A JPEG is decoded at a half, a quarter or an eighth of its size while that leaves so many pixels
on its longest side."""
MOST_SIDE = 16_000
"""Longest side accepted, in pixels: longer ones are no photographs of documents."""


@dataclass(frozen=True, slots=True)
class PillowImages:
    """Limits in pixels: shortest side, and width x height of the decoded picture.

    A PNG may have half as many, for it cannot be decoded smaller.
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
        """What the file as it was sent tells of its making; cleaning takes that away."""
        from chalicelib.adapters.documents.forensics import measured

        return measured(data)

    def _copied(self, data: bytes, kind: str) -> bytes:
        from PIL import Image

        with Image.open(io.BytesIO(data), formats=(kind,)) as picture:
            self._check(picture)
            upright = _upright(picture)
            upright.info = {}  # Pillow would write comments, XMP and colour profiles again
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
        # A JPEG may carry more pictures (phones' depth or preview): the first is the photograph.
        if picture.format == "PNG" and getattr(picture, "n_frames", 1) > 1:
            raise BadRequest("an animated picture is not a document", "image_animated")


def _upright(picture: Any) -> Any:
    """RGB on white, turned as the camera was held, no larger than `LONGEST`; decodes in place."""
    smaller = max(1.0, max(picture.size) / ENOUGH)
    turn = _turn(picture)
    picture.draft("RGB", tuple(round(side / smaller) for side in picture.size))
    picture = _opaque(picture)
    picture.thumbnail((LONGEST, LONGEST))
    turned = picture.transpose(turn) if turn is not None else picture
    return turned if turned.mode == "RGB" else turned.convert("RGB")


def _turn(picture: Any) -> Any:
    """How the camera was held, by EXIF's orientation; None for upright, unsaid or unreadable.

    Only this tag is read. Cameras and editors write EXIF that no library can write again, and a
    fault in a tag we do not need is no reason to lose a picture.
    """
    from PIL import Image

    ways = Image.Transpose
    turns = {
        2: ways.FLIP_LEFT_RIGHT, 3: ways.ROTATE_180, 4: ways.FLIP_TOP_BOTTOM, 5: ways.TRANSPOSE,
        6: ways.ROTATE_270, 7: ways.TRANSVERSE, 8: ways.ROTATE_90,
    }  # fmt: skip
    try:
        orientation = picture.getexif().get(0x0112)
    except Exception:  # whatever Pillow's reader stumbles over
        return None
    if isinstance(orientation, tuple):
        orientation = orientation[0] if orientation else None
    return turns.get(orientation) if isinstance(orientation, int) else None


def _opaque(picture: Any) -> Any:
    """The picture as it looks on white paper: what is transparent is not black."""
    from PIL import Image

    if picture.mode in ("P", "1") and "transparency" not in picture.info:
        return picture.convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture).convert("RGB")
    return picture


def _ended(data: bytes) -> bytes | None:
    """A JPEG that lacks only its end marker, with it; None if some of the picture is lost, too.

    Bytes behind a complete scan change nothing, and in place of lost ones they change the picture.
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
