"""One try to tell an endpoint of an event, and what it answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

KEEP = timedelta(days=30)
SCHEDULE = (5, 30, 300, 1800, 7200, 28_800, 57_600, 86_400)
"""Seconds from one try to the next; about two days in all."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """`position` sorts by time. `answer` is the status or why there was none; never a body."""

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
    """The partition of an endpoint's deliveries, in the table of feeds."""
    return f"to#{endpoint_id}"


def position_of(at: datetime, event_id: str, number: int) -> str:
    """A key that sorts by time; the same try has the same."""
    return f"{at:%Y%m%dT%H%M%S%f}#{event_id}#{number}"
