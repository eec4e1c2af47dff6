"""Finds labels and their values by the layout of a page.

A line is a label if its text is one (chalicelib.domain.documents.labels). Its value is beside or
below it, in the page's own directions, so that a crooked photograph does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from chalicelib.domain.documents import dividing, issuers
from chalicelib.domain.documents.labels import OTHER, exact, fold, meaning
from local.vision.landmarks import Points
from local.vision.ocr import Line

POLISH_NAMES = frozenset({"imie", "imiona", "nazwisko", "2 imiona", "1 nazwisko"})
FAR = 30.0
"""The greatest distance of a value beside its label, in label heights."""
MOST_BELOW, FEWEST_BELOW = 2 / 3, 3
"""Share and number of a page's labels that stand under values, from which all of them do."""
NEARER = 0.6
"""A label belongs to the value above it if its gap is less than this part of the gap below."""


@dataclass(frozen=True)
class Pair:
    """A label and its value; None if the page shows none."""

    key: Line
    value: Line | None


@dataclass(frozen=True)
class _Placed:
    """A line in the page's upright coordinates (pixels)."""

    line: Line
    left: float
    right: float
    middle: float
    height: float


def pairs(lines: Sequence[Line]) -> list[Pair]:
    """The labels of a page with their values; no value belongs to two labels."""
    texts = [line.text for line in lines]
    numbers = dividing.scheme(texts, bool(issuers.american(texts)))
    worded = dividing.is_worded(texts)
    upright = _Upright(lines)
    every = [upright(line) for line in lines]
    parts = [
        part
        for line in lines
        for piece in _pieces(line)
        for part in _split(piece, numbers, worded, _over_larger(upright(line), every))
    ]
    keys = [line for line, is_key in parts if is_key]
    values = [line for line, is_key in parts if not is_key and "<<" not in line.text]
    placed = [upright(value) for value in values]
    fields = [
        meaning(key.text)[0] or numbers.get(dividing.number_of(key.text, worded), "")
        for key in keys
    ]
    found: dict[int, tuple[float, int]] = {}
    places = [upright(key) for key in keys]
    cost_of = _cost_above if _stand_below(places, placed) else _cost
    costs = sorted(
        (cost, k, v)
        for k, key in enumerate(places)
        for v, value in enumerate(placed)
        if _may_hold(fields[k], value.line.text) and (cost := cost_of(key, value)) is not None
    )
    taken: set[int] = set()
    for cost, k, v in costs:
        if k not in found and v not in taken:
            found[k] = (cost, v)
            taken.add(v)
    return [
        Pair(key, _mended(key, values[found[number][1]]) if number in found else None)
        for number, key in enumerate(keys)
    ]


def _mended(key: Line, value: Line) -> Line:
    """The value of a Polish name with Ł in place of an initial small t: the engine misreads it so,
    and no name begins with a small letter."""
    if fold(key.text) not in POLISH_NAMES:
        return value
    return replace(value, text=re.sub(r"\bt(?=[^\W\d_]{2})", "Ł", value.text))


def _split(
    line: Line, numbers: Mapping[str, str], worded: bool, above_value: bool
) -> Iterator[tuple[Line, bool]]:
    """(part, whether it is a label) of a line, since a label and its value may be read as one line.

    `numbers`: the page's numbered fields, empty if it has none. `above_value`: larger print follows
    below, so that the line is a label in two languages, one of them unreadable.
    """
    text = dividing.widened(line.text).strip()
    line = replace(line, text=text)
    if "<<" in text:
        yield line, False
    elif both := dividing.bilingual(text):
        cut = text.rindex(both[1])
        yield _part(line, 0, cut), True
        yield _part(line, cut, len(text)), False
    elif worded and not meaning(text)[0] and (parts := dividing.divide(text)):
        cut = text.rindex(parts[1])  # "1. Nom GAUTHIER"; without "Nom" the whole line is a label
        yield _part(line, 0, cut), True
        yield _part(line, cut, len(text)), False
    elif (meaning(text)[0] or dividing.number_of(text, worded) in numbers) and not _is_title(text):
        yield line, True
    elif above_value and (label := _best_label(text)):
        yield replace(line, text=label), True
    elif above_value and (mark := _mark_of_words(text, numbers)):
        yield replace(line, text=mark), True
    elif cut := _label_end(text, numbers):
        yield _part(line, 0, cut), True
        yield _part(line, cut, len(text)), False
    else:
        yield line, text.endswith(":")


def _mark_of_words(text: str, numbers: Mapping[str, str]) -> str:
    """The number of a licence's field whose words are unreadable ("2. Nombr"); "" if none."""
    found = dividing.numbered(text)
    return found[0] if found and found[0] in numbers and not re.search(r"\d", found[1]) else ""


def _best_label(text: str) -> str:
    """The words of a partly unreadable label that name a field best; empty for none."""
    words = text.split()
    if len(words) > 8 or sum(c.isdigit() for c in text) > 1:
        return ""
    windows = [
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(len(words), start + 5) + 1)
    ]
    named = [(meaning(part), len(part), part) for part in windows if len(part) > 3]
    ranked = [
        (name != OTHER, round(alike, 1), size, part) for (name, alike), size, part in named if name
    ]
    return max(ranked, default=(False, 0.0, 0, ""))[3]


def _pieces(line: Line) -> list[Line]:
    """The line, cut before every label that follows a value."""
    text = dividing.widened(line.text).strip()
    line, found, start = replace(line, text=text), [], 0
    for piece in dividing.pieces(text) if "<<" not in text else [text]:
        at = text.index(piece, start)
        found.append(_part(line, at, at + len(piece)))
        start = at + len(piece)
    return found if len(found) > 1 else [line]


