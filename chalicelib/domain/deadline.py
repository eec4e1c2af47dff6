"""How long the caller still waits. Whoever calls others gives up before that.

A door says it once (`entrypoints/runtime.py`); adapters ask. Threads that a door starts do not
know it: they have the usual time-outs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

_ends: ContextVar[float | None] = ContextVar("ends", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What happens inside has this long, or less where somebody further out has less."""
    before = _ends.get()
    ends = monotonic() + seconds
    token = _ends.set(ends if before is None else min(before, ends))
    try:
        yield
    finally:
        _ends.reset(token)


def left() -> float | None:
    """Seconds until the caller gives up, never below zero; None where nobody said."""
    ends = _ends.get()
    return None if ends is None else max(0.0, ends - monotonic())


def at_most(seconds: float, kept: float = 0.0) -> float:
    """So many seconds, or what is left without those that are `kept` for the answer."""
    remaining = left()
    return seconds if remaining is None else max(0.0, min(seconds, remaining - kept))
