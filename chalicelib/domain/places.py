"""Fields whose label could not be read, found by their place on the page.

Cards and passports keep one order: the surname stands before the given names, both before the birth
date (ICAO 9303-3, 4: fields 06 and 07; Directive 2006/126/EC, Annex I: 1., 2., 3.). So a line that
belongs to no label, aligned with a known value and printed as large, is what comes before or after
it. Such a reading is a guess and carries a confidence of at most `GUESSED`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.domain import dates, labels
from chalicelib.domain.dates import Kind
from chalicelib.domain.issuers import is_heading
from chalicelib.domain.labels import Printed
from chalicelib.domain.layout import Box, polygon, upright

GUESSED = 60.0
NEAR = 3.6
"""Rows of a document lie at most this many text heights apart."""
ALIGNED = 0.22
"""By how much the left edges of one column may differ, in lengths of the page's average line."""
YOUNGEST = 14
"""Years: a younger date without a label may be a date of issue."""


def fill(
    answer: Mapping[str, Any], found: Mapping[str, Printed], today: date
) -> dict[str, Printed]:
    """What can be added to the labelled fields of one Textract answer."""
    page = _Page(answer)
    if not page.free:
        return {}
    added = dict(page.names(found)) if "name" not in found else {}
    if "documentNumber" not in found:
        added |= _only("documentNumber", (line for line in page.free if _is_number(line, today)))
    if "dateOfBirth" not in found:
        added |= _only("dateOfBirth", (line for line in page.free if _is_birth(line, today)))
    return added


def _only(name: str, lines: Iterable[Box]) -> dict[str, Printed]:
    """The one line there is; two would be a choice nobody can make."""
    kept = list(lines)
    return {name: _guess(kept[0])} if len(kept) == 1 else {}


def _guess(line: Box) -> Printed:
    return Printed(line.text, min(line.trust, GUESSED))


def _is_number(line: Box, today: date) -> bool:
    text = line.text.replace(" ", "")
    shaped = re.fullmatch(r"[A-Z0-9-]{6,14}", text) is not None
    return shaped and sum(c.isdigit() for c in text) >= 5 and not dates.read(line.text, today)


def _is_birth(line: Box, today: date) -> bool:
    read = dates.read(line.text, today, Kind.BIRTH) if re.search(r"\d", line.text) else None
    return read is not None and dates.age(read.value, today) >= YOUNGEST


def _is_name(line: Box) -> bool:
    letters = [c for c in line.text if c.isalpha()]
    clean = re.fullmatch(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*\.?", line.text) is not None
    return (
        clean
        and len(letters) > 3
        and not labels.meaning(line.text)[0]
        and not is_heading(line.text)
    )


def _inside(line: Box, box: Box) -> bool:
    """Does the middle of the line lie in the box?"""
    middle = (line.left + line.right) / 2
    return box.left <= middle <= box.right and abs(line.middle - box.middle) < box.height / 2


class _Page:
    """The lines no label claims, and the values labels have."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        blocks = [b for b in answer.get("Blocks", ()) if len(polygon(b)) == 4]
        lines = [b for b in blocks if b["BlockType"] == "LINE"]
        lines = [b for b in lines if "<<" not in str(b.get("Text", ""))]
        place = upright([polygon(b) for b in lines])
        claimed = [place(b) for b in blocks if b["BlockType"] == "KEY_VALUE_SET"]
        self.free = [
            line for line in map(place, lines) if not any(_inside(line, box) for box in claimed)
        ]
        self.values: dict[str, Box] = {}
        by_id = {b["Id"]: b for b in blocks}
        for name, value in labels.value_blocks(by_id):
            if len(polygon(value)) == 4:
                self.values.setdefault(name, place(value))

    def names(self, found: Mapping[str, Printed]) -> Iterable[tuple[str, Printed]]:
        """Surname and given names that stand where they must."""
        free = [line for line in self.free if _is_name(line)]
        surname, given = self.values.get("surname"), self.values.get("givenNames")
        if surname is None and given is None:
            birth = self.values.get("dateOfBirth")
            given = _next(birth, free, up=True) if birth else None
            if given:
                yield "givenNames", _guess(given)
        if surname is None and given is not None:
            above = _next(given, free, up=True)
            if above:
                yield "surname", _guess(above)
        elif surname is not None and given is None and "givenNames" not in found:
            below = _next(surname, free, up=False)
            if below:
                yield "givenNames", _guess(below)


def _next(known: Box, free: Sequence[Box], up: bool) -> Box | None:
    """The nearest line over or under a value, in its column and of its size."""
    sign = -1 if up else 1
    column = [
        (sign * (line.middle - known.middle), line)
        for line in free
        if abs(line.left - known.left) < ALIGNED and 0.72 < line.height / known.height < 1.4
    ]
    near = [(far, line) for far, line in column if 0.8 * known.height < far < NEAR * known.height]
    return min(near, key=lambda pair: pair[0])[1] if near else None
