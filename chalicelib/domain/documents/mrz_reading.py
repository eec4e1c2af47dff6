"""Finds a machine-readable zone in OCR lines and corrects misreadings.

Only unambiguous misreadings are corrected: a letter where the layout allows digits only, a digit
where it allows letters only (ICAO 9303-3, 4.1: 0 and O, 1 and I …), the filler character, and the
length of a run of fillers. A zone is accepted if at least two check digits are right; the caller
checks whether all are (`Mrz.valid`).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, permutations

from chalicelib.domain.documents import mrz_french
from chalicelib.domain.documents.mrz import (
    FILLER,
    LAYOUT,
    SHAPES,
    Format,
    Mrz,
    checks_of,
    cut,
    interpret,
)
from chalicelib.domain.documents.states import is_issuer

# Greek and Cyrillic letters that a multilingual OCR engine returns for Latin capitals.
_TWINS = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХЅІЈ|¦‹≤〈﹤＜⟨く(［[{ΛɅ∧",
    "ABEZHIKMNOPTYXABEKMHOPCTYXSIJII<<<<<<<<<<<<<<",
)
_WIDE = str.maketrans({0xFEE0 + code: chr(code) for code in range(0x30, 0x5B)})
"""Letters and digits of East Asian fonts."""
_DOUBLE = str.maketrans(dict.fromkeys("«《≪⟪", FILLER * 2))
_TO_DIGIT = str.maketrans("OQDUILZSBGTA", "000011258674")
_TO_LETTER = str.maketrans("012568", "OIZSGB")
_SWAPS = dict(zip("O0I1S5B8Z2G6", "0O1I5S8B2Z6G", strict=True))
DIGITS = ("birth", "birth_check", "expiry", "expiry_check", "number_check", "composite_check")
LETTERS = ("issuer", "nationality", "names")
MINIMUM_CHECKS = 2
MOST_LINES = 24
"""Lines of a page that are searched at most; a zone has three."""
_SECOND_LINES = (
    re.compile(r"[A-Z0-9<]{9}[0-9OIBSZ][A-Z<]{3}[0-9OIBSZ<]{6}[0-9OIBSZ][MFX<][0-9OIBSZ<]{6}"),
    re.compile(r"[0-9OIBSZ<]{6}[0-9OIBSZ][MFX<][0-9OIBSZ<]{6}[0-9OIBSZ][A-Z<]{3}"),
)
"""The beginnings of the second line of TD3 and TD2, and of TD1."""
_ALL_BUT_FILLERS = re.compile(r"[PIAC][A-Z<][A-Z<]{3}(?:[A-Z<]+<<[A-Z<]*[A-Z]|[A-Z0-9<]{9}[0-9])")
"""A first line whose trailing fillers were not read."""
MOST_BEFORE = 6
"""Characters of other text that may be joined to the beginning of a zone."""
_LOST_CODE = {Format.TD3: "P<", Format.TD2: "I<", Format.TD1: "I<"}


def plain(text: str) -> str:
    """The line in the characters of a zone: Latin capitals, digits, fillers."""
    folded = text.upper().translate(_WIDE).translate(_DOUBLE).translate(_TWINS).replace(" ", "")
    return re.sub(r"[^A-Z0-9<]", "", folded)


def zone_like(line: str) -> bool:
    """Whether a plain line can be part of a zone: it has fillers, or the length and many digits."""
    if FILLER in line:
        return len(line) >= 5
    return 28 <= len(line) <= 46 and sum(c.isdigit() for c in line) >= 8


def _split(line: str) -> list[str]:
    """The lines of a zone that OCR joined to one line."""
    if len(line) < 58 or FILLER not in line:
        return [line]
    if found := _SECOND_LINES[0].search(line, 20):
        return [line[: found.start()], line[found.start() :]]
    for rows, width in (*SHAPES.values(), (2, 30)):
        if len(line) == rows * width:
            return [line[start : start + width] for start in range(0, len(line), width)]
    if found := _SECOND_LINES[1].search(line, 20):  # fillers were lost
        return [line[: found.start()], line[found.start() :]]
    return [line]


def _shaped(line: str, width: int, names: bool) -> str | None:
    """The line at its full width, with lost or doubled fillers corrected; None if impossible."""
    if len(line) == width:
        return line
    if len(line) > width and not line[width:].strip(FILLER):
        return line[:width]
    if len(line) < width and line.endswith(FILLER) and (names or len(line) >= width - 6):
        return line.ljust(width, FILLER)
    if len(line) < width and _ALL_BUT_FILLERS.fullmatch(line):
        return line.ljust(width, FILLER)
    return _refit(line, width, names)


def _refit(line: str, width: int, names: bool) -> str | None:
    """The line with its longest run of fillers lengthened or shortened to fit; None if impossible.

    The name line and optional data end in such a run.
    """
    if not width - 16 <= len(line) <= width + 10:
        return None
    runs = sorted(re.finditer(r"<{2,}", line), key=lambda run: len(run.group()), reverse=True)
    for run in runs:
        room = len(run.group()) + width - len(line)
        if room >= 1:
            return line[: run.start()] + FILLER * room + line[run.end() :]
    return line.ljust(width, FILLER) if names and width - 10 <= len(line) < width else None


def _first_lines(line: str, fmt: Format) -> list[str]:
    """The first line, beginning where its issuer's code is: as read, or with a first character that
    glare hid, or without text that was joined to its beginning.
    """
    if fmt is Format.TD1 and re.fullmatch(r"[0-9OIBSZ<]{7}[MFX<].*", line):
        return [line]
    if _issuer_at(line, 2):
        return [line]
    for start in range(1, MOST_BEFORE + 1):
        if line[start : start + 1] in tuple("PIACV") and _issuer_at(line, start + 2):
            return [line[start:]]
    if re.match(r"<[A-Z0-9<]{3}", line):
        return [_LOST_CODE[fmt][0] + line]
    return [_LOST_CODE[fmt] + line] if _issuer_at(line, 0) else [line]


def _issuer_at(line: str, start: int) -> bool:
    code = line[start : start + 3].translate(_TO_LETTER)
    return is_issuer(code.strip(FILLER)) and (code == "D<<" or FILLER not in code)


def _names_read(group: tuple[str, ...], fmt: Format) -> bool:
    """Whether the name field can be a name and not another line of the zone."""
    names = cut(group, fmt, "names")
    digits = sum(c.isdigit() for c in names)
    return digits <= max(3, sum(c.isalpha() for c in names) // 3)


def _groups(lines: Sequence[str], rows: int, mixed: bool) -> Iterator[tuple[str, ...]]:
    """Groups of `rows` neighbouring lines; with `mixed`, in every other order."""
    for start in range(len(lines) - rows + 1):
        for rest in combinations(lines[start + 1 : start + rows + 1], rows - 1):
            group = (lines[start], *rest)
            if any(FILLER in line for line in group):
                yield from list(permutations(group))[1:] if mixed else (group,)


def _candidates(
    lines: Sequence[str], fmt: Format, mixed: bool
) -> Iterator[tuple[tuple[str, ...], int]]:
    """(lines in the format's shape, fillers added) for lines that can be a zone of this format.

    One other line may be between them. The number of added fillers ranks the candidates: a zone of
    36 columns stretched to 44 has right check digits, since fillers count as zero.
    """
    rows, width = SHAPES[fmt]
    name_row = LAYOUT[fmt]["names"][0]
    for begin, *rest in _groups(lines, rows, mixed):
        for first in _first_lines(begin, fmt):
            group = (first, *rest)
            shaped = [_shaped(line, width, row == name_row) for row, line in enumerate(group)]
            if all(shaped):
                changed = sum(abs(len(line) - width) for line in group)
                yield tuple(line for line in shaped if line), changed


def mend(lines: tuple[str, ...], fmt: Format) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(lines with letters and digits corrected as the layout demands, corrected fields)."""
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
    """The zone with its document number corrected, if the page also prints the corrected number.

    A number may have both letters and digits, so the layout does not help. The check digits alone
    would accept one wrong guess in ten: the composite digit weighs the number as its own digit
    does.
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


Rank = tuple[bool, bool, int, int]


def _zones(texts: Sequence[str], today: date, mixed: bool = False) -> Iterator[tuple[Rank, Mrz]]:
    """(rank, zone) of every reading of the lines in which at least two check digits are right."""
    page = [plain(text) for text in texts]
    lines = [part for line in page for part in _split(line) if zone_like(part)][-MOST_LINES:]
    for fmt in (Format.TD3, Format.TD1, Format.TD2):
        for group, changed in _candidates(lines, fmt, mixed):
            if mrz_french.looks_french(group):
                zone = mrz_french.interpret(group, today)
            elif not _names_read(group, fmt):
                continue
            else:
                mended, fields = mend(group, fmt)
                if not checks_of(mended, fmt)["number"]:
                    attempt = _number_repaired(mended, fmt, page)
                    mended, fields = (attempt, (*fields, "number")) if attempt else (mended, fields)
                zone = interpret(mended, fmt, today, fields)
            holding = sum(zone.checks.values())
            # Numbers of letters alone are real but rare; more often, words were read as one.
            a_number = bool(zone.number) if zone.valid else any(c.isdigit() for c in zone.number)
            if holding >= MINIMUM_CHECKS and a_number:
                rank = (-changed, 0) if zone.valid else (holding, -changed)
                yield (zone.valid, is_issuer(zone.issuing_state), *rank), zone


def find(texts: Sequence[str], today: date) -> Mrz | None:
    """The best zone in the lines of a page (top to bottom), or None. Visas are not read."""
    for mixed in (False, True):
        zones = _zones(texts, today, mixed)
        found = [pair for pair in zones if not pair[1].document_code.startswith("V")]
        if found:
            return max(found, key=lambda pair: pair[0])[1]
    return None


def has_visa(texts: Sequence[str], today: date) -> bool:
    """Whether the lines have the zone of a visa (MRV-A, MRV-B: ICAO 9303-7), which is no identity
    document."""
    found = max(_zones(texts, today), key=lambda pair: pair[0], default=None)
    return found is not None and found[1].document_code.startswith("V")
