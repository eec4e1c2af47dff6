"""Mails and SMS that the cloud would have sent: stored here, shown by the console, read by tests.

A message is `{"number", "time", "kind": "email"|"sms", "to": [..], "from", "subject", "text",
"html", "template"}`; fields that a kind lacks are None.
"""

from __future__ import annotations

import threading
from typing import Any

from emulator import clock

_lock = threading.Lock()
_messages: list[dict[str, Any]] = []
_last = 0


def keep(kind: str, to: list[str], **fields: Any) -> dict[str, Any]:
    """Put a message into the outbox and return it as it will be shown."""
    global _last
    known = {"from": None, "subject": None, "text": None, "html": None, "template": None}
    with _lock:
        _last += 1
        message = {
            "number": _last,
            "time": clock.now().isoformat(),
            "kind": kind,
            "to": list(to),
            **known,
            **{name.rstrip("_"): value for name, value in fields.items()},
        }
        _messages.append(message)
    return message


def messages() -> list[dict[str, Any]]:
    """Everything kept, oldest first."""
    with _lock:
        return [dict(message) for message in _messages]


def written() -> tuple[int, list[dict[str, Any]]]:
    """The last number and every message, for a copy of this process in which no lock is ours."""
    return _last, list(_messages)


def read_back(last: int, messages: list[dict[str, Any]]) -> None:
    """What `written` told in an earlier run."""
    global _last
    with _lock:
        _last = last
        _messages[:] = messages


def clear() -> None:
    """Forget everything."""
    with _lock:
        _messages.clear()
