"""One attempt to deliver an event to an endpoint, and the response."""

from dataclasses import dataclass
from datetime import datetime, timedelta

KEEP = timedelta(days=30)
SCHEDULE = (5, 30, 300, 1800, 7200, 28_800, 57_600, 86_400)
"""Seconds between attempts; about two days in all."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt. `position` sorts by time. `answer` is the HTTP status, or why there was none;
    never a body."""

    feed: str
    position: str
    event_id: str
    kind: str
    place: int
    number: int
    taken: bool
    answer: str
    at: datetime
    expires_at: datetime
    version: int = 1


def deliveries_of(endpoint_id: str) -> str:
    """The partition key of an endpoint's deliveries in the table of feeds."""
    return f"to#{endpoint_id}"


def position_of(at: datetime, event_id: str, number: int) -> str:
    """The sort key of an attempt, in order of time; the same attempt always has the same key."""
    return f"{at:%Y%m%dT%H%M%S%f}#{event_id}#{number}"
