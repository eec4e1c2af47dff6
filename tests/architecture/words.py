"""Words that are stored or sent, and fields that are never printed: read from the code."""

from __future__ import annotations

import dataclasses
import enum
import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import chalicelib
from chalicelib.domain.errors import VestibuleError

Table = dict[str, dict[str, Any]]


def table() -> Table:
    """Enums with their values, errors with their codes, records with the fields `repr` hides."""
    found: Table = {"enums": {}, "errors": {}, "hidden": {}}
    for name, each in _classes():
        if issubclass(each, enum.Enum):
            found["enums"][name] = {member.name: member.value for member in each}
        elif issubclass(each, VestibuleError):
            found["errors"][name] = each.code
        elif dataclasses.is_dataclass(each):
            hidden = sorted(field.name for field in dataclasses.fields(each) if not field.repr)
            if hidden:
                found["hidden"][name] = hidden
    return {kind: dict(sorted(rows.items())) for kind, rows in found.items()}


#: Names of fields that hold what is personal or secret, wherever they stand.
PERSONAL = {
    *("email", "phone", "address", "full_name", "given_names", "surname", "date_of_birth"),
    *("birth_date", "number", "document_number", "body", "password", "secret", "nonce", "pepper"),
    *("access_token", "refresh_token", "sdk_token"),
}


def printed() -> set[str]:
    """Fields of those names that `repr` shows, as `class.field`."""
    return {
        f"{name}.{field.name}"
        for name, each in _classes()
        if dataclasses.is_dataclass(each) and "__repr__" in vars(each)
        if hasattr(each.__repr__, "__wrapped__")  # made by dataclasses, not by hand
        for field in dataclasses.fields(each)
        if field.repr and field.name in PERSONAL and "Callable" not in str(field.type)
    }


def _classes() -> Iterator[tuple[str, type]]:
    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        held = vars(importlib.import_module(module.name))
        for name, each in held.items():
            if isinstance(each, type) and each.__module__ == module.name:
                yield f"{module.name.removeprefix('chalicelib.')}.{name}", each
