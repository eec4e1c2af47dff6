"""A picture's print (perceptual hash): which of its parts are darker than their right neighbour.

It is robust to other sizes, lighting and compression. A coarse print in bands finds candidates; a
fine one tells the same photograph from that of another card of the same type.
"""

import io
from itertools import pairwise
from typing import Any

from chalicelib.adapters.documents.images import READ_FAULTS

COARSE, FINE = 16, 64
APART = 6
"""Grey levels by which a part must be darker, so that even surfaces are ignored."""
BANDS = 8
LEAST = 3
"""Least number of darker parts in a band: a single vertical edge identifies no picture."""


def prints(picture: bytes) -> tuple[tuple[str, ...], str]:
    """(bands of the coarse print, fine print) in hex. A band without information is ""; both are
    empty if the data are no picture.
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
    """The print in hex: row by row, one bit for each part."""
    from PIL import Image

    small = grey.resize((side + 1, side), Image.Resampling.BOX).tobytes()
    rows = []
    for top in range(0, len(small), side + 1):
        row = small[top : top + side + 1]
        bits = (left + APART < right for left, right in pairwise(row))
        rows.append(f"{sum(bit << place for place, bit in enumerate(bits)):0{side // 4}x}")
    return "".join(rows)
