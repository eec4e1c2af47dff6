"""Text lines of a picture, by RapidOCR (PP-OCRv6, Apache-2.0; the models are in its wheel).

One engine per process, one picture at a time: more threads only wait for each other. A picture's
lines are cached by its hash.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock
from typing import Any

import numpy as np

from local.vision.landmarks import Picture, Points

SIDE, FINE_SIDE = 736, 960
"""Longest side of the text detector's picture in pixels; 960 finds small print, in 1.5 x the time.
"""
REMEMBERED = 128
PROBES = 5
"""Lines that are read both ways if it is unclear which way is up."""
PLAIN = 90.0
"""Mean trust (0-100) from which lines are upright; upside down it is far less."""
TALL = 1.5
_LOCK = Lock()
_TURNS: OrderedDict[str, int] = OrderedDict()
"""Picture's hash -> quarter turns that make it upright."""
_KNOWN: OrderedDict[tuple[str, int], tuple[Line, ...]] = OrderedDict()


@dataclass(frozen=True)
class Line:
    """One line of text. `trust`: the engine's confidence, 0-100; `letters`: the same of each
    character, empty if the engine does not say it. `corners`: pixels, 4 x 2, clockwise from the
    text's own top left."""

    text: str
    trust: float
    corners: Points
    letters: tuple[float, ...] = ()

    def weakest(self, start: int, end: int) -> float:
        """The lowest trust (0-100) of the characters `[start:end]`."""
        if len(self.letters) != len(self.text):
            return self.trust
        return min(self.letters[start:end], default=self.trust)

    @property
    def height(self) -> float:
        """The line's height in pixels."""
        return (
            float(
                np.hypot(*(self.corners[3] - self.corners[0]))
                + np.hypot(*(self.corners[2] - self.corners[1]))
            )
            / 2
        )

    @property
    def direction(self) -> Points:
        """The vector from the line's start to its end, in pixels."""
        along = self.corners[1] - self.corners[0] + self.corners[2] - self.corners[3]
        return np.asarray(along / 2)

    @property
    def down(self) -> Points:
        """The vector from the line's top to its foot, in pixels."""
        return np.asarray(
            (self.corners[3] - self.corners[0] + self.corners[2] - self.corners[1]) / 2
        )


def load() -> None:
    """Import the engine now. It is made with the first picture: it starts threads."""
    importlib.import_module("rapidocr.main")


@cache
def _reader() -> Any:
    """The engine for single lines that were cut out of a picture."""
    return _new_engine(SIDE)


@cache
def _engine(side: int) -> Any:
    return _new_engine(side)


def _new_engine(side: int) -> Any:
    logging.getLogger("RapidOCR").setLevel(logging.WARNING)
    from rapidocr import RapidOCR

    engine = RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "warning",
            "Det.limit_type": "max",
            "Det.limit_side_len": side,
            # Faint small labels count: what is read wrongly under 0.3 is dropped anyway.
            "Det.thresh": 0.2,
            "Det.box_thresh": 0.3,
            "Global.text_score": 0.3,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    # The engine loads its recogniser when it reads the first line.
    engine(np.zeros((48, 48, 3), np.uint8), use_det=False, use_cls=False)
    engine.use_det = True
    recognizer: Any = engine.text_rec
    recognizer.postprocess_op = _Letters(recognizer.postprocess_op)
    return engine


class _Score(float):
    """A line's trust (0-1), the mean by the engine; `letters`: that of each character (0-100)."""

    letters: tuple[float, ...] = ()


class _Letters:
    """Wraps the engine's last step, which knows the trust of each character but returns only the
    mean."""

    def __init__(self, decode: Any) -> None:
        self._decode = decode

    def __call__(self, found: Any, return_word_box: bool = False, **more: Any) -> tuple[Any, Any]:
        rows, words = self._decode(found, True, **more)
        scored = [
            (text, self._score(mean, info)) for (text, mean), info in zip(rows, words, strict=True)
        ]
        return scored, words

    @staticmethod
    def _score(mean: float, info: Any) -> _Score:
        score = _Score(mean)
        score.letters = tuple(100 * float(letter) for letter in info.confs)
        return score


def _line(text: str, score: float, corners: Points) -> Line:
    letters = getattr(score, "letters", ())
    bare = text.strip()
    if len(letters) == len(text):
        start = text.index(bare)
        letters = letters[start : start + len(bare)]
    return Line(bare, 100 * float(score), corners, letters)


def lines(picture: Picture, side: int = SIDE) -> tuple[Line, ...]:
    """The lines of an RGB picture (height x width x 3), whichever way it is turned, in the engine's
    order.

    `side`: longest side in pixels for the text detector. Corners are in the picture's own pixels.
    """
    digest = hashlib.sha256(picture.tobytes()).hexdigest()
    with _LOCK:
        if (digest, side) in _KNOWN:
            _KNOWN.move_to_end((digest, side))
            return _KNOWN[digest, side]
        turns = _TURNS.get(digest)
        found = _look(np.rot90(picture, turns or 0), side)
        if turns is None:
            turns = _quarter_turns(picture, found)
            _remember(_TURNS, digest, turns)
            if turns:
                found = _look(np.rot90(picture, turns), side)
        read = tuple(_turned_back(line, turns, picture) for line in found)
        _remember(_KNOWN, (digest, side), read)
    return read


