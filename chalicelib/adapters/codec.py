"""Records as plain dictionaries and back: one codec for every dataclass we store.

Names become camelCase, times ISO 8601 in UTC, `expires_at` seconds since 1970 because DynamoDB's
TTL wants a number (docs.aws.amazon.com/amazondynamodb, "Using time to live").
"""

import json
import types
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
TTL_FIELD = "expires_at"


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def camel(name: str) -> str:
    """snake_case -> camelCase."""
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


def encode(value: Any) -> Any:
    """A value as DynamoDB takes it (no float, no empty distinction lost)."""
    if is_dataclass(value) and not isinstance(value, type):
        return {camel(f.name): _encode_field(f.name, getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, tuple | list | frozenset):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {key: encode(item) for key, item in value.items()}
    return value


def _encode_field(name: str, value: Any) -> Any:
    if name == TTL_FIELD and isinstance(value, datetime):
        return int(value.timestamp())
    return encode(value)


def decode(kind: type[T], item: dict[str, Any]) -> T:
    """The dataclass that `encode` made the item from; absent fields take their defaults."""
    hints = _hints(kind)  # type: ignore[arg-type]
    known = {}
    for spec in fields(kind):  # type: ignore[arg-type]
        key = camel(spec.name)
        if key in item:
            known[spec.name] = _decode(hints[spec.name], item[key])
    return kind(**known)


def _decode(kind: Any, value: Any) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = [a for a in args if a is not type(None)]
        return None if value is None else _decode(inner[0], value)
    if origin is tuple:
        return tuple(_decode(args[0], item) for item in value)
    if origin is dict:
        return {key: _decode(args[1], item) for key, item in value.items()}
    if is_dataclass(kind) and isinstance(kind, type):
        return decode(kind, value)
    if kind is datetime:
        if isinstance(value, int | Decimal):
            return datetime.fromtimestamp(int(value), UTC)
        return datetime.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    if kind in (int, float) and isinstance(value, Decimal | int | float):
        return kind(value)
    return _plain(value)


def _plain(value: Any) -> Any:
    """Decimals back to int or float in untyped parts."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def opened(kind: type[T], text: str) -> T:
    """The dataclass from the text of a JSON document with the same names."""
    return decode(kind, json.loads(text))
