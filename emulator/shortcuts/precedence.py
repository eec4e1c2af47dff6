"""Who waits for an answer goes first: under load, queues and streams let requests to the API pass.

On AWS each function has processors of its own; here all share the interpreter. What waits in a
queue can wait a moment longer, a caller of the API cannot. And threads that want one interpreter
from several cores spend a third of the time handing it over: in a crowd they stay on one core.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

CROWD = 3  # requests at once; fewer hold nobody up
LONGEST = 3.0  # real seconds: a queue gets its turn under any load
_changed = threading.Condition()
_requests = 0
# Not every system lets a thread choose.
_CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
_here = threading.local()


@contextmanager
def request() -> Iterator[None]:
    """Counts a request of the API while it is answered."""
    global _requests
    with _changed:
        _requests += 1
        crowd = _requests >= CROWD
    keep_together(crowd)
    try:
        yield
    finally:
        with _changed:
            _requests -= 1
            if _requests < CROWD:
                _changed.notify_all()


def give_way(ended: threading.Event) -> None:
    """Waits until fewer than CROWD requests are under way, LONGEST at most, or until `ended`."""
    until = time.monotonic() + LONGEST
    with _changed:
        while _requests >= CROWD and not ended.is_set():
            left = until - time.monotonic()
            if left <= 0:
                return
            _changed.wait(left)


def together() -> bool:
    """Whether this thread is kept on the core of the crowd."""
    return getattr(_here, "together", False)


def keep_together(wanted: bool) -> None:
    """Keeps this thread on the core of the crowd, or lets it run on any again."""
    if together() == wanted or len(_CORES) < 2:
        return
    one = {_CORES[os.getpid() % len(_CORES)]}  # several systems take different ones
    os.sched_setaffinity(0, one if wanted else _CORES)
    _here.together = wanted


def _after_fork() -> None:
    global _changed, _requests
    _changed, _requests = threading.Condition(), 0


os.register_at_fork(after_in_child=_after_fork)