def _remember(store: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    store[key] = value
    while len(store) > REMEMBERED:
        store.popitem(last=False)


def _look(picture: Picture, side: int) -> tuple[Line, ...]:
    found = _engine(side)(np.ascontiguousarray(picture[..., ::-1]))
    if found.txts is None:
        return ()
    return tuple(
        _line(str(text), score, np.asarray(box, dtype=np.float64))
        for text, score, box in zip(found.txts, found.scores, found.boxes, strict=True)
        if str(text).strip()
    )


def _quarter_turns(picture: Picture, found: Sequence[Line]) -> int:
    """The number of quarter turns, anticlockwise, that make the picture upright, by its lines.

    If most lines stand on end it is one or three, else none or two; reading the longest lines both
    ways decides.
    """
    if not found:
        return 0
    weights = [(len(line.text), _stands(line), line) for line in found]
    tall = sum(n for n, stands, _ in weights if stands) > sum(n for n, s, _ in weights if not s)
    whole = sum(n for n, _, _ in weights)
    if not tall and sum(n * line.trust for n, _, line in weights) / whole >= PLAIN:
        return 0
    longest = sorted((x for x in weights if x[1] == tall), key=lambda x: -x[0])[:PROBES]
    ways = (1, 3) if tall else (0, 2)
    trusts = [sum(_trust(picture, line, way) for _, _, line in longest) for way in ways]
    return ways[1] if trusts[1] > trusts[0] else ways[0]


def _stands(line: Line) -> bool:
    size = line.corners.max(axis=0) - line.corners.min(axis=0)
    return bool(size[1] > TALL * size[0])


def _trust(picture: Picture, line: Line, turns: int) -> float:
    """The trust (0-1) with which a line is read after so many quarter turns."""
    left, top = np.maximum(line.corners.min(axis=0), 0).astype(int)
    right, bottom = line.corners.max(axis=0).astype(int)
    strip = np.rot90(picture[top:bottom, left:right], turns)
    if min(strip.shape[:2]) < 8:
        return 0.0
    read = _reader()(np.ascontiguousarray(strip[..., ::-1]), use_det=False, use_cls=False)
    return float(read.scores[0]) if read.txts else 0.0


def _turned_back(line: Line, turns: int, picture: Picture) -> Line:
    """A line of the turned picture, in pixels of the original picture."""
    height, width = picture.shape[:2]
    x, y = line.corners[:, 0], line.corners[:, 1]
    back = {0: (x, y), 1: (width - y, x), 2: (width - x, height - y), 3: (y, height - x)}[turns]
    return replace(line, corners=np.stack(back, axis=1))


def clearer(picture: Picture, line: Line) -> Line:
    """The line read again from its own part of the picture with less noise; the reading with more
    trust."""
    import cv2

    width, height = float(np.hypot(*line.direction)), line.height
    if min(width, height) < 8:
        return line
    upright = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    turn = cv2.getPerspectiveTransform(line.corners.astype(np.float32), upright)
    size = (round(width), round(height))
    strip = cv2.warpPerspective(picture, turn, size, flags=cv2.INTER_CUBIC)
    calm = cv2.bilateralFilter(strip, 7, 50, 5)
    with _LOCK:
        read = _reader()(np.ascontiguousarray(calm[..., ::-1]), use_det=False, use_cls=False)
    if not read.txts or not read.txts[0].strip() or 100 * float(read.scores[0]) <= line.trust:
        return line
    return _line(str(read.txts[0]), read.scores[0], line.corners)


def joined(first: Sequence[Line], second: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of two readings of one picture.

    Of a line in both readings the one with more trust is kept. Where one reading has two lines and
    the other has one, the first reading's division is kept.
    """
    kept: list[Line] = list(first)
    for line in second:
        same = [number for number, other in enumerate(first) if _overlap(line, other)]
        if not same:
            kept.append(line)
        elif (
            len(same) == 1
            and line.trust > kept[same[0]].trust
            and _one_to_one(line, first[same[0]], second)
        ):
            kept[same[0]] = line
    return tuple(kept)


def _one_to_one(line: Line, other: Line, looks: Sequence[Line]) -> bool:
    return not any(_overlap(third, other) for third in looks if third is not line)


def _overlap(one: Line, other: Line) -> bool:
    """Whether two lines share more than half of the smaller one's area."""
    import cv2

    quads: list[Any] = [cv2.convexHull(line.corners.astype(np.float32)) for line in (one, other)]
    shared, _ = cv2.intersectConvexConvex(quads[0], quads[1])
    return bool(shared > 0.5 * min(cv2.contourArea(quad) for quad in quads))
