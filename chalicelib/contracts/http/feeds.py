"""Events on the wire: the log, webhook endpoints, and deliveries."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.contracts.wire import Cursor, Id, Limit, Mode, Url, Wire, seen


class EventQuery(Wire):
    """Events after a position; with an empty `after`, from the oldest stored event."""

    after: Annotated[str, StringConstraints(pattern=r"^[0-9]{0,12}$")] = ""
    limit: Limit = 50


class EventOut(Wire):
    """One event, in the same shape as in webhooks."""

    id: str
    type: str
    position: int
    timestamp: datetime
    mode: Mode
    data: dict[str, Any]


class EventPage(Wire):
    """A page of events. `after` is the position to continue from; unchanged without new events."""

    events: list[EventOut]
    after: str
    more: bool


class EndpointIn(Wire):
    """A new webhook endpoint; without `events` it receives all of them."""

    url: Url
    events: Annotated[list[str], Field(max_length=20, default_factory=list)]
    description: Annotated[str, StringConstraints(max_length=200), AfterValidator(seen)] = ""


class EndpointChange(Wire):
    """Changes to an endpoint; omitted fields stay as they are."""

    url: Url | None = None
    events: Annotated[list[str], Field(max_length=20)] | None = None
    enabled: bool | None = None


class EndpointRotation(Wire):
    """How long the previous secret also signs."""

    overlap_hours: Annotated[int, Field(ge=0, le=168)] = 24


class EndpointOut(Wire):
    """An endpoint. `secret` is shown only in the answer that creates it."""

    id: str
    url: str
    events: list[str]
    description: str
    mode: Mode
    created_at: datetime
    enabled: bool
    failing_since: datetime | None = None
    secret: str | None = None


class EndpointList(Wire):
    """Every endpoint of the key's mode."""

    endpoints: list[EndpointOut]


class Pinged(Wire):
    """The id that the ping carries as `webhook-id`."""

    event_id: str


class Resend(Wire):
    """The event to send again."""

    event_id: Id


class PageQuery(Wire):
    """A page."""

    limit: Limit = 50
    cursor: Cursor = ""


class DeliveryOut(Wire):
    """One attempt: the event, and the response (a status, or why there was none)."""

    event_id: str
    type: str
    position: int
    number: int
    taken: bool
    answer: str
    at: datetime


class DeliveryPage(Wire):
    """A page of deliveries, newest first."""

    deliveries: list[DeliveryOut]
    next_cursor: str
