"""The machine-readable zone of ICAO 9303: TD1 (3x30), TD2 (2x36) and TD3 (2x44).

Reading a zone out of OCR text, with repair, is `mrz_reading`; this module is the law itself: where
each field lies, how check digits are computed, and how a zone is written.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from chalicelib.domain.dates import Kind, century, real

FILLER = "<"
_WEIGHTS = (7, 3, 1)


class Format(StrEnum):
    """The three sizes of travel documents."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"


SHAPES = {Format.TD1: (3, 30), Format.TD2: (2, 36), Format.TD3: (2, 44)}

# name -> (line, first column, past the last column); the check digit follows under `<name>_check`.
LAYOUT: dict[Format, dict[str, tuple[int, int, int]]] = {
    Format.TD1: {
        "code": (0, 0, 2),
        "issuer": (0, 2, 5),
        "number": (0, 5, 14),
        "number_check": (0, 14, 15),
        "optional": (0, 15, 30),
        "birth": (1, 0, 6),
        "birth_check": (1, 6, 7),
        "sex": (1, 7, 8),
        "expiry": (1, 8, 14),
        "expiry_check": (1, 14, 15),
        "nationality": (1, 15, 18),
        "optional_2": (1, 18, 29),
        "composite_check": (1, 29, 30),
        "names": (2, 0, 30),
    },
    Format.TD2: {
        "code": (0, 0, 2),
        "issuer": (0, 2, 5),
        "names": (0, 5, 36),
        "number": (1, 0, 9),
        "number_check": (1, 9, 10),
        "nationality": (1, 10, 13),
        "birth": (1, 13, 19),
        "birth_check": (1, 19, 20),
        "sex": (1, 20, 21),
        "expiry": (1, 21, 27),
        "expiry_check": (1, 27, 28),
        "optional": (1, 28, 35),
        "composite_check": (1, 35, 36),
    },
    Format.TD3: {
        "code": (0, 0, 2),
        "issuer": (0, 2, 5),
        "names": (0, 5, 44),
        "number": (1, 0, 9),
        "number_check": (1, 9, 10),
        "nationality": (1, 10, 13),
        "birth": (1, 13, 19),
        "birth_check": (1, 19, 20),
        "sex": (1, 20, 21),
        "expiry": (1, 21, 27),
        "expiry_check": (1, 27, 28),
        "optional": (1, 28, 42),
        "optional_check": (1, 42, 43),
        "composite_check": (1, 43, 44),
    },
}
COMPOSITE: dict[Format, tuple[tuple[int, int, int], ...]] = {
    Format.TD1: ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
    Format.TD2: ((1, 0, 10), (1, 13, 20), (1, 21, 35)),
    Format.TD3: ((1, 0, 10), (1, 13, 20), (1, 21, 43)),
}


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a zone says. Dates are None where the zone is unreadable or leaves parts unknown.

    `checks` maps number, birth, expiry, optional (TD3) and composite to whether the digit holds;
    `repaired` names the fields an OCR misreading was mended in.
    """

    format: Format
    document_code: str
    issuing_state: str
    surname: str = field(repr=False)
    given_names: str = field(repr=False)
    number: str = field(repr=False)
    nationality: str
    birth_date: date | None = field(repr=False)
    sex: str
    expiry_date: date | None
    optional: str = field(repr=False)
    checks: dict[str, bool]
    lines: tuple[str, ...] = field(repr=False)
    repaired: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """True if every check digit holds."""
        return all(self.checks.values())

    @property
    def name(self) -> str:
        """Given names and surname in reading order."""
        return f"{self.given_names} {self.surname}".strip()

    @property
    def names_truncated(self) -> bool:
        """True if the name fills its field to the brim, so that letters may be missing."""
        return not cut(self.lines, self.format, "names").endswith(FILLER)


def check_digit(text: str) -> str:
    """The digit over `text`: A-Z count 10-35, the filler 0, weights 7-3-1, modulo ten.

    Raises ValueError for characters no zone may hold. Source: ICAO 9303-3, 4.9.
    """
    total = 0
    for place, char in enumerate(text):
        total += (0 if char == FILLER else int(char, 36)) * _WEIGHTS[place % 3]
    return str(total % 10)


def cut(lines: tuple[str, ...], fmt: Format, name: str) -> str:
    """The characters of a field."""
    line, start, end = LAYOUT[fmt][name]
    return lines[line][start:end]


def long_number(lines: tuple[str, ...], fmt: Format) -> tuple[str, str, str]:
    """(document number, its check digit, the rest of the optional field).

    A number past nine characters runs on in the optional field: its check digit's place holds a
    filler and the digit follows the last character. Source: ICAO 9303-5, note j.
    """
    number, digit = cut(lines, fmt, "number"), cut(lines, fmt, "number_check")
    optional = cut(lines, fmt, "optional")
    if digit == FILLER and fmt is not Format.TD3 and (run := re.match(r"([A-Z0-9]+)<", optional)):
        tail = run.group(1)
        return number + tail[:-1], tail[-1], optional[len(tail) :]
    return number, digit, optional


def checks_of(lines: tuple[str, ...], fmt: Format) -> dict[str, bool]:
    """Which check digits hold."""
    number, digit, optional = long_number(lines, fmt)
    checks = {"number": check_digit(number) == digit}
    for name in ("birth", "expiry"):
        checks[name] = check_digit(cut(lines, fmt, name)) == cut(lines, fmt, f"{name}_check")
    if fmt is Format.TD3:
        shown = cut(lines, fmt, "optional_check")
        empty = not optional.strip(FILLER)
        checks["optional"] = check_digit(optional) == shown or (empty and shown == FILLER)
    composite = "".join(lines[line][start:end] for line, start, end in COMPOSITE[fmt])
    checks["composite"] = check_digit(composite) == cut(lines, fmt, "composite_check")
    return checks


def _spaced(text: str) -> str:
    return " ".join(text.replace(FILLER, " ").split())


def _day(text: str, kind: Kind, today: date) -> date | None:
    if not re.fullmatch(r"[0-9]{6}", text):
        return None
    return real(century(int(text[:2]), kind, today), int(text[2:4]), int(text[4:]))


def interpret(
    lines: tuple[str, ...], fmt: Format, today: date, repaired: tuple[str, ...] = ()
) -> Mrz:
    """The fields of lines that have exactly the format's shape."""
    surname, _, given = cut(lines, fmt, "names").partition("<<")
    number, _, optional = long_number(lines, fmt)
    if fmt is Format.TD1:
        optional += FILLER + cut(lines, fmt, "optional_2")
    return Mrz(
        format=fmt,
        document_code=cut(lines, fmt, "code").strip(FILLER),
        issuing_state=cut(lines, fmt, "issuer").strip(FILLER),
        surname=_spaced(surname),
        given_names=_spaced(given),
        number=number.replace(FILLER, ""),
        nationality=cut(lines, fmt, "nationality").strip(FILLER),
        birth_date=_day(cut(lines, fmt, "birth"), Kind.BIRTH, today),
        sex=cut(lines, fmt, "sex").strip(FILLER),
        expiry_date=_day(cut(lines, fmt, "expiry"), Kind.EXPIRY, today),
        optional=_spaced(optional),
        checks=checks_of(lines, fmt),
        lines=lines,
        repaired=repaired,
    )


_LETTERS = str.maketrans(
    {"Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "SS", "ẞ": "SS", "Å": "AA", "Æ": "AE", "Ø": "OE",
     "Œ": "OE", "Þ": "TH", "Ð": "D", "Đ": "D", "Ł": "L", "Ħ": "H", "ı": "I", "Ŋ": "N", "'": "",
     "’": ""}
)  # fmt: skip


def transliterate(text: str) -> str:
    """Latin letters as a zone writes them. Source: ICAO 9303-3, section 6, table A."""
    plain = unicodedata.normalize("NFC", text.upper()).translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^A-Z0-9]+", FILLER, plain).strip(FILLER)