def _is_title(text: str) -> bool:
    """Whether a text that resembles a label is the card's title, such as DRIVER'S LICENSE, but not
    "Dokument/Document number"."""
    return issuers.is_heading(text) and not exact(text) and meaning(text)[1] < 1.0


_DATED = re.compile(r"\d[./ ,-]+\w|\d[^\W\d_]{3,}|(?<!\d)\d{8}(?!\d)|[^\W\d_]{6}")


def _may_hold(field: str, text: str) -> bool:
    """Whether the text can be the field's value: a date is no name, and a name no number."""
    digits = sum(c.isdigit() for c in text)
    if field in ("dateOfBirth", "expiry"):
        return bool(_DATED.search(text)) and not (field == "dateOfBirth" and digits < 4)
    if field in ("surname", "givenNames", "name"):
        return digits < 3 and not text.islower()
    if field in ("documentNumber", "personalNumber"):
        return digits >= 2 and not re.fullmatch(r"\d{1,2}[./ -]\d{1,2}[./ -]\d{2,4}", text)
    return field not in ("sex", "nationality") or digits == 0


def _label_end(text: str, numbers: Mapping[str, str]) -> int:
    """The place of the value in "Surname MÜLLER", "DOB: 1990-01-02" or "4b. 20.05.2034"; 0 if there
    is no label."""
    parts = dividing.divide(text)
    if parts is None and (found := dividing.numbered(text)) and found[0] in numbers:
        parts = found
    return text.rindex(parts[1]) if parts else 0


def _part(line: Line, start: int, end: int) -> Line:
    """The characters `[start:end]` of a line, with their share of its box."""
    whole = len(line.text)
    one, two, three, four = line.corners
    a, b = start / whole, end / whole
    corners = np.array(
        [one + (two - one) * a, one + (two - one) * b, four + (three - four) * b,
         four + (three - four) * a]
    )  # fmt: skip
    text = line.text[start:end].strip()
    first = line.text.index(text, start)
    return Line(text, line.trust, corners, line.letters[first : first + len(text)])


class _Upright:
    """Places lines in the page's directions."""

    def __init__(self, lines: Sequence[Line]) -> None:
        ways = np.array([line.direction for line in lines] or [np.array([1.0, 0.0])])
        way = ways.sum(axis=0)  # long lines weigh more
        way = way / (np.hypot(*way) or 1.0)
        self._axes: Points = np.array([way, [-way[1], way[0]]])

    def __call__(self, line: Line) -> _Placed:
        turned = line.corners @ self._axes.T
        left, right = turned[[0, 3], 0].mean(), turned[[1, 2], 0].mean()
        return _Placed(line, float(left), float(right), float(turned[:, 1].mean()), line.height)


def _over_larger(label: _Placed, lines: Sequence[_Placed]) -> bool:
    """Whether a line of larger print is directly below this one."""
    unit = max(label.height, 1.0)
    return any(
        0.4 < (line.middle - label.middle) / unit < 1.6
        and abs(line.left - label.left) < 1.5 * unit
        and line.height > 1.12 * label.height
        for line in lines
    )


def _stand_below(keys: Sequence[_Placed], values: Sequence[_Placed]) -> bool:
    """Whether the page prints its labels under their values, as some cards do."""
    alone = [key for key in keys if not any(_is_beside(key, value) for value in values)]
    gaps = [(_gap(key, values, -1), _gap(key, values, 1)) for key in alone]
    under = [up for up, down in gaps if up < NEARER * min(down, 3 * FAR)]
    return len(under) >= max(FEWEST_BELOW, MOST_BELOW * len(alone))


def _is_beside(key: _Placed, value: _Placed) -> bool:
    unit = max(key.height, 1.0)
    return abs(value.middle - key.middle) < 0.6 * unit and (value.left - key.right) / unit > -0.6


def _gap(key: _Placed, values: Sequence[_Placed], way: int) -> float:
    """The space between a label and the next value in its column (`way`: 1 below, -1 above), in
    label heights; infinite if there is none."""
    unit = max(key.height, 1.0)
    return min(
        (
            way * (value.middle - key.middle) / unit - (key.height + value.height) / (2 * unit)
            for value in values
            if way * (value.middle - key.middle) > 0.3 * unit
            and abs(value.left - key.left) < 2.5 * unit
        ),
        default=float("inf"),
    )


def _cost_above(key: _Placed, value: _Placed) -> float | None:
    """The cost (see `_cost`) of a value whose label stands below it."""
    mirrored = replace(value, middle=2 * key.middle - value.middle)
    return _cost(key, mirrored)


def _cost(key: _Placed, value: _Placed) -> float | None:
    """How far a value is from where a label's value is expected, in label heights; None if it
    cannot belong to it."""
    unit = max(key.height, 1.0)
    down = (value.middle - key.middle) / unit
    beside = (value.left - key.right) / unit
    if beside > -0.6 and beside < FAR and abs(down) < 0.9:
        return 3 * abs(down) + 0.12 * max(0.0, beside)
    indent = (value.left - key.left) / unit
    overlaps = value.left < key.right and value.right > key.left
    below = 0.55 < down < 0.5 + 1.9 * max(1.0, value.height / unit)
    if below and (abs(indent) < 2.5 or overlaps):
        return down + 0.4 * min(abs(indent), 5.0)
    return None
