"""The order in which workers take the files of tests.

Tests of a whole system wait more than they compute; the others compute. Mixed, they use the
processors all the time. One kind after the other leaves them idle for a part of it.
"""

from __future__ import annotations

from collections.abc import Mapping

WAITING = ("tests/e2e/", "tests/faults/", "tests/infra/", "tests/sdk/")
BEGUN_BY = 0.8
"""The share of the others' tests before which the last file that waits begins: the end is short
files, so that all workers end at about the same time."""


def mixed(files: Mapping[str, int]) -> list[str]:
    """The files (path -> number of its tests) in order: those with the most tests first, those that
    wait spread evenly among them.
    """
    largest_first = sorted(files, key=lambda path: (-files[path], path))
    computing = [path for path in largest_first if not path.startswith(WAITING)]
    waiting = sorted(path for path in files if path.startswith(WAITING))
    places: list[tuple[float, str]] = []
    done = 0
    for path in computing:
        places.append((done / max(1, sum(files[each] for each in computing)), path))
        done += files[path]
    for number, path in enumerate(waiting):
        places.append((BEGUN_BY * number / len(waiting), path))
    return [path for _, path in sorted(places)]
