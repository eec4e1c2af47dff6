"""Finds a region of a picture without the traces of an earlier JPEG compression of the rest.

JPEG stores each block's frequencies as multiples of a step. If it is saved again with finer steps,
they remain near multiples of the earlier, coarser step. A region pasted in between does not. Two
frequencies of brightness are examined, in a limited number of blocks, without NumPy, which a Lambda
does not have.
"""

import math
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BLOCK = 8
MOST_BLOCKS = 9_000
STEPS = range(5, 41)
CLEAR = 0.5
"""Least fit of all blocks to multiples of a step: 1 is exact, 0 is none."""
ASTRAY = 0.2
"""Fit below which a neighbourhood does not lie on them."""
AROUND = 4
"""Blocks along the side of a neighbourhood."""
FEWEST = 300
ENDS = (6.0, 249.0)
"""Values that are clipped to black or white, and so are no multiples."""
ONE, TWO = (0.9808, 0.8315, 0.5556, 0.1951), (0.9239, 0.3827)
"""Cosines of the first and the second frequency."""
NORM = math.sqrt(2)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Two frequencies of each block, row by row; None for clipped blocks."""

    width: int
    found: tuple[list[float | None], list[float | None]]


def pasted_share(grey: Any, tables: Mapping[int, Sequence[int]] | None) -> float:
    """The share of the largest compact region that is off the earlier steps; 0 if there is none.

    `tables`: the file's own quantisation tables. Only coarser steps are searched.
    """
    blocks = _blocks(grey)
    now = tables[0] if tables else ()
    steps = [
        _step(values, now[at] if len(now) == 64 else 1)
        for at, values in zip((1, 2), blocks.found, strict=True)
    ]
    if not any(steps):
        return 0.0
    fits = [
        _fit([(values[place], step) for values, step in zip(blocks.found, steps, strict=True)])
        for place in range(len(blocks.found[0]))
    ]
    return _region(fits, blocks.width)


def _blocks(grey: Any) -> Blocks:
    from PIL import Image

    wide, high = grey.width // BLOCK, grey.height // BLOCK
    one: list[float | None] = []
    two: list[float | None] = []
    if not wide or not high:
        return Blocks(0, (one, two))
    every = -(-wide * high // MOST_BLOCKS)
    means = grey.crop((0, 0, wide * BLOCK, high * BLOCK)).convert("F")
    means = means.resize((wide * BLOCK, high), Image.Resampling.BOX)
    line, least, most = wide * BLOCK, *ENDS
    values = array("f", means.tobytes())
    for row in range(0, high, every):
        for start in range(row * line, (row + 1) * line, BLOCK):
            a, b, c, d, e, f, g, h = block = values[start : start + BLOCK]
            if min(block) < least or max(block) > most:
                one.append(None)
                two.append(None)
                continue
            odd = (a - h, b - g, c - f, d - e)
            one.append(NORM * sum(map(float.__mul__, odd, ONE)))
            two.append(NORM * ((a + h - d - e) * TWO[0] + (b + g - c - f) * TWO[1]))
    return Blocks(wide, (one, two))


def _step(values: Sequence[float | None], now: int) -> int:
    """The step, coarser than the file's own, on which all blocks lie; 0 if there is none."""
    known = [value for value in values if value is not None]
    some = known[:: max(1, len(known) // 4000)]
    clear: dict[int, float] = {}
    for step in STEPS:
        if step < 2 * now + 1:
            continue
        told = [math.cos(2 * math.pi * v / step) for v in some if abs(v) > 0.7 * step]
        if len(told) >= FEWEST // 2:
            clear[step] = sum(told) / len(told)
    best = max(clear.values(), default=0.0)
    if best < CLEAR:
        return 0
    return max(step for step, share in clear.items() if share >= 0.85 * best)


def _fit(pairs: Sequence[tuple[float | None, int]]) -> float | None:
    """The fit of a block to the steps; None if it is too even."""
    told = [
        math.cos(2 * math.pi * value / step)
        for value, step in pairs
        if step and value is not None and abs(value) > 0.5 * step
    ]
    return sum(told) / len(told) if told else None


def _region(fits: Sequence[float | None], width: int) -> float:
    """The share of the largest group of neighbourhoods that are off the steps."""
    across, down = width // AROUND, len(fits) // width // AROUND
    astray, known = set(), 0
    for row in range(down):
        for column in range(across):
            told = list(_told(fits, width, row * AROUND, column * AROUND))
            if len(told) >= 3:
                known += 1
                if sum(told) / len(told) < ASTRAY:
                    astray.add((row, column))
    if known < 40:
        return 0.0
    return max((_filled(group) for group in _groups(astray)), default=0.0) / known


def _told(fits: Sequence[float | None], width: int, top: int, left: int) -> Iterator[float]:
    for row in range(top, top + AROUND):
        for fit in fits[row * width + left : row * width + left + AROUND]:
            if fit is not None:
                yield fit


def _groups(places: set[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Groups of adjacent places, also by corners."""
    left = set(places)
    while left:
        todo, group = [left.pop()], []
        while todo:
            row, column = todo.pop()
            group.append((row, column))
            near = {(row + r, column + c) for r in (-1, 0, 1) for c in (-1, 0, 1)} & left
            left -= near
            todo.extend(near)
        yield group


def _filled(group: Sequence[tuple[int, int]]) -> float:
    """The size of a group, reduced if it fills its bounding box badly."""
    rows, columns = {row for row, _ in group}, {column for _, column in group}
    box = (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)
    return len(group) * len(group) / box if len(group) >= 4 else 0.0
