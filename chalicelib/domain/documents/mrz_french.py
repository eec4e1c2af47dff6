"""The zone of French identity cards issued until 2021: two lines of 36 in a layout of their own.

Line 1: `IDFRA`, surname, office. Line 2: issue year and month, office and serial (together the
number), check digit, given names, birth, check digit, sex, check digit over everything. The zone
has no expiry.
"""

import re
from datetime import date

from chalicelib.domain.documents.mrz import (
    FILLER,
    Format,
    Mrz,
    birth_day,
    check_digit,
    transliterate,
)

WIDTH = 36
_SECOND = re.compile(r"[0-9]{4}[0-9A-Z]{8}[0-9][A-Z<]{14}[0-9]{7}[MF<][0-9]")


def looks_french(lines: tuple[str, ...]) -> bool:
    """Whether two lines have this layout."""
    return (
        len(lines) == 2
        and lines[0].startswith("IDFRA")
        and all(len(line) == WIDTH for line in lines)
        and _SECOND.fullmatch(lines[1]) is not None
    )


def interpret(lines: tuple[str, ...], today: date) -> Mrz:
    """The content of lines for which `looks_french` is true."""
    first, second = lines
    names, given = first[5:30], second[13:27]
    return Mrz(
        format=Format.TD2,
        document_code="ID",
        issuing_state="FRA",
        surname=" ".join(names.replace(FILLER, " ").split()),
        given_names=" ".join(given.replace(FILLER, " ").split()),
        number=second[:12],
        nationality="FRA",
        birth_date=birth_day(second[27:33], today),
        sex=second[34].strip(FILLER),
        expiry_date=None,
        optional="",
        checks={
            "number": check_digit(second[:12]) == second[12],
            "birth": check_digit(second[27:33]) == second[33],
            "composite": check_digit(first + second[:35]) == second[35],
        },
        lines=lines,
        names_truncated=not (names.endswith(FILLER) and given.endswith(FILLER)),
    )


def latest_expiry(zone: Mrz) -> date | None:
    """The last day on which the card can be valid: ten years, fifteen for adults since 2004; None.

    The zone has only the month of issue. Cards issued to adults from 2004 to 2013 were extended by
    law, without a mark on the card.
    """
    issued = re.match(r"[0-9]{4}", zone.lines[1])
    if not issued or zone.birth_date is None or not zone.lines[0].startswith("IDFRA"):
        return None
    short, month = int(issued[0][:2]), int(issued[0][2:])
    if not 1 <= month <= 12:
        return None
    year = 2000 + short if short <= 21 else 1900 + short
    adult = year - zone.birth_date.year > 18
    until = year + (15 if adult and year >= 2004 else 10)
    return date(until + month // 12, month % 12 + 1, 1)


def write(surname: str, given_names: str, number: str, birth: date, sex: str) -> tuple[str, str]:
    """The lines of such a zone, for synthetic documents and tests."""
    first = f"IDFRA{transliterate(surname)[:25]:<<25}{FILLER * 6}"
    given = transliterate(given_names).replace(FILLER, FILLER * 2)[:14]
    born = f"{birth:%y%m%d}"
    second = f"{number}{check_digit(number)}{given:<<14}{born}{check_digit(born)}{sex or FILLER}"
    return first, second + check_digit(first + second)
