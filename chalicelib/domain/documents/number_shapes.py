"""How some states shape the numbers of their documents, and what OCR makes of them.

A letter where the state prints digits only is a misread digit, and the other way round. The shapes
were written down without a source at hand: check one before relying on it for more than this.
"""

from collections.abc import Sequence

from chalicelib.domain.documents.issuers import american_state
from chalicelib.domain.documents.labels import fold

SHAPES = {
    "california": "A9999999",
    "florida": "A999999999999",
    "illinois": "A99999999999",
    "maryland": "A999999999999",
    "michigan": "A999999999999",
    "minnesota": "A999999999999",
    "wisconsin": "A9999999999999",
    "ontario": "A99999999999999",
    "pennsylvania": "99999999",
    "new york": "999999999",
    "texas": "99999999",
    "indonesia": "9" * 16,
}
_MISREAD_LABELS = frozenset({"0", "10", "1D", "I0", "D1", "01"})
"""What is read of ID and DL before a number."""
_TO_LETTER = str.maketrans("10582", "IOSBZ")
_TO_DIGIT = str.maketrans("OQDIL|SBZG", "0001115826")


def shape_of(lines: Sequence[str]) -> str:
    """How the state that the page names shapes its numbers; empty where that is not known."""
    shapes = {
        shape
        for line in lines
        for state, shape in SHAPES.items()
        if state == american_state(line) or f" {state} " in f" {fold(line)} "
    }
    return shapes.pop() if len(shapes) == 1 else ""


def mended(number: str, lines: Sequence[str]) -> tuple[str, bool]:
    """(the number as its state shapes it, has it that shape?); unknown states shape nothing.

    Letters of a label may have run into it from the left.
    """
    shape = shape_of(lines)
    if not shape:
        return number, True
    extra = len(number) - len(shape)
    if 0 < extra <= 3 and (number[:extra].isalpha() or number[:extra] in _MISREAD_LABELS):
        number = number[extra:]
    if len(number) != len(shape):
        return number, False
    fixed = "".join(
        char.translate(_TO_LETTER if place == "A" else _TO_DIGIT)
        for char, place in zip(number, shape, strict=True)
    )
    right = all(c.isalpha() == (p == "A") for c, p in zip(fixed, shape, strict=True))
    return (fixed, True) if right else (number, False)
