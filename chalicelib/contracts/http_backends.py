"""The wire of what backends read and do: sessions, verifications, events, webhook endpoints."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from chalicelib.contracts.http_applicants import ApplicantId
from chalicelib.contracts.http_levels import LevelName
from chalicelib.contracts.wire import Id, Wire, seen

Cursor = Annotated[str, StringConstraints(max_length=1000)]
Limit = Annotated[int, Field(ge=1, le=100)]
Url = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(seen)]
Mode = Literal["live", "test"]
StateName = Literal[
    "created", "in_progress", "processing", "approved", "rejected", "needs_review",
    "resubmit_requested", "expired", "abandoned", "error", "stale", "confirmed",
]  # fmt: skip


class SessionIn(Wire):
    """How long the link lives, in seconds, and where the hosted page sends the person on."""

    ttl: Annotated[int, Field(ge=300, le=86_400)] = 3600
    redirect_url: Url | None = None


class SessionOut(Wire):
    """`url` is the hosted page, for one browser; `token` is for an element of your own."""

    id: str
    applicant_id: ApplicantId
    url: str
    expires_at: datetime
    token: str
    token_expires_at: datetime


class LinkOpen(Wire):
    """A hosted link and the secret that this browser has made for it."""

    link: Annotated[str, StringConstraints(pattern=r"^vl_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$")]
    browser: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{32,128}$")]


class LinkOpened(Wire):
    """The session's token, for half an hour; the same browser may ask again. The newest attempt and
    its state, where there is one."""

    token: str
    token_expires_at: datetime
    expires_at: datetime
    mode: Mode
    locale: str
    redirect_url: str | None = None
    verification_id: str | None = None
    state: StateName | None = None


class SessionStatus(Wire):
    """Where the applicant of a session stands; a user of the pool may be in one, too."""

    applicant_id: str
    mode: Mode
    locale: str
    level: str
    kyc_status: Literal["not_verified", "pending", "verified", "rejected"]
    verification_id: str | None = None


class VerificationQuery(Wire):
    """Of one applicant, or in one state: exactly one of them; of one level; changed within a time
    (its begin included, its end not)."""

    applicant_id: ApplicantId | None = None
    state: StateName | None = None
    level: LevelName | None = None
    updated_from: AwareDatetime | None = None
    updated_until: AwareDatetime | None = None
    limit: Limit = 50
    cursor: Cursor = ""


class VerificationSummary(Wire):
    """One attempt."""

    id: Id
    applicant_id: str
    mode: Mode
    state: StateName
    attempt: int
    level: str
    provider: str
    created_at: datetime
    updated_at: datetime


class VerificationPage(Wire):
    """`nextCursor` is empty on the last page; a page may be shorter than asked for."""

    verifications: list[VerificationSummary]
    next_cursor: str


class Attribute(Wire):
    """Something read from the document and vouched for; `confidence` is 0 to 100."""

    value: str
    confidence: float
    source: str


class CheckOutcome(Wire):
    """How far a check is."""

    check: str
    outcome: Literal["pending", "passed", "failed"]


class RuleOutcome(Wire):
    """What one rule said."""

    rule: str
    outcome: Literal["pass", "review", "reject"]
    reason: str


class ScreeningSummary(Wire):
    """What the lists say."""

    status: str
    screened_at: datetime
    matches: int
    lists: dict[str, str]


class Internal(Wire):
    """Why, in our own words; never to be told to the person."""

    reasons: list[str]
    findings: list[RuleOutcome]
    screening: ScreeningSummary | None = None


class Evidence(Wire):
    """Links to pictures, for five minutes."""

    documents: dict[str, str]
    frames: list[str]


class VerificationView(VerificationSummary):
    """`outcome` is the word that the level ends in, once it has: verified, or less. `attributes`
    wants the scope `attributes:read`, `internal` `reasons:read`, `evidence` `evidence:read`;
    without it they are null."""

    external_user_id: str | None = None
    kyc_status: Literal["not_verified", "pending", "verified", "rejected"]
    outcome: str | None = None
    assurance: str
    checks: list[CheckOutcome]
    reasons: list[str]
    sides: list[str]
    attributes: dict[str, Attribute] | None = None
    internal: Internal | None = None
    evidence: Evidence | None = None


class SideQuery(Wire):
    """Which side of the document the picture shows."""

    side: Literal["front", "back"] = "front"


class FaceTaken(Wire):
    """`assurance` is what the picture says of liveness: nothing."""

    verification_id: Id
    sha256: str
    assurance: Literal["none"]


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


class Step(Wire):
    """Where an attempt goes, and why."""

    state: StateName
    reasons: list[str]


class ScenarioOut(Wire):
    """`fullName` is what to claim, so that it is played."""

    name: str
    full_name: str
    steps: list[Step]


class ScenarioList(Wire):
    """Everything test mode can play."""

    scenarios: list[ScenarioOut]


class FactsIn(Wire):
    """What only you know about the occasion and the device; a level's conditions may ask. Left out
    or null: not known."""

    amount: Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)] | None = None
    ip_country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    vpn: bool | None = None
    emulator: bool | None = None
    device_age_days: Annotated[int, Field(ge=0, le=36500)] | None = None


class Advance(Wire):
    """Which scenario; left out, the one that the claims choose."""

    scenario: Annotated[str, StringConstraints(max_length=60)] | None = None
