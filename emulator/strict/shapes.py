"""Checks values by the shapes of AWS's service model.

There is one small check per kind of shape; a structure, a list and a map call those of their
members.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from botocore.model import Shape

Check = Callable[[Any, str], Iterator[str]]
Kept = dict[str, Check]


def check_of(shape: Shape, kept: Kept) -> Check:
    """The check of a shape: (value, path of the field) -> a sentence for each fault.

    Made once per shape and stored in `kept`; members are made when first used, since shapes may
    contain themselves.
    """
    if shape.name not in kept:
        kept[shape.name] = _KINDS.get(shape.type_name, _anything)(shape, kept)
    return kept[shape.name]


def _anything(shape: Any, kept: Kept) -> Check:
    return lambda value, at: iter(())


def _structure(shape: Any, kept: Kept) -> Check:
    required, members = tuple(shape.required_members), dict(shape.members)
    made: dict[str, Check] = {}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            return
        for name in required:
            if value.get(name) is None:
                yield f"{_below(at, name)}: must not be null"
        for name, held in value.items():
            if held is not None and name in members:
                if name not in made:
                    made[name] = check_of(members[name], kept)
                yield from made[name](held, _below(at, name))

    return check


def _below(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _listed(shape: Any, kept: Kept) -> Check:
    low, high = _bounds(shape)
    made: list[Check] = []

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list | tuple):
            return
        yield from _within(len(value), low, high, at, "members")
        if not made:
            made.append(check_of(shape.member, kept))
        for each in value:
            yield from made[0](each, at)

    return check


def _mapped(shape: Any, kept: Kept) -> Check:
    low, high = _bounds(shape)
    made: list[Check] = []

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            return
        yield from _within(len(value), low, high, at, "entries")
        if not made:
            made.extend((check_of(shape.key, kept), check_of(shape.value, kept)))
        for key, held in value.items():
            yield from made[0](key, f"{at} (key)")
            yield from made[1](held, at)

    return check


def _text(shape: Any, kept: Kept) -> Check:
    low, high = _bounds(shape)
    words = frozenset(shape.metadata.get("enum", ()))
    pattern = _pattern(shape.metadata.get("pattern"))

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            return
        yield from _within(len(value), low, high, at, "characters")
        if words and value not in words:
            yield f"{at}: must be one of {sorted(words)[:12]}"
        if pattern is not None and not pattern.fullmatch(value):
            yield f"{at}: must be spelled as {pattern.pattern}"

    return check


def _number(shape: Any, kept: Kept) -> Check:
    low, high = _bounds(shape)

    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield from _within(value, low, high, at, "")

    return check


def _bytes(shape: Any, kept: Kept) -> Check:
    low, high = _bounds(shape)

    def check(value: Any, at: str) -> Iterator[str]:
        if low is None and high is None:
            return
        if isinstance(value, str):
            value = base64.b64decode(value)
        yield from _within(len(value), low, high, at, "bytes")

    return check


_KINDS: dict[str, Callable[[Any, Kept], Check]] = {
    "structure": _structure,
    "list": _listed,
    "map": _mapped,
    "string": _text,
    "character": _text,
    "integer": _number,
    "long": _number,
    "float": _number,
    "double": _number,
    "blob": _bytes,
}


def _bounds(shape: Any) -> tuple[float | None, float | None]:
    return shape.metadata.get("min"), shape.metadata.get("max")


def _within(
    size: float, low: float | None, high: float | None, at: str, unit: str
) -> Iterator[str]:
    if low is not None and size < low:
        yield f"{at}: has {size} {unit}, at least {low} are needed".replace(" ,", ",")
    if high is not None and size > high:
        yield f"{at}: has {size} {unit}, at most {high} are allowed".replace(" ,", ",")


@cache
def _pattern(text: str | None) -> re.Pattern[str] | None:
    """AWS's pattern, written for Java, in Python's syntax; None if it has no equivalent."""
    if not text:
        return None
    if r"\p{L}" in text or r"\p{M}" in text:  # letters of any script: Python has no class for them
        return None
    text = _CLASS.sub(_in_python, text)
    try:
        return re.compile(text, re.DOTALL if text.startswith("(?s)") else 0)
    except re.error:
        return None


def _in_python(found: re.Match[str]) -> str:
    """A character class of Java in Python's syntax, inside brackets or by itself."""
    bracketed, alone = found.groups()
    if alone:
        return f"[{_JAVA[alone]}]" if alone in _JAVA else alone
    for java, python in _JAVA.items():
        bracketed = bracketed.replace(java, python)
    return str(bracketed)


#: A pair of brackets, or one of Java's classes outside of brackets.
_CLASS = re.compile(r"(\[(?:\\.|[^\]\\])*\])|(\\p\{\w+\})")
#: Java's character class -> the same characters for a Python class.
_JAVA = {
    r"\p{Alnum}": "A-Za-z0-9",
    r"\p{Alpha}": "A-Za-z",
    r"\p{Digit}": "0-9",
    r"\p{ASCII}": r"\x00-\x7f",
    r"\p{Print}": r"\x20-\x7e",
    r"\p{Graph}": r"\x21-\x7e",
    r"\p{Punct}": r"!-/:-@\[-`{-~",
}
