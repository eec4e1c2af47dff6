"""The shapes of some states' document numbers, used to correct misreadings.

A letter where the state prints digits only is a misread digit, and the other way round. The shapes
were written without an official source: verify one before using it for anything else.
"""

import re
from collections.abc import Sequence

from chalicelib.domain.documents import national
from chalicelib.domain.documents.issuers import american, american_state, state_words
from chalicelib.domain.documents.labels import fold
from chalicelib.domain.documents.printed import number as number_printed

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
    "rijbewijs": "9" * 10,
}
_MISREAD_LABELS = frozenset({"0", "10", "1D", "I0", "D1", "01", "5"})
"""Misreadings of the labels ID and DL, and of the field number 5 of a licence."""
_LABEL_BEFORE = re.compile(r"^(?:DLNO?|LIC(?:NO)?|OLNO|IDNO|D?LPC)(?=[A-Z]{0,4}\d)")
"""Labels of AAMVA joined to a number; no state's numbers begin with them."""
_MARK_BEFORE = re.compile(r"^[A-Z]{2,3}\s+(?=\d{6})")
"""A misread DLN before a number; no state prints so many letters apart from its digits."""
_TO_LETTER = str.maketrans("10582", "IOSBZ")
_TO_DIGIT = str.maketrans("OQDIL|SBZG", "0001115826")


def shape_of(lines: Sequence[str]) -> str:
    """The number shape of the state that the page names; "" if unknown."""
    shapes = {
        shape
        for line in lines
        for state, shape in SHAPES.items()
        if state == american_state(line) or _holds(line, state)
    }
    return shapes.pop() if len(shapes) == 1 else ""


def _holds(line: str, state: str) -> bool:
    folded = fold(line)
    return any(f" {state} " in f" {words} " for words in (folded, state_words(folded)))


def read(text: str, lines: Sequence[str]) -> tuple[str, bool]:
    """(the number in a printed value or "", whether it is certain).

    If other fields are joined to the value, the word with the state's shape is taken.
    """
    shape = shape_of(lines)
    text = _MARK_BEFORE.sub("", text.upper()) if american(lines) else text
    words = [word for word in text.upper().split() if shape and _mended(word, shape) == word]
    number = words[0] if len(words) == 1 else number_printed(text)
    return mended(number, lines) if number else ("", True)


def mended(number: str, lines: Sequence[str]) -> tuple[str, bool]:
    """(the number corrected to the state's shape, whether it is certain); unchanged without shape.

    Letters of a label may be joined to its beginning. Correcting a digit to a letter is uncertain
    (a 1 may be an I or an L) unless a check digit confirms it.
    """
    shape = shape_of(lines)
    if not shape:
        bare = _LABEL_BEFORE.sub("", number) if american(lines) else number
        return _checked(bare, lines), True
    if "-" in number:  # Florida and Illinois print A123-456-78-900-0
        solid, sure = mended(number.replace("-", ""), lines)
        return (solid, sure) if solid != number.replace("-", "") else (number, sure)
    extra = len(number) - len(shape)
    if 0 < extra <= 3 and (number[:extra].isalpha() or number[:extra] in _MISREAD_LABELS):
        number = number[extra:]
    fixed = _mended(number, shape)
    letters = [c for c, place in zip(number, shape, strict=False) if place == "A"]
    return (fixed, all(map(str.isalpha, letters))) if fixed else (number, False)


def _mended(number: str, shape: str) -> str:
    """The number with misread characters corrected to fit the shape; "" if it cannot fit."""
    if len(number) != len(shape):
        return ""
    fixed = "".join(
        char.translate(_TO_LETTER if place == "A" else _TO_DIGIT)
        for char, place in zip(number, shape, strict=True)
    )
    right = all(c.isalpha() == (p == "A") for c, p in zip(fixed, shape, strict=True))
    return fixed if right else ""


def _checked(number: str, lines: Sequence[str]) -> str:
    """The number, with the last letter of a Spanish one corrected: it follows from the digits."""
    if not any("espana" in fold(line).split() for line in lines):
        return number
    fixed = _mended(number, "99999999A")
    return fixed if fixed and not national.wrong(fixed, "ESP") else number
