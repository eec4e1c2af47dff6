"""Measures a face: pose, open eyes, smile, occlusion, and the picture's quality.

Angles come from five landmarks and an average head, so they are monotone with the true turn but
not calibrated degrees; the liveness rules compare them within a session. Eyes and smiles are
detected by OpenCV's cascades (Apache-2.0; OpenCV 5 has none) on the upright eye and mouth, smiles
also by the teeth.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from local.vision.landmarks import Face, Picture, Points

UNIT = 100
"""Pixels between the eyes in an upright patch."""
NOSE_DEPTH, NOSE_DROP = 0.34, 0.75
"""The distance of the nose's base before and below the eyes on an average face, in eye distances.
"""
RAISED, LOWERED = 0.0085, 0.0042
"""Eye distances by which the nose's base moves per degree as the head is raised or lowered, by
generated heads; beyond 15 degrees downwards the landmark hardly moves."""
EYES_OPEN, SMILING = 6.5, 3.6
"""Scores from which eyes count as open and a mouth as smiling."""


@dataclass(frozen=True)
class Expression:
    """A face's pose and scores. Angles in degrees, signed as Rekognition's (see `pose`); `eyes` and
    `smile`: see the functions of these names. Confidences are 50-100."""

    yaw: float
    pitch: float
    roll: float
    eyes: float
    smile: float

    @property
    def eyes_open(self) -> tuple[bool, float]:
        """(open, confidence)."""
        return self.eyes >= EYES_OPEN, _confidence(self.eyes - EYES_OPEN, 1.5)

    @property
    def smiling(self) -> tuple[bool, float]:
        """(smiling, confidence)."""
        return self.smile >= SMILING, _confidence(self.smile - SMILING, 0.7)


def _confidence(distance: float, scale: float) -> float:
    return float(100 / (1 + np.exp(-abs(distance) / scale)))


def read(picture: Picture, face: Face) -> Expression:
    """Measures pose, eyes and mouth of one face of an RGB picture."""
    yaw, pitch, roll = pose(face)
    return Expression(yaw, pitch, roll, eyes(picture, face), smile(picture, face))


def pose(face: Face) -> tuple[float, float, float]:
    """(yaw, pitch, roll) in degrees: yaw to the subject's left and pitch upwards are positive."""
    one, other = face.eyes
    x_axis = (other - one) / face.unit
    y_axis = np.array([-x_axis[1], x_axis[0]])
    along, down = ((face.nose - (one + other) / 2) / face.unit) @ np.array([x_axis, y_axis]).T
    roll = np.degrees(np.arctan2(x_axis[1], x_axis[0]))
    yaw = np.degrees(np.arctan(along / NOSE_DEPTH))
    down *= np.sqrt(np.cos(np.radians(yaw)))  # a turned head's eyes come closer, the unit shrinks
    fall = (NOSE_DROP - down) / RAISED if down < NOSE_DROP else (NOSE_DROP - down) / LOWERED
    return float(yaw), float(np.clip(fall, -60, 60)), float(roll)


def patch(
    picture: Picture, face: Face, centre: tuple[float, float], size: tuple[float, float]
) -> Picture:
    """An upright part of the face, UNIT pixels per eye distance. `centre`: (x, y) from midway
    between the eyes; `size`: (width, height); both in eye distances."""
    import cv2

    one, other = face.eyes
    x_axis = (other - one) / face.unit
    y_axis = np.array([-x_axis[1], x_axis[0]])
    corner = (
        (one + other) / 2
        + (centre[0] - size[0] / 2) * face.unit * x_axis
        + (centre[1] - size[1] / 2) * face.unit * y_axis
    )
    scale = face.unit / UNIT
    matrix = np.column_stack([x_axis * scale, y_axis * scale, corner])
    target = (round(size[0] * UNIT), round(size[1] * UNIT))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(picture, matrix, target, flags=flags), dtype=np.uint8)


_LOCK = threading.Lock()  # a cascade keeps what it is looking at in the object


@cache
def _cascade(name: str) -> Any:
    import cv2

    folder = Path(cv2.__file__).parent / "data"  # cv2.data has no types
    return cv2.CascadeClassifier(str(folder / f"haarcascade_{name}.xml"))


def _score(name: str, grey: Picture, smallest: tuple[int, int]) -> float:
    """The best level that a cascade reaches anywhere in the patch; 0 if it finds nothing."""
    with _LOCK:
        _, _, weights = _cascade(name).detectMultiScale3(
            grey, 1.05, 1, minSize=smallest, outputRejectLevels=True
        )
    return max(0.0, float(np.max(weights))) if len(weights) else 0.0


