"""A process that dies after any of its writes, or finds that somebody was faster before one."""

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
        self._between: tuple[int, Callable[[], Any]] | None = None

    def burning(self, write: Callable[..., Any]) -> Callable[..., Any]:
        """The write, after which the process may be dead."""

        @functools.wraps(write)
        def burn(*args: Any, **kwargs: Any) -> Any:
            if self._depth == 0:
                self._somebody_acts()
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
    def between(self, writes: int, act: Callable[[], Any]) -> Iterator[None]:
        """Somebody else acts after so many writes, just before the next one."""
        self._between = (writes, act)
        try:
            yield
        finally:
            self._between = None

    def _somebody_acts(self) -> None:
        if self._between is None:
            return
        writes, act = self._between
        if writes:
            self._between = (writes - 1, act)
            return
        self._between, left = None, self.left
        self.left = None
        try:
            act()
        finally:
            self.left = left

    @contextmanager
    def lit(self) -> Iterator[Fuse]:
        """Every write of the process burns it while this lasts."""
        with ExitStack() as stack:
            for kind, name in WRITES:
                burning = self.burning(getattr(kind, name))
                stack.enter_context(patch.object(kind, name, burning))
            yield self
