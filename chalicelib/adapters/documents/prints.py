"""A picture's print: which of its parts are darker than what is right of them.

It bears another size, light and compression. A coarse print in bands finds a picture among many; a
fine one tells whether it is the same photograph, or another card of the same make.
"""

import io
from itertools import pairwise
from typing import Any

from chalicelib.adapters.documents.images import READ_FAULTS

COARSE, FINE = 16, 64
APART = 6
"""Grey levels by which one part must be darker: an even surface says nothing."""
BANDS = 8
LEAST = 3
"""Places along a band where it gets darker: one edge from top to bottom tells no picture."""


def prints(picture: bytes) -> tuple[tuple[str, ...], str]:
    """(bands of the coarse print, "" for one that says nothing; the fine print), as hex; nothing
    of what is no picture.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture)) as opened:
            opened.draft("L", (FINE * 8, FINE * 8))
            grey = opened.convert("L")
    except READ_FAULTS:
        return (), ""
    coarse, fine = _print(grey, COARSE), _print(grey, FINE)
    length = len(coarse) // BANDS
    bands = [coarse[at * length : (at + 1) * length] for at in range(BANDS)]
    return tuple(band if _places(band) >= LEAST else "" for band in bands), fine


def _places(band: str) -> int:
    half = len(band) // 2
    return (int(band[:half], 16) | int(band[half:], 16)).bit_count()


def _print(grey: Any, side: int) -> str:
    """Row by row, a bit for each part."""
    from PIL import Image

    small = grey.resize((side + 1, side), Image.Resampling.BOX).tobytes()
    rows = []
    for top in range(0, len(small), side + 1):
        row = small[top : top + side + 1]
        bits = (left + APART < right for left, right in pairwise(row))
        rows.append(f"{sum(bit << place for place, bit in enumerate(bits)):0{side // 4}x}")
    return "".join(rows)
