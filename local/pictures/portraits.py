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
"""How each gesture is shown. The lips of a smiling portrait are closed but for the smile."""
FRAMES = 3


def names() -> list[str]:
    """The portraits there are; their sources stand in SOURCES.md beside them."""
    return sorted(path.stem for path in FACES.glob("*.jpg"))


def face(name: str) -> Image.Image:
    """A portrait by name, RGB. LookupError when there is none of that name."""
    path = FACES / f"{name}.jpg"
    if not path.is_file():
        raise LookupError(f"no portrait {name!r}; there are {', '.join(names())}")
    with Image.open(path) as picture:
        return picture.convert("RGB")


def selfies(
    portrait: Image.Image, seed: int = 0, frames: int = FRAMES
) -> dict[str, tuple[bytes, ...]]:
    """JPEG frames by gesture: the portrait's head doing it, with a hand-held camera's trembling.

    No two frames are the same. ValueError when the portrait has no face.
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
    """What somebody sends who only has a photograph: the same face in every frame."""
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
    """One exposure: light, noise and JPEG differ a little."""
    noise = np.random.default_rng(chance.getrandbits(32)).normal(0, 2.0, picture.shape)
    noisy = np.clip(picture + noise, 0, 255).astype(np.uint8)
    lit = ImageEnhance.Brightness(Image.fromarray(noisy)).enhance(chance.uniform(0.94, 1.06))
    out = io.BytesIO()
    lit.save(out, "JPEG", quality=chance.randint(84, 92))
    return out.getvalue()
