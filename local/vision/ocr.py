"""Text lines of a picture, by RapidOCR (PP-OCRv6, Apache-2.0; the models are in its wheel).

One engine per process, one picture at a time: more threads only spin against each other. The
answer of a picture is remembered by its hash.
"""

from __future__ import annotations

import hashlib
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
"""Longest side (pixels) the text detector works at; 960 finds small print, in 1.5 x the time."""
REMEMBERED = 128
PROBES = 5
"""Lines that are read both ways where it is not plain which way is up."""
PLAIN = 90.0
"""Mean trust of lines that stand upright; upside down it is far less."""
TALL = 1.5
_LOCK = Lock()
_TURNS: OrderedDict[str, int] = OrderedDict()
"""Quarter turns that bring known pictures upright."""
_KNOWN: OrderedDict[tuple[str, int], tuple[Line, ...]] = OrderedDict()


@dataclass(frozen=True)
class Line:
    """One line; `corners` in pixels, clockwise from the text's own top left; `trust` 0-100, and
    `letters` the same of each character, where the engine says it."""

    text: str
    trust: float
    corners: Points
    letters: tuple[float, ...] = ()

    def weakest(self, start: int, end: int) -> float:
        """The trust of the least sure character of a part."""
        if len(self.letters) != len(self.text):
            return self.trust
        return min(self.letters[start:end], default=self.trust)

    @property
    def height(self) -> float:
        """Pixels across the line."""
        return (
            float(
                np.hypot(*(self.corners[3] - self.corners[0]))
                + np.hypot(*(self.corners[2] - self.corners[1]))
            )
            / 2
        )

    @property
    def direction(self) -> Points:
        """The line's way, as long as the line (pixels)."""
        along = self.corners[1] - self.corners[0] + self.corners[2] - self.corners[3]
        return np.asarray(along / 2)

    @property
    def down(self) -> Points:
        """The way from the line's top to its foot (pixels)."""
        return np.asarray(
            (self.corners[3] - self.corners[0] + self.corners[2] - self.corners[1]) / 2
        )


@cache
def _reader() -> Any:
    """The engine for cut-out lines: it reads without looking for lines."""
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
    # It loads what reads lines when it reads the first one.
    engine(np.zeros((48, 48, 3), np.uint8), use_det=False, use_cls=False)
    engine.use_det = True
    recognizer: Any = engine.text_rec
    recognizer.postprocess_op = _Letters(recognizer.postprocess_op)
    return engine


class _Score(float):
    """A line's trust (0-1) as the engine gives it, the mean; and that of each character."""

    letters: tuple[float, ...] = ()


class _Letters:
    """The engine's last step, which knows how sure each character is and keeps their mean alone."""

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
    """The lines of an RGB picture, as the engine finds them, whichever way the picture is turned.

    Corners are in the picture's own pixels and begin at the text's own top left.
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
    """How many quarter turns (anticlockwise) bring the picture upright, by its lines.

    Lines that stand on end say that it is one or three; which way they read, says the rest.
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
    """How surely a line reads after so many quarter turns."""
    left, top = np.maximum(line.corners.min(axis=0), 0).astype(int)
    right, bottom = line.corners.max(axis=0).astype(int)
    strip = np.rot90(picture[top:bottom, left:right], turns)
    if min(strip.shape[:2]) < 8:
        return 0.0
    read = _reader()(np.ascontiguousarray(strip[..., ::-1]), use_det=False, use_cls=False)
    return float(read.scores[0]) if read.txts else 0.0


def _turned_back(line: Line, turns: int, picture: Picture) -> Line:
    """A line of the turned picture, in the pixels of the picture as it came."""
    height, width = picture.shape[:2]
    x, y = line.corners[:, 0], line.corners[:, 1]
    back = {0: (x, y), 1: (width - y, x), 2: (width - x, height - y), 3: (y, height - x)}[turns]
    return replace(line, corners=np.stack(back, axis=1))


def clearer(picture: Picture, line: Line) -> Line:
    """The line read again from its own cut-out, without the noise; the surer reading of both."""
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
    """The lines of two looks at one picture.

    Where both saw the same line the surer reading stays; where one look saw as two lines what the
    other saw as one, the first look's division stays.
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
    """Do two lines cover the same print, by the smaller one's area?"""
    import cv2

    quads: list[Any] = [cv2.convexHull(line.corners.astype(np.float32)) for line in (one, other)]
    shared, _ = cv2.intersectConvexConvex(quads[0], quads[1])
    return bool(shared > 0.5 * min(cv2.contourArea(quad) for quad in quads))
