"""The positions of a document's fields on the pictures, for reviewers who compare the two.

An outline has the field's name, the side, the source (`print` or `zone`) and four corners as shares
of the picture, beginning at the text's own top left. It has no text. A field that was composed of
separate texts has no outline.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from chalicelib.domain.documents import dates, layout, mrz, mrz_reading
from chalicelib.domain.documents.dates import Kind
from chalicelib.domain.documents.labels import fold
from chalicelib.domain.documents.layout import Point
from chalicelib.domain.records import plain_number

PRINT, ZONE = "print", "zone"
MOST = 40
MOST_LINES = 80
LONGEST_RUN = 6  # words of one value
_DATES = {"dateOfBirth": Kind.BIRTH, "expiry": Kind.EXPIRY}
_ZONE_LETTERS = str.maketrans("O", "0")

Corners = tuple[Point, ...]
Fields = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str = field(repr=False)
    corners: Corners


def outlines(answers: Mapping[str, Any], fields: Fields, today: date) -> tuple[dict[str, Any], ...]:
    """The outlines of all sides, from their Textract answers and the extracted fields."""
    found = (
        {"field": name, "side": side, "source": source, "corners": _rounded(corners)}
        for side, answer in answers.items()
        for name, source, corners in _side(answer, fields, today)
    )
    return tuple(islice(found, MOST))


def _rounded(corners: Corners) -> list[list[float]]:
    return [[round(min(1.0, max(0.0, share)), 4) for share in corner] for corner in corners]


def _side(
    answer: Mapping[str, Any], fields: Fields, today: date
) -> Iterator[tuple[str, str, Corners]]:
    printed: list[list[_Word]] = []
    zone: list[_Word] = []
    for line in _lines(answer):
        together = "".join(word.text for word in line)
        if _of_zone(line, together):
            zone.append(_Word(mrz_reading.plain(together), _around(line)))
        else:
            printed.append(line)
    for name, value in fields.items():
        for corners in _printed(name, str(value.get("printed", value["value"])), printed, today):
            yield name, PRINT, corners
        for corners in _coded(name, str(value.get("zone", value["value"])), zone):
            yield name, ZONE, corners


def _of_zone(line: Sequence[_Word], together: str) -> bool:
    """Whether a line belongs to a zone: it has fillers, or a zone's characters without spaces."""
    of_one_piece = len(line) == 1 or mrz.FILLER in together
    return of_one_piece and mrz_reading.zone_like(mrz_reading.plain(together))


def _lines(answer: Mapping[str, Any]) -> Iterator[list[_Word]]:
    """The words of each line; if the answer has no words, the line is divided by letters."""
    by_id = {block.get("Id"): block for block in answer.get("Blocks", ())}
    rows = (block for block in by_id.values() if block["BlockType"] == "LINE")
    for row in islice(rows, MOST_LINES):
        corners = tuple(layout.polygon(row))
        if len(corners) != 4:
            continue
        children = [
            by_id[one]
            for relation in row.get("Relationships", ())
            if relation["Type"] == "CHILD"
            for one in relation["Ids"]
            if one in by_id and len(layout.polygon(by_id[one])) == 4
        ]
        words = [_Word(_text(child), tuple(layout.polygon(child))) for child in children]
        yield words or list(_pieces(_text(row), corners))


def _text(block: Mapping[str, Any]) -> str:
    return str(block.get("Text", ""))[: layout.LONGEST]


def _pieces(text: str, corners: Corners) -> Iterator[_Word]:
    start = 0
    for word in text.split():
        at = text.index(word, start)
        start = at + len(word)
        yield _Word(word, _part(corners, at / len(text), start / len(text)))


def _part(corners: Corners, start: float, end: float) -> Corners:
    """The corners of the part of a line between two shares of its length."""
    one, two, three, four = corners

    def along(a: Point, b: Point, share: float) -> Point:
        return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share

    return (
        along(one, two, start),
        along(one, two, end),
        along(four, three, end),
        along(four, three, start),
    )


