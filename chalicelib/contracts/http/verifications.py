"""Verifications on the wire: as the person sees them, and as a backend does."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.contracts.http.applicants import ApplicantId
from chalicelib.contracts.http.documents import Side
from chalicelib.contracts.http.levels import LevelName
from chalicelib.contracts.wire import Cursor, Id, Limit, Mode, Standing, StateName, Wire, Words
from chalicelib.domain.levels.level import Engine, Way
from chalicelib.domain.verifications.notices import Progress


class VerificationRef(Wire):
    """Names a verification."""

    verification_id: Id


class CheckOut(Wire):
    """One part of the verification, as far as the applicant may know."""

    check: str
    outcome: Annotated[Progress, Words()]


class VerificationOut(Wire):
    """Where the verification stands. `livenessEngine`: who judges the face that is to be shown
    next, so that people can be told what will be asked of them; null where none is."""

    verification_id: str
    status: str
    kyc_status: str
    assurance: str
    checks: list[CheckOut]
    reasons: list[str]
    message: str
    attempt: int
    sides: list[Side]
    liveness_engine: Annotated[Engine, Words()] | None


class Assistance(Wire):
    """Asks for a person; nothing needs to be said."""


class HandOff(Wire):
    """Asks for a link to another device. `sendBy`: it is also sent to the caller's own number or
    address."""

    send_by: Annotated[Way, Words()] | None = None


class HandOffOut(Wire):
    """The hosted page, for one browser."""

    url: str
    expires_at: datetime


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
    outcome: Annotated[Progress, Words()]


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
    kyc_status: Standing
    outcome: str | None = None
    assurance: str
    checks: list[CheckOutcome]
    reasons: list[str]
    sides: list[str]
    attributes: dict[str, Attribute] | None = None
    internal: Internal | None = None
    evidence: Evidence | None = None


class FactsIn(Wire):
    """What only you know about the occasion and the device; a level's conditions may ask. Left out
    or null: not known."""

    amount: Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)] | None = None
    ip_country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    vpn: bool | None = None
    emulator: bool | None = None
    device_age_days: Annotated[int, Field(ge=0, le=36500)] | None = None


_BASE64 = r"^[A-Za-z0-9+/]+={0,2}$"


class ChipIn(Wire):
    """What your own app has read from the chip of the document: its security object (EF.SOD) and
    the first data group (the zone), as they are on the chip, in base64."""

    sod: Annotated[str, StringConstraints(max_length=88_000, pattern=_BASE64)]
    dg1: Annotated[str, StringConstraints(max_length=400, pattern=_BASE64)]


class ChipTaken(Wire):
    """`agrees`: the issuing state signed it, and the document that was photographed says the same.
    `differs`: a human looks."""

    verification_id: str
    outcome: Literal["agrees", "differs"]


class KycStatusOut(Wire):
    """The user's status."""

    kyc_status: str
    provider: str | None = None
    verification_id: str | None = None
    reason: str | None = None
