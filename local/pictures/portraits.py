"""Portraits for the demo and the tests, and live frames made from them."""

from __future__ import annotations

import io
import random
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance

from local.pictures.heads import Pose, portrait_of, posed

FACES = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "faces"
WIDTH = 480
"""Width of a live frame in pixels."""
SHOWN: dict[str, Pose] = {
    "neutral": Pose(mouth=-1),
    "blink": Pose(mouth=-1, lids=1),
    "turn_left": Pose(mouth=-1, yaw=24),
    "turn_right": Pose(mouth=-1, yaw=-24),
    "look_up": Pose(mouth=-1, pitch=20),
    "look_down": Pose(mouth=-1, pitch=-14),
    "smile": Pose(),
}
"""Gesture -> the pose that shows it. The portraits smile, so other gestures close the lips."""
FRAMES = 3


def names() -> list[str]:
    """The names of the portraits; their sources are in SOURCES.md beside them."""
    return sorted(path.stem for path in FACES.glob("*.jpg"))


def face(name: str) -> Image.Image:
    """A portrait by name, in RGB. LookupError if there is none."""
    path = FACES / f"{name}.jpg"
    if not path.is_file():
        raise LookupError(f"no portrait {name!r}; there are {', '.join(names())}")
    with Image.open(path) as picture:
        return picture.convert("RGB")


def selfies(
    portrait: Image.Image, seed: int = 0, frames: int = FRAMES
) -> dict[str, tuple[bytes, ...]]:
    """Gesture -> `frames` JPEG files of the portrait's head, WIDTH pixels wide, with the shake of a
    hand-held camera.

    No two frames are the same; equal arguments give equal files. ValueError if the portrait has no
    face.
    """
    chance = random.Random(seed)
    height = round(portrait.height * WIDTH / portrait.width)
    base = np.asarray(portrait.resize((WIDTH, height), Image.Resampling.LANCZOS), dtype=np.uint8)
    head = portrait_of(base)
    return {
        gesture: tuple(
            _shot(posed(base, head, _trembling(pose, chance)), chance) for _ in range(frames)
        )
        for gesture, pose in SHOWN.items()
    }


def stills(portrait: Image.Image, seed: int = 0, frames: int = FRAMES) -> dict[str, list[bytes]]:
    """Gesture -> `frames` JPEG files of the unmoved portrait, as of somebody who holds a photograph
    into the camera."""
    chance = random.Random(seed)
    height = round(portrait.height * WIDTH / portrait.width)
    base = np.asarray(portrait.resize((WIDTH, height), Image.Resampling.LANCZOS), dtype=np.uint8)
    return {gesture: [_shot(base, chance) for _ in range(frames)] for gesture in SHOWN}


def _trembling(pose: Pose, chance: random.Random) -> Pose:
    return Pose(
        yaw=pose.yaw + chance.uniform(-1.5, 1.5),
        pitch=pose.pitch + chance.uniform(-1, 1),
        roll=chance.uniform(-2, 2),
        lids=pose.lids,
        mouth=pose.mouth,
    )


def _shot(picture: np.ndarray, chance: random.Random) -> bytes:
    """One exposure as JPEG; light, noise and quality differ a little each time."""
    noise = np.random.default_rng(chance.getrandbits(32)).normal(0, 2.0, picture.shape)
    noisy = np.clip(picture + noise, 0, 255).astype(np.uint8)
    lit = ImageEnhance.Brightness(Image.fromarray(noisy)).enhance(chance.uniform(0.94, 1.06))
    out = io.BytesIO()
    lit.save(out, "JPEG", quality=chance.randint(84, 92))
    return out.getvalue()
