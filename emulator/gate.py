"""A gate before the embedded AWS: whoever wants to look at everything at one moment shuts it for a
few milliseconds, and no call of AWS's API is half done then.
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
    """One call of the API; it waits while the gate is shut."""
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
    """A call inside a call (a service that asks another one) must not wait for its own end."""
    return bool(getattr(_depth, "value", 0))


@contextmanager
def shut(patience: float = 2.0) -> Iterator[bool]:
    """Nobody new comes in; whether those inside were done within `patience` seconds."""
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
