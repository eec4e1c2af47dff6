"""The log of events, and who is told of them."""

from functools import cache

from chalicelib.services.feeds.deliveries import BackendsAreTold, Deliveries
from chalicelib.services.feeds.endpoints import WebhookEndpoints
from chalicelib.services.feeds.log import EventLog, Names
from chalicelib.wiring.applicants import external_id
from chalicelib.wiring.cases import once
from chalicelib.wiring.outside import messages, poster, webhook_queue
from chalicelib.wiring.process import new_id, now, pepper
from chalicelib.wiring.stores import (
    audit,
    deliveries_store,
    endpoints_store,
    feed_ends,
    feed_entries,
    placed_events,
    tombstones,
    transactions,
)


@cache
def event_log() -> EventLog:
    """What has happened."""
    return EventLog(
        entries=feed_entries(),
        ends=feed_ends(),
        ids=placed_events(),
        transactions=transactions(),
        graves=tombstones(),
        now=now,
    )


@cache
def names() -> Names:
    """Backends' own ids."""
    return Names(external_id)


@cache
def webhook_endpoints() -> WebhookEndpoints:
    """Where backends hear of events."""
    return WebhookEndpoints(
        endpoints=endpoints_store(),
        deliveries=deliveries_store(),
        queue=webhook_queue(),
        audit=audit(),
        pepper=pepper(),
        now=now,
        new_id=new_id,
    )


@cache
def backends_are_told() -> BackendsAreTold:
    """The follower of every move."""
    return BackendsAreTold(
        log=event_log(), endpoints=endpoints_store(), queue=webhook_queue(), once=once()
    )


@cache
def deliveries() -> Deliveries:
    """Tries to tell."""
    return Deliveries(
        log=event_log(),
        endpoints=endpoints_store(),
        deliveries=deliveries_store(),
        names=names(),
        queue=webhook_queue(),
        poster=poster(),
        messages=messages(),
        pepper=pepper(),
        now=now,
    )
