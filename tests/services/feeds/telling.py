"""The log of a system and its webhooks, with receivers that answer as they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.adapters.memory import MemoryQueue, MemoryStore
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.feeds.delivery import Delivery
from chalicelib.domain.feeds.endpoint import WebhookEndpoint
from chalicelib.domain.feeds.entry import FeedEnd, FeedEntry, PlacedEvent
from chalicelib.services.feeds.deliveries import BackendsAreTold, Deliveries
from chalicelib.services.feeds.endpoints import WebhookEndpoints
from chalicelib.services.feeds.log import EventLog, Names
from tests.services.in_memory import PEPPER


@dataclass
class Receiver:
    """What came, and whether it is taken."""

    down: bool = False
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        if self.down:
            raise Unavailable("the address answered 503", "outbound_not_taken")
        self.came.append((url, dict(headers), body))


class Telling:
    """Log, endpoints and deliveries, as the application has them; follows the system."""

    def __init__(self, system: Any, external_id: Callable[[str], str | None]) -> None:
        key = ("feed", "position")
        table: Any = {"": key}
        self.system, self.queue, self.receiver = system, MemoryQueue(), Receiver()
        self.log = EventLog(
            entries=MemoryStore(FeedEntry, key, table),
            ends=MemoryStore(FeedEnd, key, {}),
            ids=MemoryStore(PlacedEvent, key, {}),
            transactions=system.transactions.__class__(),
            tombstones=system.tombstones,
            now=system.now,
        )
        self.endpoints = WebhookEndpoints(
            endpoints=MemoryStore(
                WebhookEndpoint, ("mode", "endpoint_id"), {"": ("mode", "endpoint_id")}
            ),
            deliveries=MemoryStore(Delivery, key, table),
            queue=self.queue,
            audit=system.audit,
            pepper=PEPPER,
            now=system.now,
            new_id=system.new_id,
        )
        self.follower = BackendsAreTold(
            log=self.log, endpoints=self.endpoints.endpoints, queue=self.queue, once=system.once
        )
        self.deliveries = Deliveries(
            log=self.log,
            endpoints=self.endpoints.endpoints,
            deliveries=self.endpoints.deliveries,
            names=Names(
                external_id, lambda people: {p: e for p in people if (e := external_id(p))}
            ),
            queue=self.queue,
            poster=self.receiver,
            messages=system.messages,
            pepper=PEPPER,
            now=system.now,
        )
        system.followers["events"] = self.follower.follow

    def deliver(self) -> None:
        """What the queue's Lambda does with everything that waits, once each."""
        waiting, self.queue.bodies = self.queue.bodies, []
        for body in waiting:
            self.deliveries.process(body)
