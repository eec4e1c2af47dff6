"""Somebody else acts between a look and a write.

Every use case looks first and writes then. What it does when the row was changed, or is gone, in
between is a behaviour of its own: tests say at which call somebody acts, and what they do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def after(thing: Any, look: str, act: Callable[[], Any], nth: int = 1) -> None:
    """`act` runs once, right after the n-th call of this method of `thing`."""
    real, left = getattr(thing, look), [nth]

    def watched(*args: Any, **kwargs: Any) -> Any:
        answer = real(*args, **kwargs)
        left[0] -= 1
        if left[0] == 0:
            setattr(thing, look, real)  # who acts is not watched
            act()
        return answer

    setattr(thing, look, watched)


class Busy:
    """A row that somebody else changes after every look at it; `looks` counts them."""

    def __init__(self, store: Any, look: str = "find") -> None:
        self.looks, real = 0, getattr(store, look)

        def watched(*key: str) -> Any:
            found = real(*key)
            if found is not None:
                self.looks += 1
                changed(store, *key)
            return found

        setattr(store, look, watched)


def changed(store: Any, *key: str) -> None:
    """Somebody else has changed this row: it is one version on."""
    store.items[key]["version"] += 1
