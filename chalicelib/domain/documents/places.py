"""Finds fields with unreadable labels by their position on the page.

Cards and passports have one order: surname, given names, birth date (ICAO 9303-3, 4: fields 06 and
07; Directive 2006/126/EC, Annex I: 1., 2., 3.). So a line without a label that is aligned with a
known value and of the same size is the field before or after it. Such a reading is uncertain: its
confidence is at most `GUESSED`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from chalicelib.domain.documents import dates, dividing, labels, lone_numbers, states
from chalicelib.domain.documents.dates import Kind
from chalicelib.domain.documents.issuers import (
    NATIONS,
    american_state,
    is_heading,
    issuer_of,
    names_state,
)
from chalicelib.domain.documents.labels import Printed, fold
from chalicelib.domain.documents.layout import MOST_LINES, Box, polygon, upright

GUESSED = 60.0
NEAR = 3.6
"""Greatest distance between rows of a document, in text heights."""
NEXT = 2.4
"""Greatest distance to the value in the next row, in text heights."""
ALIGNED = 0.22
"""Greatest difference of left edges in a column, in lengths of the page's average line."""
LOOSE = 0.6
"""The same on a licence, where lines begin with or, if it was not read, after their number."""
LONGEST_VALID = 15
"""Years from the issue of a document to its end."""
YOUNGEST = 14
"""Years: a more recent date without a label may be a date of issue."""


def fill(
    answer: Mapping[str, Any],
    found: Mapping[str, Printed],
    today: date,
    numbers: Mapping[str, str] | None = None,
    licence: bool = False,
) -> dict[str, Printed]:
    """Fields to add to the labelled fields of one Textract answer.

    `numbers`: number -> field on a licence. `licence`: whether the page names itself a licence.
    """
    page = _Page(answer, numbers or {}, licence)
    if not page.free:
        return {}
    if "name" in found and len(found["name"].value.split()) == 1 and "surname" not in found:
        # One word for "Name" may be the given name, below a surname whose label was not read.
        found = {name: value for name, value in found.items() if name != "name"}
        if "name" in page.values:
            half = "surname" if page.values["name"].text.endswith(",") else "givenNames"
            page.values.setdefault(half, page.values["name"])
    added: dict[str, Printed] = {}
    if "dateOfBirth" not in found and (born := _born(page, licence, today)):
        added["dateOfBirth"] = _guess(born)
        page.values.setdefault("dateOfBirth", born)
    if "documentNumber" not in found:
        added |= _only(
            "documentNumber",
            lone_numbers.numbers(page.free, page.texts, page.values.get("dateOfBirth"), today),
        )
    if "name" not in found:
        whole = {}
        if not {"surname", "givenNames"} & found.keys():
            whole = _only("name", (line for line in page.free if _is_comma_name(line)))
        added |= whole or dict(page.names(found)) or (page.two_names() if licence else {})
        if not {"surname", "givenNames", "name"} & (found.keys() | added.keys()):
            added |= page.one_name()
    return added


def _born(page: "_Page", licence: bool, today: date) -> Box | None:
    """The line with the birth date: the only possible one, or the first one on a licence.

    A licence prints its other dates after the birth date, and they are years later.
    """
    dated = [
        (read.value, line)
        for line in page.free
        if re.search(r"\d", line.text) and (read := dates.read(line.text, today, Kind.BIRTH))
    ]
    dated = [(day, line) for day, line in dated if not _ends_later(day, page.texts, today)]
    grown = [(day, line) for day, line in dated if dates.age(day, today) >= YOUNGEST]
    if len(grown) == 1 and len(dated) == 1:
        return grown[0][1]
    if not licence or not grown:
        return grown[0][1] if len(grown) == 1 else None
    first = min(grown, key=lambda pair: pair[1].middle)
    short = not re.search(r"\d{4}", first[1].text)
    oldest = all(short or first[0] <= day for day, _ in grown)
    return first[1] if oldest else None


def _ends_later(day: date, texts: Sequence[str], today: date) -> bool:
    """Whether the page prints the same day of a later year, or the day before: a date of issue."""
    ends = (dates.read(text, today, Kind.EXPIRY) for text in texts if re.search(r"\d", text))
    later = (end.value for end in ends if end and 0 < end.value.year - day.year <= LONGEST_VALID)
    return any(
        (end.month, end.day) in ((day.month, day.day), (before.month, before.day))
        for end in later
        if (before := day - timedelta(days=1))
    )


def _is_comma_name(line: Box) -> bool:
    """Whether a line is SURNAME, GIVEN NAMES, as some licences print them."""
    before, comma, after = line.text.partition(",")
    halves = (before.strip(), after.strip())
    return bool(comma) and all(
        re.fullmatch(r"[^\W\d_](?:[^\W\d_]|[ '’.-])+", half)
        and half[0].isupper()
        and not is_heading(half)
        and not labels.meaning(half)[0]
        for half in halves
    )


