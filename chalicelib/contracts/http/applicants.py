"""Applicants on the wire, the people of another backend: their sessions, test mode's scenarios."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from chalicelib.contracts.http.levels import LevelName
from chalicelib.contracts.wire import (
    Country,
    Mode,
    Name,
    Standing,
    StateName,
    Url,
    Wire,
    seen,
    seen_lines,
)

ExternalUserId = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,128}$")]
ApplicantId = Annotated[str, StringConstraints(pattern=r"^apl_(live|test)_[0-9a-f]{32}$")]


class ClaimsIn(Wire):
    """What the backend says of its person. Without all three a person decides instead of rules."""

    full_name: Name
    date_of_birth: date
    nationality: Country
    address: Annotated[str, StringConstraints(max_length=500), AfterValidator(seen_lines)] = ""


class ApplicantIn(Wire):
    """A person, by the backend's own id; the same id is always the same applicant."""

    external_user_id: ExternalUserId
    level: LevelName = "default"
    claims: ClaimsIn | None = None
    locale: Annotated[str, StringConstraints(max_length=20), AfterValidator(seen)] = "en"
    metadata: dict[str, str] = Field(default_factory=dict, max_length=20)


class RelationshipIn(Wire):
    """When your relationship with the person ended; null: it lasts after all."""

    ended_at: AwareDatetime | None


class RelationshipOut(Wire):
    """When the relationship ended; null while it lasts."""

    applicant_id: ApplicantId
    ended_at: datetime | None


class ApplicantQuery(Wire):
    """One applicant by the backend's own id, or all of them page by page; of one `kycStatus`, where
    a page may be shorter than asked for and another may follow all the same."""

    external_user_id: ExternalUserId | None = None
    kyc_status: Standing | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, StringConstraints(max_length=1000)] = ""


class ApplicantOut(Wire):
    """An applicant and where they stand. What they are called comes back with a verification."""

    id: ApplicantId
    external_user_id: str
    mode: Mode
    level: str
    locale: str
    metadata: dict[str, str]
    created_at: datetime
    kyc_status: Standing
    verification_id: str | None = None


class ApplicantList(Wire):
    """A page in the order of ids; `nextCursor` is empty on the last one."""

    applicants: list[ApplicantOut]
    next_cursor: str


StepName = Annotated[str, StringConstraints(max_length=40)]


class SessionIn(Wire):
    """How long the link lives, in seconds, and where the hosted page sends the person on. `steps`:
    all that the level asks for (left out), or `["liveness"]` once the document is read."""

    ttl: Annotated[int, Field(ge=300, le=86_400)] = 3600
    redirect_url: Url | None = None
    steps: Annotated[list[StepName], Field(max_length=8)] | None = None


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
    """Where the applicant of a session stands; a user of the pool may be in one, too. `steps` is
    what the session leads through."""

    applicant_id: str
    mode: Mode
    locale: str
    level: str
    steps: list[str]
    kyc_status: Standing
    verification_id: str | None = None


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


class ScenarioQuery(Wire):
    """Which scenario the document asks for."""

    scenario: Annotated[str, StringConstraints(max_length=60)]


class SandboxDocument(Wire):
    """`image` is a JPEG, in Base64: sent as the document of an attempt it chooses the scenario."""

    scenario: str
    content_type: str
    image: str


class Advance(Wire):
    """Which scenario's next step is played; left out, that of the one that the claims choose. With
    `days` nothing is played: the applicant's time moves on by so many."""

    scenario: Annotated[str, StringConstraints(max_length=60)] | None = None
    days: Annotated[int, Field(ge=1, le=3650)] | None = None
