"""What modules declare, as plain text: limits, closed sets, thresholds, vocabularies."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import importlib
import pkgutil
import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import chalicelib
import emulator.strict

#: Rooms whose decisions are reviewed. Doors declare routes, which the OpenAPI document holds.
ROOMS = ("chalicelib.domain.", "chalicelib.services.", "chalicelib.adapters.", "emulator.strict.")

#: Characters that a reader of a diff still reads.
LONG = 1500


def tables() -> dict[str, str]:
    """`module.NAME` → its value; `module.Record.field` → its default."""
    found: dict[str, str] = {}
    for package in (chalicelib, emulator.strict):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if each.name.startswith(ROOMS):
                found |= _declared(importlib.import_module(each.name))
    return dict(sorted(found.items()))


def _rows(name: str, value: Any) -> dict[str, str]:
    """The value in a row; what is long in a row for each of its parts."""
    shown = written(value)
    if shown is None:
        return {}
    if len(shown) <= LONG:
        return {name: shown}
    if "._" in name:  # made from other tables: it only must not change by itself
        return {name: f"{len(shown)} characters, {hashlib.sha256(shown.encode()).hexdigest()[:16]}"}
    if isinstance(value, Mapping):
        return {f"{name}[{written(key)}]": str(written(each)) for key, each in value.items()}
    if dataclasses.is_dataclass(value):
        value = [(each.name, getattr(value, each.name)) for each in dataclasses.fields(value)]
    parts = sorted(value, key=str) if isinstance(value, set | frozenset) else value
    return {f"{name}[{place}]": str(written(each)) for place, each in enumerate(parts)}


def _declared(module: ModuleType) -> dict[str, str]:
    here = Path(str(module.__file__)).read_text()
    found: dict[str, str] = {}
    for name, value in vars(module).items():
        if isinstance(value, type) and value.__module__ == module.__name__:
            if dataclasses.is_dataclass(value):
                for field in dataclasses.fields(value):
                    if not isinstance(field.default, dataclasses._MISSING_TYPE | Mapping):
                        found |= _rows(f"{module.__name__}.{name}.{field.name}", field.default)
        elif name.strip("_").isupper() and re.search(rf"^{name}\b.*=", here, re.MULTILINE):
            found |= _rows(f"{module.__name__}.{name}", value)
    return found


def written(value: Any) -> str | None:
    """The value as text that is the same in every run; None for what is no plain data."""
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, float):
        return f"{value:.9g}"  # made by a sum, the rest would be noise
    if value is None or isinstance(value, bool | int | str | bytes):
        return repr(value)
    if isinstance(value, re.Pattern):
        return f"/{value.pattern!r}/{value.flags}"
    if isinstance(value, Mapping):
        return _group("{}", [_pair(key, each) for key, each in value.items()])
    if isinstance(value, set | frozenset):
        return _group("{}", sorted(str(written(each)) for each in value))
    if isinstance(value, tuple | list):
        return _group("()", [written(each) for each in value])
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        inside = [f"{each.name}={written(getattr(value, each.name))}" for each in fields]
        return _group("<>", [type(value).__name__, *inside])
    if type(value).__module__ in ("datetime", "decimal"):
        return repr(value)
    return getattr(value, "__qualname__", None)


def _pair(key: Any, value: Any) -> str:
    return f"{written(key)}: {written(value)}"


def _group(brackets: str, parts: list[Any]) -> str:
    return brackets[0] + ", ".join(map(str, parts)) + brackets[1]
