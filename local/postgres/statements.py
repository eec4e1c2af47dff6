"""SQL of the Data API: `:name` parameters, type hints, Field unions in and out."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg.types.json import Json

# `:name` is not searched in strings, quoted names, comments, dollar quotes and casts.
_TOKENS = re.compile(
    r"""(?P<skip>
        [eE]'(?:\\.|''|[^'\\])*' | '(?:''|[^'])*' | "(?:""|[^"])*"
        | --[^\n]* | /\*.*?\*/ | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$ | ::
    ) | :(?P<name>[A-Za-z_]\w*)""",
    re.VERBOSE | re.DOTALL,
)
HINTS = frozenset({"DATE", "DECIMAL", "JSON", "TIME", "TIMESTAMP", "UUID"})


class BadParameter(Exception):
    """A BadRequestException of the Data API."""


def numbered(sql: str) -> tuple[str, list[str]]:
    """(statement with `$n` in place of `:name`, names in the order of their numbers)."""
    names: list[str] = []

    def turn(match: re.Match[str]) -> str:
        name = match.group("name")
        if name is None:
            return match.group(0)
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _TOKENS.sub(turn, sql), names


def bound(names: Sequence[str], parameters: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The parameters' Python values in the order of the names. BadParameter for a missing
    parameter, an array, an unknown type hint, or a text that its hint does not fit."""
    given = {str(p["name"]): p for p in parameters}
    missing = [name for name in names if name not in given]
    if missing:
        raise BadParameter(f"Cannot find parameter: {missing[0]}")
    return [_value(given[name]) for name in names]


def _value(parameter: Mapping[str, Any]) -> Any:
    field, hint = parameter.get("value") or {}, parameter.get("typeHint", "")
    if hint and hint not in HINTS:
        raise BadParameter(f"Unknown type hint {hint}")
    if field.get("isNull"):
        return None
    if "arrayValue" in field:
        raise BadParameter("Array parameters are not supported.")
    for name in ("booleanValue", "longValue", "doubleValue"):
        if name in field:
            return field[name]
    if "blobValue" in field:
        return base64.b64decode(field["blobValue"])
    if "stringValue" not in field:
        raise BadParameter("A parameter has no value")
    return hinted(str(field["stringValue"]), hint)


def hinted(text: str, hint: str) -> Any:
    """The text as its type hint's type; without a hint the text itself, which is bound as varchar.
    BadParameter if it does not fit."""
    try:
        match hint:
            case "DATE":
                return date.fromisoformat(text)
            case "DECIMAL":
                return Decimal(text)
            case "JSON":
                return Json(json.loads(text))
            case "TIME":
                return time.fromisoformat(text)
            case "TIMESTAMP":
                if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?", text):
                    raise ValueError(text)
                return datetime.fromisoformat(text).replace(tzinfo=UTC)
            case "UUID":
                return UUID(text)
    except (ValueError, ArithmeticError) as error:
        raise BadParameter(f"Error converting value to {hint}") from error
    return text


def plain(value: Any) -> Any:
    """A column's value in `formattedRecords`: times in UTC as text, bytes in base64."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        text = moment.isoformat(sep=" ")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value)


def field(value: Any) -> dict[str, Any]:
    """A column's value as the API's Field, such as `{"stringValue": …}`."""
    if value is None:
        return {"isNull": True}
    if isinstance(value, bool):
        return {"booleanValue": value}
    if isinstance(value, int):
        return {"longValue": value}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, bytes | memoryview):
        return {"blobValue": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, list):
        return {"arrayValue": _array(value)}
    return {"stringValue": str(plain(value))}


def _array(values: list[Any]) -> dict[str, Any]:
    if all(isinstance(v, bool) for v in values):
        return {"booleanValues": values}
    if all(isinstance(v, int) for v in values):
        return {"longValues": values}
    if all(isinstance(v, float) for v in values):
        return {"doubleValues": values}
    return {"stringValues": [str(plain(v)) for v in values]}
