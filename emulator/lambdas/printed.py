"""The output of handlers: every line goes to the function's log stream and to a ring buffer.

`sys.stdout` and `sys.stderr` become routers: a line printed while a handler runs belongs to that
handler, other lines go to the original stream. Under a debugger (`Host.debugging`) a handler's
lines go to both.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TextIO

from emulator import clock, host

_taker: ContextVar[list[str] | None] = ContextVar("printed_lines", default=None)
LONGEST = 20_000  # characters of a line
_ring: deque[dict[str, Any]] = deque(maxlen=5000)
_numbers = iter(range(1, sys.maxsize))
_lock = threading.Lock()


class Router:
    """A text stream that assigns each write to the running handler, or to the original stream."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Writes to the running handler's output, or to the original stream; under a debugger to
        both. Returns the number of characters."""
        taken = _taker.get()
        if taken is not None:
            taken.append(text)
        if taken is None or host.current.debugging:
            self._stream.write(text)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def captured() -> Iterator[list[str]]:
    """Collects the output of this context; yields the list of pieces, complete after the `with`."""
    for name in ("stdout", "stderr"):  # at each call: pytest and others put their own streams there
        if not isinstance(getattr(sys, name), Router):
            setattr(sys, name, Router(getattr(sys, name)))
    pieces: list[str] = []
    token = _taker.set(pieces)
    try:
        yield pieces
    finally:
        _taker.reset(token)


def store(function_name: str, request_id: str, lines: list[str]) -> None:
    """Stores lines of one invocation for the console; the latest 5,000 are kept."""
    instant = clock.now().isoformat()
    with _lock:
        for line in lines:
            _ring.append(
                {
                    "number": next(_numbers),
                    "time": instant,
                    "function": function_name,
                    "requestId": request_id,
                    "message": line[:LONGEST],
                }
            )


def recent(function_name: str | None = None, after: int = 0) -> list[dict[str, Any]]:
    """`{number, time, function, requestId, message}` of the lines with a number above `after`,
    oldest first, of one function or of all. `time` is ISO 8601."""
    with _lock:
        lines = list(_ring)
    return [
        line
        for line in lines
        if line["number"] > after and function_name in (None, line["function"])
    ]
