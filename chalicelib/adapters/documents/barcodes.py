"""Barcodes in pictures of documents, by ZXing-C++.

Its PDF417 reader fails at a tilt of three degrees and with small or blurred bars. So in a picture
that should have a code, the area with the most edges is straightened and cleaned; then the whole
picture is turned and enlarged, within a limit of time.
"""

import io
import time
from dataclasses import dataclass
from itertools import chain
from typing import Any

from chalicelib.adapters.documents.code_areas import resolved, straightened
from chalicelib.adapters.documents.magic import drawn
from chalicelib.adapters.documents.prints import prints

TILTS = (0, 2, -2, 4, -4, 6, -6, 8, -8, 11, -11, 14, -14, 17, -17)
"""Degrees by which the picture is turned; ZXing tolerates a degree and a half either way."""
LOOKS = ((True, 1.5), (False, 1.0), (True, 2.0), (False, 2.0))
"""(noise removed, scale) of the copies to read. Chosen on five drawn codes at wear 2."""
WIDEST = 2400
"""Greatest length of the longest side in pixels; more gives no better results."""
QUALITY = 95
"""JPEG quality of a turned copy."""
SECONDS = 4.0
"""CPU seconds of this thread that are spent on further copies of a picture."""


@dataclass(frozen=True, slots=True)
class DocumentScanner:
    """Reads PDF417 and QR codes, turns pictures, and computes their prints."""

    seconds: float = SECONDS

    def turned(self, data: bytes, turns: int) -> bytes:
        """The picture after so many anticlockwise quarter turns."""
        from PIL import Image

        ways = Image.Transpose
        way = {1: ways.ROTATE_90, 2: ways.ROTATE_180, 3: ways.ROTATE_270}[turns % 4]
        out = io.BytesIO()
        with Image.open(io.BytesIO(data)) as picture:
            picture.transpose(way).save(out, "JPEG", quality=QUALITY)
        return out.getvalue()

    def prints(self, data: bytes) -> tuple[tuple[str, ...], str]:
        """The picture's prints, which identify it; see prints.py."""
        return prints(data)

    def drawn(self, code: str, title: str) -> bytes:
        """A document of test mode; see magic.py."""
        return drawn(code, title)

    def codes(self, data: bytes, thorough: bool = False) -> tuple[str, ...]:
        """The texts of the codes in a picture; `thorough`: tries more copies if there is none."""
        from PIL import Image, ImageFilter

        with Image.open(io.BytesIO(data)) as picture:
            grey = picture.convert("L")
        grey.thumbnail((WIDEST, WIDEST))
        found = _read(grey)
        if found or not thorough:
            return found
        until = time.thread_time() + self.seconds
        for straight in chain(straightened(grey), resolved(grey)):
            if found := _read(straight):
                return found
            if time.thread_time() > until:
                return ()
        for calm, scale in LOOKS:
            sized = grey.filter(ImageFilter.MedianFilter(3)) if calm else grey
            if scale != 1.0:
                size = (round(grey.width * scale), round(grey.height * scale))
                sized = sized.resize(size, Image.Resampling.BICUBIC)
            if max(sized.size) > WIDEST * 1.5:
                continue
            for tilt in TILTS:
                if time.thread_time() > until:
                    return ()
                turned = sized.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=200)
                if found := _read(turned):
                    return found
        return ()


def _read(picture: Any) -> tuple[str, ...]:
    import zxingcpp

    wanted: Any = (zxingcpp.BarcodeFormat.PDF417, zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(picture, formats=wanted)
    return tuple(
        code.bytes.decode("latin-1")
        for code in found
        if code.valid and 8 <= len(code.bytes) <= 8000
    )
