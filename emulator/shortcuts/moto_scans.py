"""Three places where moto's work grows with its content; every answer stays the same.

moto lists its own package directory twice at each request, counts a queue's messages at each
SendMessage, and reads the clock for every single message at each receive. A Query sorts and
compares the whole table. README.md says what each costs the tests.
tests/emulator/shortcuts/test_moto_scans.py compares each shortcut with moto's own way.
"""

from __future__ import annotations

import inspect
import threading
from typing import Any

from emulator import clock

_sending = threading.local()
_asked = threading.local()
_installed = False


def install() -> None:
    """Installs the shortcuts; a second call changes nothing."""
    global _installed
    if _installed:
        return
    _installed = True
    _modules()
    _queues()
    _tables()


def _modules() -> None:
    from moto import backends
    from moto.moto_server import werkzeug_app

    modules = tuple(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules
    dispatcher: Any = werkzeug_app.DomainDispatcherApplication
    by_host = dispatcher.get_backend_for_host
    known: dict[str, Any] = {}

    def get_backend_for_host(self: Any, host: str | None) -> Any:
        if host is None:
            return None
        if host not in known:
            if len(known) > 1000:  # hosts come from requests
                known.clear()
            known[host] = by_host(self, host)
        return known[host]

    dispatcher.get_backend_for_host = get_backend_for_host


def _queues() -> None:
    from moto.sqs import models

    described: Any = models.Queue.attributes
    read_attributes = described.fget
    send = models.SQSBackend.send_message

    def attributes(queue: Any) -> dict[str, Any]:
        if getattr(_sending, "on", False):  # it looks at this one only
            if not queue.fifo_queue:
                return {}
            return {"ContentBasedDeduplication": str(queue.content_based_deduplication).lower()}
        found: dict[str, Any] = read_attributes(queue)
        return found

    def send_message(backend: Any, *args: Any, **kwargs: Any) -> Any:
        _sending.on = True
        try:
            return send(backend, *args, **kwargs)
        finally:
            _sending.on = False

    def messages(queue: Any) -> list[Any]:
        now = clock.time() * 1000
        return [m for m in queue._messages if m.visible_at < now and m.delayed_until <= now]

    def hidden(queue: Any) -> int:
        now = clock.time() * 1000
        return sum(m.visible_at >= now for m in queue._messages)

    def delayed(queue: Any) -> int:
        now = clock.time() * 1000
        return sum(m.delayed_until > now for m in queue._messages)

    def delete_message(queue: Any, handle: str) -> None:
        if handle in queue.deleted_messages:
            return
        waiting = queue._messages
        for place, message in enumerate(waiting):
            if message.receipt_handle == handle or handle in message._old_receipt_handles:
                queue.pending_messages.discard(message)
                queue.deleted_messages.update(message.all_receipt_handles)
                queue._messages = waiting[:place] + waiting[place + 1 :]
                return
        raise models.ReceiptHandleIsInvalid()

    queue_class: Any = models.Queue
    queue_class.delete_message = delete_message
    queue_class.attributes = property(attributes)
    queue_class.messages = property(messages)
    queue_class.approximate_number_of_messages_not_visible = property(hidden)
    queue_class.approximate_number_of_messages_delayed = property(delayed)
    backend_class: Any = models.SQSBackend
    backend_class.send_message = send_message


def _tables() -> None:
    from moto.dynamodb.models import table as model

    described: Any = model.Table
    query, every = described.query, described.all_items
    asks = inspect.signature(query)

    def narrowed(table: Any, *args: Any, **kwargs: Any) -> Any:
        asked = asks.bind(table, *args, **kwargs).arguments
        _asked.items = _candidates(table, asked["hash_key"], asked)
        try:
            return query(table, *args, **kwargs)
        finally:
            _asked.items = None

    def all_items(table: Any) -> list[Any]:
        found = getattr(_asked, "items", None)
        return every(table) if found is None else list(found)

    described.query, described.all_items = narrowed, all_items


def _candidates(table: Any, hash_key: Any, asked: dict[str, Any]) -> list[Any] | None:
    """The items of a partition, in moto's order; None if moto must find them itself."""
    if not asked.get("index_name"):
        kept = table.items.get(hash_key) if hash_key is not None else None
        if kept is None:
            return None if hash_key is None else []
        found = list(kept.values()) if table.range_key_attr else [kept]
    else:
        conditions = asked.get("hash_key_conditions") or []
        if len(conditions) != 1 or conditions[0][1].type != "S":
            return None
        name, wanted = conditions[0][0], conditions[0][1].value
        sets = table.items.values()
        items = (i for s in sets for i in s.values()) if table.range_key_attr else iter(sets)
        found = [
            item
            for item in items
            if (held := item.attrs.get(name)) and held.type == "S" and held.value == wanted
        ]
    found.sort(key=lambda x: (x.hash_key, x.range_key) if x.range_key else x.hash_key)
    return found
