"""Turns, tilts, closes the eyes and moves the mouth of a portrait.

The head is modelled as an ellipsoid with a nose, placed by the five landmarks. Every pixel moves as
a point on that body would, less and less towards the background. The unit of length is the distance
between the eyes, the origin is midway between them, x points to the viewer's right, y down, z
towards the viewer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from local.vision.expression import TEETH, UNIT, teeth
from local.vision.landmarks import Face, find

Array = npt.NDArray[np.float64]
Picture = npt.NDArray[np.uint8]
ROUNDS = 10
STEP = 4
"""Pixels between the points for which the movement is computed."""


@dataclass(frozen=True)
class Pose:
    """Angles in degrees, signed as Rekognition's: yaw to the subject's left and pitch upwards are
    positive.

    `lids`: 0 open to 1 closed. `mouth`: -1 lips closed and level to 1 corners drawn up and wide.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    lids: float = 0.0
    mouth: float = 0.0


def portrait_of(picture: Picture) -> Face:
    """The largest face of an RGB picture; ValueError if there is none."""
    faces = find(picture)
    if not faces:
        raise ValueError("the portrait has no face")
    return faces[0]


def posed(picture: Picture, face: Face, pose: Pose) -> Picture:
    """The portrait in another pose, in the same size. `picture`: RGB; `face`: its face."""
    import cv2

    height, width = picture.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float64)
    frame = _Frame.of(face)
    x, y = frame.inward(xs, ys)
    # where does the point that ends up here come from?
    from_x, from_y = _turned_back(x, y, frame, pose)
    for side in (-0.5, 0.5) if pose.lids else ():
        from_y = _lidded(from_x, from_y, side, frame.half_eye, pose.lids)
    if pose.mouth:
        from_x, from_y = _mouthed(from_x, from_y, pose.mouth, _Lips.of(picture, face))
    src_x, src_y = frame.outward(from_x, from_y)
    moved = cv2.remap(
        picture,
        src_x.astype(np.float32),
        src_y.astype(np.float32),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(moved, dtype=np.uint8)


@dataclass(frozen=True)
class _Frame:
    """The face's own axes in the picture."""

    origin: Array
    axis: Array
    unit: float
    half_eye: float

    @classmethod
    def of(cls, face: Face) -> _Frame:
        one, other = face.eyes
        axis = (other - one) / face.unit
        spans = np.hypot(*(face.corners[[1, 3]] - face.corners[[0, 2]]).T)
        return cls((one + other) / 2, axis, face.unit, float(spans.mean() / face.unit / 2))

    def inward(self, xs: Array, ys: Array) -> tuple[Array, Array]:
        """Picture's pixels -> coordinates of the face."""
        dx, dy = (xs - self.origin[0]) / self.unit, (ys - self.origin[1]) / self.unit
        cos, sin = self.axis
        return dx * cos + dy * sin, -dx * sin + dy * cos

    def outward(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Coordinates of the face -> picture's pixels."""
        cos, sin = self.axis
        return (
            (x * cos - y * sin) * self.unit + self.origin[0],
            (x * sin + y * cos) * self.unit + self.origin[1],
        )


def _bell(x: Array, y: Array, at: tuple[float, float], size: tuple[float, float]) -> Array:
    return np.asarray(np.exp(-(((x - at[0]) / size[0]) ** 2) - ((y - at[1]) / size[1]) ** 2))


def _depth(x: Array, y: Array) -> Array:
    """z of a point of the face: how far it is before the eyes."""
    bulge = 1 - (x / 1.35) ** 2 - ((y - 0.35) / 2.0) ** 2
    skull = 1.25 * np.sqrt(np.clip(bulge, 0.02, None)) - 1.14
    nose = 0.38 * _bell(x, y, (0.0, 0.58), (0.22, 0.34))
    return np.asarray(skull + nose)


def _hold(x: Array, y: Array) -> Array:
    """1 on the face, fading to 0 in the background."""
    far = np.sqrt((x / 1.25) ** 2 + ((y - 0.35) / 1.75) ** 2)
    fade = np.clip((1.9 - far) / 0.9, 0, 1)
    return np.asarray(fade * fade * (3 - 2 * fade))


def _turned_back(x: Array, y: Array, frame: _Frame, pose: Pose) -> tuple[Array, Array]:
    """`_unturned` for every pixel; it is smooth, so that only every STEP-th pixel is computed and
    the others are interpolated."""
    import cv2

    height, width = x.shape
    rows, columns = -(-height // STEP), -(-width // STEP)
    ys, xs = (np.mgrid[0:rows, 0:columns] + 0.5) * STEP - 0.5
    coarse = frame.inward(xs, ys)
    moved = np.stack(_unturned(*coarse, pose)) - np.stack(coarse)
    fine = [cv2.resize(part, (columns * STEP, rows * STEP))[:height, :width] for part in moved]
    return x + fine[0], y + fine[1]


def _unturned(x: Array, y: Array, pose: Pose) -> tuple[Array, Array]:
    """The points' coordinates before the head moved, by ROUNDS of fixed-point iteration."""
    yaw, pitch, roll = np.radians([pose.yaw, pose.pitch, pose.roll])
    from_x, from_y = x, y
    for _ in range(ROUNDS):
        z = _depth(from_x, from_y)
        turned_x = from_x * np.cos(yaw) + z * np.sin(yaw)
        back = z * np.cos(yaw) - from_x * np.sin(yaw)
        turned_y = from_y * np.cos(pitch) - back * np.sin(pitch)
        rolled_x = turned_x * np.cos(roll) - turned_y * np.sin(roll)
        rolled_y = turned_x * np.sin(roll) + turned_y * np.cos(roll)
        hold = _hold(from_x, from_y)
        from_x, from_y = x - hold * (rolled_x - from_x), y - hold * (rolled_y - from_y)
    return from_x, from_y


def _lidded(x: Array, y: Array, centre: float, half: float, closed: float) -> Array:
    """y before the upper lid was drawn down over the eye; brow and cheek stay."""
    along = np.clip(1 - ((x - centre) / (half * 1.5)) ** 2, 0, 1)
    seam, top = 0.40 * half * along, 1.05 * half  # where the lids meet; where the skin begins
    inside = (y <= seam) & (y >= -top) & (along > 0)
    # what lay between brow and lid is stretched from the brow to the seam
    skin = 0.38 * half
    stretched = -top + (y + top) * skin / (seam + top)
    return np.where(inside, y + closed * np.sqrt(along) * (stretched - y), y)


@dataclass(frozen=True)
class _Lips:
    """The gap between the lips: y = middle + bend * x^2, its half height, half its width."""

    middle: float = 1.06
    bend: float = 0.0
    half: float = 0.0
    reach: float = 0.5

    @classmethod
    def of(cls, picture: Picture, face: Face) -> _Lips:
        """The gap measured by the visible teeth; no gap for a closed mouth."""
        shown = teeth(picture, face)
        ys, xs = np.nonzero(shown)
        if shown.mean() < 0.03:
            return cls()
        (centre_x, centre_y), (width, height) = TEETH
        x = (xs / UNIT) - width / 2 + centre_x
        y = (ys / UNIT) - height / 2 + centre_y
        middle = float(np.median(y))
        columns = [y[np.abs(x - at) < 0.03] for at in np.linspace(-0.2, 0.2, 9)]
        spans = [float(np.ptp(column)) for column in columns if len(column) > 2]
        corners = y[np.abs(x) > 0.25]
        bend = float((np.median(corners) - middle) / 0.09) if len(corners) > 9 else 0.0
        half = float(np.median(spans) / 2 + 0.035) if spans else 0.05
        return cls(middle, float(np.clip(bend, -0.8, 0.3)), half, 0.55)


def _mouthed(x: Array, y: Array, amount: float, lips: _Lips) -> tuple[Array, Array]:
    """The points' coordinates before the mouth moved. Positive `amount`: corners out and up;
    negative: lips together, corners in and down."""
    if amount > 0:
        at = lips.middle
        sides = _bell(x, y, (-0.42, at), (0.26, 0.24)) + _bell(x, y, (0.42, at), (0.26, 0.24))
        return x - 0.10 * amount * np.sign(x) * sides, y + 0.13 * amount * sides
    off = y - lips.middle - lips.bend * x * x
    open_ = lips.half * np.clip(1 - (x / lips.reach) ** 2, 0, 1) ** 0.5
    near = np.exp(-((off / 0.26) ** 2))
    closed = y - amount * np.sign(off) * open_ * near
    narrow = 1 - 0.16 * amount * _bell(x, y, (0.0, lips.middle), (0.6, 0.25))
    return x * narrow, closed
