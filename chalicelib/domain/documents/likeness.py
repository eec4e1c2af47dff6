"""Characters that OCR confuses, and whether two readings can be of the same number.

The check digit of a zone cannot tell all of them apart: characters whose values differ by a
multiple of ten (G and 6, L and 1, S and 8) give the same digit. Source: ICAO 9303-3, 4.9.
"""

from chalicelib.domain.documents.mrz import FILLER, check_digit

_GROUPS = ("0OQDU", "1IL", "2Z", "5S", "8BS", "6G", "7T", "4A", "MW", "VU")


def confusable(one: str, other: str) -> bool:
    """Whether the two have the same length and differ only in characters that OCR confuses."""
    return len(one) == len(other) and all(
        a == b or any(a in group and b in group for group in _GROUPS)
        for a, b in zip(one, other, strict=True)
    )


def holds(number: str, digit: str) -> bool:
    """Whether the check digit is right for a number of up to nine characters."""
    try:
        return check_digit(number.ljust(9, FILLER)) == digit
    except ValueError:
        return False


def bare(number: str) -> str:
    """A number without separators."""
    return "".join(c for c in number.upper() if c.isalnum())
