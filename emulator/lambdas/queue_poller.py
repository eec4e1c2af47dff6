"""Reads an SQS queue for a Lambda: batches, partial failures, visibility, redrive, delays.

A failed message stays invisible for the queue's VisibilityTimeout and is then received again; SQS
moves it to the dead letter queue after maxReceiveCount. Up to five batches run at once (more by
ScalingConfig), one at a time for a FIFO queue.
"""

from __future__ import annotations

import threading
from typing import Any

from moto.awslambda.models import EventSourceMapping
from moto.sqs.models import Message, Queue

from emulator import activity, clock
from emulator.account import REGION
from emulator.lambdas.poller import Poller, plain
from emulator.queues import queues


class QueuePoller(Poller):
    """The poller of one mapping of a queue."""

    def __init__(self, mapping: EventSourceMapping) -> None:
        super().__init__(mapping)
        self._wake: clock.Deadline | None = None
        self._arn = mapping.event_source_arn
        queues.on_change(self._arn, self.bell.set)
        fifo = self._arn.endswith(".fifo")
        most = 1 if fifo else int((mapping.scaling_config or {}).get("MaximumConcurrency", 5))
        self._room = threading.BoundedSemaphore(most)

    def stop(self) -> None:
        """Stops the poller and its notifications by the queue."""
        queues.off_change(self._arn, self.bell.set)
        if self._wake:
            self._wake.cancel()
        super().stop()

    def has_work(self) -> bool:
        """Whether a message can be received now."""
        queue = self._queue()
        return queue is not None and bool(queue.messages)

    def poll(self) -> bool:
        """Receives a batch and starts a thread that delivers it; False if there was none."""
        queue = self._queue()
        if queue is None:
            return False
        if self._wake:
            self._wake.cancel()
        self._room.acquire()
        with activity.doing(self.name):
            batch = queues.backend().receive_message(
                queue.name,
                min(self.mapping.batch_size, 10_000),
                0,
                int(queue.visibility_timeout),  # type: ignore[attr-defined]
                ["All"],
            )
            if batch:
                activity.spawn(lambda: self._handle(queue, batch), self.name)
                return True
        self._room.release()
        self._sleep_until_visible(queue)
        return False

    def _queue(self) -> Queue | None:
        return queues.backend().queues.get(self._arn.rsplit(":", 1)[1])

    def _sleep_until_visible(self, queue: Queue) -> None:
        seconds = queues.next_visible(queue)
        if seconds is not None:
            self._wake = clock.call_later(seconds, self.bell.set, f"visibility in {queue.name}")
        if queue.messages:  # became visible meanwhile
            self.bell.set()

    def _handle(self, queue: Queue, batch: list[Message]) -> None:
        try:
            records = {message.id: _record(message, self._arn) for message in batch}
            chosen = {key: record for key, record in records.items() if self.wanted(record)}
            failed: set[str] = set()
            if chosen:
                outcome = self.deliver(list(chosen.values()))
                failed = self.failures(outcome, list(chosen))
            for message in batch:
                if message.id not in failed:
                    queues.backend().delete_message(queue.name, str(message.receipt_handle))
        finally:
            self._room.release()
            self.bell.set()  # failed messages become visible later


def _record(message: Message, queue_arn: str) -> dict[str, Any]:
    """The message as Lambda's SQS event has it."""
    attributes = {
        "ApproximateReceiveCount": str(message.approximate_receive_count),
        "SentTimestamp": str(message.sent_timestamp),
        "SenderId": message.sender_id,
        "ApproximateFirstReceiveTimestamp": str(message.approximate_first_receive_timestamp),
    }
    optional = {
        "MessageGroupId": message.group_id,
        "MessageDeduplicationId": message.deduplication_id,
        "SequenceNumber": message.sequence_number,
    }
    attributes.update({key: value for key, value in optional.items() if value})
    trace = message.system_attributes.get("AWSTraceHeader", {}).get("StringValue")
    if trace:
        attributes["AWSTraceHeader"] = trace
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": attributes,
        "messageAttributes": {
            key: _attribute(value) for key, value in message.message_attributes.items()
        },
        "md5OfBody": message.body_md5,
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": REGION,
    }


def _attribute(value: dict[str, Any]) -> dict[str, Any]:
    kind = {"dataType": value["DataType"], "stringListValues": [], "binaryListValues": []}
    if value.get("BinaryValue") is not None:
        return {**kind, "binaryValue": plain(value["BinaryValue"])}
    return {**kind, "stringValue": value.get("StringValue")}
