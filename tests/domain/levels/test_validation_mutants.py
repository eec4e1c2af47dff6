"""Each rule of validation is needed: with any one of them taken out, a level that must be refused
for it is not refused any more."""

from __future__ import annotations

import ast
import copy
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from chalicelib.contracts.levels import read
from chalicelib.domain.levels import validation
from chalicelib.domain.levels.level import Level
from tests.domain.levels.test_validation import GOOD, REFUSED

SOURCE = Path(str(validation.__file__)).read_text()
NOTHING = ast.Expr(ast.YieldFrom(ast.Tuple([], ast.Load())))


def _is_rule(node: ast.AST) -> bool:
    """`yield Problem(...)`."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Yield)
        and isinstance(node.value.value, ast.Call)
        and getattr(node.value.value.func, "id", "") == "Problem"
    )


RULES = [node.lineno for node in ast.walk(ast.parse(SOURCE)) if _is_rule(node)]  # type: ignore[attr-defined]


class _Without(ast.NodeTransformer):
    """The module without the rule of this line."""

    def __init__(self, line: int) -> None:
        self.line = line

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        gone = _is_rule(node) and node.lineno == self.line
        return copy.deepcopy(NOTHING) if gone else node


def _without(line: int) -> ModuleType:
    tree = ast.fix_missing_locations(_Without(line).visit(ast.parse(SOURCE)))
    module = ModuleType("validation_without_a_rule")
    sys.modules[module.__name__] = module  # dataclasses look their module up
    exec(compile(tree, "validation", "exec"), module.__dict__)  # noqa: S102 - our own source
    return module


@cache
def _cases() -> tuple[tuple[Level, str, str], ...]:
    """Levels of a right shape that are refused, with the place and the sentence."""
    return tuple(_read())


def _read() -> Iterator[tuple[Level, str, str]]:
    for change, path, sentence in REFUSED:
        document: dict[str, Any] = json.loads(json.dumps(GOOD))
        for place, value in change.items():
            *above, last = place.split(".")
            part: Any = document
            for name in above:
                part = part.setdefault(name, {}) if isinstance(part, dict) else part[int(name)]
            part[last] = value
        level, _ = read(json.dumps(document))
        if level is not None:
            yield level, path, sentence


def _refuses(module: Any, level: Level, path: str, sentence: str) -> bool:
    return any(p.path == path and sentence in p.sentence for p in module.problems(level))


def test_the_rules_are_found() -> None:
    assert len(RULES) >= 40
    assert all(_refuses(validation, *case) for case in _cases())


@pytest.mark.parametrize("line", RULES)
def test_without_a_rule_something_passes(line: int) -> None:
    module = _without(line)
    assert not all(_refuses(module, *case) for case in _cases()), SOURCE.splitlines()[line - 1]
