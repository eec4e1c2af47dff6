"""The positions of text on a page, in the page's own directions: x along the lines, y down.

Textract's coordinates are relative to a picture whose aspect ratio is unknown and which may be
turned. A block's polygon begins at the text's own top left corner, which tells the page's
orientation.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.documents.mrz_reading import plain

Point = tuple[float, float]
LONGEST, MOST_LINES = 200, 400
"""Characters of a line and lines of a page that are read at most; no document has more."""


@dataclass(frozen=True, slots=True)
class Box:
    """A block. Units: the average line's length for x, its height for y."""

    left: float
    right: float
    middle: float
    height: float
    text: str = field(default="", repr=False)
    trust: float = 0.0


def polygon(block: Mapping[str, Any]) -> list[Point]:
    """A block's corners, clockwise from its own top left; empty if it has none."""
    return [(float(p["X"]), float(p["Y"])) for p in block.get("Geometry", {}).get("Polygon", ())]


def upright(polygons: Sequence[Sequence[Point]]) -> Callable[[Mapping[str, Any]], Box]:
    """A function that places blocks along the page's axes, at any rotation and aspect ratio."""
    count = max(len(polygons), 1)

    def mean(start: int, end: int) -> Point:
        return (
            sum(p[end][0] - p[start][0] for p in polygons) / count,
            sum(p[end][1] - p[start][1] for p in polygons) / count,
        )

    (ax, ay), (dx, dy) = mean(0, 1), mean(0, 3)
    turn = ax * dy - ay * dx or 1.0

    def place(block: Mapping[str, Any]) -> Box:
        points = [((x * dy - y * dx) / turn, (y * ax - x * ay) / turn) for x, y in polygon(block)]
        return Box(
            left=(points[0][0] + points[3][0]) / 2,
            right=(points[1][0] + points[2][0]) / 2,
            middle=sum(y for _, y in points) / 4,
            height=(points[3][1] - points[0][1] + points[2][1] - points[1][1]) / 2 or 1.0,
            text=_text(block),
            trust=float(block.get("Confidence", 0)),
        )

    return place


def boxes(answer: Mapping[str, Any]) -> list[Box]:
    """The lines of a page, top to bottom and left to right."""
    found = [block for block in answer.get("Blocks", ()) if block["BlockType"] == "LINE"]
    found = found[:MOST_LINES]
    if found and all(len(polygon(block)) == 4 for block in found):
        place = upright([polygon(block) for block in found])
        placed = [place(block) for block in found]
    else:
        placed = [_unturned(block) for block in found]
    return sorted(placed, key=lambda box: (box.middle, box.left))


def _text(block: Mapping[str, Any]) -> str:
    return str(block.get("Text", ""))[:LONGEST].strip()


def _unturned(block: Mapping[str, Any]) -> Box:
    box = block.get("Geometry", {}).get("BoundingBox", {})
    left, top = float(box.get("Left", 0)), float(box.get("Top", 0))
    width, height = float(box.get("Width", 0)), float(box.get("Height", 0))
    return Box(
        left,
        left + width,
        top + height / 2,
        height,
        _text(block),
        float(block.get("Confidence", 0)),
    )


def zone_lines(placed: Sequence[Box]) -> list[str]:
    """The page's lines, with the pieces of a zone's line joined again.

    OCR engines split a line at a wide gap, and take a zone's fillers for one.
    """
    rows: list[list[Box]] = []
    for box in placed:
        if rows and abs(rows[-1][0].middle - box.middle) < 0.4 * max(box.height, 1e-9):
            rows[-1].append(box)
        else:
            rows.append([box])
    lines: list[str] = []
    for row in rows:
        row.sort(key=lambda box: box.left)
        pieces = [plain(box.text) for box in row]
        together = "".join(pieces)
        piece_of_zone = len(row) > 1 and "<" in together and 26 <= len(together) <= 48
        if piece_of_zone and all(len(piece) >= 4 for piece in pieces):
            lines.append(together)
        else:
            lines.extend(box.text for box in row)
    return lines


def quarter_turns(answer: Mapping[str, Any]) -> int:
    """The anticlockwise quarter turns that bring the picture of a Textract answer upright."""
    across = down = 0.0
    for block in answer.get("Blocks", ()):
        points = polygon(block)
        if block["BlockType"] == "LINE" and len(points) == 4:
            weight = len(str(block.get("Text", "")))
            across += weight * _sign(points[1][0] - points[0][0], points[1][1] - points[0][1])
            down += weight * _sign(points[1][1] - points[0][1], points[1][0] - points[0][0])
    if abs(across) >= abs(down):
        return 0 if across >= 0 else 2
    return 1 if down > 0 else 3


def _sign(mainly: float, other: float) -> int:
    """The direction of a line along an axis (1, -1); 0 if it runs along the other axis."""
    if abs(mainly) <= abs(other):
        return 0
    return 1 if mainly > 0 else -1


def turned(answer: Mapping[str, Any], turns: int) -> dict[str, Any]:
    """The answer as if its picture had been turned by so many anticlockwise quarter turns."""
    blocks = []
    for block in answer.get("Blocks", ()):
        points = [_turned_point(point, turns) for point in polygon(block)]
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = {"Left": min(xs), "Top": min(ys)}
            box |= {"Width": max(xs) - min(xs), "Height": max(ys) - min(ys)}
            shape = [{"X": x, "Y": y} for x, y in points]
            geometry = dict(block["Geometry"]) | {"BoundingBox": box, "Polygon": shape}
            block = dict(block) | {"Geometry": geometry}
        blocks.append(block)
    return dict(answer) | {"Blocks": blocks}


def _turned_point(point: Point, turns: int) -> Point:
    x, y = point
    return {0: (x, y), 1: (y, 1 - x), 2: (1 - x, 1 - y), 3: (1 - y, x)}[turns % 4]
