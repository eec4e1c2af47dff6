"""Amazon Rekognition's DetectFaces and CompareFaces over dlib and OpenCV.

Shapes and errors after docs.aws.amazon.com/rekognition/latest/APIReference; an operation raises
`Refused` with AWS's name of the error. Attributes that are not measured here (age, emotions, beard
…) are left out. Similarity and angles have our own scale (local.vision.landmarks,
local.vision.expression).
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock, RLock
from typing import Any, TypeVar

import numpy as np

from local.vision import expression, landmarks
from local.vision.expression import Expression
from local.vision.landmarks import Face, Picture, Points
from local.vision.protocol import (
    WSGI,
    Fetch,
    NotAPicture,
    Refused,
    content,
    decoded,
    json_application,
)

T = TypeVar("T")
BYTES_LIMIT, S3_LIMIT = 5 * 1024 * 1024, 15 * 1024 * 1024
ATTRIBUTES = frozenset(
    [
        "DEFAULT",
        "ALL",
        "AGE_RANGE",
        "BEARD",
        "EMOTIONS",
        "EYE_DIRECTION",
        "EYEGLASSES",
        "EYES_OPEN",
        "GENDER",
        "MOUTH_OPEN",
        "MUSTACHE",
        "FACE_OCCLUDED",
        "SMILE",
        "SUNGLASSES",
    ]
)
REMEMBERED = 64
"""Pictures whose faces are cached: a liveness session compares one portrait with every frame."""


def app(fetch: Fetch) -> WSGI:
    """Rekognition for the embedded cloud; `fetch(bucket, key, version)` reads S3."""
    from emulator import control
    from local.vision import collections_api, liveness_api

    operations = {"DetectFaces": detect_faces, "CompareFaces": compare_faces}
    operations |= collections_api.operations() | liveness_api.SESSIONS.operations()
    control.add("POST", "liveness", liveness_api.ended)
    return json_application("rekognition", operations, fetch)


class Seen:
    """An RGB picture and its faces. Each face is measured once, at the first call; concurrent calls
    wait for that result. IndexError for a face that does not exist."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self._lock = RLock()
        self._faces: list[Face] | None = None
        self._descriptors: dict[int, Points] = {}
        self._shapes: dict[int, dict[str, Any]] = {}
        self._read: dict[int, Expression] = {}
        self._occluded: dict[int, tuple[bool, float]] = {}

    @property
    def faces(self) -> list[Face]:
        """The faces, largest first."""
        with self._lock:
            if self._faces is None:
                self._faces = landmarks.find(self.picture)
            return self._faces

    def descriptor(self, number: int) -> Points:
        """The descriptor of the n-th largest face, 128 numbers (`landmarks.descriptor`)."""
        return self._once(self._descriptors, number, landmarks.descriptor)

    def shape(self, number: int) -> dict[str, Any]:
        """The n-th largest face as a ComparedFace."""
        return self._once(self._shapes, number, compared)

    def expression(self, number: int) -> Expression:
        """Pose, eyes and mouth of the n-th largest face."""
        return self._once(self._read, number, expression.read)

    def occluded(self, number: int) -> tuple[bool, float]:
        """(whether the n-th largest face is covered, confidence of 50-100)."""
        return self._once(self._occluded, number, expression.occluded)

    def _once(self, kept: dict[int, T], number: int, measure: Callable[[Picture, Face], T]) -> T:
        with self._lock:
            if number not in kept:
                kept[number] = measure(self.picture, self.faces[number])
            return kept[number]


_SEEN: OrderedDict[str, Seen] = OrderedDict()
_LOCK = Lock()


