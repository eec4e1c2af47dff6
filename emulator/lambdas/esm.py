"""Event source mappings: starts and stops one poller per enabled mapping.

moto calls the function inside SendMessage and PutItem, one record at a time, and loses failed
records. Here the mapping stays moto's (CreateEventSourceMapping and the rest work on it), and a
poller delivers as AWS's does.
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
    """Stops moto from delivering, fixes where reading a stream starts, and starts polling."""
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
    """Applies the fields of UpdateEventSourceMapping that moto ignores, and restarts the poller."""
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
    """Ends the poller of a mapping after its current batch; nothing if it has none."""
    with _lock:
        poller = _pollers.pop(uuid, None)
    if poller:
        poller.stop()


def start_all() -> None:
    """Starts polling for every enabled mapping, including those from a snapshot."""
    global _running
    _running = True
    for mapping in lambdas.backend()._event_source_mappings.values():
        _start(mapping)


def stop_all() -> None:
    """Ends every poller; later mappings are not polled until `start_all`."""
    global _running
    _running = False
    for uuid in list(_pollers):
        stop(uuid)


def _outstanding() -> list[str]:
    return [poller.name for poller in list(_pollers.values()) if poller.has_work()]


activity.watch("event source mappings", _outstanding)