def _around(words: Sequence[_Word]) -> Corners:
    """The corners around the words, from the first one's left to the last one's right."""
    first, last = words[0].corners, words[-1].corners
    return first[0], last[1], last[2], first[3]


def _printed(
    name: str, value: str, lines: Sequence[Sequence[_Word]], today: date
) -> Iterator[Corners]:
    if name == "name":
        yield from _names(frozenset(fold(value).split()), lines)
        return
    says = _saying(name, value, today)
    runs = (run for line in lines if (run := _shortest(line, says)))
    if found := next(runs, None):
        yield _around(found)


def _saying(name: str, value: str, today: date) -> Callable[[str], bool]:
    """A function that tells whether a printed text has this value."""
    if kind := _DATES.get(name):
        return lambda text: _is_day(text, value, kind, today)
    if name in ("documentNumber", "personalNumber"):
        number = plain_number(value)
        return lambda text: bool(number) and plain_number(text) == number
    wanted = fold(value)
    return lambda text: len(wanted) > 1 and fold(text) == wanted


def _is_day(text: str, value: str, kind: Kind, today: date) -> bool:
    if not any(c.isdigit() for c in text):
        return False
    for month_first in (False, True):
        read = dates.read(text, today, kind, month_first=month_first)
        if read and value in (day.isoformat() for day in (read.value, *read.alternatives)):
            return True
    return dates.partial(text, today) == value


def _shortest(line: Sequence[_Word], says: Callable[[str], bool]) -> Sequence[_Word]:
    """The shortest run of words that has the value; empty if none has."""
    for length in range(1, min(len(line), LONGEST_RUN) + 1):
        for start in range(len(line) - length + 1):
            run = line[start : start + length]
            if says(" ".join(word.text for word in run)):
                return run
    return ()


def _names(wanted: frozenset[str], lines: Sequence[Sequence[_Word]]) -> Iterator[Corners]:
    """The runs of words of the name, the longest first, until all its words are found."""
    runs = [run for line in lines for run in _runs(line, wanted)]
    left = set(wanted)
    for run in sorted(runs, key=len, reverse=True):
        said = {part for word in run for part in fold(word.text).split()}
        if said & left:
            left -= said
            yield _around(run)


def _runs(line: Sequence[_Word], wanted: frozenset[str]) -> Iterator[list[_Word]]:
    run: list[_Word] = []
    for word in line:
        said = frozenset(fold(word.text).split())
        if said and said <= wanted:
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _coded(name: str, value: str, zone: Sequence[_Word]) -> Iterator[Corners]:
    """The positions of the value in a zone's lines, whose characters all have the same width."""
    for line in zone:
        if span := _span(name, value, line.text):
            yield _part(line.corners, span[0] / len(line.text), span[1] / len(line.text))
            return


def _span(name: str, value: str, text: str) -> tuple[int, int] | None:
    if name == "name":
        return _name_span(fold(value).upper().split(), text)
    if name in _DATES and len(value) == len("2031-01-01"):
        return _at(text, value[2:].replace("-", "")) if any(map(str.isdigit, text[:6])) else None
    if name == "documentNumber":
        bare = "".join(c for c in value.upper() if c.isalnum())
        return _at(text.translate(_ZONE_LETTERS), bare.translate(_ZONE_LETTERS))
    return None


def _name_span(words: Sequence[str], text: str) -> tuple[int, int] | None:
    """(start, end) of the name's words in the text, if at least half of them are there; None."""
    found = [span for word in words if len(word) > 1 and (span := _at(text, word))]
    if 2 * len(found) < len(words) or not found:
        return None
    return min(start for start, _ in found), max(end for _, end in found)


def _at(text: str, wanted: str) -> tuple[int, int] | None:
    at = text.find(wanted) if wanted else -1
    return (at, at + len(wanted)) if at >= 0 else None
