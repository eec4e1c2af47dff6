"""Traces of editing, pasting and screens in a picture's brightness. Pillow, without NumPy."""

import cmath
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Any

CELL = 8
STRIP, LENGTH = 8, 256
MOST_STRIPS = 40
OVERTONE, MOST_OVERTONES = 3.0, 5
FEWEST_STRIPS = 24
"""Strips that are needed; with fewer, peaks occur by chance."""


def even_cells(grey: Any) -> tuple[float, float, float]:
    """(share of cells, share of the largest patch, share of the second): cells are 8 x 8 pixels of
    one exact value, and patches do not touch the picture's edge.

    Black and white are ignored, since they are also even in camera pictures.
    """
    from PIL import Image, ImageChops

    wide, high = grey.width // CELL * CELL, grey.height // CELL * CELL
    if not wide or not high:
        return 0.0, 0.0, 0.0
    grey = grey.crop((0, 0, wide, high))
    across = ImageChops.difference(grey, ImageChops.offset(grey, 1, 0))
    down = ImageChops.difference(grey, ImageChops.offset(grey, 0, 1))
    changes = ImageChops.lighter(across, down).point([0] + [255] * 255)
    ends = grey.point([255 if v < 4 or v > 250 else 0 for v in range(256)])
    size = (wide // CELL, high // CELL)
    cells = ImageChops.lighter(changes, ends).resize(size, Image.Resampling.BOX)
    even = cells.point([255 if v <= 60 else 0 for v in range(256)])
    # The first row and column of a block differ from its neighbours; that much change is allowed.
    inner = [*_patches(even), 0, 0]
    all_cells = size[0] * size[1]
    share = even.histogram()[255] / all_cells
    return share, inner[0] / all_cells, inner[1] / all_cells


def _patches(mask: Any) -> list[int]:
    """Sizes of the groups of adjacent cells, the largest first, without those at the edge."""
    width, last = mask.width, mask.width * (mask.height - 1)
    cells, sizes = set(_places(mask.tobytes())), []
    while cells:
        todo, group, inner = [cells.pop()], 0, True
        while todo:
            place = todo.pop()
            group += 1
            inner = inner and width <= place < last and 0 < place % width < width - 1
            beside = [place - width, place + width]
            beside += [place - 1] if place % width else []
            beside += [place + 1] if place % width < width - 1 else []
            near = cells.intersection(beside)
            cells -= near
            todo.extend(near)
        if inner:
            sizes.append(group)
    return sorted(sizes, reverse=True)


def _places(mask: bytes) -> Iterator[int]:
    at = mask.find(255)
    while at >= 0:
        yield at
        at = mask.find(255, at + 1)


def periodic(grey: Any) -> float:
    """The prominence of the strongest fine period in the spectrum of rows and columns."""
    from PIL import Image

    best = 0.0
    for picture in (grey, grey.transpose(Image.Transpose.TRANSPOSE)):
        strips = _strips(picture)
        found = [
            each
            for two in zip(strips[::2], strips[1::2], strict=False)
            for each in _spectra(*two)
            if each
        ]
        if len(found) >= FEWEST_STRIPS:
            best = max(best, _peak([sum(values) for values in zip(*found, strict=True)]))
    return best


def _strips(grey: Any) -> list[list[float]]:
    """Rows of means over a height of eight pixels, distributed over the picture."""
    from PIL import Image

    columns, rows = grey.width // LENGTH, grey.height // STRIP
    if not columns or not rows:
        return []
    flat = grey.crop((0, 0, columns * LENGTH, rows * STRIP))
    flat = flat.resize((columns * LENGTH, rows), Image.Resampling.BOX).tobytes()
    every = max(1, columns * rows // MOST_STRIPS)
    places = range(every // 2, columns * rows, every)
    starts = [(p // columns) * columns * LENGTH + (p % columns) * LENGTH for p in places]
    return [list(map(float, flat[start : start + LENGTH])) for start in starts]


def _spectra(one: list[float], two: list[float]) -> tuple[list[float], list[float]]:
    """The power by frequency of two strips' differences, normalised; empty if a strip is even.

    Two real signals are transformed as one complex signal and separated by symmetry.
    """
    both = _fft([complex(a, b) for a, b in zip(_changes(one), _changes(two), strict=True)])
    mirrored = [both[-place].conjugate() for place in range(LENGTH // 2)]
    pairs = list(zip(both, mirrored, strict=False))
    return _shares([abs(a + b) ** 2 / 4 for a, b in pairs]), _shares(
        [abs(a - b) ** 2 / 4 for a, b in pairs]
    )


def _changes(strip: list[float]) -> list[float]:
    return [b - a for a, b in pairwise(strip)] + [0.0]


def _shares(power: list[float]) -> list[float]:
    total = sum(power)
    return [value / total for value in power] if total > LENGTH * 0.5 else []


def _peak(power: Sequence[float]) -> float:
    """The greatest power of a frequency relative to its neighbourhood, without JPEG's own period.

    A coarse pattern (a chequered cloth) has many overtones, which a screen does not have.
    """
    found: dict[int, float] = {}
    for place in range(20, len(power) - 4):
        block = min(place % 32, 32 - place % 32)  # distance to a period of JPEG's blocks
        if block <= 1:
            continue
        near = [*power[place - 12 : place - 2], *power[place + 3 : place + 13]]
        usual = median(near) if near else 0.0
        if usual > 0:
            found[place] = power[place] / usual / (2 if block <= 4 else 1)
    high = [place for place, value in found.items() if value >= OVERTONE]
    apart = sum(1 for one, two in pairwise([-9, *high]) if two - one > 2)
    return 0.0 if apart > MOST_OVERTONES else max(found.values(), default=0.0)


@cache
def _turns(count: int) -> tuple[complex, ...]:
    return tuple(cmath.exp(-2j * cmath.pi * place / count) for place in range(count // 2))


def _fft(values: list[complex]) -> list[complex]:
    """The radix-2 FFT; the length is a power of two, at least four."""
    count = len(values)
    if count == 4:
        a, b, c, d = values
        even, odd, other = a + c, b + d, complex(b.imag - d.imag, d.real - b.real)
        return [even + odd, a - c + other, even - odd, a - c - other]
    evens, odds = _fft(values[::2]), _fft(values[1::2])
    turned = [factor * value for factor, value in zip(_turns(count), odds, strict=True)]
    return [e + o for e, o in zip(evens, turned, strict=True)] + [
        e - o for e, o in zip(evens, turned, strict=True)
    ]
