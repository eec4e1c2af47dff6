"""Pillow: what a picture really is, and a clean copy of it.

JPEG and PNG by their first bytes, never by a header or a name. The copy that is kept is decoded and
encoded anew: metadata, appended files (polyglots) and hidden frames do not survive that.
"""

import io
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.errors import BadRequest

MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
QUALITY = 92


@dataclass(frozen=True, slots=True)
class PillowImages:
    """Limits in pixels: shortest side, and width x height of the decoded picture."""

    min_side: int
    max_pixels: int

    def clean(self, data: bytes) -> bytes:
        """An upright RGB JPEG without metadata; BadRequest with a stable code otherwise."""
        from PIL import Image, ImageOps, UnidentifiedImageError

        kind = next((name for magic, name in MAGIC.items() if data.startswith(magic)), None)
        if kind is None:
            raise BadRequest("only JPEG and PNG pictures are accepted", "image_type_unsupported")
        try:
            with Image.open(io.BytesIO(data), formats=(kind,)) as picture:
                self._check(picture)
                picture.load()
                upright = ImageOps.exif_transpose(picture).convert("RGB")
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
        if width * height > self.max_pixels:
            raise BadRequest("the picture has too many pixels", "image_too_large")
        if min(width, height) < self.min_side:
            raise BadRequest(f"the shortest side needs {self.min_side} pixels", "image_too_small")
        if getattr(picture, "n_frames", 1) > 1:
            raise BadRequest("an animated picture is not a document", "image_animated")
