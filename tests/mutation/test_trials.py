"""The trials try what they say, and a test that notices is told from one that does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.mutation import __main__ as command
from tests.mutation import machines, trial
from tests.mutation.changes import Change, changes
from tests.mutation.reach import Reach

SOURCE = '''"""What it is about."""

from enum import Enum

GROWN = 18
REASONS = frozenset({"fraud", "duplicate"})


def grown(age: int) -> bool:
    """Whether somebody is of age."""
    if not age:
        raise ValueError("no age", "age_missing")
    return age >= GROWN and age < 150
'''
TESTS = """
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from rule_of_age import grown


def test_the_boundary():
    assert grown(18) and not grown(17)
"""


@pytest.fixture
def product(tmp_path: Path) -> Path:
    (tmp_path / "rule_of_age.py").write_text(SOURCE)
    (tmp_path / "test_rule_of_age.py").write_text(TESTS)
    return tmp_path


def found(product: Path) -> dict[str, Change]:
    return {each.kind: each for each in changes(product, product / "rule_of_age.py")}


def test_a_slip_of_each_kind_is_tried(product: Path) -> None:
    kinds = set(found(product))
    assert kinds >= {
        "18 → 19", 'without "fraud"', "not taken out", "not refused", ">= → >", "< → <=",
        "and → or", "150 → 151", "nothing answered", "other text",
    }  # fmt: skip


def test_each_change_compiles_and_changes_one_place(product: Path) -> None:
    source = (product / "rule_of_age.py").read_bytes()
    for change in changes(product, product / "rule_of_age.py"):
        changed = change.applied(source)
        compile(changed, "changed", "exec")
        assert changed != source
        assert changed.startswith(source[: change.start])
        assert changed.endswith(source[change.end :])
    words = b"What it is about", b"Whether somebody", b"no age"
    assert all(word in each.applied(source) for word in words for each in found(product).values()
               if each.kind == "other text")  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "result"),
    [(">= → >", trial.CAUGHT), ("18 → 19", trial.CAUGHT), ("150 → 151", trial.SURVIVED)],
)
def test_what_a_test_notices_is_caught_and_nothing_else(
    product: Path, kind: str, result: str
) -> None:
    change = found(product)[kind]
    tests = [str(product / "test_rule_of_age.py")]
    outcome = trial.attempt(product, change, tests, 1.0)
    assert outcome.partition(":")[0] == result
    assert result != trial.CAUGHT or outcome.endswith("test_rule_of_age.py::test_the_boundary")
    assert (product / "rule_of_age.py").read_text() == SOURCE


def test_a_line_that_no_test_reaches_is_said_so(product: Path) -> None:
    assert trial.attempt(product, found(product)["18 → 19"], [], 0.0) == trial.UNREACHED


def test_a_machine_loses_a_retry_a_way_and_a_limit(tmp_path: Path) -> None:
    file = tmp_path / "one.asl.json"
    task = {"Type": "Task", "TimeoutSeconds": 60, "Retry": [{"MaxAttempts": 3}], "Next": "B"}
    states = {"A": task, "B": {"Type": "Succeed"}, "C": {"Type": "Fail"}}
    file.write_text(json.dumps({"StartAt": "A", "States": states}))
    tried = machines.changes(tmp_path, file)
    kinds = {each.kind for each in tried}
    assert kinds >= {
        "States/A/TimeoutSeconds: 60 → 120", "States/A/Retry: gone", "States/A/Next: B → C",
        "States/A/Retry/0/MaxAttempts: 3 → 0",
    }  # fmt: skip
    assert len({json.dumps(json.loads(each.text)) for each in tried}) == len(tried)


def reach_of(home: Path, tests: str) -> Reach:
    (home / "seconds.json").write_text(json.dumps({"tests/domain/test_age.py::test_it": 0.1}))
    (home / "tests.json").write_text(tests)
    return Reach(home)


def test_what_nobody_noticed_is_tried_again_once_there_are_other_tests(
    product: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def one(job: tuple[Change, list[str], float]) -> tuple[str, str]:
        tried.append(job[0].kind)
        return job[0].name, trial.SURVIVED if job[0].kind == "18 → 19" else "caught: a test"

    class Here:
        def __init__(self, *_: object, **__: object) -> None: ...
        def __enter__(self) -> Here:
            return self

        def __exit__(self, *_: object) -> None: ...

        imap_unordered = staticmethod(map)

    monkeypatch.setattr(command, "one", one)
    monkeypatch.setattr(command, "get_context", lambda _: type("C", (), {"Pool": Here}))
    monkeypatch.setattr(Reach, "of", lambda *_: {0: set()})
    drawn = [found(product)["18 → 19"], found(product)["150 → 151"]]
    for tests, expected in (
        ("{}", ["18 → 19", "150 → 151"]),
        ("{}", []),  # a run that was stopped goes on
        ("other", ["18 → 19"]),
    ):
        tried.clear()
        results = command.run(drawn, reach_of(tmp_path, tests), 2)
        assert tried == expected
        assert sorted(results.values()) == ["caught: a test", trial.SURVIVED]
