"""Records as plain dictionaries and back: one codec for every dataclass we store.

Names become camelCase, times ISO 8601 in UTC, and `expires_at` seconds since 1970, since DynamoDB's
TTL needs a number (docs.aws.amazon.com/amazondynamodb, "Using time to live").
"""

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
TTL_FIELD = "expires_at"


Read = Callable[[Any], Any]


@cache
def camel(name: str) -> str:
    """snake_case -> camelCase."""
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


@cache
def _shape(kind: type) -> tuple[tuple[str, str, Read], ...]:
    """(name, key, reader of the value) of each field of a dataclass. Cached, since records are read
    by the thousand.
    """
    hints, told = get_type_hints(kind), fields(kind)
    return tuple((spec.name, camel(spec.name), _reader(hints[spec.name])) for spec in told)


def encode(value: Any) -> Any:
    """The value in types that DynamoDB accepts: floats become decimals."""
    if is_dataclass(value) and not isinstance(value, type):
        shape = _shape(type(value))
        return {key: _encode_field(name, getattr(value, name)) for name, key, _ in shape}
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
    """The dataclass from an item of `encode`; absent fields have their defaults."""
    one: Any = kind
    shape = _shape(one)
    return kind(**{name: read(item[key]) for name, key, read in shape if key in item})


@cache
def _reader(kind: Any) -> Read:
    """The function that reads a value of this type."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = _reader(next(a for a in args if a is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        each = _reader(args[0])
        return lambda value: tuple(each(item) for item in value)
    if origin is dict:
        held = _reader(args[1])
        return lambda value: {key: held(item) for key, item in value.items()}
    if is_dataclass(kind) and isinstance(kind, type):
        return lambda value: decode(kind, value)
    if kind is datetime:
        return _moment
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    if kind in (int, float):
        number = Decimal | int | float
        return lambda value: kind(value) if isinstance(value, number) else _plain(value)
    return _plain


def _moment(value: Any) -> datetime:
    if isinstance(value, int | Decimal):
        return datetime.fromtimestamp(int(value), UTC)
    return datetime.fromisoformat(value)


def _plain(value: Any) -> Any:
    """The value with decimals as int or float, for untyped parts."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def opened(kind: type[T], text: str) -> T:
    """The dataclass from a JSON document whose keys are the names in camelCase."""
    return decode(kind, json.loads(text))
