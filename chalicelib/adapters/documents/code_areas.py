"""Finds a stacked barcode in a picture, and straightens, enlarges and cleans that area.

In a PDF417, brightness changes more than elsewhere and in one direction only. Once it is straight
its bars are vertical: averaging along them removes noise and keeps their edges.
"""

import math
from collections.abc import Iterator
from typing import Any

CELLS = 110
"""Cells along the shorter side of the picture, in which changes of brightness are counted."""
SHARE = 0.45
"""Least share of the changes in the busiest cells; cells with fewer are text."""
FEWEST_CELLS = 24
MARGIN = 0.035
"""Margin as a share of the code's width: its corners are known only to a cell."""
LOOKS = (
    (1150, False, 2, 3, 250), (2100, False, 4, 4, 300), (1150, True, 2, 2, 150),
    (1500, True, 3, 2, 220), (1150, False, 3, 3, 300), (1500, False, 2, 3, 250),
    (1150, True, 3, 3, 300), (1500, True, 4, 4, 300), (2100, True, 8, 3, 400),
)  # fmt: skip
"""(width in pixels, lighting evened out, rows averaged, radius and percent of the sharpening across
the bars) of the copies to read. Chosen on 21 drawn codes at wear 3."""
NARROW = 1500
"""Width in pixels for codes whose bars are little more than a pixel wide in the photograph."""
SHEARS = (0.0, -0.006, 0.006, 0.012, -0.012)
"""Horizontal shifts of the top against the bottom, as shares of the width: corners are known only
to a cell."""
UNBLURRED = ((2, 3.75, 3), (2, 3.2, 5), (3, 3.75, 9))
"""(rows averaged, blur in pixels, steps) of the deblurred copies. Chosen on five drawn codes of 16
columns that were not readable otherwise."""

Corner = tuple[float, float]


def straightened(grey: Any) -> Iterator[Any]:
    """Copies of the busiest area to read, the most promising first; none without such an area."""
    area, cell, lying = _area(grey)
    if len(area) < FEWEST_CELLS:
        return
    for corners in (_rectangle(area, cell), _quadrilateral(area, cell)):
        for width, light, *how in LOOKS:
            code = _rectified(grey, corners, width, lying)
            yield _cleaned(_lit_evenly(code) if light else code, *how)


def resolved(grey: Any) -> Iterator[Any]:
    """Copies for bars of little more than a pixel, with the lens's blur removed step by step.

    Each step adds the difference to a blurred copy of the result (van Cittert). Since values are
    limited to black and white, this restores edges that a single filter cannot.
    """
    area, cell, lying = _area(grey)
    if len(area) < FEWEST_CELLS:
        return
    for shape, shears in ((_rectangle, SHEARS), (_quadrilateral, SHEARS[:1])):
        corners = shape(area, cell)
        for shear in shears:
            code = _rectified(grey, _sheared(corners, shear, lying), NARROW, lying)
            for how in UNBLURRED:
                yield _unblurred(code, *how)


def _sheared(corners: list[Corner], share: float, lying: bool) -> list[Corner]:
    """The corners, with one end of the bars shifted one way and the other end the other way."""
    begin, end = corners[0], corners[3 if lying else 1]
    x, y = (end[0] - begin[0]) * share, (end[1] - begin[1]) * share
    ways = (1, -1, -1, 1) if lying else (1, 1, -1, -1)
    return [(c[0] + way * x, c[1] + way * y) for c, way in zip(corners, ways, strict=True)]


