"""The machine-readable zone of ICAO 9303: TD1 (3x30), TD2 (2x36) and TD3 (2x44).

This module implements the standard: the positions of the fields and the check digits. `mrz_reading`
finds and repairs zones in OCR text, `mrz_writing` writes them.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from chalicelib.domain.documents.dates import ENDLESS, Kind, century, real

FILLER = "<"
ENDLESS_DAYS = frozenset({"990101", "990909", "991231"})
"""Expiry fields (YYMMDD) that stand for the year 9999."""
_WEIGHTS = (7, 3, 1)


class Format(StrEnum):
    """The three zone formats of travel documents."""

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
    """The content of a zone. Dates are None if unreadable, or if the zone leaves parts unknown.

    `checks`: number, birth, expiry, optional (TD3) and composite -> whether the check digit is
    right. `repaired`: fields in which a misreading was corrected. `birth_partial`: the year (and
    month) of a birth date whose day is unknown. `names_truncated`: the name fills its whole field,
    so that letters may be missing.
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
    birth_partial: str = field(default="", repr=False)
    names_truncated: bool = False
    expiry_open: bool = False
    """The expiry field has fillers only."""

    @property
    def valid(self) -> bool:
        """True if every check digit is right."""
        return all(self.checks.values())

    @property
    def name(self) -> str:
        """Given names and surname in reading order."""
        return f"{self.given_names} {self.surname}".strip()


def check_digit(text: str) -> str:
    """The digit over `text`: A-Z count 10-35, the filler 0, weights 7-3-1, modulo ten.

    ValueError for characters that a zone must not have. Source: ICAO 9303-3, 4.9.
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

    A number of more than nine characters continues in the optional field: a filler takes the place
    of the check digit, which follows the last character. Source: ICAO 9303-5, note j.
    """
    number, digit = cut(lines, fmt, "number"), cut(lines, fmt, "number_check")
    optional = cut(lines, fmt, "optional")
    if digit == FILLER and fmt is not Format.TD3 and (run := re.match(r"([A-Z0-9]+)<", optional)):
        tail = run.group(1)
        return number + tail[:-1], tail[-1], optional[len(tail) :]
    return number, digit, optional


def checks_of(lines: tuple[str, ...], fmt: Format) -> dict[str, bool]:
    """Name of each check digit -> whether it is right."""
    number, digit, optional = long_number(lines, fmt)
    checks = {"number": check_digit(number) == digit or _old_long_number(number, digit)}
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


def _old_long_number(number: str, digit: str) -> bool:
    """Whether the digit is right if the filler counts too, as on Belgian cards before 2010."""
    return len(number) > 9 and check_digit(f"{number[:9]}{FILLER}{number[9:]}") == digit


def birth_day(text: str, today: date) -> date | None:
    """The birth date for YYMMDD: the latest such day that is not in the future; None."""
    if not re.fullmatch(r"[0-9]{6}", text):
        return None
    year, month, day = century(int(text[:2]), Kind.BIRTH, today), int(text[2:4]), int(text[4:])
    born = real(year, month, day)
    return real(year - 100, month, day) if born and born > today else born


def _birth_partial(text: str, today: date) -> str:
    """The year, or year and month, of YYMMDD with unknown parts (fillers or 00); "" otherwise."""
    known = re.fullmatch(r"([0-9]{2})([0-9]{2}|<<)(?:<<|00)", text)
    if not known:
        return ""
    year = century(int(known[1]), Kind.BIRTH, today)
    month = known[2] if known[2].isdigit() and 1 <= int(known[2]) <= 12 else ""
    return f"{year}-{month}" if month else f"{year}"


def _expiry_day(text: str, issuer: str, today: date) -> date | None:
    """The expiry date for YYMMDD. Spain writes permanent validity, 01.01.9999, as 990101."""
    if not re.fullmatch(r"[0-9]{6}", text):
        return None
    if text in ENDLESS_DAYS:  # it could be a day in 1999, so only Spain's is accepted
        return ENDLESS if issuer == "ESP" else None
    return real(century(int(text[:2]), Kind.EXPIRY, today), int(text[2:4]), int(text[4:]))


def name_parts(text: str) -> tuple[str, str]:
    """(surname, given names) of a name field; text after a second `<<` is ignored.

    OCR reads fillers as K, L or C, so words of these letters alone are dropped.
    """
    text = re.sub(r"(?:<[KLC<]{3,}|[KLC]{4,})$", "", text)
    surname, _, given = text.partition("<<")
    kept = [
        word
        for chunk in given.split("<<")
        for word in chunk.split(FILLER)
        if word and (chunk == given.split("<<")[0] or not re.fullmatch(r"[KLCES]+|.", word))
    ]
    return _spaced(surname), " ".join(kept)


def interpret(
    lines: tuple[str, ...], fmt: Format, today: date, repaired: tuple[str, ...] = ()
) -> Mrz:
    """The content of lines that have exactly the format's shape."""
    names = cut(lines, fmt, "names")
    surname, given = name_parts(names)
    number, _, optional = long_number(lines, fmt)
    issuer = cut(lines, fmt, "issuer").strip(FILLER)
    if fmt is Format.TD1:
        optional += FILLER + cut(lines, fmt, "optional_2")
    birth = cut(lines, fmt, "birth")
    return Mrz(
        format=fmt,
        document_code=cut(lines, fmt, "code").strip(FILLER),
        issuing_state=issuer,
        surname=surname,
        given_names=given,
        number=number.replace(FILLER, ""),
        nationality=cut(lines, fmt, "nationality").strip(FILLER),
        birth_date=birth_day(birth, today),
        sex=cut(lines, fmt, "sex").strip(FILLER),
        expiry_date=_expiry_day(cut(lines, fmt, "expiry"), issuer, today),
        optional=_spaced(optional),
        checks=checks_of(lines, fmt),
        lines=lines,
        repaired=repaired,
        birth_partial=_birth_partial(birth, today),
        names_truncated=not names.endswith(FILLER),
        expiry_open=not cut(lines, fmt, "expiry").strip(FILLER),
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
