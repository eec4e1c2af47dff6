"""Task tokens of `.waitForTaskToken`: which task waits for each, and whether it may be answered.

moto looks a token up in every running execution and accepts it again after its task is over. Here
one table has every token, an answer counts once, and each attempt of a retried task has its own
token, as on AWS.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from typing import Any

from moto.stepfunctions.parser.asl.eval.callback import callback

from emulator.workflows.errors import Refusal

_KEPT = 20_000  # tokens of finished tasks are kept, so that a late answer gets the right error
_lock = threading.RLock()
_endpoints: OrderedDict[str, callback.CallbackEndpoint] = OrderedDict()
_closed: set[str] = set()


def register(token: str, endpoint: callback.CallbackEndpoint) -> None:
    """Stores the task that waits for `token`; beyond 20,000 the oldest token is forgotten."""
    with _lock:
        _endpoints[token] = endpoint
        while len(_endpoints) > _KEPT:
            oldest, _ = _endpoints.popitem(last=False)
            _closed.discard(oldest)


def close(token: str) -> bool:
    """Accepts no more answers for `token`. False if it was answered or closed before."""
    with _lock:
        if token in _closed:
            return False
        _closed.add(token)
        return True


def success(token: str, output: str) -> None:
    """Answers with `output`, a JSON text. Refusal: InvalidToken, TaskTimedOut, InvalidOutput."""
    _open(token)
    try:
        json.loads(output)
    except ValueError as error:
        raise Refusal("InvalidOutput", f"Invalid Output: '{error}'") from error
    _answer(token, callback.CallbackOutcomeSuccess(callback_id=token, output=output))


def failure(token: str, error: str | None, cause: str | None) -> None:
    """Answers with an error. Refusal: InvalidToken, TaskTimedOut."""
    _answer(token, callback.CallbackOutcomeFailure(callback_id=token, error=error, cause=cause))


def heartbeat(token: str) -> None:
    """Restarts the task's heartbeat timeout. Refusal: InvalidToken, TaskTimedOut."""
    _open(token).notify_heartbeat()


def clear() -> None:
    """Forgets every token."""
    with _lock:
        _endpoints.clear()
        _closed.clear()


def _open(token: str) -> callback.CallbackEndpoint:
    with _lock:
        endpoint = _endpoints.get(token)
        if endpoint is None:
            raise Refusal("InvalidToken", "Invalid Token: 'Invalid token'")
        if token in _closed:
            message = "Task Timed Out: 'Provided task does not exist anymore'"
            raise Refusal("TaskTimedOut", message)
        return endpoint


def _answer(token: str, outcome: Any) -> None:
    with _lock:
        endpoint = _open(token)
        _closed.add(token)
        endpoint.notify(outcome)