def _only(name: str, lines: Iterable[Box]) -> dict[str, Printed]:
    """The field with the only line; empty if there are several, since any may be it."""
    kept = list(lines)
    return {name: _guess(kept[0])} if len(kept) == 1 else {}


def guessed(value: Printed) -> Printed:
    """The value, as uncertain as one without a label."""
    return replace(value, confidence=min(value.confidence, GUESSED))


def _guess(line: Box) -> Printed:
    return Printed(line.text, min(line.trust, GUESSED))


_STREETS = frozenset({"road", "rd", "street", "ave", "avenue", "lane", "drive", "blvd", "strasse"})


def _is_name(line: Box) -> bool:
    letters = [c for c in line.text if c.isalpha()]
    clean = re.fullmatch(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*\.?", line.text) is not None
    return (
        clean
        and len(letters) > 2
        and not labels.meaning(line.text)[0]
        and not labels.label_like(line.text)
        and not is_heading(line.text)
        and fold(line.text) not in NATIONS
        and not line.text.islower()
        and not labels.RAN_TOGETHER.search(fold(line.text).replace(" ", ""))
    )


def _pieces(line: Box) -> list[Box]:
    """The parts of the line, split before labels after a value, each with its part of the box."""
    texts = dividing.pieces(line.text)
    if len(texts) < 2:
        return [line]
    found, start = [], 0
    for text in texts:
        start = line.text.index(text, start)
        begin, end = (at / len(line.text) for at in (start, start + len(text)))
        width = line.right - line.left
        left, right = line.left + begin * width, line.left + end * width
        found.append(replace(line, text=text, left=left, right=right))
    return found


def _inside(line: Box, box: Box) -> bool:
    """Whether the middle of the line is in the box."""
    middle = (line.left + line.right) / 2
    return box.left <= middle <= box.right and abs(line.middle - box.middle) < box.height / 2


_DAY = r"(?:0[1-9]|[12]\d|3[01])[./ -](?:0[1-9]|[12]\d|3[01])[./ -](?:(?:19|20)\d{2}|\d{2})(?!\d)"
_DATE_FIRST = re.compile(
    r"\d{1,2}[./ -]\d{1,2}[./ -]\d{2,4}(?!\d)|\d{4}[./ -]\d{1,2}[./ -]\d{1,2}(?!\d)"
)
_MARKS = (
    re.compile(rf"^[0-9A-Za-z]{{0,4}}[.,:]?\s*(?={_DAY})"),  # 4a., 48., 3 and 4 joined to the date
    re.compile(r"^[^\s:]{1,6}:\s*(?=\S{4})"),  # a label of letters, misread
    re.compile(r"^(?:\d{1,2}[a-d]?[.,:)]\s*(?=\S)|\d\s+(?=\S{3})|\d(?=[^\W\d_]{2}))"),
)
_NAME_MARK = re.compile(r"^[A-Z1|]{0,2}N[ .:]+(?=[A-ZÀ-Þ][A-ZÀ-Þ '’.-]{2,}$)")
"""Misreadings of AAMVA's LN and FN; two of them below each other are labels, not names."""
_GLUED = re.compile(r"^[34]\d{2}[./-]\d{2}[./-]\d{4}")


def _unmarked(line: Box, glued: bool, marked: bool) -> Box:
    """A licence's line without its number: "1. DE SANTIS", "48.04/04/2019", "312.05.1961 LYON".

    `glued`: labels are joined to values on this page, so a 5 before a number is a label.
    `marked`: two lines begin with possible misreadings of LN and FN.
    """
    text = _NAME_MARK.sub("", line.text.strip()) if marked else line.text.strip()
    for mark in () if _DATE_FIRST.match(text) else _MARKS:
        if (found := mark.match(text)) and found.group():
            text = text[found.end() :]
            break
    if glued and re.fullmatch(r"5[A-Z0-9 ]{6,}", text):
        text = text[1:]
    return replace(line, text=text)


class _Page:
    """The lines of a page without labels, and the values with labels."""

    def __init__(
        self, answer: Mapping[str, Any], numbers: Mapping[str, str], licence: bool
    ) -> None:
        blocks = [b for b in answer.get("Blocks", ()) if len(polygon(b)) == 4]
        lines = [b for b in blocks if b["BlockType"] == "LINE"]
        lines = [b for b in lines if "<<" not in str(b.get("Text", ""))][:MOST_LINES]
        place = upright([polygon(b) for b in lines])
        claimed = [place(b) for b in blocks if b["BlockType"] == "KEY_VALUE_SET"]
        self.aligned = LOOSE if licence else ALIGNED
        self.texts = [str(b.get("Text", "")) for b in lines]
        marks = dividing.numbers_of(self.texts)
        glued = any(_GLUED.match(text) for text in self.texts) or (
            # every line has its mark, but the number's ran into it
            numbers.get("5") == "documentNumber" and len(marks) >= 3 and "5" not in marks
        )
        marked = sum(bool(_NAME_MARK.match(text)) for text in self.texts) == 2
        self.free = [
            _unmarked(piece, glued, marked) if licence else piece
            for line in map(place, lines)
            for piece in _pieces(line)
            if not any(_inside(piece, box) for box in claimed)
        ]
        self.values: dict[str, Box] = {}
        self.begins: dict[str, float] = {}
        """Field -> left edge of its row, which is its label's if that is in the same row."""
        by_id = {b["Id"]: b for b in blocks}

        def field(label: str) -> str:
            return labels.field_of(label)[0] or numbers.get(dividing.number_of(label), "")

        for name, value in labels.value_blocks(by_id, field):
            box = place(value)
            if name not in self.values:
                rows = [row.left for row in claimed if abs(row.middle - box.middle) < box.height]
                self.values[name], self.begins[name] = box, min([box.left, *rows])

    def two_names(self) -> dict[str, Printed]:
        """Surname and given names: the only two lines on a licence that can be names."""
        free = sorted((line for line in self.free if _is_name(line)), key=lambda box: box.middle)
        if len(free) > 2:  # the state, misread labels
            free = [line for line in free if not american_state(line.text) and _stands_out(line)]
            free = [line for line in free if not _is_street(line) and not names_state(line.text)]
        if len(free) != 2 or self.values.keys() & {"surname", "givenNames"}:
            return {}
        return {"surname": _guess(free[0]), "givenNames": _guess(free[1])}

    def one_name(self) -> dict[str, Printed]:
        """The full name: the only line of two or more words that can be one, as in Australia."""
        free = [line for line in self.free if _is_name(line) and len(_words(line)) > 1]
        free = [line for line in free if not names_state(line.text) and line.text[0].isupper()]
        free = [line for line in free if not _is_street(line)]
        if birth := self.values.get("dateOfBirth"):  # misread labels are in smaller print
            free = [line for line in free if _alike(line, birth)]
            if len(free) > 1:  # what a permit allows is below
                free = [line for line in free if line.middle < birth.middle]
        return _only("name", free)

    def _above(self, birth: Box, free: Sequence[Box]) -> list[Box]:
        """The names above the birth date in its column, top to bottom, however far away."""
        begin = min(birth.left, self.begins.get("dateOfBirth", birth.left))
        names = [
            line
            for line in free
            if line.middle < birth.middle - 0.8 * birth.height
            and min(abs(line.left - birth.left), abs(line.left - begin)) < self.aligned
            and _alike(line, birth)
            and not names_state(line.text)
            and not _is_street(line)
        ]
        return sorted(names, key=lambda line: line.middle)

    def names(self, found: Mapping[str, Printed]) -> Iterable[tuple[str, Printed]]:
        """(field, value) of surname and given names found at their usual position."""
        free = [x for x in self.free if _is_name(x) and not states.is_issuer(x.text)]
        surname, given = self.values.get("surname"), self.values.get("givenNames")
        if surname is None and given is None:
            birth = self.values.get("dateOfBirth")
            given = _next(birth, free, self.aligned, up=True) if birth else None
            if birth and given is None:
                begin = replace(birth, left=self.begins.get("dateOfBirth", birth.left))
                given = _next(begin, free, self.aligned, up=True)
            if birth and given is None and len(both := self._above(birth, free)) == 2:
                surname, given = both
                yield "surname", _guess(surname)
            if given:
                yield "givenNames", _guess(given)
        if surname is None and given is not None:
            above = _next(given, free, self.aligned, up=True)
            if above is None and issuer_of(self.texts) == "MEX":
                above = _next(given, free, self.aligned, up=False)  # all names below one label
            if above:
                yield "surname", _guess(above)
        elif surname is not None and given is None and "givenNames" not in found:
            below = _next(surname, free, self.aligned, up=False)
            if below:
                yield "givenNames", _guess(below)


def _words(line: Box) -> list[str]:
    """The words of a line, divided by spaces or by a point in place of a comma."""
    return re.split(r"[ .]+", line.text.strip(" ."))


def _alike(line: Box, other: Box) -> bool:
    """Whether two lines are printed in about the same size."""
    return 0.72 < line.height / other.height < 1.4


def _is_street(line: Box) -> bool:
    return fold(line.text).split()[-1] in _STREETS


def _stands_out(line: Box) -> bool:
    """Whether the line is in capitals and has a word that is no abbreviation."""
    return line.text.isupper() and any(len(word) > 2 for word in line.text.split())


def _next(known: Box, free: Sequence[Box], aligned: float, up: bool) -> Box | None:
    """The nearest line above or below a value, in its column and of its size; None."""
    sign = -1 if up else 1
    column = [
        (sign * (line.middle - known.middle), line)
        for line in free
        if abs(line.left - known.left) < aligned and _alike(line, known)
    ]
    near = [(far, line) for far, line in column if 0.8 * known.height < far < NEAR * known.height]
    alike = [  # labels are smaller
        (far, line)
        for far, line in near
        if far < NEXT * known.height and 0.88 < line.height / known.height < 1.14
    ]
    near = alike or near
    return min(near, key=lambda pair: pair[0])[1] if near else None
