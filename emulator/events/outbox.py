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


def add(kind: str, to: list[str], **fields: Any) -> dict[str, Any]:
    """Stores a message and returns it. `kind`: email or sms; `to`: addresses or phone numbers;
    `fields`: the other fields of a message (`from_` for "from")."""
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
    """All messages, oldest first."""
    with _lock:
        return [dict(message) for message in _messages]


def dump() -> tuple[int, list[dict[str, Any]]]:
    """(last number, all messages), for a snapshot; takes no lock, so that a forked process can call
    it."""
    return _last, list(_messages)


def load(last: int, messages: list[dict[str, Any]]) -> None:
    """Restores what `dump` returned in an earlier run."""
    global _last
    with _lock:
        _last = last
        _messages[:] = messages


def clear() -> None:
    """Removes all messages; numbering continues."""
    with _lock:
        _messages.clear()
