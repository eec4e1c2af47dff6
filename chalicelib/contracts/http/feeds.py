"""Events on the wire: the log, the endpoints that are told, what was told there."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.contracts.wire import Cursor, Id, Limit, Mode, Url, Wire, seen


class EventQuery(Wire):
    """Events behind a position; `after` empty: from the first one that is kept."""

    after: Annotated[str, StringConstraints(pattern=r"^[0-9]{0,12}$")] = ""
    limit: Limit = 50


class EventOut(Wire):
    """One event, as a webhook carries it."""

    id: str
    type: str
    position: int
    timestamp: datetime
    mode: Mode
    data: dict[str, Any]


class EventPage(Wire):
    """`after` is where to go on: the same as asked for when nothing has happened since."""

    events: list[EventOut]
    after: str
    more: bool


class EndpointIn(Wire):
    """Where events shall be told; without `events` all of them."""

    url: Url
    events: Annotated[list[str], Field(max_length=20, default_factory=list)]
    description: Annotated[str, StringConstraints(max_length=200), AfterValidator(seen)] = ""


class EndpointChange(Wire):
    """What is left out stays."""

    url: Url | None = None
    events: Annotated[list[str], Field(max_length=20)] | None = None
    enabled: bool | None = None


class EndpointRotation(Wire):
    """For how long the secret so far signs, too."""

    overlap_hours: Annotated[int, Field(ge=0, le=168)] = 24


class EndpointOut(Wire):
    """`secret` is shown when it is made, and never again."""

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
    """Which event shall be told again."""

    event_id: Id


class PageQuery(Wire):
    """A page."""

    limit: Limit = 50
    cursor: Cursor = ""


class DeliveryOut(Wire):
    """One try: what was told, and what was answered (a status, or why there was none)."""

    event_id: str
    type: str
    position: int
    number: int
    taken: bool
    answer: str
    at: datetime


class DeliveryPage(Wire):
    """The newest first."""

    deliveries: list[DeliveryOut]
    next_cursor: str
