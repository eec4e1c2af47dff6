"""Which text is the label and which the value: keys and values from the layout of a page.

A line counts as a label when it reads like one (chalicelib.domain.labels). Its value stands beside
it or below it, in the page's own directions, so that a crooked photograph does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from chalicelib.domain import dividing, issuers
from chalicelib.domain.labels import fold, meaning
from local.vision.landmarks import Points
from local.vision.ocr import Line

POLISH_NAMES = frozenset({"imie", "imiona", "nazwisko", "2 imiona", "1 nazwisko"})
FAR = 30.0
"""Label heights a value beside its label may stand away."""


@dataclass(frozen=True)
class Pair:
    """A label and its value; the value is None where the page shows none."""

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
    """The labels of a page with their values, each value used once."""
    texts = [line.text for line in lines]
    numbers = dividing.scheme(texts, bool(issuers.american(texts)))
    parts = [part for line in lines for part in _split(line, numbers)]
    keys = [line for line, is_key in parts if is_key]
    values = [line for line, is_key in parts if not is_key and "<<" not in line.text]
    upright = _Upright(lines)
    placed = [upright(value) for value in values]
    found: dict[int, tuple[float, int]] = {}
    costs = sorted(
        (cost, k, v)
        for k, key in enumerate(map(upright, keys))
        for v, value in enumerate(placed)
        if (cost := _cost(key, value)) is not None
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
    """The engine reads Ł at the start of a Polish name as a small t, which no name starts with."""
    if fold(key.text) not in POLISH_NAMES:
        return value
    return replace(value, text=re.sub(r"\bt(?=[^\W\d_]{2})", "Ł", value.text))


def _split(line: Line, numbers: Mapping[str, str]) -> Iterator[tuple[Line, bool]]:
    """(part, is it a label): a label and its value may have been read as one line.

    `numbers` are the page's numbered fields, empty where it has none.
    """
    text = dividing.widened(line.text).strip()
    line = replace(line, text=text)
    if "<<" in text:
        yield line, False
    elif meaning(text)[0] or dividing.number_of(text) in numbers:
        yield line, True
    elif cut := _label_end(text, numbers):
        yield _part(line, 0, cut), True
        yield _part(line, cut, len(text)), False
    else:
        yield line, text.endswith(":")


def _label_end(text: str, numbers: Mapping[str, str]) -> int:
    """Where the label ends in "Surname MÜLLER", "DOB: 1990-01-02" or "4b. 20.05.2034"; else 0."""
    parts = dividing.divide(text)
    if parts is None and (found := dividing.numbered(text)) and found[0] in numbers:
        parts = found
    return text.rindex(parts[1]) if parts else 0


def _part(line: Line, start: int, end: int) -> Line:
    """Some of a line's characters, with their share of its box."""
    whole = len(line.text.strip())
    one, two, three, four = line.corners
    a, b = start / whole, end / whole
    corners = np.array(
        [one + (two - one) * a, one + (two - one) * b, four + (three - four) * b,
         four + (three - four) * a]
    )  # fmt: skip
    return Line(line.text.strip()[start:end].strip(), line.trust, corners)


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


def _cost(key: _Placed, value: _Placed) -> float | None:
    """How badly a value fits a label, in label heights; None where it cannot belong to it."""
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
