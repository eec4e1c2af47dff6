"""No test that needs the machine to itself is left out of `make test`, and no slow one of the long
parts; every part has a budget."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import figures

ROOT = Path(__file__).resolve().parents[1]


def collected(path: Path, mark: str) -> Any:
    """A test in that file, as pytest tells of it."""
    marks = {mark: object()}
    return SimpleNamespace(nodeid=f"{path}::test", path=path, get_closest_marker=marks.get)


def test_a_marked_test_in_a_file_without_the_word_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "test_pace.py"
    file.write_text("pytestmark = ALONE\n")
    with pytest.raises(pytest.UsageError, match="is marked alone"):
        figures.pytest_itemcollected(collected(file, "alone"))
    figures.pytest_itemcollected(collected(file, "slow"))
    file.write_text("@pytest.mark.alone\n")
    figures.pytest_itemcollected(collected(file, "alone"))


def test_make_test_looks_for_that_word_in_every_file_of_tests() -> None:
    search = r"grep -rl --include='test_*.py' 'mark\.alone' tests"
    assert search in (ROOT / ".ci" / "test").read_text()


def test_every_slow_test_is_in_a_folder_that_a_long_part_runs() -> None:
    makefile = (ROOT / "Makefile").read_text().replace("\\\n", " ")
    long = re.findall(r"^test-(?:long|infra|faults):.*\n((?:\t.*\n)+)", makefile, re.M)
    # A property test's long run takes its files as they are, with more examples.
    commands = [line for part in long for line in part.splitlines() if "SEARCH=" not in line]
    places = {place for line in commands for place in re.findall(r"(?<!ignore )tests/\S+", line)}
    slow = [
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "tests").rglob("*.py")
        if re.search(r"mark\.slow\b", file.read_text())
    ]
    unrun = [file for file in slow if not any(f"{file}/".startswith(f"{p}/") for p in places)]
    assert len(slow) > 30 and not unrun


def test_every_part_of_make_test_has_a_budget_and_all_are_less_than_ten_minutes() -> None:
    script = (ROOT / ".ci" / "test").read_text()
    parts = set(re.findall(r'^(?:part|note) "([^"]+)"', script, re.M))
    table = (ROOT / "CONTRIBUTING.md").read_text().partition("| part of `make test` |")[2]
    rows = re.findall(r"^\| (.+?) \| (\d+) \|$", table.partition("\n\n")[0], re.M)
    budgets = {name: int(seconds) for name, seconds in rows}
    whole = budgets.pop("altogether")
    assert set(budgets) == parts and len(parts) == 4
    beside = min(budgets["the embedded cloud (kept per state of infra/)"],
                 budgets["web, while the cloud was made"])  # fmt: skip
    assert sum(budgets.values()) - beside <= whole <= 600
