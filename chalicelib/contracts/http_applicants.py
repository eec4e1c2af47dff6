"""The wire of applicants: people of another backend; part of contracts.http."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from chalicelib.contracts.http_levels import LevelName
from chalicelib.contracts.wire import Country, Name, Wire, seen, seen_lines

ExternalUserId = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,128}$")]
Standing = Literal["not_verified", "pending", "verified", "rejected"]
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
    mode: Literal["live", "test"]
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