def eyes(picture: Picture, face: Face) -> float:
    """A score of how open both eyes are: about 8-18 open, 0-5 closed."""
    import cv2

    total = 0.0
    for side in (-0.5, 0.5):
        grey = cv2.cvtColor(patch(picture, face, (side, 0), (1.0, 0.9)), cv2.COLOR_RGB2GRAY)
        for name in ("eye", "eye_tree_eyeglasses"):
            total += _score(name, np.asarray(grey, np.uint8), (25, 25))
    return total


def smile(picture: Picture, face: Face) -> float:
    """A score of how much the mouth smiles: about 1-3 at rest, 5-12 with visible teeth."""
    import cv2

    mouth = patch(picture, face, (0, 1.1), (1.6, 1.1))
    grey = np.asarray(cv2.cvtColor(mouth, cv2.COLOR_RGB2GRAY), np.uint8)
    return _score("smile", grey, (40, 20)) / 2 + 40 * float(teeth(picture, face).mean())


TEETH = ((0.0, 1.08), (1.2, 0.7))


def teeth(picture: Picture, face: Face) -> Points:
    """A mask of the patch TEETH: 1 for visible teeth, brighter and paler than the skin."""
    import cv2

    mouth = patch(picture, face, *TEETH)
    skin = patch(picture, face, (0.0, 0.45), (0.9, 0.3)).reshape(-1, 3)
    lab = cv2.cvtColor(mouth, cv2.COLOR_RGB2LAB).astype(np.float64)
    around = cv2.cvtColor(skin[None], cv2.COLOR_RGB2LAB)[0].astype(np.float64)
    light, red, yellow = np.median(around, axis=0)
    pale = (lab[..., 1] < red - 4) & (lab[..., 2] < yellow + 2) & (lab[..., 0] > 1.0 * light)
    kernel = np.ones((3, 3), np.uint8)
    opened = cv2.morphologyEx(pale.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    count, marks, stats, centres = cv2.connectedComponentsWithStats(opened)
    if count < 2:
        return np.zeros(opened.shape)
    inner = np.exp(-(((centres[1:, 0] - opened.shape[1] / 2) / 35) ** 2))
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA] * inner))
    near = [
        mark
        for mark in range(1, count)
        if abs(centres[mark, 1] - centres[largest, 1]) < 12
        and abs(centres[mark, 0] - opened.shape[1] / 2) < 45
    ]
    return np.isin(marks, near).astype(np.float64)


def quality(picture: Picture, face: Face) -> tuple[float, float]:
    """(brightness, sharpness) of the face alone, 0-100 each."""
    import cv2

    upright = patch(picture, face, (0.0, 0.45), (2.0, 2.2))
    grey = cv2.cvtColor(upright, cv2.COLOR_RGB2GRAY)
    edges = float(cv2.Laplacian(grey, cv2.CV_64F).var())
    return float(grey.mean() / 2.55), float(100 * (1 - np.exp(-edges / 120)))


BRIDGE, LOWER = ((0.0, 0.1), (0.3, 0.3)), ((0.0, 0.95), (1.0, 0.6))
"""Patches: the bridge of the nose, which shows skin above a mask; the face from lips to chin."""


def occluded(picture: Picture, face: Face) -> tuple[bool, float]:
    """(whether the lower face is covered, confidence of 50-100).

    Detects cloth whose colour differs from the skin. Neutral, rough areas count as beard, and so
    does dark cloth; hands and cloth of the colour of skin are not detected.
    """
    import cv2

    above, _ = _colour(picture, face, *BRIDGE)
    below, light = _colour(picture, face, *LOWER)
    strength = float(np.hypot(*above))
    if strength < 8 or light < 60:
        return False, 50.0
    like = float(above @ below) / strength**2
    grey = cv2.cvtColor(patch(picture, face, *LOWER), cv2.COLOR_RGB2GRAY)
    smooth = float(cv2.Laplacian(grey, cv2.CV_64F).std()) < 6
    covered = like < 0.35 and (smooth or float(np.hypot(*below)) > 12)
    return covered, _confidence(like - 0.35, 0.08)


def _colour(
    picture: Picture, face: Face, centre: tuple[float, float], size: tuple[float, float]
) -> tuple[Points, float]:
    """(median redness and yellowness, median lightness 0-255) of a patch."""
    import cv2

    pixels = patch(picture, face, centre, size).reshape(1, -1, 3)
    light, red, yellow = np.median(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB)[0], axis=0)
    return np.array([red - 128.0, yellow - 128.0]), float(light)
