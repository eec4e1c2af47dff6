"""Webhook endpoints: where events are told."""

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
    """Where events are told."""

    def create(
        self,
        url: str,
        *,
        events: list[str] | Unset = UNSET,
        description: str | Unset = UNSET,
        idempotency_key: str | None = None,
    ) -> EndpointOut:
        """A new one; `secret` is shown now and never again."""
        body = EndpointIn(url=url, events=events, description=description)
        return answered(
            lambda: webhook_endpoints_create.sync(
                client=self._http, body=body, idempotency_key=key(idempotency_key)
            )
        )

    def all(self) -> list[EndpointOut]:
        """Those of the mode of the key."""
        return answered(lambda: webhook_endpoints_list.sync(client=self._http)).endpoints

    def update(
        self,
        endpoint_id: str,
        *,
        url: str | Unset = UNSET,
        events: list[str] | Unset = UNSET,
        enabled: bool | Unset = UNSET,
    ) -> EndpointOut:
        """What is left out stays."""
        body = EndpointChange(url=url, events=events, enabled=enabled)
        return answered(
            lambda: webhook_endpoints_update.sync(endpoint_id, client=self._http, body=body)
        )

    def delete(self, endpoint_id: str) -> None:
        """Nothing is told there any more."""
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
        """A new secret; the one so far signs, too, for as long as you say."""
        body = EndpointRotation(overlap_hours=overlap_hours)
        return answered(
            lambda: webhook_endpoints_rotate.sync(
                endpoint_id, client=self._http, body=body, idempotency_key=key(idempotency_key)
            )
        )

    def ping(self, endpoint_id: str, *, idempotency_key: str | None = None) -> str:
        """Sends `endpoint.ping`; its id."""
        return answered(
            lambda: webhook_endpoints_ping.sync(
                endpoint_id, client=self._http, idempotency_key=key(idempotency_key)
            )
        ).event_id

    def resend(self, endpoint_id: str, event_id: str, *, idempotency_key: str | None = None) -> str:
        """Tells an event again."""
        body = Resend(event_id=event_id)
        return answered(
            lambda: webhook_endpoints_resend.sync(
                endpoint_id, client=self._http, body=body, idempotency_key=key(idempotency_key)
            )
        ).event_id

    def deliveries_page(
        self, endpoint_id: str, *, limit: int = 50, cursor: str = ""
    ) -> DeliveryPage:
        """What was told and what was answered, the newest first."""
        return answered(
            lambda: webhook_endpoints_get_deliveries.sync(
                endpoint_id, client=self._http, limit=limit, cursor=cursor
            )
        )

    def deliveries(self, endpoint_id: str, *, limit: int = 50) -> Iterator[DeliveryOut]:
        """All that is kept, page by page as it is asked for."""
        cursor = ""
        while True:
            page = self.deliveries_page(endpoint_id, limit=limit, cursor=cursor)
            yield from page.deliveries
            if not (cursor := page.next_cursor):
                return
