"""Circuit breakers with a state shared by all processes: one row per vendor in table Breakers.

pybreaker has the rules; this module stores their counts. If the store does not answer, calls go on
and the breaker uses the last state that this process has read.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

import pybreaker

from chalicelib.domain.errors import Unavailable, VestibuleError

FAILURES = 5
OPEN_SECONDS = 30
#: Seconds for which a process caches the row; a breaker needs no greater precision.
FRESH_SECONDS = 1.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BreakerRow:
    """The shared state of one breaker."""

    name: str
    state: str = pybreaker.STATE_CLOSED
    failures: int = 0
    successes: int = 0
    opened_at: datetime | None = None
    version: int = 1


class Rows(Protocol):
    """The part of a store that is needed here."""

    def find(self, *key: str) -> BreakerRow | None:
        """The row."""
        ...

    def put(self, item: BreakerRow) -> None:
        """Stores the row; the last writer wins, since counts need not be exact."""
        ...


class SharedStorage(pybreaker.CircuitBreakerStorage):
    """pybreaker's storage over a store of rows."""

    def __init__(self, name: str, rows: Rows, clock: Callable[[], datetime]) -> None:
        super().__init__(name)
        self._rows, self._clock = rows, clock
        self._known, self._read_at = BreakerRow(name), datetime.min.replace(tzinfo=UTC)

    def _row(self) -> BreakerRow:
        now = self._clock()
        if (now - self._read_at).total_seconds() > FRESH_SECONDS:
            try:
                self._known = self._rows.find(self.name) or BreakerRow(self.name)
            except VestibuleError as error:
                _LOG.warning("breaker state not read: %s", error.code)
            self._read_at = now
        return self._known

    def _change(self, **changes: object) -> None:
        row = self._row()
        # mypy cannot follow the fields' types through **.
        self._known = replace(row, version=row.version + 1, **changes)  # type: ignore[arg-type]
        try:
            self._rows.put(self._known)
        except VestibuleError as error:
            _LOG.warning("breaker state not kept: %s", error.code)

    @property
    def state(self) -> str:
        """closed, open or half-open."""
        return self._row().state

    @state.setter
    def state(self, state: str) -> None:
        if state != self._row().state:
            self._change(state=state)

    def increment_counter(self) -> None:
        """One more failure in a row."""
        self._change(failures=self._row().failures + 1)

    def reset_counter(self) -> None:
        """Resets the failures after a success; writes only if there were any."""
        if self._row().failures:
            self._change(failures=0)

    def increment_success_counter(self) -> None:
        """One more success while half-open."""
        self._change(successes=self._row().successes + 1)

    def reset_success_counter(self) -> None:
        """Starts counting successes again."""
        if self._row().successes:
            self._change(successes=0)

    @property
    def counter(self) -> int:
        """Failures in a row."""
        return self._row().failures

    @property
    def success_counter(self) -> int:
        """Successes while half-open."""
        return self._row().successes

    @property
    def opened_at(self) -> datetime | None:
        """When the breaker opened, shifted to the machine's time, with which pybreaker compares it:
        our clock may be moved."""
        opened_at = self._row().opened_at
        return opened_at and datetime.now(UTC) - (self._clock() - opened_at)

    @opened_at.setter
    def opened_at(self, moment: datetime) -> None:
        self._change(opened_at=self._clock())


class Opened(pybreaker.CircuitBreakerListener):
    """Calls a function when a breaker opens."""

    def __init__(self, say: Callable[[], None]) -> None:
        self._say = say

    def state_change(
        self, cb: Any, old_state: pybreaker.CircuitBreakerState | None, new_state: Any
    ) -> None:
        """Called by pybreaker."""
        if new_state.name == pybreaker.STATE_OPEN:
            self._say()


def breaker(
    name: str,
    rows: Rows,
    clock: Callable[[], datetime],
    opened: Callable[[], None] = lambda: None,
) -> pybreaker.CircuitBreaker:
    """A breaker that opens after five consecutive failed calls and tries one call after 30 s. Only
    missing answers are failures; a vendor's refusal is not.
    """
    return pybreaker.CircuitBreaker(
        fail_max=FAILURES,
        reset_timeout=OPEN_SECONDS,
        exclude=[lambda error: not isinstance(error, Unavailable)],
        state_storage=SharedStorage(f"vendor#{name}", rows, clock),
        name=name,
        listeners=[Opened(opened)],
    )
