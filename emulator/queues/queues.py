"""Hook into moto's SQS: one lock per queue, fast receives, and notifications for pollers.

moto's queues have no lock (messages are lost or doubled under threads) and scan the whole queue
about thirty times per receive. The queue's own condition becomes its lock; long polls still
release it while they wait.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import moto.sqs.models as model

from emulator import clock
from emulator.account import ACCOUNT, REGION

_bells: dict[str, list[Callable[[], None]]] = defaultdict(list)
_plain_add = model.Queue.add_message


class Backend(model.SQSBackend):
    """moto's SQS, one caller at a time per queue."""

    __module__ = model.SQSBackend.__module__

    def receive_message(self, queue_name: str, *args: Any, **kwargs: Any) -> list[model.Message]:
        """As moto's, under the queue's lock."""
        with _lock(self.get_queue(queue_name)):
            return super().receive_message(queue_name, *args, **kwargs)

    def delete_message(self, queue_name: str, receipt_handle: str) -> None:
        """As moto's, under the queue's lock."""
        with _lock(self.get_queue(queue_name)):
            super().delete_message(queue_name, receipt_handle)

    def change_message_visibility(
        self, queue_name: str, receipt_handle: str, visibility_timeout: int
    ) -> None:
        """As moto's, under the queue's lock; notifies the pollers."""
        queue = self.get_queue(queue_name)
        with _lock(queue):
            super().change_message_visibility(queue_name, receipt_handle, visibility_timeout)
        ring(queue.queue_arn)

    def purge_queue(self, queue_name: str) -> None:
        """As moto's, under the queue's lock."""
        with _lock(self.get_queue(queue_name)):
            super().purge_queue(queue_name)

    def is_message_valid_based_on_retention_period(
        self, queue_name: str, message: model.Message
    ) -> bool:
        """Whether the message is within the queue's retention; computes no other attribute."""
        queue: Any = self.get_queue(queue_name)
        sent = float(message.sent_timestamp or 0) / 1000
        return bool(sent + float(queue.message_retention_period) > clock.time())


def _lock(queue: model.Queue) -> threading.Condition:
    return queue._messages_lock


def _add_message(queue: model.Queue, message: model.Message) -> None:
    """As moto's, under the lock; notifies pollers instead of delivering."""
    with _lock(queue):
        _plain_add(queue, message)
    ring(queue.queue_arn)


def on_change(queue_arn: str, bell: Callable[[], None]) -> None:
    """Calls `bell` after each message that arrives and each change of a visibility timeout; it must
    be quick."""
    _bells[queue_arn].append(bell)


def off_change(queue_arn: str, bell: Callable[[], None]) -> None:
    """Stops calling `bell`."""
    if bell in _bells[queue_arn]:
        _bells[queue_arn].remove(bell)


def ring(queue_arn: str) -> None:
    """Notifies the pollers of a queue."""
    for bell in list(_bells.get(queue_arn, ())):
        bell()


def backend() -> Backend:
    """The SQS of the account and region."""
    return model.sqs_backends[ACCOUNT][REGION]  # type: ignore[return-value]


def next_visible(queue: model.Queue) -> float | None:
    """Seconds, by the clock, until the first hidden or delayed message can be received; None if
    there is none."""
    with _lock(queue):
        instants = [max(m.visible_at, m.delayed_until) for m in queue._messages]
    now = clock.time() * 1000
    later = [instant for instant in instants if instant >= now]
    return (min(later) - now) / 1000 + 0.002 if later else None


def install() -> None:
    """Makes all later SQS backends instances of ours."""
    model.sqs_backends.backend = Backend
    model.Queue.add_message = _add_message  # type: ignore[method-assign, assignment]
