"""How some states shape the numbers of their documents, and what OCR makes of them.

A letter where the state prints digits only is a misread digit, and the other way round. The shapes
were written down without a source at hand: check one before relying on it for more than this.
"""

import re

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
    "texas": "99999999",
    "indonesia": "9" * 16,
}
_TO_LETTER = str.maketrans("10582", "IOSBZ")
_TO_DIGIT = str.maketrans("OQDIL|SBZG", "0001115826")


def mended(number: str, lines: list[str]) -> tuple[str, bool]:
    """(the number as its state shapes it, has it that shape?); unknown states shape nothing.

    Letters of a label may have run into it from the left.
    """
    shapes = {
        shape
        for line in lines
        for state, shape in SHAPES.items()
        if re.search(rf"\b{state}\b", line.lower())
    }
    if len(shapes) != 1:
        return number, True
    shape = shapes.pop()
    extra = len(number) - len(shape)
    if 0 < extra <= 3 and number[:extra].isalpha():
        number = number[extra:]
    if len(number) != len(shape):
        return number, False
    fixed = "".join(
        char.translate(_TO_LETTER if place == "A" else _TO_DIGIT)
        for char, place in zip(number, shape, strict=True)
    )
    right = all(c.isalpha() == (p == "A") for c, p in zip(fixed, shape, strict=True))
    return (fixed, True) if right else (number, False)
