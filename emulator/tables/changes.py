"""The newest few thousand writes to tables: table, kind of write and key, without the content.

For consoles. The writes of a transaction or batch are listed one by one. Reads and refused writes
are not listed.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator
from typing import Any

from moto.dynamodb.models import dynamodb_backends

from emulator import clock
from emulator.account import ACCOUNT, REGION

MOST = 3000
SINGLE = {"PutItem": "put", "UpdateItem": "update", "DeleteItem": "delete"}
_lock = threading.Lock()
_kept: deque[dict[str, Any]] = deque(maxlen=MOST)
_last = 0


def record(action: str, body: dict[str, Any]) -> None:
    """Records the writes of one request that was carried out. `action`: DynamoDB's operation;
    `body`: its parameters."""
    global _last
    for how, table, key in _writes(action, body):
        with _lock:
            _last += 1
            at = clock.now().isoformat()
            _kept.append({"number": _last, "time": at, "table": table, "how": how, "key": key})


def since(number: int) -> list[dict[str, Any]]:
    """`{number, time, table, how, key}` of the writes with a number above this one, oldest first.

    `time` is ISO 8601, `how` is put, update or delete, `key` lists the key's values, partition
    first. At most MOST.
    """
    with _lock:
        return [dict(one) for one in _kept if one["number"] > number]


def clear() -> None:
    """Forgets all writes; numbering continues."""
    with _lock:
        _kept.clear()


def _writes(action: str, body: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    if action in SINGLE:
        yield SINGLE[action], body["TableName"], _key(body)
    elif action == "TransactWriteItems":
        for item in body.get("TransactItems", ()):
            for kind, each in item.items():
                if kind in ("Put", "Update", "Delete"):
                    yield kind.lower(), each["TableName"], _key(each)
    elif action == "BatchWriteItem":
        for table, requests in body.get("RequestItems", {}).items():
            for request in requests:
                for kind, each in request.items():
                    named = {**each, "TableName": table}
                    yield kind.removesuffix("Request").lower(), table, _key(named)


def _key(operation: dict[str, Any]) -> list[str]:
    """The values of the key, partition first; empty if there is no such table."""
    found = dynamodb_backends[ACCOUNT][REGION].tables.get(operation["TableName"])
    if found is None:
        return []
    given = operation.get("Key") or operation.get("Item") or {}
    names = [name for name in (found.hash_key_attr, found.range_key_attr) if name]
    return [str(next(iter(given[name].values()))) for name in names if name in given]


def _after_fork() -> None:
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_after_fork)
