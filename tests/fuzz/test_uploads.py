"""A thousand malformed documents: clear refusals, nothing kept, memory bounded."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests.fuzz.admission import A_FIFTH, Outcome, run, upload_door
from tests.fuzz.malformed import every
from tests.present import present
from tests.services.in_memory import InMemorySystem

CODES = {"image_type_unsupported", "image_unreadable", "image_too_small", "image_too_large",
         "image_animated", "image_polyglot"}  # fmt: skip
MOST_MEMORY = 300.0
"""MB above a small picture's: fifty million pixels decoded, turned and encoded."""


@pytest.fixture(scope="module", params=[A_FIFTH, pytest.param(1, marks=pytest.mark.slow)])
def outcome(request: pytest.FixtureRequest) -> Outcome:
    """A process of its own, so that its peak is the samples' peak. `make test` decodes a fifth."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(run, upload_door, request.param).result()


def test_every_refusal_is_clear_and_nothing_malformed_is_kept(outcome: Outcome) -> None:
    print(f"\n{outcome.count} uploads in {outcome.seconds:.0f} s, {outcome.kept} cleaned and kept")
    print(dict(outcome.codes))
    assert outcome.wrong == []
    assert outcome.count > 700
    assert set(outcome.codes) == CODES


def test_memory_is_bounded(outcome: Outcome) -> None:
    print(f"\nmalformed uploads take {outcome.grown:.0f} MB at most")
    assert outcome.grown < MOST_MEMORY


def test_a_malformed_picture_posted_to_the_bucket_vanishes() -> None:
    system = InMemorySystem()
    _, user_id = system.confirmed()
    form = system.uploads.form(user_id, "image/jpeg", 1000, "front")
    key = present(form.form)["fields"]["key"]
    for sample in list(every(0))[::10]:
        system.pictures.items[key] = sample.data
        system.uploads.admit(key)
        assert key not in system.pictures.items, sample.name
        if sample.refused:
            assert system.pictures.items == {}, sample.name
            assert system.audit.entries[-1][1] == "refused", sample.name
            assert system.audit.entries[-1][2]["code"] in CODES, sample.name
        system.pictures.items.clear()
