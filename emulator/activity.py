"""Counts asynchronous work in progress, so that callers can wait until it is done.

Work is either counted here while it runs (`doing`, `begin`/`end`), or waits elsewhere, such as in a
queue that a Lambda reads (`watch` a function that names it). Work that waits for the clock (a retry
in an hour) does not count: only `clock.advance` starts it.
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

_changed = threading.Condition()
_running: Counter[str] = Counter()
_watches: dict[str, Callable[[], Iterable[str]]] = {}
_SLOTS = threading.BoundedSemaphore(1000)  # Lambda's own default ceiling of concurrent runs


def begin(what: str) -> None:
    """Counts a piece of work named `what`; every `begin` needs its `end`."""
    with _changed:
        _running[what] += 1


def end(what: str) -> None:
    """Ends a piece of work that `begin(what)` counted."""
    with _changed:
        _running[what] -= 1
        if _running[what] <= 0:
            del _running[what]
        _changed.notify_all()


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Counts the body of a `with` as work."""
    begin(what)
    try:
        yield
    finally:
        end(what)


def watch(name: str, outstanding: Callable[[], Iterable[str]]) -> None:
    """Registers a function that returns the names of work that waits elsewhere; a later one of the
    same name replaces it."""
    _watches[name] = outstanding


def spawn(work: Callable[[], object], what: str) -> None:
    """Runs `work` on a thread of its own, counted from now until it returns."""
    begin(what)

    def run() -> None:
        try:
            with _SLOTS:
                work()
        finally:
            end(what)

    threading.Thread(target=run, name=what, daemon=True).start()


def outstanding() -> list[str]:
    """The names of all work in progress or waiting elsewhere; empty if there is none."""
    with _changed:
        names = list(_running.elements())
    for look in list(_watches.values()):
        names.extend(look())
    return names


def quiesce(timeout: float = 30.0) -> list[str]:
    """Waits until no work is left, at most `timeout` real seconds; returns the names of the rest.

    Work passes from one place to the next, so two looks in a row must find none.
    """
    deadline = time.monotonic() + timeout
    quiet = 0
    while True:
        left = outstanding()
        quiet = 0 if left else quiet + 1
        if quiet == 2 or (left and time.monotonic() >= deadline):
            return left
        with _changed:
            _changed.wait(0.01)


def calm(timeout: float) -> bool:
    """Waits until one look finds no work, at most `timeout` real seconds; True if it did. For
    callers that move the clock: work that waits for the clock does not count."""
    deadline = time.monotonic() + timeout
    while outstanding():
        if time.monotonic() >= deadline:
            return False
        with _changed:
            _changed.wait(0.005)
    return True


def _after_fork() -> None:
    """Clears the counted work after a fork, which ends all other threads."""
    global _changed, _SLOTS
    _changed = threading.Condition()
    _SLOTS = threading.BoundedSemaphore(1000)
    _running.clear()


def reset() -> None:
    """Drops all counted work, after a reset of the cloud."""
    with _changed:
        _running.clear()
        _changed.notify_all()


os.register_at_fork(after_in_child=_after_fork)
