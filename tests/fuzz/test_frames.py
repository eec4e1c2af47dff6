"""A thousand malformed frames: clear refusals, nothing kept, memory bounded."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests.fuzz.admission import A_FIFTH, Outcome, frame_door, run

CODES = {"image_type_unsupported", "image_unreadable", "image_too_small", "image_too_large",
         "image_animated", "image_polyglot", "frame_too_large"}  # fmt: skip
MOST_MEMORY = 120.0
"""MB above a small picture's: five million pixels decoded, turned and encoded."""


@pytest.fixture(scope="module", params=[A_FIFTH, pytest.param(1, marks=pytest.mark.slow)])
def outcome(request: pytest.FixtureRequest) -> Outcome:
    """A process of its own, so that its peak is the samples' peak. `make test` decodes a fifth."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(run, frame_door, request.param).result()


def test_every_refusal_is_clear_and_nothing_malformed_is_kept(outcome: Outcome) -> None:
    print(f"\n{outcome.count} frames in {outcome.seconds:.0f} s, {outcome.kept} cleaned and kept")
    print(dict(outcome.codes))
    assert outcome.wrong == []
    assert outcome.count > 700
    assert set(outcome.codes) == CODES


def test_memory_is_bounded(outcome: Outcome) -> None:
    print(f"\nmalformed frames take {outcome.grown:.0f} MB at most")
    assert outcome.grown < MOST_MEMORY
