"""Levels on the wire and in files: the shape of the JSON document, and its published schema."""

import json
from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from pydantic.alias_generators import to_camel

from chalicelib.domain.levels.level import Level
from chalicelib.domain.levels.validation import Problem

MAX_BYTES = 50_000


def _parts(kind: Any) -> Iterator[type]:
    """The dataclass and every dataclass inside it."""
    if is_dataclass(kind) and isinstance(kind, type):
        yield kind
        for hint in get_type_hints(kind).values():
            yield from _parts(hint)
    else:
        for argument in get_args(kind):
            yield from _parts(argument)


@cache
def _adapter() -> TypeAdapter[Level]:
    config = ConfigDict(extra="forbid", alias_generator=to_camel, allow_inf_nan=False)
    for part in _parts(Level):
        with_config(config)(part)
    return TypeAdapter(Level)


def read(document: bytes | str) -> tuple[Level | None, tuple[Problem, ...]]:
    """The level, or what is wrong with the document's shape."""
    text = document.encode() if isinstance(document, str) else document
    if len(text) > MAX_BYTES:
        return None, (Problem("", f"a level takes at most {MAX_BYTES} bytes"),)
    try:
        return _adapter().validate_json(text, strict=True), ()
    except ValidationError as error:
        return None, tuple(
            Problem(_path(fault["loc"]), fault["msg"][:1].lower() + fault["msg"][1:])
            for fault in error.errors(include_url=False, include_input=False)
        )


def _path(where: tuple[int | str, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where)
    return text.removeprefix(".")


def write(level: Level) -> dict[str, Any]:
    """The level as its JSON document, everything said."""
    document: dict[str, Any] = json.loads(_adapter().dump_json(level, by_alias=True))
    return document


def schema() -> dict[str, Any]:
    """The JSON Schema of a level."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | _adapter().json_schema()
