"""The log of events, and webhook endpoints. Callers are backends with an API key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import feeds as wire
from chalicelib.domain.feeds.delivery import Delivery
from chalicelib.domain.feeds.endpoint import WebhookEndpoint
from chalicelib.domain.feeds.entry import place_of
from chalicelib.entrypoints.calls import Call, Query
from chalicelib.entrypoints.idempotency import done_once
from chalicelib.entrypoints.runtime import Shape, endpoint

feeds = Blueprint(__name__)


@feeds.route("/v1/events", methods=["GET"])
@endpoint(feeds, Shape(scope="events:read"))
def list_events(call: Query[wire.EventQuery]) -> wire.EventPage:
    """Events after a position, in the order of the log, without gaps."""
    place, limit = place_of(call.query.after), call.query.limit
    entries = application().event_log.behind(call.caller.mode, place, limit)
    names = application().names.of(entries)
    told = (entry.data(names[entry.person_id]) for entry in entries)
    return wire.EventPage(
        events=[wire.EventOut.model_validate(event) for event in told],
        after=str(entries[-1].place if entries else place),
        more=len(entries) == limit,
    )


@feeds.route("/v1/webhook-endpoints", methods=["POST"])
@endpoint(feeds, Shape(status=201, scope="webhooks:write"))
def add_endpoint(call: Call[wire.EndpointIn]) -> wire.EndpointOut:
    """Creates a webhook endpoint; the answer has its signing secret."""
    body, caller, service = call.body, call.caller, application().webhook_endpoints

    def add() -> dict[str, Any]:
        made = service.add(caller.mode, body.url, tuple(body.events), body.description, caller.id)
        return {"id": made.endpoint_id}

    made = service.get(caller.mode, done_once(call, feeds.lambda_context, add)["id"])
    return _endpoint(made, service.secret(made))


@feeds.route("/v1/webhook-endpoints", methods=["GET"])
@endpoint(feeds, Shape(scope="webhooks:write"))
def list_endpoints(call: Call[None]) -> wire.EndpointList:
    """Your endpoints, without their secrets."""
    found = application().webhook_endpoints.all(call.caller.mode)
    return wire.EndpointList(endpoints=[_endpoint(one) for one in found])


@feeds.route("/v1/webhook-endpoints/{endpoint_id}", methods=["PUT"])
@endpoint(feeds, Shape(scope="webhooks:write"))
def change_endpoint(call: Call[wire.EndpointChange], endpoint_id: str) -> wire.EndpointOut:
    """Changes the address or the filter, or enables a disabled endpoint again."""
    body = call.body
    events = None if body.events is None else tuple(body.events)
    return _endpoint(
        application().webhook_endpoints.change(
            call.caller.mode, endpoint_id, body.url, events, body.enabled, call.caller.id
        )
    )


@feeds.route("/v1/webhook-endpoints/{endpoint_id}", methods=["DELETE"])
@endpoint(feeds, Shape(status=204, scope="webhooks:write"))
def remove_endpoint(call: Call[None], endpoint_id: str) -> None:
    """Deletes the endpoint; it receives no more events."""
    application().webhook_endpoints.remove(call.caller.mode, endpoint_id, call.caller.id)


@feeds.route("/v1/webhook-endpoints/{endpoint_id}/rotate", methods=["POST"])
@endpoint(feeds, Shape(scope="webhooks:write"))
def rotate_secret(call: Call[wire.EndpointRotation], endpoint_id: str) -> wire.EndpointOut:
    """Creates a new signing secret; the previous one also signs for as long as you choose."""
    service, mode = application().webhook_endpoints, call.caller.mode
    overlap = timedelta(hours=call.body.overlap_hours)

    def rotate() -> dict[str, Any]:
        return {"id": service.rotate(mode, endpoint_id, overlap, call.caller.id).endpoint_id}

    done = service.get(mode, done_once(call, feeds.lambda_context, rotate)["id"])
    return _endpoint(done, service.secret(done))


@feeds.route("/v1/webhook-endpoints/{endpoint_id}/ping", methods=["POST"])
@endpoint(feeds, Shape(status=202, scope="webhooks:write"))
def ping_endpoint(call: Call[None], endpoint_id: str) -> wire.Pinged:
    """Sends a test event; the list of deliveries shows the response."""
    service, mode = application().webhook_endpoints, call.caller.mode
    done = done_once(
        call, feeds.lambda_context, lambda: {"eventId": service.ping(mode, endpoint_id)}
    )
    return wire.Pinged(event_id=done["eventId"])


@feeds.route("/v1/webhook-endpoints/{endpoint_id}/resend", methods=["POST"])
@endpoint(feeds, Shape(status=202, scope="webhooks:write"))
def resend_event(call: Call[wire.Resend], endpoint_id: str) -> wire.Pinged:
    """Sends an event of the log again."""
    service, mode, event_id = application().webhook_endpoints, call.caller.mode, call.body.event_id

    def resend() -> dict[str, Any]:
        service.resend(mode, endpoint_id, application().event_log.find(mode, event_id))
        return {"eventId": event_id}

    return wire.Pinged(event_id=done_once(call, feeds.lambda_context, resend)["eventId"])


@feeds.route("/v1/webhook-endpoints/{endpoint_id}/deliveries", methods=["GET"])
@endpoint(feeds, Shape(scope="webhooks:write"))
def list_deliveries(call: Query[wire.PageQuery], endpoint_id: str) -> wire.DeliveryPage:
    """The deliveries to an endpoint in the last thirty days, with the responses."""
    page, cursor = application().webhook_endpoints.log(
        call.caller.mode, endpoint_id, call.query.limit, call.query.cursor
    )
    return wire.DeliveryPage(deliveries=[_delivery(one) for one in page], next_cursor=cursor)


def _endpoint(found: WebhookEndpoint, secret: str = "") -> wire.EndpointOut:
    told = {"secret": secret} if secret else {}
    return wire.EndpointOut(
        id=found.endpoint_id,
        url=found.url,
        events=list(found.events),
        description=found.description,
        mode=found.mode,
        created_at=found.created_at,
        enabled=found.disabled_at is None,
        failing_since=found.failing_since,
        **told,
    )


def _delivery(one: Delivery) -> wire.DeliveryOut:
    return wire.DeliveryOut(
        event_id=one.event_id,
        type=one.kind,
        position=one.place,
        number=one.number,
        taken=one.taken,
        answer=one.answer,
        at=one.at,
    )
