"""A pytest plugin, `-p tests.shuffled`: files, and the tests of each, in an order of chance.

VESTIBULE_ORDER is its seed: the same number is the same order, in every worker.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from pathlib import Path
from typing import Protocol, TypeVar

import pytest


class InAFile(Protocol):
    """What a test is here."""

    @property
    def path(self) -> Path: ...


Test = TypeVar("Test", bound=InAFile)


def shuffled(items: list[Test], seed: str) -> list[Test]:
    """The tests of a file stay together, as what they share is made once for them."""
    files: dict[str, list[Test]] = defaultdict(list)
    for item in items:
        files[str(item.path)].append(item)
    chance = random.Random(seed)
    order = chance.sample(sorted(files), len(files))
    return [item for file in order for item in chance.sample(files[file], len(files[file]))]


# Before pytest puts tests next to each other that share the value of a fixture.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = shuffled(items, os.environ["VESTIBULE_ORDER"])


def pytest_report_header() -> str:
    return f"order of chance: VESTIBULE_ORDER={os.environ['VESTIBULE_ORDER']}"