def look(source: Any, fetch: Fetch) -> Seen:
    """The picture and faces of an Image parameter, cached by its bytes. Refused:
    ImageTooLargeException, InvalidImageFormatException, InvalidParameterException, and the errors
    of `content`."""
    data = content(source, fetch)
    if len(data) > (BYTES_LIMIT if source.get("Bytes") else S3_LIMIT):
        raise Refused("ImageTooLargeException", "Image size is too large")
    digest = hashlib.sha256(data).hexdigest()
    with _LOCK:
        if digest in _SEEN:
            _SEEN.move_to_end(digest)
            return _SEEN[digest]
    try:
        picture = decoded(data)
    except NotAPicture as error:
        raise Refused("InvalidImageFormatException", "Request has invalid image format") from error
    if min(picture.shape[:2]) < 80:
        raise Refused("InvalidParameterException", "Request has invalid parameters")
    with _LOCK:
        found = _SEEN.setdefault(digest, Seen(picture))
        while len(_SEEN) > REMEMBERED:
            _SEEN.popitem(last=False)
    return found


def detect_faces(request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
    """DetectFaces: every face, largest first, with the requested attributes."""
    asked = set(request.get("Attributes") or ["DEFAULT"])
    if not asked <= ATTRIBUTES:
        raise Refused("InvalidParameterException", "Request has invalid parameters")
    seen = look(request.get("Image"), fetch)
    return {"FaceDetails": [_details(seen, number, asked) for number in range(len(seen.faces))]}


def _details(seen: Seen, number: int, asked: set[str]) -> dict[str, Any]:
    read = seen.expression(number)
    details = seen.shape(number) | {
        "Pose": {"Roll": read.roll, "Yaw": read.yaw, "Pitch": read.pitch}
    }
    if asked & {"ALL", "EYES_OPEN"}:
        value, confidence = read.eyes_open
        details["EyesOpen"] = {"Value": value, "Confidence": confidence}
    if asked & {"ALL", "FACE_OCCLUDED"}:
        value, confidence = seen.occluded(number)
        details["FaceOccluded"] = {"Value": value, "Confidence": confidence}
    if asked & {"ALL", "SMILE"}:
        value, confidence = read.smiling
        details["Smile"] = {"Value": value, "Confidence": confidence}
    return details


def compared(picture: Picture, face: Face) -> dict[str, Any]:
    """A face as the API's ComparedFace: box and landmarks as shares of the picture, confidence
    0-100, pose in degrees, quality 0-100."""
    height, width = picture.shape[:2]
    yaw, pitch, roll = expression.pose(face)
    brightness, sharpness = expression.quality(picture, face)
    one, other = face.eyes
    points = {"eyeLeft": one, "eyeRight": other, "nose": face.nose}
    return {
        "BoundingBox": {
            "Left": face.left / width,
            "Top": face.top / height,
            "Width": face.width / width,
            "Height": face.height / height,
        },
        "Confidence": float(100 / (1 + np.exp(-4 * (face.score + 0.5)))),
        "Landmarks": [
            {"Type": name, "X": float(at[0] / width), "Y": float(at[1] / height)}
            for name, at in points.items()
        ],
        "Pose": {"Roll": roll, "Yaw": yaw, "Pitch": pitch},
        "Quality": {"Brightness": brightness, "Sharpness": sharpness},
    }


def compare_faces(request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
    """CompareFaces: the source's largest face with each face of the target, best match first."""
    threshold = request.get("SimilarityThreshold", 80.0)
    if isinstance(threshold, bool) or not isinstance(threshold, int | float):
        raise Refused("SerializationException", "SimilarityThreshold is not a number")
    if not 0 <= threshold <= 100:
        raise Refused("InvalidParameterException", "Request has invalid parameters")
    source = look(request.get("SourceImage"), fetch)
    target = look(request.get("TargetImage"), fetch)
    if not source.faces or not target.faces:
        raise Refused("InvalidParameterException", "Request has invalid parameters")
    matches, others = [], []
    for number in range(min(len(target.faces), 100)):
        alike = landmarks.similarity(source.descriptor(0), target.descriptor(number))
        shape = target.shape(number)
        if alike >= threshold:
            matches.append({"Similarity": alike, "Face": shape})
        else:
            others.append(shape)
    first = source.shape(0)
    return {
        "SourceImageFace": {name: first[name] for name in ("BoundingBox", "Confidence")},
        "FaceMatches": sorted(matches, key=lambda match: match["Similarity"], reverse=True),
        "UnmatchedFaces": others,
    }
