"""Webhook endpoints of backends: create, change, rotate secrets, test, delete."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.errors import BadRequest, Conflict, NotFound
from chalicelib.domain.feeds.delivery import Delivery, deliveries_of
from chalicelib.domain.feeds.endpoint import (
    LONGEST_OVERLAP,
    MOST_ENDPOINTS,
    PING,
    WebhookEndpoint,
    checked_description,
    checked_events,
    checked_url,
    secret,
)
from chalicelib.domain.feeds.entry import FeedEntry
from chalicelib.services.ports import Audit, Clock, Ids, Queue, Store

SUBJECT = "webhook-endpoints"
KIND = "delivery"


def message(endpoint: WebhookEndpoint, event_id: str, kind: str, place: int) -> dict[str, Any]:
    """The queue's message for one delivery: ids only. The content is read when it is sent."""
    return {
        "kind": KIND,
        "mode": str(endpoint.mode),
        "endpointId": endpoint.endpoint_id,
        "eventId": event_id,
        "eventKind": kind,
        "place": place,
        "try": 0,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpoints:
    """The endpoints of both modes; each call names its mode."""

    endpoints: Store[WebhookEndpoint]
    deliveries: Store[Delivery]
    queue: Queue
    audit: Audit
    pepper: bytes = field(repr=False)
    now: Clock
    new_id: Ids

    def add(
        self, mode: Mode, url: str, events: tuple[str, ...], description: str, author: str
    ) -> WebhookEndpoint:
        """Creates an endpoint. BadRequest for an invalid URL, event or description; Conflict
        (`too_many_endpoints`)."""
        endpoint = WebhookEndpoint(
            mode=mode,
            endpoint_id="we_" + self.new_id().replace("-", ""),
            url=checked_url(url),
            created_at=self.now(),
            events=checked_events(events),
            description=checked_description(description),
            created_by=author,
        )
        if len(self.all(mode)) >= MOST_ENDPOINTS:
            raise Conflict(f"there are {MOST_ENDPOINTS} endpoints", "too_many_endpoints")
        self._log("added", endpoint, author)
        self.endpoints.add(endpoint)
        return endpoint

    def all(self, mode: Mode) -> tuple[WebhookEndpoint, ...]:
        """Every endpoint of a mode."""
        return self.endpoints.query("", mode, MOST_ENDPOINTS + 1)

    def get(self, mode: Mode, endpoint_id: str) -> WebhookEndpoint:
        """The endpoint with this id; NotFound, also for one of the other mode."""
        found = self.endpoints.find(mode, endpoint_id)
        if found is None:
            raise NotFound("no such endpoint", "endpoint_not_found")
        return found

    def change(
        self,
        mode: Mode,
        endpoint_id: str,
        url: str | None,
        events: tuple[str, ...] | None,
        enabled: bool | None,
        author: str,
    ) -> WebhookEndpoint:
        """Changes the given fields; None leaves a field as it is. Enabling an endpoint clears its
        record of failures. NotFound, BadRequest."""
        self.get(mode, endpoint_id)

        def changed(found: WebhookEndpoint) -> WebhookEndpoint:
            after = replace(
                found,
                url=found.url if url is None else checked_url(url),
                events=found.events if events is None else checked_events(events),
            )
            if enabled is False and not found.disabled_at:
                after = replace(after, disabled_at=self.now())
            if enabled:
                after = replace(after, disabled_at=None, failing_since=None)
            return found if after == found else replace(after, version=found.version + 1)

        after = self.endpoints.update(mode, endpoint_id, change=changed)
        self._log("changed", after, author)
        return after

    def rotate(
        self, mode: Mode, endpoint_id: str, overlap: timedelta, author: str
    ) -> WebhookEndpoint:
        """Creates a new secret. The previous one also signs until the overlap ends."""
        if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
            raise BadRequest("secrets overlap for seven days at most", "webhook_overlap")
        self.get(mode, endpoint_id)
        after = self.endpoints.update(
            mode, endpoint_id, change=lambda found: found.rotated(self.now(), overlap)
        )
        self._log("rotated", after, author)
        return after

    def remove(self, mode: Mode, endpoint_id: str, author: str) -> None:
        """Deletes the endpoint; nothing is sent to it any more. NotFound."""
        self._log("removed", self.get(mode, endpoint_id), author)
        self.endpoints.delete(mode, endpoint_id)

    def secret(self, endpoint: WebhookEndpoint) -> str:
        """The endpoint's newest signing secret."""
        return secret(self.pepper, endpoint, endpoint.generation)

    def ping(self, mode: Mode, endpoint_id: str) -> str:
        """Sends a test event; returns its id."""
        endpoint, event_id = self.get(mode, endpoint_id), self.new_id()
        self.queue.send(message(endpoint, event_id, PING, 0))
        return event_id

    def resend(self, mode: Mode, endpoint_id: str, entry: FeedEntry) -> None:
        """Sends this event again, whatever earlier attempts returned."""
        endpoint = self.get(mode, endpoint_id)
        if endpoint.disabled_at:
            raise Conflict("this endpoint is disabled", "endpoint_disabled")
        self.queue.send(message(endpoint, entry.event_id, entry.kind, entry.place))

    def log(
        self, mode: Mode, endpoint_id: str, limit: int, cursor: str
    ) -> tuple[tuple[Delivery, ...], str]:
        """The delivery attempts to this endpoint and their responses, newest first."""
        self.get(mode, endpoint_id)
        return self.deliveries.page("", deliveries_of(endpoint_id), limit, cursor, True)

    def _log(self, what: str, endpoint: WebhookEndpoint, author: str) -> None:
        facts: Mapping[str, Any] = {
            "endpointId": endpoint.endpoint_id,
            "mode": str(endpoint.mode),
            "by": author,
        }
        self.audit.write(SUBJECT, what, facts)
