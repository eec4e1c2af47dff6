"""The clock of the embedded cloud: real time plus an offset that only grows.

Waits of the cloud (a seven-day approval, a retry interval, an expiring code) are opened here and
end when real time or `advance()` reaches them. `advance()` goes from deadline to deadline in order,
and each sees its own due time, so that an hourly schedule fires 24 times in a day.

Units are seconds everywhere; instants are aware datetimes in UTC. No thread exists before the first
deadline, and a fork starts with an empty list, the same offset and no thread.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import os
import threading
import time as _real
from collections.abc import Callable
from datetime import UTC, datetime

_EXPIRIES = "_emulator_expiries"  # attribute of an event: number of its waits that timed out
_LOG = logging.getLogger(__name__)


class Deadline:
    """An action at an instant. `cancel()` may be called at any time, also repeatedly."""

    def __init__(self, due: float, name: str, action: Callable[[], object]) -> None:
        self.due = due
        self.name = name
        self.action: Callable[[], object] | None = action

    def cancel(self) -> None:
        """Cancels the deadline. An action that is already running is not interrupted."""
        with _changed:
            self.action = None
            _changed.notify_all()


_changed = threading.Condition(threading.RLock())
_firing = threading.RLock()
_numbers = itertools.count()
_deadlines: list[tuple[float, int, Deadline]] = []
_offset = 0.0
_variable = ""  # of the environment, where others read the offset
_standing: float | None = None  # the instant at which advance() holds the clock while it fires
_leaps = 0  # calls of advance()
_afterwards: dict[str, Callable[[], object]] = {}
_between: list[Callable[[], object]] = []
_runner: threading.Thread | None = None


def publish(variable: str) -> None:
    """Keeps the offset, in seconds, in this variable of the environment, and takes over its present
    value. "" publishes nothing. ValueError if the value is no number."""
    global _variable, _offset
    with _changed:
        if variable and variable != _variable and variable in os.environ:
            _offset = float(os.environ[variable] or 0)
        _variable = variable


def time() -> float:
    """Seconds since 1970 by this clock."""
    standing = _standing
    return _real.time() + _offset if standing is None else standing


def now() -> datetime:
    """The time by this clock, in UTC with time zone."""
    return datetime.fromtimestamp(time(), UTC)


def call_later(seconds: float, fn: Callable[[], object], name: str = "") -> Deadline:
    """Runs `fn` once, `seconds` from now, on the clock's thread or inside `advance()`.

    `fn` should be short or start a thread: deadlines fire one after the other. Its exceptions are
    logged. `name`: shown by `pending()`.
    """
    deadline = Deadline(time() + max(0.0, seconds), name or getattr(fn, "__name__", "call"), fn)
    with _changed:
        heapq.heappush(_deadlines, (deadline.due, next(_numbers), deadline))
        _start_runner()
        _changed.notify_all()
    return deadline


def wait(event: threading.Event, seconds: float | None, name: str = "") -> bool:
    """Waits for the event for at most `seconds` of this clock; None waits without an end.

    Returns False only if time ran out. As in `threading.Event.wait`, a `set()` followed at once by
    `clear()` still wakes those who were waiting.
    """
    if seconds is None:
        return threading.Event.wait(event)
    condition: threading.Condition = event._cond  # type: ignore[attr-defined]
    expired: list[bool] = []

    def expire() -> None:
        with condition:
            expired.append(True)
            event.__dict__[_EXPIRIES] = event.__dict__.get(_EXPIRIES, 0) + 1
            condition.notify_all()

    with condition:
        if event.is_set():
            return True
        seen = event.__dict__.get(_EXPIRIES, 0)
        deadline = call_later(seconds, expire, name or threading.current_thread().name)
        try:
            while True:
                condition.wait()
                if event.is_set() or expired:
                    return event.is_set()
                if event.__dict__.get(_EXPIRIES, 0) == seen:
                    return True  # set() and clear(), not somebody else's deadline
                seen = event.__dict__[_EXPIRIES]
        finally:
            deadline.cancel()


def sleep(seconds: float, name: str = "") -> None:
    """Waits until `seconds` of this clock have passed."""
    wait(threading.Event(), seconds, name)


def advance(seconds: float) -> None:
    """Moves the clock forward by `seconds`, and fires every deadline on the way in order.

    After each deadline `between_deadlines`' function is called, so that work which the deadline
    started can finish before the next one fires. The offset is published, see `publish`.

    A wait that opens only because an earlier one ended counts from the moment it opens: wait for it
    with `wait_for_pending()`, then advance again. ValueError for negative seconds.
    """
    if seconds < 0:
        raise ValueError("this clock never goes back")
    global _leaps
    with _firing:
        _leaps += 1
        target = time() + seconds
        try:
            while True:
                with _changed:
                    due = _next_due()
                    _stand_at(target if due is None else min(due, target))
                if due is None or due > target:
                    return
                _fire_due()
                for wait_for_it in _between:
                    wait_for_it()
        finally:
            for action in list(_afterwards.values()):
                action()
            _afterwards.clear()
            _run_on()


def current_advance() -> int | None:
    """The number of the current call of advance(); None outside of one."""
    return None if _standing is None else _leaps


def after_advance(name: str, action: Callable[[], object]) -> None:
    """Runs `action` at the end of this call of advance(), once per name."""
    _afterwards[name] = action


def between_deadlines(wait_for_it: Callable[[], object]) -> None:
    """Sets the function that `advance()` calls after each deadline, in place of an earlier one."""
    _between[:] = [wait_for_it]


def pending() -> list[tuple[datetime, str]]:
    """The open deadlines, soonest first: (due, name)."""
    with _changed:
        live = sorted((d.due, n, d.name) for _, n, d in _deadlines if d.action is not None)
    return [(datetime.fromtimestamp(due, UTC), name) for due, _, name in live]


def wait_for_pending(name_part: str, timeout: float = 5.0) -> tuple[datetime, str]:
    """Waits until a deadline whose name contains `name_part` is open; returns (due, name).

    `timeout`: real seconds. For tests: advancing moves only the waits that are already open.
    TimeoutError, which lists the open deadlines.
    """
    end = _real.monotonic() + timeout
    with _changed:
        while True:
            for due, name in pending():
                if name_part in name:
                    return due, name
            left = end - _real.monotonic()
            if left <= 0:
                names = [name for _, name in pending()]
                raise TimeoutError(f"no wait named {name_part!r}; open: {names}")
            _changed.wait(left)


def reset() -> None:
    """Returns to real time and drops all deadlines. Open waits then end only with their event."""
    global _offset, _standing
    with _firing, _changed:
        _standing = None
        _deadlines.clear()
        _offset = 0.0
        os.environ.pop(_variable, None)
        _changed.notify_all()


def _stand_at(instant: float) -> None:
    """Holds the clock at `instant`, or at the present if it is later. `_changed` must be held."""
    global _standing, _offset
    _standing = max(instant, time())
    _offset = _standing - _real.time()
    if _variable:
        os.environ[_variable] = repr(_offset)
    _changed.notify_all()


def _run_on() -> None:
    """Lets the clock run again from where it stands."""
    global _standing, _offset
    with _changed:
        if _standing is not None:
            _offset = _standing - _real.time()
            _standing = None


def _next_due() -> float | None:
    """The time of the next live deadline, or None; the caller holds `_changed`."""
    while _deadlines and _deadlines[0][2].action is None:
        heapq.heappop(_deadlines)
    return _deadlines[0][0] if _deadlines else None


def _fire_due() -> None:
    """Runs every deadline that is due, in order, without holding `_changed`."""
    with _firing:
        while True:
            with _changed:
                due = _next_due()
                if due is None or due > time():
                    return
                deadline = heapq.heappop(_deadlines)[2]
                action, deadline.action = deadline.action, None
            try:
                if action is not None:
                    action()
            except Exception:
                _LOG.exception("the deadline %r raised", deadline.name)


def _start_runner() -> None:
    global _runner
    if _runner is None:
        _runner = threading.Thread(target=_run, name="clock", daemon=True)
        _runner.start()


def _run() -> None:
    while True:
        with _changed:
            due = _next_due()
            left = None if due is None else due - time()
            if left is None or left > 0:
                _changed.wait(None if left is None else min(left, threading.TIMEOUT_MAX))
                continue
        _fire_due()


def _after_fork() -> None:
    global _changed, _firing, _runner, _standing
    _changed = threading.Condition(threading.RLock())
    _firing = threading.RLock()
    _runner = _standing = None
    _deadlines.clear()


os.register_at_fork(after_in_child=_after_fork)
