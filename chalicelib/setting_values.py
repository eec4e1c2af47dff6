"""What a setting can hold: its bounds, the words it knows, how its text is read.

A value that a setting cannot have is an error on load, with the setting's name.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import Field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo


class SettingsError(ValueError):
    """A setting has a value that it cannot have; the message names both."""


def doc(
    text: str,
    *,
    between: tuple[float, float] | None = None,
    names: str = "",
    urls: bool = False,
    reads: Callable[[str], object] | None = None,
    uses: Callable[[str], Iterable[tuple[str, str]]] | None = None,
) -> dict[str, Any]:
    """`between`: bounds, both included. `names`: the table whose keys are the allowed words.
    `urls`: each word is an absolute http(s) address. `reads`: what must understand each word.
    `uses`: words inside the value, each with the table that must have it."""
    return {
        "doc": text,
        "between": between,
        "names": names,
        "urls": urls,
        "reads": reads,
        "uses": uses,
    }


def zone(name: str) -> None:
    """Refuses what is no time zone."""
    if name != "UTC":  # known without a database of time zones
        ZoneInfo(name)


def address(written: str) -> None:
    """Refuses what is not https, or has a query; http on this machine is for a laptop."""
    parts = urlsplit(written)
    own = parts.scheme == "http" and parts.hostname == "127.0.0.1"
    odd = parts.query or parts.fragment or parts.username or parts.password or not parts.hostname
    if written and (odd or not (own or parts.scheme == "https")):
        raise ValueError(written)


def pairs(written: str) -> None:
    """Refuses what is no JSON object of words."""
    found = json.loads(written)
    if not isinstance(found, dict) or not all(isinstance(word, str) for word in found.values()):
        raise ValueError(written)


MOST_RULES, MOST_NAMED = 50, 100
LEVEL_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
"""Which levels there are stands in a table: `make levels` says which of these nobody published."""


def assignment(written: str) -> None:
    """Refuses what is no JSON list of rules, each with `to` and any of the three conditions."""
    found = json.loads(written)
    parts = {"to", "reasons", "languages", "levels"}
    if not isinstance(found, list) or len(found) > MOST_RULES:
        raise ValueError(written)
    for rule in found:
        if not isinstance(rule, dict) or not rule.get("to") or not rule.keys() <= parts:
            raise ValueError(written)
        for words in rule.values():
            texts = isinstance(words, list) and all(
                word and isinstance(word, str) for word in words
            )
            if not texts or len(words) > MOST_NAMED:
                raise ValueError(written)
        if not all(map(LEVEL_NAME.fullmatch, rule.get("levels", ()))):
            raise ValueError(written)


def in_rules(written: str) -> Iterator[tuple[str, str]]:
    """The words of rules that a closed set must have: what a case is never opened for fits none."""
    for rule in json.loads(written):
        yield from (("REASONS", word) for word in rule.get("reasons", ()))
        yield from (("LANGUAGES", word) for word in rule.get("languages", ()))


def office_hours(written: str) -> None:
    """Refuses what does not look like `mon-fri 09:00-17:00`."""
    day, hour = "(mon|tue|wed|thu|fri|sat|sun)", r"([01]\d|2[0-3]):[0-5]\d"
    found = re.fullmatch(f"{day}-{day} ({hour})-({hour})", written)
    if not found or found[3] >= found[5]:
        raise ValueError(written)


_SWITCH = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off", ""), False),
}


def _cast(kind: Any, value: Any) -> Any:
    """The value in the field's own type; ValueError or KeyError if it has no such value."""
    if kind is bool:
        return value if isinstance(value, bool) else _SWITCH[str(value).strip().lower()]
    if kind == tuple[str, ...]:
        words = value.replace(",", " ").split() if isinstance(value, str) else value
        return tuple(str(word) for word in words)
    return kind(value)


def _objection(spec: "Field[Any]", value: Any, known: Mapping[str, Collection[str]]) -> str:
    """What is wrong with a value of the right type; empty if nothing is."""
    between, names = spec.metadata["between"], spec.metadata["names"]
    if between and not between[0] <= value <= between[1]:  # a NaN is not between, either
        return f"must be from {between[0]} to {between[1]}"
    if names and not value and spec.default:
        return f"needs at least one of {', '.join(known.get(names, ()))}"
    if names and len(set(value)) < len(value):
        return "names one twice"
    unknown = [word for word in value if word not in known[names]] if names in known else []
    if unknown:
        return f"knows no {unknown[0]!r}; there are {', '.join(known[names])}"
    if spec.metadata["reads"]:
        words = (value,) if isinstance(value, str) else value
        return _unread(spec.metadata["reads"], words) or _unknown(spec, value, known)
    if spec.metadata["urls"]:
        odd = [u for u in value if urlsplit(u).scheme not in {"http", "https"}]
        return "takes absolute http(s) addresses" if odd else ""
    return ""


def _unknown(spec: "Field[Any]", value: str, known: Mapping[str, Collection[str]]) -> str:
    """The first word inside a value that its table does not have."""
    for table, word in spec.metadata["uses"](value) if spec.metadata["uses"] else ():
        if table in known and word not in known[table]:
            return f"knows no {word!r}; there are {', '.join(known[table])}"
    return ""


def _unread(reads: Callable[[str], object], words: Collection[str]) -> str:
    for word in words:
        try:
            reads(word)
        except (ValueError, KeyError, OSError):  # a time zone that is none is a KeyError
            return f"cannot be {word!r}"
    return ""


def chosen(spec: "Field[Any]", value: Any, known: Mapping[str, Collection[str]]) -> Any:
    """The checked value; SettingsError."""
    try:
        typed = _cast(spec.type, value)
    except (ValueError, KeyError, TypeError):
        words = [str(word) for word in spec.type] if isinstance(spec.type, type(StrEnum)) else []
        hint = f"; there are {', '.join(filter(None, words))}" if words else ""
        raise SettingsError(f"setting {spec.name}: {value!r} is no value of it{hint}") from None
    objection = _objection(spec, typed, known)
    if objection:
        raise SettingsError(f"setting {spec.name}: {value!r} {objection}")
    return typed
