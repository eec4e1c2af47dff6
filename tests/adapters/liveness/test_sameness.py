"""How far pictures are from being one: what is done to a picture, and what a head does."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageEnhance

from chalicelib.adapters.liveness.sameness import distance
from chalicelib.domain.liveness.presentation import STILL
from local.pictures import face, selfies


def _encoded(picture: Image.Image, quality: int = 85) -> bytes:
    picture.save(out := io.BytesIO(), "JPEG", quality=quality)
    return out.getvalue()


def _cropped(picture: Image.Image) -> Image.Image:
    wide, high = picture.size
    return picture.crop((7, 3, wide - 4, high - 9)).resize((wide, high))


def _shifted(picture: Image.Image) -> Image.Image:
    return picture.transform(picture.size, Image.Transform.AFFINE, (1, 0, 5, 0, 1, -3))


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "encoded": lambda picture: picture,
    "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.85),
    "cropped": _cropped,
    "turned": lambda picture: picture.rotate(2, Image.Resampling.BICUBIC),
    "shifted": _shifted,
}


@pytest.fixture(scope="module")
def frames() -> tuple[bytes, ...]:
    return selfies(face("astronaut"), seed=77)["neutral"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_picture_stays_near_itself_whatever_is_done_to_it(
    frames: tuple[bytes, ...], change: str
) -> None:
    changed = CHANGES[change](Image.open(io.BytesIO(frames[0])).convert("RGB"))
    assert distance(frames[0], _encoded(changed)) < STILL


def test_padding_changes_nothing(frames: tuple[bytes, ...]) -> None:
    assert distance(frames[0], frames[0] + b"\0\0") == 0


def test_a_head_that_lives_moves_away_from_itself(frames: tuple[bytes, ...]) -> None:
    pairs = ((0, 1), (1, 2), (0, 2))
    assert max(distance(frames[i], frames[j]) for i, j in pairs) > STILL


def test_another_picture_is_told_by_a_coarse_look(frames: tuple[bytes, ...]) -> None:
    other = selfies(face("stranger-1"), seed=77)["neutral"][0]
    assert distance(frames[0], other, enough=1.5) > 10
