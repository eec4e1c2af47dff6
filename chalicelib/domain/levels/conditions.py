"""Conditions in CEL (the Common Expression Language): tried before they are published, and bounded.

Only facts may be named. The names that a comprehension binds are not facts, so loops are refused
and the cost of a condition grows with its length only.
"""

import sys
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from itertools import product
from types import ModuleType
from typing import Any, Protocol

from chalicelib.domain.levels.facts import FACTS, Facts

MAX_LENGTH = 400
MAX_FACTS = 6
#: Functions and operators of CEL that a condition may use: all of them cheap.
_FUNCTIONS = frozenset(
    {
        *("_>_", "_<_", "_>=_", "_<=_", "_==_", "_!=_", "_&&_", "_||_", "!_", "_?_:_"),
        *("_+_", "_-_", "-_", "_*_", "@in", "size", "startsWith", "endsWith", "contains"),
    }
)


class _Program(Protocol):
    def execute(self, context: Mapping[str, Any]) -> Any: ...
    def variables(self) -> list[str]: ...
    def functions(self) -> list[str]: ...


@lru_cache(maxsize=512)
def _program(text: str) -> _Program:
    program: _Program = _library().compile(text)
    return program


def _library() -> Any:
    """The library, imported at first use: a level without conditions does not pay for it.

    Its package imports its own command line, and with it typer and rich: 140 ms and 25 MB that no
    function needs (docs/decisions/0017). An empty module in its place keeps both out.
    """
    sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))
    import cel

    return cel


def objection(text: str) -> str:
    """Why a condition cannot be published, as a sentence; empty if it can."""
    if not text.strip():
        return "is empty"
    if len(text) > MAX_LENGTH:
        return f"is longer than {MAX_LENGTH} characters"
    try:
        program = _program(text)
    except ValueError:
        return "is not a CEL expression"
    unknown = sorted(set(program.variables()) - set(FACTS))
    if unknown:
        return f"names {unknown[0]!r}, which is no fact"
    odd = sorted(set(program.functions()) - _FUNCTIONS)
    if odd:
        return f"uses {odd[0]!r}, which is not allowed here"
    named = sorted(set(program.variables()))
    if not named:
        return "names no fact, so it always says the same"
    if len(named) > MAX_FACTS:
        return f"names more than {MAX_FACTS} facts"
    return _tried(program, named)


def _tried(program: _Program, named: list[str]) -> str:
    """The condition with every combination of the samples of its facts."""
    for values in product(*(FACTS[name]["samples"] for name in named)):
        facts = dict(zip(named, values, strict=True))
        try:
            answer = program.execute(facts)
        except (TypeError, ArithmeticError, RuntimeError, ValueError) as error:
            return f"fails with {facts}: {str(error)[:120]}"
        if not isinstance(answer, bool):
            return "does not answer true or false"
    return ""


def holds(text: str, facts: Mapping[str, Any]) -> bool | None:
    """What the condition says; None where it cannot say, as with a fact that is not known."""
    try:
        answer = _program(text).execute(facts)
    except (TypeError, ArithmeticError, RuntimeError, ValueError):
        return None
    return answer if isinstance(answer, bool) else None


def as_context(facts: Facts) -> dict[str, Any]:
    """The facts as CEL takes them."""
    return {
        spec.name: list(value) if isinstance(value, tuple) else value
        for spec in fields(facts)
        for value in (getattr(facts, spec.name),)
    }
