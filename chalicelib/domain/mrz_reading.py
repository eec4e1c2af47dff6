"""Finds a machine-readable zone in OCR lines and mends what an OCR engine misreads.

Only what the standard makes certain is mended: a letter where the layout allows digits only, a
digit where it allows letters only (ICAO 9303-3, 4.1: 0 and O, 1 and I …), and the filler. A zone
is taken when at least two check digits hold; whether all hold is the reader's business.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from chalicelib.domain.mrz import FILLER, LAYOUT, SHAPES, Format, Mrz, checks_of, interpret

# Greek and Cyrillic look-alikes that a multilingual OCR engine returns for Latin capitals.
_TWINS = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХЅІЈ|¦«‹≤〈﹤＜⟨(［[{",
    "ABEZHIKMNOPTYXABEKMHOPCTYXSIJII<<<<<<<<<<<",
)
_TO_DIGIT = str.maketrans("OQDUILZSBGTA", "000011258674")
_TO_LETTER = str.maketrans("012568", "OIZSGB")
_SWAPS = dict(zip("O0I1S5B8Z2G6", "0O1I5S8B2Z6G", strict=True))
DIGITS = ("birth", "birth_check", "expiry", "expiry_check", "number_check", "composite_check")
LETTERS = ("issuer", "nationality", "names")
MINIMUM_CHECKS = 2


def plain(text: str) -> str:
    """A line as a zone could hold it: Latin capitals, digits, fillers."""
    folded = text.upper().replace("«", "<<").translate(_TWINS).replace(" ", "")
    return re.sub(r"[^A-Z0-9<]", "", folded)


def _shaped(line: str, width: int) -> str | None:
    """The line at its full width; OCR loses or doubles fillers at the end."""
    if not width - 6 <= len(line) <= width + 6:
        return None
    if len(line) < width and line.endswith(FILLER):
        return line.ljust(width, FILLER)
    if len(line) > width and not line[width:].strip(FILLER):
        return line[:width]
    return line if len(line) == width else None


def _refit(line: str, width: int, fmt: Format, row: int) -> str | None:
    """A line whose inner run of fillers came out too short or too long.

    Only the longest run may give or take; the name line and optional data end in such a run.
    """
    if not width - 10 <= len(line) <= width + 10:
        return None
    runs = sorted(re.finditer(r"<{2,}", line), key=lambda run: len(run.group()), reverse=True)
    for run in runs:
        room = len(run.group()) + width - len(line)
        if room >= 1:
            return line[: run.start()] + FILLER * room + line[run.end() :]
    tail = _first_field(fmt, row)
    return line.ljust(width, FILLER) if tail == "names" and len(line) < width else None


def _first_field(fmt: Format, row: int) -> str:
    return "names" if LAYOUT[fmt]["names"][0] == row else ""


def _candidates(lines: Sequence[str], fmt: Format) -> Iterator[tuple[tuple[str, ...], int]]:
    """Groups of neighbouring lines that could be this format's zone, in its shape.

    With each, how many fillers that took: a zone of 36 columns stretched to 44 has check digits
    that hold, for fillers weigh nothing.
    """
    rows, width = SHAPES[fmt]
    for start in range(len(lines) - rows + 1):
        group = lines[start : start + rows]
        if not any(FILLER in line for line in group):
            continue
        shaped = [
            _shaped(line, width) or _refit(line, width, fmt, row) for row, line in enumerate(group)
        ]
        if all(shaped):
            changed = sum(abs(len(line) - width) for line in group)
            yield tuple(line for line in shaped if line), changed


def mend(lines: tuple[str, ...], fmt: Format) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(lines with digits where digits belong and letters where letters belong, mended fields)."""
    grid = [list(line) for line in lines]
    mended = []
    for name, (row, start, end) in LAYOUT[fmt].items():
        before = "".join(grid[row][start:end])
        after = before
        if name in DIGITS:
            after = before.translate(_TO_DIGIT)
        elif name in LETTERS:
            after = before.translate(_TO_LETTER)
        if after != before:
            grid[row][start:end] = after
            mended.append(name)
    return tuple("".join(row) for row in grid), tuple(mended)


def _number_repaired(
    lines: tuple[str, ...], fmt: Format, page: Sequence[str]
) -> tuple[str, ...] | None:
    """The zone with its document number read another way, if the page prints that number, too.

    Letters and digits may both stand in a number, so the standard settles nothing here, and the
    check digits alone would let one wrong guess in ten through: the composite digit weighs the
    number as its own digit does.
    """
    row, start, end = LAYOUT[fmt]["number"]
    number = lines[row][start:end]
    for place, char in enumerate(number):
        if char not in _SWAPS:
            continue
        other = number[:place] + _SWAPS[char] + number[place + 1 :]
        changed = lines[row][:start] + other + lines[row][end:]
        attempt = (*lines[:row], changed, *lines[row + 1 :])
        checks = checks_of(attempt, fmt)
        printed = any(other.rstrip(FILLER) in text for text in page if FILLER not in text)
        if printed and checks["number"] and checks["composite"]:
            return attempt
    return None


def find(texts: Sequence[str], today: date) -> Mrz | None:
    """The best zone in the lines of a page (top to bottom), or None."""
    page = [plain(text) for text in texts]
    lines = [line for line in page if len(line) >= 20]
    found: list[tuple[tuple[bool, int, int], Mrz]] = []
    for fmt in (Format.TD3, Format.TD1, Format.TD2):
        for group, changed in _candidates(lines, fmt):
            mended, fields = mend(group, fmt)
            checks = checks_of(mended, fmt)
            if not checks["number"] and (attempt := _number_repaired(mended, fmt, page)):
                mended, fields = attempt, (*fields, "number")
            zone = interpret(mended, fmt, today, fields)
            holding = sum(zone.checks.values())
            if holding >= MINIMUM_CHECKS:
                rank = (-changed, 0) if zone.valid else (holding, -changed)
                found.append(((zone.valid, *rank), zone))
    return max(found, key=lambda pair: pair[0], default=(None, None))[1]
