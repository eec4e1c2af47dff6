"""Where tests are whose figures need the machine to themselves: `.ci/test` looks for a word, since
importing ten thousand others to find them took longer than the figures.
"""

from __future__ import annotations

from pathlib import Path

import pytest

MARK = "alone"
WORD = f"mark.{MARK}"


def hidden(path: Path) -> bool:
    """Whether `.ci/test` would not find a marked test in this file."""
    return not path.name.startswith("test_") or WORD not in path.read_text()


def pytest_itemcollected(item: pytest.Item) -> None:
    """A marked test that would never run is an error for whoever collects it."""
    if item.get_closest_marker(MARK) and hidden(item.path):
        raise pytest.UsageError(f"{item.nodeid} is marked {MARK}, and {WORD} is not in its file")
