"""Which variables of a state machine are read before anybody assigned them.

A forward analysis: what is surely assigned when a state begins is the intersection over all paths
that lead to it. Expressions are read by the JSONata parser, so that what they bind themselves
(`$x := …`, function parameters) and the built-in functions are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonata import Jsonata

Machine = dict[str, Any]
_NAMES = """
sum count max min average string substring substringBefore substringAfter lowercase uppercase
length trim pad match contains replace split join formatNumber formatBase formatInteger parseInteger
number floor ceil round abs sqrt power random boolean not map zip filter single reduce sift keys
lookup append exists spread merge reverse each error assert type sort shuffle distinct base64encode
base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis fromMillis now
millis clone states partition range hash uuid parse
"""
BUILT_IN = frozenset(_NAMES.split())
# Keys whose expressions are evaluated when a state ends by its error or rule, not by itself.
RULES = ("Choices", "Catch")


def undefined(machine: Machine) -> list[str]:
    """Findings `variable: where: what` and `expression: where: what`."""
    return list(_machine(machine, frozenset(), ""))


def _machine(machine: Machine, outer: frozenset[str], path: str) -> Iterator[str]:
    states: dict[str, Machine] = machine.get("States", {})
    known = _assigned(states, machine.get("StartAt", ""), outer)
    for name, state in states.items():
        where = f"{path}{name}"
        inner = known.get(name, outer)
        yield from _reads(state, inner, where)
        for variable in sorted(_writes(state) & outer):
            yield f"variable: {where}: ${variable} belongs to the machine around this branch"
        for number, branch in enumerate(_branches(state)):
            yield from _machine(branch, inner, f"{where}/{number}/")


def _assigned(
    states: dict[str, Machine], start: str, outer: frozenset[str]
) -> dict[str, frozenset[str]]:
    """State -> the variables that are assigned on every path to it."""
    known: dict[str, frozenset[str]] = {start: outer}
    todo = [start]
    while todo:
        name = todo.pop()
        for target, written in _edges(states.get(name, {})):
            arriving = known[name] | written
            before = known.get(target)
            merged = arriving if before is None else before & arriving
            if merged != before and target in states:
                known[target] = merged
                todo.append(target)
    return known


def _edges(state: Machine) -> Iterator[tuple[str, frozenset[str]]]:
    """(next state, what is assigned on the way there)."""
    own = frozenset(state.get("Assign", {}))
    for rules in RULES:
        for rule in state.get(rules, []):
            if "Next" in rule:
                yield rule["Next"], frozenset(rule.get("Assign", {}))
    for label in ("Next", "Default"):
        if label in state:
            yield state[label], own


def _writes(state: Machine) -> set[str]:
    rules = [rule for label in RULES for rule in state.get(label, [])]
    return {name for part in (state, *rules) for name in part.get("Assign", {})}


def _branches(state: Machine) -> list[Machine]:
    within = [state[key] for key in ("ItemProcessor", "Iterator") if key in state]
    return [*state.get("Branches", []), *within]


def _reads(state: Machine, known: frozenset[str], where: str) -> Iterator[str]:
    own = {k: v for k, v in state.items() if k not in ("Branches", "ItemProcessor", "Iterator")}
    for text in _expressions(own):
        try:
            used = variables(text)
        except Exception as error:  # jsonata-python raises more than its own class
            yield f"expression: {where}: {error}: {text}"
            continue
        for name in sorted(used - known - BUILT_IN):
            yield (
                f"variable: {where}: ${name} is not assigned on every path that leads here; "
                f"the state's input is $states.input: {text}"
            )


def _expressions(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _expressions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _expressions(inner)
    elif isinstance(value, str) and value.startswith("{%") and value.endswith("%}"):
        yield value[2:-2].strip()


def variables(expression: str) -> set[str]:
    """The free variables of a JSONata expression, without `$`; raises what the parser raises."""
    found: set[str] = set()
    bound: set[str] = set()
    seen: set[int] = set()

    def walk(node: Any) -> None:
        if isinstance(node, list | tuple):
            for inner in node:
                walk(inner)
        elif hasattr(node, "__dict__") and id(node) not in seen:
            seen.add(id(node))
            kind, value = getattr(node, "type", None), getattr(node, "value", None)
            if kind == "variable" and isinstance(value, str) and value:
                found.add(value)
            if kind == "bind":
                bound.add(str(node.lhs.value))
            if kind == "lambda":
                bound.update(str(argument.value) for argument in node.arguments)
            for inner in vars(node).values():
                walk(inner)

    walk(Jsonata(expression).ast)
    return found - bound