def _unblurred(code: Any, down: int, blur: float, steps: int) -> Any:
    """The code averaged along its bars, and with this much blur across them removed."""
    from PIL import Image, ImageChops, ImageFilter, ImageOps

    low = code.resize((code.width, max(8, code.height // down)), Image.Resampling.BOX)
    seen = ImageOps.autocontrast(low, cutoff=1)
    sharp = seen
    for _ in range(steps):
        lacks = ImageChops.subtract(seen, sharp.filter(ImageFilter.GaussianBlur((blur, 0))), 1, 128)
        sharp = ImageChops.add(sharp, lacks, 1, -128)
    return sharp.resize(code.size, Image.Resampling.NEAREST)


def _area(grey: Any) -> tuple[list[Corner], int, bool]:
    """(centres of the busiest area's cells, pixels per cell, whether the bars are horizontal)."""
    from PIL import Image, ImageChops, ImageFilter

    cell = max(4, min(grey.size) // CELLS)
    size = (grey.width // cell, grey.height // cell)
    if min(size) < 6:
        return [], cell, False
    grey = grey.crop((0, 0, size[0] * cell, size[1] * cell))
    ways = []
    for step in ((2, 0), (0, 2)):
        changes = ImageChops.difference(grey, ImageChops.offset(grey, *step))
        cells = changes.resize(size, Image.Resampling.BOX).filter(ImageFilter.BoxBlur(2))
        ways.append(cells)
    areas = [_largest(cells, size[0]) for cells in ways]
    lying = _energy(ways[1], areas[1], size[0]) > _energy(ways[0], areas[0], size[0])
    points = [((column + 0.5) * cell, (row + 0.5) * cell) for row, column in areas[lying]]
    return points, cell, lying


def _rectangle(points: list[Corner], cell: int) -> list[Corner]:
    """The rectangle in the area's directions that contains nearly all of it."""
    count = len(points)
    x, y = sum(p[0] for p in points) / count, sum(p[1] for p in points) / count
    xx, yy = sum((p[0] - x) ** 2 for p in points), sum((p[1] - y) ** 2 for p in points)
    xy = sum((p[0] - x) * (p[1] - y) for p in points)
    turn = 0.5 * math.atan2(2 * xy, xx - yy)
    if abs(turn) > math.pi / 4:
        turn -= math.copysign(math.pi / 2, turn)
    cos, sin = math.cos(turn), math.sin(turn)
    along = sorted((p[0] - x) * cos + (p[1] - y) * sin for p in points)
    down = sorted((p[1] - y) * cos - (p[0] - x) * sin for p in points)
    cut = count // 100
    left, right, top, bottom = along[cut], along[-1 - cut], down[cut], down[-1 - cut]
    more = MARGIN * max(right - left, bottom - top) + cell
    ends = (
        (left - more, top - more), (right + more, top - more),
        (right + more, bottom + more), (left - more, bottom + more),
    )  # fmt: skip
    return [(x + a * cos - d * sin, y + a * sin + d * cos) for a, d in ends]


def _quadrilateral(points: list[Corner], cell: int) -> list[Corner]:
    """The quadrilateral of the area's extremes, slightly enlarged, for a code seen at an angle."""
    ends = [
        min(points, key=lambda p: p[0] + p[1]), max(points, key=lambda p: p[0] - p[1]),
        max(points, key=lambda p: p[0] + p[1]), min(points, key=lambda p: p[0] - p[1]),
    ]  # fmt: skip
    x, y = sum(p[0] for p in ends) / 4, sum(p[1] for p in ends) / 4
    more = MARGIN * max(math.dist(ends[0], ends[1]), math.dist(ends[0], ends[3])) + cell
    return [(a + math.copysign(more, a - x), b + math.copysign(more, b - y)) for a, b in ends]


def _energy(cells: Any, area: list[tuple[int, int]], width: int) -> float:
    values = cells.tobytes()
    return float(sum(values[row * width + column] for row, column in area))


def _largest(cells: Any, width: int) -> list[tuple[int, int]]:
    """The largest group of adjacent busy cells."""
    values = cells.tobytes()
    busiest = sorted(values)[-max(1, len(values) // 50)]
    left = {place for place, value in enumerate(values) if value >= max(8, SHARE * busiest)}
    best: list[int] = []
    while left:
        todo, group = [left.pop()], []
        while todo:
            place = todo.pop()
            group.append(place)
            beside = {place - width, place + width}
            beside |= {place - 1} if place % width else set()
            beside |= {place + 1} if place % width < width - 1 else set()
            near = beside & left
            left -= near
            todo.extend(near)
        best = max(best, group, key=len)
    return [divmod(place, width) for place in best]


def _rectified(grey: Any, corners: list[Corner], width: int, lying: bool) -> Any:
    """The area as a rectangle of this width, with vertical bars."""
    from PIL import Image

    one, two, three, four = corners
    across = (math.dist(one, two) + math.dist(four, three)) / 2
    down = (math.dist(one, four) + math.dist(two, three)) / 2
    if lying:
        one, two, three, four = four, one, two, three
        across, down = down, across
    height = max(60, round(width * down / max(across, 1.0)))
    data = (*one, *four, *three, *two)
    return grey.transform(
        (width, min(height, width)), Image.Transform.QUAD, data, Image.Resampling.BICUBIC
    )


def _lit_evenly(code: Any) -> Any:
    """The code without reflections and shadows."""
    from PIL import ImageChops, ImageFilter, ImageOps

    around = code.filter(ImageFilter.BoxBlur(code.width // 30))
    return ImageOps.autocontrast(ImageChops.subtract(code, around, 1, 128), cutoff=2)


def _cleaned(code: Any, down: int, radius: int, percent: int) -> Any:
    """The code averaged along its bars, sharpened across them, with full contrast."""
    from PIL import Image, ImageFilter, ImageOps

    low = code.resize((code.width, max(8, code.height // down)), Image.Resampling.BOX)
    # Stretched vertically, so that the sharpening mask works on each row by itself.
    tall = low.resize((low.width, low.height * 4 * radius), Image.Resampling.NEAREST)
    sharp = tall.filter(ImageFilter.UnsharpMask(radius, percent, 0))
    back = sharp.resize(code.size, Image.Resampling.BOX)
    return ImageOps.autocontrast(back, cutoff=2)
