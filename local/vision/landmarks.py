"""Faces in a picture, their five landmarks and their descriptor, by dlib.

The models are those of the `face_recognition_models` package (CC0): the ResNet descriptor and the
five-point landmarks. Its 68-point model is not for commercial use (iBUG 300-W) and is never opened.
The package itself cannot be imported (it needs pkg_resources), so its files are located.
"""

from __future__ import annotations

import importlib.util
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]
LONGEST = 900
"""Pixels: larger pictures are reduced to this side for detection; landmarks use the full picture.
"""
ENOUGH = -0.3
"""dlib's detection score from which a frontal face counts; dlib's own default is 0."""
AROUND = tuple(
    (dx, dy, grown) for dx in (-0.05, 0, 0.05) for dy in (-0.05, 0, 0.05) for grown in (0.94, 1.06)
)
"""Shifts and scales of the box from which landmarks are sought: they depend on the box, and their
mean over these boxes depends on it less."""
_LOCK = threading.Lock()  # dlib's detector keeps its pyramid in the object


@dataclass(frozen=True)
class Face:
    """One face, in pixels of the picture. `score`: dlib's detection score.

    `corners`: the eye corners from the viewer's left to right (outer, inner, inner, outer), 4 x 2.
    `nose`: the base of the nose.
    """

    left: float
    top: float
    width: float
    height: float
    score: float
    corners: Points
    nose: Points

    @property
    def eyes(self) -> tuple[Points, Points]:
        """The centres of both eyes, viewer's left first."""
        return self.corners[:2].mean(axis=0), self.corners[2:].mean(axis=0)

    @property
    def unit(self) -> float:
        """The distance between the eyes' centres in pixels."""
        one, other = self.eyes
        return float(np.hypot(*(other - one)))

    @property
    def area(self) -> float:
        """The box's area in square pixels."""
        return self.width * self.height


@cache
def _dlib() -> Any:
    import dlib

    return dlib


@cache
def _models() -> Path:
    spec = importlib.util.find_spec("face_recognition_models")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("face_recognition_models is not installed")
    return Path(spec.origin).parent / "models"


@cache
def _detector() -> Any:
    return _dlib().get_frontal_face_detector()


@cache
def _five_points() -> Any:
    return _dlib().shape_predictor(str(_models() / "shape_predictor_5_face_landmarks.dat"))


@cache
def _descriptor() -> Any:
    name = "dlib_face_recognition_resnet_model_v1.dat"
    return _dlib().face_recognition_model_v1(str(_models() / name))


def load() -> None:
    """Read the models now, not with the first picture; no thread is started."""
    _detector(), _five_points(), _descriptor()


def find(picture: Picture) -> list[Face]:
    """The faces of an RGB picture (height x width x 3), largest first; empty if there are none.

    Only if none is found, the picture is searched again at twice the size: the detector sees faces
    of at least 80 pixels. ModuleNotFoundError without the models' package.
    """
    import cv2

    longest = max(picture.shape[:2])
    scale = min(1.0, LONGEST / longest)
    small = (
        cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        if scale < 1
        else picture
    )
    with _LOCK:
        boxes, scores, _ = _detector().run(small, 0, ENOUGH)
        if not boxes:
            boxes, scores, _ = _detector().run(small, 1, ENOUGH)
        faces = [
            _face(picture, box, scale, float(score))
            for box, score in zip(boxes, scores, strict=True)
        ]
    return sorted(faces, key=lambda face: face.area, reverse=True)


def _face(picture: Picture, box: Any, scale: float, score: float) -> Face:
    left, top, right, bottom = (
        value / scale for value in (box.left(), box.top(), box.right(), box.bottom())
    )
    side = right - left
    points = np.mean(
        [
            _points(picture, left + dx * side, top + dy * side, side, grown)
            for dx, dy, grown in AROUND
        ],
        axis=0,
    )
    # dlib's order: the subject's left eye (outer, inner), right eye (outer, inner), nose base
    corners = points[[2, 3, 1, 0]]
    return Face(left, top, right - left, bottom - top, score, corners, points[4])


def _points(picture: Picture, left: float, top: float, side: float, grown: float) -> Points:
    """The five landmarks found from one box, in dlib's order: 5 x 2."""
    more = (grown - 1) * side / 2
    shape = _five_points()(
        picture,
        _dlib().rectangle(
            round(left - more),
            round(top - more),
            round(left + side + more),
            round(top + side + more),
        ),
    )
    return np.array([(shape.part(i).x, shape.part(i).y) for i in range(5)], dtype=np.float64)


def descriptor(picture: Picture, face: Face) -> Points:
    """128 numbers that describe the face; those of one person are less than about 0.6 apart
    (Euclidean distance)."""
    dlib = _dlib()
    with _LOCK:
        area = dlib.rectangle(
            round(face.left),
            round(face.top),
            round(face.left + face.width),
            round(face.top + face.height),
        )
        shape = _five_points()(picture, area)
        return np.array(_descriptor().compute_face_descriptor(picture, shape))


def similarity(one: Points, other: Points) -> float:
    """0-100 from the distance of two descriptors: dlib's threshold 0.6 becomes 80, Rekognition's
    default threshold. The scale is ours, not Rekognition's."""
    distance = float(np.linalg.norm(one - other))
    return float(100 / (1 + np.exp(12 * (distance - 0.6) - np.log(4))))
