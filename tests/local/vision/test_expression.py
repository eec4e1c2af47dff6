"""Several pictures are read at once, and each is read as if it were alone."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from PIL import Image

from local.pictures import face, selfies
from local.vision import expression, landmarks


def test_eyes_are_as_open_beside_others_as_alone() -> None:
    """A cascade is one object: two threads in it at once saw open eyes as closed."""
    shown = selfies(face("astronaut"), seed=7)
    pictures = [
        np.asarray(Image.open(io.BytesIO(shown[gesture][0])).convert("RGB"))
        for gesture in ("neutral", "blink")
    ]
    looked = [(picture, landmarks.find(picture)[0]) for picture in pictures]
    alone = [expression.eyes(*each) for each in looked]
    assert alone[0] > alone[1]
    with ThreadPoolExecutor(12) as crowd:
        beside = list(crowd.map(lambda each: expression.eyes(*each), looked * 30))
    assert beside == alone * 30
