"""Pillow: what a picture really is, and a clean copy of it.

JPEG and PNG by their first bytes, never by a header or a name. The copy that is kept is decoded and
encoded anew: metadata, appended files (polyglots) and hidden frames do not survive that.
"""

import io
from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.polyglots import other_of
from chalicelib.domain.errors import BadRequest

MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
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
        from PIL import Image, UnidentifiedImageError

        kind = next((name for magic, name in MAGIC.items() if data.startswith(magic)), None)
        if kind is None:
            raise BadRequest("only JPEG and PNG pictures are accepted", "image_type_unsupported")
        if other := other_of(data):
            raise BadRequest(f"the picture is a {other} as well", "image_polyglot")
        try:
            with Image.open(io.BytesIO(data), formats=(kind,)) as picture:
                self._check(picture)
                upright = _upright(picture)
                upright.info = {}  # Pillow would write comments, XMP and colour profiles again
                out = io.BytesIO()
                upright.save(out, "JPEG", quality=QUALITY)
        except BadRequest:
            raise
        except Image.DecompressionBombError as error:
            raise BadRequest("the picture has too many pixels", "image_too_large") from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
            raise BadRequest("the picture cannot be read", "image_unreadable") from error
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
    """RGB, turned as the camera was held, no larger than `LONGEST`; decodes in place."""
    from PIL import ImageOps

    smaller = max(1.0, max(picture.size) / ENOUGH)
    picture.draft("RGB", tuple(round(side / smaller) for side in picture.size))
    if picture.mode in ("P", "PA", "1"):
        picture = picture.convert("RGB")
    picture.thumbnail((LONGEST, LONGEST))
    turned = ImageOps.exif_transpose(picture)
    return turned if turned.mode == "RGB" else turned.convert("RGB")
