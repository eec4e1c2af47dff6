"""`ORDER=7`: the same number is the same order of chance, and a file stays in one piece."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tests.shuffled import shuffled


@dataclass(frozen=True, order=True)
class Named:
    path: Path
    name: str


TESTS = [Named(Path(f"test_{file}.py"), f"test_{n}") for file in "abcd" for n in range(6)]


def files(order: list[Named]) -> list[Path]:
    return [file for file, _ in groupby(order, key=lambda test: test.path)]


def test_a_number_is_an_order_in_which_nothing_is_lost_and_no_file_is_torn() -> None:
    orders = [shuffled(TESTS, seed) for seed in "1234"]
    assert orders == [shuffled(list(TESTS), seed) for seed in "1234"]
    assert all(sorted(order) == TESTS for order in orders)
    assert all(len(files(order)) == 4 for order in orders)


def test_another_number_is_another_order_of_files_and_of_the_tests_in_each() -> None:
    orders = [shuffled(TESTS, str(seed)) for seed in range(8)]
    assert len({tuple(files(order)) for order in orders}) > 4
    for file in "abcd":
        within = {tuple(t.name for t in o if t.path.stem == f"test_{file}") for o in orders}
        assert len(within) > 4
