"""The deadline of the current call: how many seconds its caller still waits.

An entry point sets it once (`entrypoints/runtime.py`, from Lambda's remaining time); adapters read
it to choose their time-outs. It is a context variable: threads started by an entry point do not
inherit it and use the default time-outs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

_ends: ContextVar[float | None] = ContextVar("ends", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Sets the deadline to `seconds` from now; an earlier deadline that is already set stays."""
    before = _ends.get()
    ends = monotonic() + seconds
    token = _ends.set(ends if before is None else min(before, ends))
    try:
        yield
    finally:
        _ends.reset(token)


def left() -> float | None:
    """Seconds until the deadline, at least 0.0; None if none is set."""
    ends = _ends.get()
    return None if ends is None else max(0.0, ends - monotonic())


def at_most(seconds: float, kept: float = 0.0) -> float:
    """`seconds`, or the time left minus `kept` seconds (reserved for the answer) if that is
    less.
    """
    remaining = left()
    return seconds if remaining is None else max(0.0, min(seconds, remaining - kept))
