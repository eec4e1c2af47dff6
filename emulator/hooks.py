"""Replaces parts of moto, each at most once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_ORIGINALS: dict[tuple[int, str], tuple[object, Any]] = {}


def replace(owner: object, name: str, make: Callable[[Any], Any]) -> None:
    """Sets `owner.name` to `make(original)`. `original` is always moto's own, however often the
    name is replaced.

    `owner`: a module or a class. AttributeError if moto no longer has that name, so that a new
    version of moto is noticed at once.
    """
    key = (id(owner), name)
    if key not in _ORIGINALS:
        original = vars(owner)[name] if name in vars(owner) else getattr(owner, name)
        _ORIGINALS[key] = (owner, original)
    setattr(owner, name, make(_ORIGINALS[key][1]))
