"""Threads that handlers run on, kept for the next one: to start a thread is to wait for it twice.

A crowd's threads end with the crowd, but for a few; one that never comes back is nobody's concern.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue

from emulator.shortcuts import precedence

Job = tuple[Callable[[], object], str, bool]
KEPT = 40  # of those that wait; each holds some hundred kilobytes
_free: deque[SimpleQueue[Job]] = deque()


def run(work: Callable[[], object], name: str) -> None:
    """Begin `work` on a thread that is called `name` meanwhile; does not wait. `work` raises
    nothing.
    """
    try:
        inbox = _free.pop()
    except IndexError:
        inbox = SimpleQueue()
        threading.Thread(target=_serve, args=(inbox,), daemon=True).start()
    inbox.put((work, name, precedence.together()))


def _serve(inbox: SimpleQueue[Job]) -> None:
    me = threading.current_thread()
    while True:
        work, me.name, together = inbox.get()
        precedence.keep_together(together)
        try:
            work()
        finally:
            del work  # what it holds may be large
            me.name = "waits for a handler"
        if len(_free) >= KEPT:
            return
        _free.append(inbox)


os.register_at_fork(after_in_child=_free.clear)
