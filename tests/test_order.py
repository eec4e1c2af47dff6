"""Files that wait are spread among those that compute, and every file keeps its place."""

from itertools import pairwise

from tests.order import WAITING, mixed


def test_files_that_wait_are_spread_and_none_begins_last() -> None:
    computing = {f"tests/domain/test_{n}.py": 100 - n for n in range(80)}
    waiting = {f"{WAITING[0]}test_{n}.py": 2 for n in range(8)}
    ordered = mixed(computing | waiting)
    assert sorted(ordered) == sorted(computing | waiting)
    places = [place for place, path in enumerate(ordered) if path in waiting]
    assert places[0] <= 1
    assert max(b - a for a, b in pairwise(places)) < 20
    assert places[-1] < 70
    assert [path for path in ordered if path in computing] == list(computing)


def test_every_worker_finds_the_same_order() -> None:
    files = {f"tests/e2e/test_{n}.py": 3 for n in range(5)} | {"tests/domain/test_a.py": 3}
    assert mixed(files) == mixed(dict(reversed(files.items())))
    assert mixed({}) == []
    assert mixed({"tests/domain/test_a.py": 1}) == ["tests/domain/test_a.py"]
