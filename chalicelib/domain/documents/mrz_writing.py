"""Writes machine-readable zones, for synthetic documents and tests."""

from dataclasses import dataclass, field
from datetime import date

from chalicelib.domain.documents.mrz import (
    COMPOSITE,
    FILLER,
    LAYOUT,
    SHAPES,
    Format,
    check_digit,
    transliterate,
)


@dataclass(frozen=True, slots=True)
class Holder:
    """The content of a zone; states are ISO 3166 alpha-3 or ICAO's own codes such as D or UTO."""

    surname: str = field(repr=False)
    given_names: str = field(repr=False)
    number: str = field(repr=False)
    nationality: str
    issuing_state: str
    birth_date: date = field(repr=False)
    expiry_date: date
    sex: str = ""
    optional: str = ""
    document_code: str = ""


def _names(holder: Holder, width: int) -> str:
    surname, given = transliterate(holder.surname), transliterate(holder.given_names)
    text = f"{surname}<<{given}" if given else surname
    return text[:width].ljust(width, FILLER)


def _number(holder: Holder, fmt: Format) -> tuple[str, str, str]:
    """(number field, check digit, optional field, in which a long number continues)."""
    number = transliterate(holder.number).replace(FILLER, "")
    optional = transliterate(holder.optional)
    if len(number) > 9 and fmt is Format.TD3:
        raise ValueError("a TD3 document number has nine characters at most")
    if len(number) > 9:
        return number[:9], FILLER, f"{number[9:]}{check_digit(number)}{FILLER}{optional}"
    padded = number.ljust(9, FILLER)
    return padded, check_digit(padded), optional


def write(fmt: Format, holder: Holder) -> tuple[str, ...]:
    """The lines of the holder's zone; ValueError if the number does not fit the format."""
    rows, width = SHAPES[fmt]
    grid = [[FILLER] * width for _ in range(rows)]

    def put(name: str, text: str) -> None:
        line, start, end = LAYOUT[fmt][name]
        grid[line][start:end] = text[: end - start].ljust(end - start, FILLER)

    number, number_check, optional = _number(holder, fmt)
    birth, expiry = f"{holder.birth_date:%y%m%d}", f"{holder.expiry_date:%y%m%d}"
    put("code", holder.document_code or ("P" if fmt is Format.TD3 else "I"))
    put("issuer", holder.issuing_state)
    put("names", _names(holder, LAYOUT[fmt]["names"][2] - LAYOUT[fmt]["names"][1]))
    put("number", number)
    put("number_check", number_check)
    put("nationality", holder.nationality)
    put("sex", holder.sex)
    put("optional", optional)
    for name, value in (("birth", birth), ("expiry", expiry)):
        put(name, value)
        put(f"{name}_check", check_digit(value))
    if fmt is Format.TD3:
        put("optional_check", check_digit(optional[:14].ljust(14, FILLER)))
    composite = "".join("".join(grid[line][a:b]) for line, a, b in COMPOSITE[fmt])
    put("composite_check", check_digit(composite))
    return tuple("".join(row) for row in grid)
