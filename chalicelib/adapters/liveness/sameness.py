"""The distance of two pictures, after aligning crop, rotation, scale, lighting and encoding.

The second picture is aligned with the first one by an affine warp (Lucas-Kanade, inverse
compositional, coarse to fine), and brightness and contrast are equalised. The remaining difference
is the distance. A living head always leaves a difference: it moves against the background, and its
parts against each other. A picture of a head leaves only noise.

Pure Python with Pillow, since a Lambda has no NumPy; about 0.1 s per pair.
"""

import io
import math
from array import array
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import mul
from typing import Any

Matrix = list[list[float]]
Warp = tuple[Matrix, list[float]]
IDENTITY: Warp = ([[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0])
LEVELS = (24, 48, 80)
"""Widths in pixels, coarse to fine."""
BLUR = 2.5
"""Radius at twice the width, so that shifts by less than a pixel do not count at edges."""
MARGIN = 0.08
STEPS = 12
BLOCK = 5
"""Pixels of the finest level over which differences are averaged, to remove noise."""
SHARE = 0.9
"""The quantile of the blocks' differences that is the distance."""
HIGHLIGHT = 245
DIFFERENT = 100.0


def distance(one: bytes, other: bytes, enough: float = DIFFERENT) -> float:
    """The distance in hundredths of the first picture's contrast; 0 for the same picture.

    Returns `DIFFERENT` early if the second level shows much more than `enough`; the first one is
    too coarse to tell.
    """
    first, second = _alike_lit(_gray(one), _gray(other))
    warp = IDENTITY
    for width in LEVELS:
        level = _Level(first, width)
        sharp = _twice(second, level.size)
        warp = level.registered(sharp, warp)
        far = level.distance(level.left(sharp, warp))
        if width == LEVELS[1] and far > 3 * enough:
            return DIFFERENT
    return far


@lru_cache(maxsize=64)
def _gray(picture: bytes) -> Any:
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        return opened.convert("L")


def _alike_lit(one: Any, other: Any) -> tuple[Any, Any]:
    """Both pictures, clipped where the brighter one has lost its highlights."""
    gain = _dark(other) / _dark(one)
    top_one = min(HIGHLIGHT, HIGHLIGHT / gain)
    top_other = min(HIGHLIGHT, HIGHLIGHT * gain)
    return (
        one.point([min(v, round(top_one)) for v in range(256)]),
        other.point([min(v, round(top_other)) for v in range(256)]),
    )


def _dark(picture: Any) -> float:
    """The brightness of the darker half."""
    counts = picture.histogram()
    half, seen, light = sum(counts) / 2, 0, 0
    for value, count in enumerate(counts):
        seen, light = seen + count, light + value * count
        if seen >= half:
            break
    return max(1.0, light / max(1, seen))


def _twice(picture: Any, size: tuple[int, int]) -> Any:
    """The picture at twice that size."""
    from PIL import Image

    return picture.resize((2 * size[0], 2 * size[1]), Image.Resampling.BOX)


def _smooth(twice: Any) -> Any:
    """The smoothed picture at half of that size, in floats."""
    from PIL import Image, ImageFilter

    size = twice.width // 2, twice.height // 2
    smooth = twice.filter(ImageFilter.GaussianBlur(BLUR))
    return smooth.resize(size, Image.Resampling.BOX).convert("F")


def _floats(picture: Any) -> list[float]:
    """The pixels of a picture of floats, row by row."""
    return array("f", picture.tobytes()).tolist()


def _dot(one: list[float], other: list[float]) -> float:
    return float(sum(map(mul, one, other)))


def _centred(values: list[float]) -> tuple[list[float], float]:
    """(values minus their mean, their standard deviation)."""
    mean = sum(values) / len(values)
    centred = [value - mean for value in values]
    return centred, math.sqrt(_dot(centred, centred) / len(values)) or 1.0


@dataclass
class _Level:
    """The first picture at one width, prepared for registration."""

    picture: Any
    width: int

    def __post_init__(self) -> None:
        wide, high = (
            self.width,
            max(8, round(self.width * self.picture.height / self.picture.width)),
        )
        self.size = wide, high
        small = _smooth(_twice(self.picture, self.size))
        across, down = max(1, round(wide * MARGIN)), max(1, round(high * MARGIN))
        self.box = left, top, right, bottom = across, down, wide - across, high - down
        pixels = _floats(small)
        rows = [row * wide for row in range(top, bottom)]
        places = [row + x for row in rows for x in range(left, right)]
        self.values, self.spread = _centred([pixels[p] for p in places])
        slope_x = [(pixels[p + 1] - pixels[p - 1]) / 2 for p in places]
        slope_y = [(pixels[p + wide] - pixels[p - wide]) / 2 for p in places]
        xs = [(p % wide - wide / 2) / wide for p in places]
        ys = [(p // wide - high / 2) / wide for p in places]
        self.slopes = [
            [*map(mul, slope_x, xs)], [*map(mul, slope_x, ys)], slope_x,
            [*map(mul, slope_y, xs)], [*map(mul, slope_y, ys)], slope_y,
        ]  # fmt: skip

    @cached_property
    def normal(self) -> Matrix:
        """The matrix of the normal equations, slightly damped."""
        found = [[_dot(one, other) for other in self.slopes] for one in self.slopes]
        for place in range(len(found)):
            found[place][place] = found[place][place] * 1.001 + 1e-6
        return found

    def registered(self, other: Any, warp: Warp) -> Warp:
        """The warp that aligns the other picture with this one, starting from `warp`."""
        best, last = warp, math.inf
        for _ in range(STEPS):
            left = self.left(other, warp)
            wrong = _dot(left, left)
            if wrong < last:
                best = warp
            if wrong > last * 0.9995:
                break
            last = wrong
            step = _solved(self.normal, [_dot(slope, left) for slope in self.slopes])
            warp = _before(warp, [part / self.size[0] for part in step])
        return best

    def left(self, other: Any, warp: Warp) -> list[float]:
        """The difference to the other picture (given at twice this size) after warping and
        equalising the lighting.

        It is warped before smoothing. The interpolation after smoothing caused greater differences
        than noise.
        """
        values, spread = _centred(_floats(_smooth(_warped(other, warp)).crop(self.box)))
        gain = self.spread / spread
        return [value * gain - own for value, own in zip(values, self.values, strict=True)]

    def distance(self, left: list[float]) -> float:
        """The quantile SHARE of the blocks' differences, in hundredths of the contrast."""
        wide = self.box[2] - self.box[0]
        high = self.box[3] - self.box[1]
        size = min(BLOCK, wide, high)
        blocks = []
        for y in range(0, high - size + 1, size):
            for x in range(0, wide - size + 1, size):
                rows = ((y + row) * wide + x for row in range(size))
                blocks.append(sum(abs(sum(left[at : at + size])) for at in rows) / size**2)
        blocks.sort()
        return float(100 * blocks[int(SHARE * len(blocks))] / self.spread)


def _warped(picture: Any, warp: Warp) -> Any:
    from PIL import Image

    (first, second), (right, down) = warp[0], warp[1]
    size = wide, high = picture.size
    x = right * wide + wide / 2 - first[0] * wide / 2 - first[1] * high / 2
    y = down * wide + high / 2 - second[0] * wide / 2 - second[1] * high / 2
    data = (first[0], first[1], x, second[0], second[1], y)
    return picture.transform(size, Image.Transform.AFFINE, data, Image.Resampling.BILINEAR)


def _before(warp: Warp, step: list[float]) -> Warp:
    """The warp composed with the inverse of a small one."""
    a, b, right, c, d, down = step
    area = (1 + a) * (1 + d) - b * c
    back = [[(1 + d) / area, -b / area], [-c / area, (1 + a) / area]]
    shift = [-(row[0] * right + row[1] * down) for row in back]
    turn, move = warp
    turned = [
        [sum(row[k] * back[k][column] for k in range(2)) for column in range(2)] for row in turn
    ]
    moved = [
        row[0] * shift[0] + row[1] * shift[1] + old for row, old in zip(turn, move, strict=True)
    ]
    return turned, moved


def _solved(matrix: Matrix, values: list[float]) -> list[float]:
    """The solution by Gauss-Jordan elimination with partial pivoting."""
    rows = [[*row, value] for row, value in zip(matrix, values, strict=True)]
    count = len(rows)
    for place in range(count):
        pivot = max(range(place, count), key=lambda row: abs(rows[row][place]))
        rows[place], rows[pivot] = rows[pivot], rows[place]
        divisor = rows[place][place] or 1e-9
        for row in range(count):
            if row != place:
                factor = rows[row][place] / divisor
                pairs = zip(rows[row], rows[place], strict=True)
                rows[row] = [x - factor * y for x, y in pairs]
    return [rows[place][count] / (rows[place][place] or 1e-9) for place in range(count)]
