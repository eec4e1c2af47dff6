"""Webhook deliveries: an event of the log is sent until the endpoint accepts it or time is up."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.applicants.passing import kept_for
from chalicelib.domain.errors import NotFound, Refused, VestibuleError
from chalicelib.domain.events import follow_up
from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.domain.feeds.delivery import (
    KEEP,
    SCHEDULE,
    Delivery,
    deliveries_of,
    position_of,
)
from chalicelib.domain.feeds.endpoint import (
    MOST_ENDPOINTS,
    PING,
    WebhookEndpoint,
    secret,
    signature,
)
from chalicelib.domain.feeds.entry import written
from chalicelib.services.consequences.once import Once
from chalicelib.services.feeds.endpoints import message
from chalicelib.services.feeds.log import EventLog, Names
from chalicelib.services.ports import Clock, Messages, Store
from chalicelib.services.vendors.ports import LaterQueue, Poster

LONGEST_DELAY = 900  # seconds; SQS delays a message no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendsAreTold:
    """Follows every move: appends it to the log, then queues it for each subscribed endpoint."""

    log: EventLog
    endpoints: Store[WebhookEndpoint]
    queue: LaterQueue
    once: Once

    def follow(self, event: VerificationMoved) -> None:
        """Appends the event and queues its deliveries. Idempotent: a call that died in between is
        completed by the next one."""
        entry = self.log.append(event)
        for endpoint in self.endpoints.query("", event.mode, MOST_ENDPOINTS):
            if endpoint.wants(entry.kind) and entry.occurred_at >= endpoint.created_at:
                sent = message(endpoint, entry.event_id, entry.kind, entry.place)
                self._send(endpoint, entry.event_id, sent)

    def _send(self, endpoint: WebhookEndpoint, event_id: str, sent: Mapping[str, Any]) -> None:
        follower = f"endpoint-{endpoint.endpoint_id}"
        kept = kept_for(endpoint.mode, follow_up.KEEP)
        self.once.do(follower, event_id, 1, "", lambda: self.queue.send(sent), kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """Makes one delivery attempt per queued message."""

    log: EventLog
    endpoints: Store[WebhookEndpoint]
    deliveries: Store[Delivery]
    names: Names
    queue: LaterQueue
    poster: Poster
    messages: Messages
    pepper: bytes = field(repr=False)
    now: Clock

    def process(self, sent: Mapping[str, Any]) -> None:
        """Sends the event, or delays the message further if its time has not come."""
        if due := sent.get("dueAt"):
            left = int((datetime.fromisoformat(due) - self.now()).total_seconds())
            if left > 0:
                self.queue.send_later(sent, min(left, LONGEST_DELAY))
                return
        endpoint = self.endpoints.find(sent["mode"], sent["endpointId"])
        if endpoint is None or (endpoint.disabled_at and sent["eventKind"] != PING):
            return
        try:
            body = json.dumps(self._body(sent), separators=(",", ":")).encode()
        except NotFound:  # past the log's retention
            return
        try:
            self.poster.post(endpoint.url, self._headers(endpoint, sent["eventId"], body), body)
        except VestibuleError as error:
            self._note(endpoint, sent, False, str(error))
            self._failed(endpoint, sent, error)
        else:
            self._note(endpoint, sent, True, "2xx")
            self._keep(endpoint, taken=True)

    def _body(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        if sent["eventKind"] == PING:
            said = {"endpointId": sent["endpointId"]}
            at = self.now().isoformat()
            return {"id": sent["eventId"], "type": PING, "timestamp": at, "data": said}
        entry = self.log.entries.get(sent["mode"], written(int(sent["place"])))
        return entry.data(self.names.look_up(entry.person_id))

    def _headers(self, endpoint: WebhookEndpoint, event_id: str, body: bytes) -> dict[str, str]:
        now = self.now()
        secrets = tuple(secret(self.pepper, endpoint, n) for n in endpoint.generations(now))
        return {
            "Content-Type": "application/json",
            "webhook-id": event_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature(secrets, event_id, now, body),
        }

    def _note(
        self, endpoint: WebhookEndpoint, sent: Mapping[str, Any], taken: bool, answer: str
    ) -> None:
        now, number = self.now(), int(sent["try"])
        self.deliveries.put(
            Delivery(
                feed=deliveries_of(endpoint.endpoint_id),
                position=position_of(now, sent["eventId"], number),
                event_id=sent["eventId"],
                kind=sent["eventKind"],
                place=int(sent["place"]),
                number=number + 1,
                taken=taken,
                answer=answer[:200],
                at=now,
                expires_at=now + kept_for(endpoint.mode, KEEP),
            )
        )

    def _failed(
        self, endpoint: WebhookEndpoint, sent: Mapping[str, Any], error: VestibuleError
    ) -> None:
        after = self._keep(endpoint, taken=False)
        if after and after.disabled_at:
            if not endpoint.disabled_at:
                facts = {"endpointId": endpoint.endpoint_id, "errorCode": error.code}
                self.messages.alert("A webhook endpoint was disabled after days of failure", facts)
            return
        number = int(sent["try"])
        if sent["eventKind"] == PING or isinstance(error, Refused) or number >= len(SCHEDULE):
            facts = {"endpointId": endpoint.endpoint_id, "eventId": sent["eventId"]}
            if sent["eventKind"] != PING:
                self.messages.alert("A webhook was never taken; it stays in the log", facts)
            return
        wait = SCHEDULE[number]
        due = (self.now() + timedelta(seconds=wait)).isoformat()
        again = {**sent, "try": number + 1, "dueAt": due}
        self.queue.send_later(again, min(wait, LONGEST_DELAY))

    def _keep(self, endpoint: WebhookEndpoint, taken: bool) -> WebhookEndpoint | None:
        """The endpoint's record after this attempt; None if it was deleted meanwhile."""
        steady = endpoint.failing_since is None and taken
        if steady:  # most deliveries: nothing to write
            return endpoint

        def change(found: WebhookEndpoint) -> WebhookEndpoint:
            return found.taken() if taken else found.failed(self.now())

        try:
            return self.endpoints.update(endpoint.mode, endpoint.endpoint_id, change=change)
        except NotFound:
            return None
