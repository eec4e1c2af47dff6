"""Hook into moto's DynamoDB: one lock for all tables, stream records as on AWS, and notifications
for pollers.

moto's tables have no lock (two winners of a conditional put, 500s in transactions). One lock
around the whole dispatch makes each request atomic, as DynamoDB's are.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import moto.dynamodb.models.table as table_model
import moto.dynamodb.urls as urls
import moto.dynamodbstreams.models as streams_model
import moto.dynamodbstreams.urls as streams_urls
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.responses import DynamoHandler
from moto.dynamodbstreams.responses import DynamoDBStreamsHandler

from emulator.account import ACCOUNT, REGION
from emulator.tables import changes

LOCK = threading.RLock()
_bells: dict[str, list[Callable[[], None]]] = defaultdict(list)


class Handler(DynamoHandler):
    """moto's DynamoDB API, one request at a time."""

    __module__ = DynamoHandler.__module__

    def _dispatch(self, *args: Any, **kwargs: Any) -> Any:
        with LOCK:
            answer = super()._dispatch(*args, **kwargs)
            if answer[0] < 400:
                changes.record(self._get_action(), self.body)
        _ring()
        return answer


class StreamsHandler(DynamoDBStreamsHandler):
    """moto's Streams API under the same lock."""

    __module__ = DynamoDBStreamsHandler.__module__

    def _dispatch(self, *args: Any, **kwargs: Any) -> Any:
        with LOCK:
            return super()._dispatch(*args, **kwargs)


_dirty: set[str] = set()


def _add(shard: Any, old: Any, new: Any) -> None:
    """Appends a stream record; a write that changes nothing leaves none, as on AWS."""
    if old is not None and new is not None and old.to_json() == new.to_json():
        return
    event = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
    table = shard.table
    sequence = len(shard.items) + shard.starting_sequence_number
    view = table.stream_specification["StreamViewType"]
    record = table_model.StreamRecord(table, view, event, old, new, sequence)
    record.record["awsRegion"] = REGION
    record.record["eventVersion"] = "1.1"
    shard.items.append(record)
    _dirty.add(table.name)


def _current(iterator: Any) -> Any:
    """The present shard of the table: a rolled-back transaction replaces the table by a copy."""
    tables = dynamodb_backends[ACCOUNT][REGION].tables
    table = tables.get(iterator.stream_shard.table.name)
    return table.stream_shard if table and table.stream_shard else iterator.stream_shard


_plain_get = streams_model.ShardIterator.get


def _get(iterator: Any, limit: int = 1000) -> dict[str, Any]:
    iterator.stream_shard = _current(iterator)
    return _plain_get(iterator, limit)


def _ring() -> None:
    """Notifies the stream pollers, after the lock is free and the transaction is over."""
    while True:
        try:
            name = _dirty.pop()
        except KeyError:
            return
        for bell in list(_bells.get(name, ())):
            bell()


def changed() -> None:
    """Notifies the pollers after a write to a table that was no request."""
    _ring()


def on_change(table_name: str, bell: Callable[[], None]) -> None:
    """Calls `bell` after each request that left stream records; it must be quick."""
    _bells[table_name].append(bell)


def off_change(table_name: str, bell: Callable[[], None]) -> None:
    """Stops calling `bell`."""
    if bell in _bells[table_name]:
        _bells[table_name].remove(bell)


def table(name: str) -> Any:
    """moto's table, or None. Read and write it under `LOCK` only."""
    return dynamodb_backends[ACCOUNT][REGION].tables.get(name)


def _after_fork() -> None:
    global LOCK
    LOCK = threading.RLock()


def install() -> None:
    """Routes DynamoDB and its streams through the lock, and corrects the records."""
    urls.url_paths["{0}/"] = Handler.dispatch
    for path in list(streams_urls.url_paths):
        streams_urls.url_paths[path] = StreamsHandler.dispatch
    table_model.StreamShard.add = _add  # type: ignore[method-assign, assignment]
    streams_model.ShardIterator.get = _get  # type: ignore[method-assign, assignment]
