"""Event source mappings: starts and stops one poller per enabled mapping.

moto calls the function inside SendMessage and PutItem, one record at a time, and loses what
fails. Here the mapping stays moto's (CreateEventSourceMapping and the rest work on it) and a
poller does what AWS's does.
"""

from __future__ import annotations

import threading
from typing import Any

from moto.awslambda.models import EventSourceMapping
from moto.sqs.models import sqs_backends

from emulator import activity
from emulator.account import ACCOUNT, REGION
from emulator.lambdas import lambdas
from emulator.lambdas.poller import Poller
from emulator.lambdas.queue_poller import QueuePoller
from emulator.lambdas.stream_poller import StreamPoller, first_position
from emulator.tables import tables

_pollers: dict[str, Poller] = {}
_lock = threading.Lock()
_running = False
_LATE_FIELDS = {  # fields moto's update does not know, by their name in the mapping
    "MaximumRetryAttempts": "max_retry_attempts",
    "MaximumRecordAgeInSeconds": "max_record_age",
    "BisectBatchOnFunctionError": "bisect_on_error",
    "TumblingWindowInSeconds": "tumbling_window",
}


def take_over(mapping: EventSourceMapping) -> None:
    """Stop moto from delivering, pin where a stream is read from, and start polling."""
    mapping.enabled = mapping.enabled not in (False, "false")
    for queue in sqs_backends[ACCOUNT][REGION].queues.values():
        queue.lambda_event_source_mappings.pop(mapping.function_arn, None)
    if ":dynamodb:" in mapping.event_source_arn:
        with tables.LOCK:
            table = tables.table(mapping.event_source_arn.split("/")[1])
            table.lambda_event_source_mappings.clear()
            mapping.__dict__["position"] = first_position(table, mapping.starting_position)
    _start(mapping)


def update(mapping: EventSourceMapping, spec: dict[str, Any]) -> None:
    """Apply what UpdateEventSourceMapping said beyond moto's reach; pollers read the rest live."""
    for name, attribute in _LATE_FIELDS.items():
        if name in spec:
            setattr(mapping, attribute, spec[name])
    stop(mapping.uuid)
    _start(mapping)


def _start(mapping: EventSourceMapping) -> None:
    if not _running or not mapping.enabled:
        return
    kind = QueuePoller if ":sqs:" in mapping.event_source_arn else StreamPoller
    with _lock:
        _pollers[mapping.uuid] = kind(mapping)
        _pollers[mapping.uuid].start()


def stop(uuid: str) -> None:
    """End the poller of a mapping; the batch in hand is finished."""
    with _lock:
        poller = _pollers.pop(uuid, None)
    if poller:
        poller.stop()


def start_all() -> None:
    """Start polling for every enabled mapping, also those that came with a snapshot."""
    global _running
    _running = True
    for mapping in lambdas.backend()._event_source_mappings.values():
        _start(mapping)


def stop_all() -> None:
    """End every poller."""
    global _running
    _running = False
    for uuid in list(_pollers):
        stop(uuid)


def _outstanding() -> list[str]:
    return [poller.name for poller in list(_pollers.values()) if poller.has_work()]


activity.watch("event source mappings", _outstanding)
