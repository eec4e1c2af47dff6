"""A process that dies after any of its writes: a fuse that burns with each one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from chalicelib.adapters import memory, memory_people

WRITES: tuple[tuple[type, str], ...] = (
    (memory.MemoryTransactions, "commit"),
    (memory.MemoryStore, "put"),
    (memory.MemoryStore, "delete"),
    (memory.MemoryAudit, "write"),
    (memory.MemoryObjects, "put"),
    (memory.MemoryObjects, "delete"),
    (memory.MemoryQueue, "send"),
    (memory.MemoryMessages, "email"),
    (memory.MemoryMessages, "sms"),
    (memory.MemoryWorkflow, "succeed"),
    (memory.MemoryTokens, "drop"),
    (memory_people.MemoryUsers, "set_kyc_status"),
    (memory_people.MemoryUsers, "erase"),
)


class Killed(BaseException):
    """The process is gone: nothing can be caught, nothing is given back."""


class Fuse:
    """`left` writes until the process dies; None: it lives. A transaction is one write."""

    def __init__(self) -> None:
        self.left: int | None = None
        self._depth = 0

    def burning(self, write: Callable[..., Any]) -> Callable[..., Any]:
        """The write, after which the process may be dead."""

        @functools.wraps(write)
        def burn(*args: Any, **kwargs: Any) -> Any:
            self._depth += 1
            try:
                answer = write(*args, **kwargs)
            finally:
                self._depth -= 1
            if self._depth == 0 and self.left is not None:
                self.left -= 1
                if self.left < 0:
                    self.left = None
                    raise Killed
            return answer

        return burn

    @contextmanager
    def lit(self) -> Iterator[Fuse]:
        """Every write of the process burns it while this lasts."""
        with ExitStack() as stack:
            for kind, name in WRITES:
                burning = self.burning(getattr(kind, name))
                stack.enter_context(patch.object(kind, name, burning))
            yield self
