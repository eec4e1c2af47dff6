"""Webhook endpoints: the URLs to which events are sent."""

from __future__ import annotations

from collections.abc import Iterator

from ._generated.api.webhook_endpoints import (
    webhook_endpoints_create,
    webhook_endpoints_delete,
    webhook_endpoints_get_deliveries,
    webhook_endpoints_list,
    webhook_endpoints_ping,
    webhook_endpoints_resend,
    webhook_endpoints_rotate,
    webhook_endpoints_update,
)
from ._generated.errors import UnexpectedStatus
from ._generated.models import (
    DeliveryOut,
    DeliveryPage,
    EndpointChange,
    EndpointIn,
    EndpointOut,
    EndpointRotation,
    Resend,
)
from ._generated.types import UNSET, Unset
from .calling import Part, answered, key
from .errors import UnexpectedAnswer


class WebhookEndpoints(Part):
    """The URLs to which events are sent. For errors see `Vestibule`."""

    def create(
        self,
        url: str,
        *,
        events: list[str] | Unset = UNSET,
        description: str | Unset = UNSET,
        idempotency_key: str | None = None,
    ) -> EndpointOut:
        """Creates an endpoint; the answer's `secret` is never shown again. `events`: types of
        events, all by default."""
        body = EndpointIn(url=url, events=events, description=description)
        return answered(
            lambda: webhook_endpoints_create.sync(
                client=self._http, body=body, idempotency_key=key(idempotency_key)
            )
        )

    def all(self) -> list[EndpointOut]:
        """All endpoints of the API key's mode."""
        return answered(lambda: webhook_endpoints_list.sync(client=self._http)).endpoints

    def update(
        self,
        endpoint_id: str,
        *,
        url: str | Unset = UNSET,
        events: list[str] | Unset = UNSET,
        enabled: bool | Unset = UNSET,
    ) -> EndpointOut:
        """Changes an endpoint; values that are left out stay."""
        body = EndpointChange(url=url, events=events, enabled=enabled)
        return answered(
            lambda: webhook_endpoints_update.sync(endpoint_id, client=self._http, body=body)
        )

    def delete(self, endpoint_id: str) -> None:
        """Deletes an endpoint; no events are sent to it any more."""
        try:
            webhook_endpoints_delete.sync_detailed(endpoint_id, client=self._http)
        except UnexpectedStatus as fault:
            raise UnexpectedAnswer(f"status {fault.status_code}") from None

    def rotate(
        self,
        endpoint_id: str,
        *,
        overlap_hours: int | Unset = UNSET,
        idempotency_key: str | None = None,
    ) -> EndpointOut:
        """Gives an endpoint a new secret, which is in the answer. The old secret signs, too, for
        `overlap_hours`."""
        body = EndpointRotation(overlap_hours=overlap_hours)
        return answered(
            lambda: webhook_endpoints_rotate.sync(
                endpoint_id, client=self._http, body=body, idempotency_key=key(idempotency_key)
            )
        )

    def ping(self, endpoint_id: str, *, idempotency_key: str | None = None) -> str:
        """Sends an `endpoint.ping` event; returns its id."""
        return answered(
            lambda: webhook_endpoints_ping.sync(
                endpoint_id, client=self._http, idempotency_key=key(idempotency_key)
            )
        ).event_id

    def resend(self, endpoint_id: str, event_id: str, *, idempotency_key: str | None = None) -> str:
        """Sends an event again; returns its id."""
        body = Resend(event_id=event_id)
        return answered(
            lambda: webhook_endpoints_resend.sync(
                endpoint_id, client=self._http, body=body, idempotency_key=key(idempotency_key)
            )
        ).event_id

    def deliveries_page(
        self, endpoint_id: str, *, limit: int = 50, cursor: str = ""
    ) -> DeliveryPage:
        """One page of deliveries with their outcome, newest first. `cursor`: `next_cursor` of the
        page before, which is "" on the last page."""
        return answered(
            lambda: webhook_endpoints_get_deliveries.sync(
                endpoint_id, client=self._http, limit=limit, cursor=cursor
            )
        )

    def deliveries(self, endpoint_id: str, *, limit: int = 50) -> Iterator[DeliveryOut]:
        """All deliveries that are kept, newest first; pages of `limit` are fetched when needed."""
        cursor = ""
        while True:
            page = self.deliveries_page(endpoint_id, limit=limit, cursor=cursor)
            yield from page.deliveries
            if not (cursor := page.next_cursor):
                return
