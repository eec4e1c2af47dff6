"""A gate before the embedded AWS: a snapshot shuts it for a few milliseconds, so that no call of
AWS's API is in progress.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_changed = threading.Condition()
_inside = 0
_shut = False


@contextmanager
def passing() -> Iterator[None]:
    """Counts the body of a `with` as one call of the API, which waits while the gate is shut."""
    global _inside
    with _changed:
        while _shut and not _nested():
            _changed.wait(1)
        _inside += 1
    _depth.value = getattr(_depth, "value", 0) + 1
    try:
        yield
    finally:
        _depth.value -= 1
        with _changed:
            _inside -= 1
            _changed.notify_all()


_depth = threading.local()


def _nested() -> bool:
    """Whether this is a call within a call, which must not wait for the gate."""
    return bool(getattr(_depth, "value", 0))


@contextmanager
def shut(patience: float = 2.0) -> Iterator[bool]:
    """Shuts the gate for new calls during a `with`. Yields True if the calls in progress ended
    within `patience` real seconds."""
    global _shut
    with _changed:
        _shut = True
        empty = _changed.wait_for(lambda: _inside == 0, patience)
    try:
        yield empty
    finally:
        with _changed:
            _shut = False
            _changed.notify_all()


def _after_fork() -> None:
    global _changed, _inside, _shut, _depth
    _changed, _depth = threading.Condition(), threading.local()
    _inside, _shut = 0, False


os.register_at_fork(after_in_child=_after_fork)
