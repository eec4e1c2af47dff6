"""Usage of the functions: calls per service and operation, invocations with their duration.

`GET usage` below the control endpoints returns the counts, `DELETE usage` resets them. Calls are
counted only while `emulator.strict.watch` is installed.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request

from emulator import control
from emulator.hooks import replace

_lock = threading.Lock()
_calls: Counter[tuple[str, str]] = Counter()
_invoked: Counter[str] = Counter()
_seconds: defaultdict[str, float] = defaultdict(float)


def count_call(function: str, operation: str) -> None:
    """Counts one call of `service:Operation` by a function."""
    with _lock:
        _calls[function, operation] += 1


def report(_: Request | None = None) -> dict[str, Any]:
    """`{"calls": {function: {operation: n}}, "functions": {function: {count, seconds}}}`; seconds
    are real ones, of all invocations together."""
    with _lock:
        calls: dict[str, dict[str, int]] = {}
        for (function, operation), count in _calls.items():
            calls.setdefault(function, {})[operation] = count
        functions = {
            name: {"count": count, "seconds": round(_seconds[name], 3)}
            for name, count in _invoked.items()
        }
    return {"calls": calls, "functions": functions}


def reset(request: Request | None = None) -> dict[str, Any]:
    """Returns the counts and resets them."""
    before = report(request)
    with _lock:
        for counter in (_calls, _invoked, _seconds):
            counter.clear()
    return before


def install() -> None:
    """Times every invocation and adds the endpoints."""
    from emulator.lambdas import lambdas

    replace(lambdas.Function, "call", _timed)
    control.add("GET", "usage", report)
    control.add("DELETE", "usage", reset)


def _timed(original: Callable[..., Any]) -> Callable[..., Any]:
    def call(self: Any, event: Any) -> Any:
        started = time.perf_counter()
        try:
            return original(self, event)
        finally:
            with _lock:
                _invoked[self.function_name] += 1
                _seconds[self.function_name] += time.perf_counter() - started

    return call
