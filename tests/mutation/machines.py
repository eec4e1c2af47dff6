"""Small changes to the state machines: another next state, a retry less, another time-out."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.mutation.changes import Change

NUMBERS = ("TimeoutSeconds", "HeartbeatSeconds", "Seconds", "MaxAttempts", "IntervalSeconds")
#: In a condition: what is written → what is put in its place.
WORDS = ((" and ", " or "), (" or ", " and "), (" = ", " != "), (" != ", " = "),
         (" > ", " >= "), (" < ", " <= "), (" >= ", " > "), (" <= ", " < "))  # fmt: skip

Path_ = tuple[str | int, ...]


def changes(root: Path, file: Path) -> list[Change]:
    """Every change of one definition."""
    text = file.read_text()
    document = json.loads(text)
    found: list[Change] = []
    for path, value, kind in _changes(document, ()):
        changed = copy.deepcopy(document)
        _put(changed, path, value)
        where = "/".join(str(each) for each in path)
        found.append(
            Change(
                str(file.relative_to(root)),
                0,
                len(text.encode()),
                json.dumps(changed, indent=2, ensure_ascii=False),
                len(found) + 1,
                f"{where}: {kind}",
            )
        )
    return found


_GONE = object()


def _put(document: Any, path: Path_, value: Any) -> None:
    for each in path[:-1]:
        document = document[each]
    if value is _GONE:
        del document[path[-1]]
    else:
        document[path[-1]] = value


def _changes(node: Any, path: Path_) -> Iterator[tuple[Path_, Any, str]]:
    if isinstance(node, list):
        for index, each in enumerate(node):
            yield from _changes(each, (*path, index))
        return
    if not isinstance(node, dict):
        return
    for name, value in node.items():
        here = (*path, name)
        if name in NUMBERS and isinstance(value, int):
            for other in {value * 2, value // 2, 0 if name == "MaxAttempts" else value + 60}:
                if other != value:
                    yield here, other, f"{value} → {other}"
        elif name == "Seconds" or name.endswith("SecondsPath"):
            yield here, "{% 60 %}" if isinstance(value, str) else 60, "60 s"
        elif name in ("Condition", "Output") and isinstance(value, str):
            for old, new in WORDS:
                if old in value:
                    yield here, value.replace(old, new, 1), f"{old.strip()} → {new.strip()}"
        elif name in ("Retry", "Catch") and isinstance(value, list):
            yield here, _GONE, "gone"
            for index in range(len(value)):
                yield (*here, index), _GONE, "gone"
        elif name == "Choices":
            for index in range(len(value)):
                if len(value) > 1:
                    yield (*here, index), _GONE, "gone"
        yield from _changes(value, here)
    yield from _elsewhere(node, path)


def _elsewhere(node: dict[str, Any], path: Path_) -> Iterator[tuple[Path_, Any, str]]:
    """A state that is followed by another one of the same machine than it should be."""
    states = node.get("States")
    if not isinstance(states, dict):
        return
    names = list(states)
    for name, state in states.items():
        for where, target in _targets(state, (*path, "States", name)):
            other = names[(names.index(target) + 1) % len(names)]
            if other not in (name, target):
                yield where, other, f"{target} → {other}"


def _targets(node: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name in ("Next", "Default"):
                yield (*path, name), value
            elif name in ("Choices", "Catch"):
                yield from _targets(value, (*path, name))
    elif isinstance(node, list):
        for index, each in enumerate(node):
            yield from _targets(each, (*path, index))
