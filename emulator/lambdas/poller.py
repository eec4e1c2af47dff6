"""The base of the pollers of queues and streams: a thread, a wake-up event, filters, one call."""

from __future__ import annotations

import base64
import json
import logging
import threading
from typing import Any

from moto.awslambda.models import EventSourceMapping
from moto.events.models import EventPattern

from emulator.lambdas import delivery, handlers, lambdas

_LOG = logging.getLogger(__name__)


class Poller:
    """Polls for one mapping. Subclasses define a poll and the pause after an empty one."""

    def __init__(self, mapping: EventSourceMapping) -> None:
        self.mapping = mapping
        self.name = f"mapping {mapping.event_source_arn.split(':', 5)[5]} -> {self.function_name}"
        self.bell = threading.Event()
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)

    @property
    def function_name(self) -> str:
        """The name of the Lambda that gets the batches."""
        return self.mapping.function_arn.split(":")[6]

    def start(self) -> None:
        """Starts to poll, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Asks the thread to end after its current batch."""
        self.ended.set()
        self.bell.set()

    def has_work(self) -> bool:
        """Whether something waits to be delivered now."""
        raise NotImplementedError

    def poll(self) -> bool:
        """Delivers one batch; False if there was none."""
        raise NotImplementedError

    def _run(self) -> None:
        while not self.ended.is_set():
            self.bell.clear()
            try:
                worked = self.poll()
            except Exception:
                _LOG.exception("%s failed to poll", self.name)
                worked = False
                self.ended.wait(0.2)
            if not worked:
                self.bell.wait()

    def wanted(self, record: dict[str, Any]) -> bool:
        """Whether a record passes the mapping's FilterCriteria; without filters all do."""
        criteria = self.mapping.filter_criteria or {}
        patterns = [each["Pattern"] for each in criteria.get("Filters", [])]
        return not patterns or any(_matches(record, pattern) for pattern in patterns)

    def deliver(self, records: list[dict[str, Any]]) -> handlers.Outcome:
        """Calls the function with the batch and returns the outcome; twice for the share of batches
        set by `delivery.share_delivered_twice`."""
        event = json.dumps({"Records": records})
        function = lambdas.function(self.mapping.function_arn)
        outcome = function.call(json.loads(event))
        if outcome.error is None and delivery.times_to_deliver() == 2:
            outcome = function.call(json.loads(event))
        return outcome

    def failures(self, outcome: handlers.Outcome, identifiers: list[str]) -> set[str]:
        """The identifiers of the failed records: none, some (ReportBatchItemFailures), or all, as
        on AWS also for an unreadable answer."""
        if outcome.error:
            return set(identifiers)
        if "ReportBatchItemFailures" not in (self.mapping.function_response_types or []):
            return set()
        try:
            answer = json.loads(outcome.payload) or {}
            failed = {item["itemIdentifier"] for item in answer.get("batchItemFailures") or []}
        except (AttributeError, KeyError, TypeError, ValueError):
            return set(identifiers)  # an unreadable answer fails the batch, as on AWS
        return failed if failed <= set(identifiers) else set(identifiers)


def _matches(record: dict[str, Any], pattern: str) -> bool:
    document = dict(record)
    wants_object = isinstance(json.loads(pattern).get("body"), dict)
    if wants_object and isinstance(document.get("body"), str):
        try:
            document["body"] = json.loads(document["body"])
        except ValueError:
            return False
    return EventPattern.load(pattern).matches_event(document)  # type: ignore[arg-type]


def plain(value: Any) -> Any:
    """The value with all bytes in it as base64 text, as in Lambda's events; tuples and sets become
    lists."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(each) for each in value]
    return value
