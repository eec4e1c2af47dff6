"""Bodies, queries and answers of the REST API; docs/openapi.json is made from these."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from chalicelib.contracts.http_accounts import (  # noqa: F401 (routes name models of this module)
    AccessToken,
    EmailCode,
    EmailConfirm,
    Forgot,
    Login,
    MfaAnswer,
    MfaConfirm,
    MfaEnrol,
    MfaSecret,
    Refresh,
    Reset,
    SignupConfirm,
    SignupConfirmed,
    SignupResend,
    SignupStart,
    SignupStarted,
    Tokens,
)
from chalicelib.contracts.http_applicants import (  # noqa: F401 (routes name models of this module)
    ApplicantIn,
    ApplicantList,
    ApplicantOut,
    ApplicantQuery,
    RelationshipIn,
    RelationshipOut,
)
from chalicelib.contracts.http_backends import (  # noqa: F401 (routes name models of this module)
    Advance,
    DeliveryPage,
    EndpointChange,
    EndpointIn,
    EndpointList,
    EndpointOut,
    EndpointRotation,
    EventPage,
    EventQuery,
    FaceTaken,
    FactsIn,
    LinkOpen,
    LinkOpened,
    PageQuery,
    Pinged,
    Resend,
    ScenarioList,
    SessionIn,
    SessionOut,
    SessionStatus,
    SideQuery,
    VerificationPage,
    VerificationQuery,
    VerificationView,
)
from chalicelib.contracts.http_documents import DocumentPreview  # noqa: F401 (routes name models of this module)
from chalicelib.contracts.http_kyc import (  # noqa: F401 (routes name models of this module)
    KycSessionOut,
    KycStatusOut,
    StartVerification,
    WebhookTaken,
)
from chalicelib.contracts.http_levels import (  # noqa: F401 (routes name models of this module)
    FunnelQuery,
    LevelAnswer,
    LevelBacktest,
    LevelBeside,
    LevelDifference,
    LevelDraft,
    LevelFlip,
    LevelFormField,
    LevelFunnel,
    LevelMove,
    LevelPage,
    LevelPageQuery,
    LevelReport,
    LevelShadow,
    LevelTrial,
    LevelVersion,
    LevelVersions,
    OwnListEntry,
    OwnListEntryOut,
    OwnListOut,
    RelationshipShown,
    StaleApproval,
    StalePage,
    StaleQuery,
)
from chalicelib.contracts.http_reviews import (  # noqa: F401 (routes name models of this module)
    ReviewCaseOut,
    ReviewClosing,
    ReviewCountQuery,
    ReviewCounts,
    ReviewDecision,
    ReviewFilter,
    ReviewGiving,
    ReviewItem,
    ReviewList,
    ReviewNext,
    ReviewNotes,
    ReviewNoting,
    ReviewOutcomes,
    ReviewQuery,
    ReviewSearch,
    ReviewTaking,
)
from chalicelib.contracts.wire import Country, Id, Name, Wire, seen_lines
from chalicelib.domain.errors import BadRequest

M = TypeVar("M", bound=Wire)
MAX_BODY = 2_000_000

Side = Literal["front", "back"]


def parse(model: type[M], raw: Any) -> M:
    """The model from bytes or a dictionary; BadRequest names the fields, never their values."""
    try:
        if isinstance(raw, dict):
            return model.model_validate(raw)
        if len(raw) > MAX_BODY:
            raise BadRequest("the body is too large", "body_too_large")
        return model.model_validate_json(raw or b"{}")
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(p) for p in e['loc']) or 'body'}: {e['type']}"
            for e in error.errors(include_input=False, include_url=False, include_context=False)
        )
        raise BadRequest(faults[:1000], "invalid_request") from None


class ProfileIn(Wire):
    """What the applicant says of themselves."""

    full_name: Name
    date_of_birth: date
    nationality: Country
    address: Annotated[str, StringConstraints(max_length=500), AfterValidator(seen_lines)] = ""


class ProfileOut(Wire):
    """The stored profile."""

    full_name: str
    date_of_birth: str
    nationality: str
    address: str
    complete: bool


class Me(Wire):
    """The signed-in user."""

    user_id: str
    email: str
    email_verified: bool
    kyc_status: Literal["not_verified", "pending", "verified", "rejected"]
    registered: bool
    onboarding: dict[str, str]


class Withheld(Wire):
    """Something a copy does not contain, and the law that says so."""

    what: str
    law: str


class PersonalData(Wire):
    """Everything we hold about the signed-in user; pictures as links that live 15 minutes."""

    user_id: str
    exported_at: datetime
    account: dict[str, Any]
    registry: dict[str, Any] | None
    profile: dict[str, Any] | None
    onboardings: list[dict[str, Any]]
    verifications: list[dict[str, Any]]
    history: list[dict[str, str]]
    withheld: list[Withheld]


class Kept(Wire):
    """What stays after an erasure, until when, and why."""

    what: str
    until: date
    law: str


class StoreFate(Wire):
    """What became of one store, and until when what it still holds is there."""

    store: str
    outcome: Literal["erased", "kept", "ends", "nothing"]
    until: date | None = None
    law: str = ""
    why: str = ""


class ErasureReceipt(Wire):
    """What an erasure removed, by kind, and what law keeps."""

    receipt_id: Id
    user_id: str
    erased_at: datetime
    erased: dict[str, int]
    kept: list[Kept]
    stores: list[StoreFate]
    backups_end_by: date


class UploadQuery(Wire):
    """`mode=presigned` answers with a form instead of taking the picture."""

    mode: Literal["direct", "presigned"] = "direct"
    side: Side = "front"


class UploadForm(Wire):
    """What will be posted to the bucket."""

    content_type: Literal["image/jpeg", "image/png"]
    size: int = Field(gt=0, le=10_000_000)
    side: Side = "front"


class PresignedForm(Wire):
    """POST these fields, then the file, as multipart/form-data."""

    url: str
    fields: dict[str, str]


class Uploaded(Wire):
    """Where the picture belongs."""

    verification_id: Id
    side: Side
    expires_at: datetime
    sha256: str | None = None
    upload: PresignedForm | None = None


class VerificationRef(Wire):
    """Names a verification."""

    verification_id: Id


class ChallengeOut(Wire):
    """One pose to hold."""

    id: str
    gesture: str
    prompt: str
    frames: int


class LivenessStarted(Wire):
    """Frames answer the challenges in this order, numbered from 1."""

    session_id: Id
    nonce: str
    expires_at: datetime
    challenges: list[ChallengeOut]


class FrameIn(Wire):
    """One frame; `image` is Base64."""

    session_id: Id
    challenge_id: Id
    frame_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    seq: int = Field(ge=1, le=100)
    captured_at: datetime
    image: Annotated[str, StringConstraints(min_length=1, max_length=1_400_000)]


class FrameTaken(Wire):
    """How far the session is."""

    received: int
    remaining: int


class CheckOut(Wire):
    """One part of the verification, as far as the applicant may know."""

    check: str
    outcome: Literal["pending", "passed", "failed"]


class VerificationOut(Wire):
    """Where the verification stands."""

    verification_id: str
    status: str
    kyc_status: str
    assurance: str
    checks: list[CheckOut]
    reasons: list[str]
    message: str
    attempt: int
    sides: list[Side]


class Assistance(Wire):
    """Asks for a person; nothing needs to be said."""


class HandOff(Wire):
    """Asks for a link to another device; nothing needs to be said."""


class HandOffOut(Wire):
    """The hosted page, for one browser."""

    url: str
    expires_at: datetime


class Health(Wire):
    """Alive."""

    status: Literal["ok"] = "ok"


class Problem(Wire):
    """RFC 9457 problem details; `code` is stable."""

    type: str
    title: str
    status: int
    detail: str
    code: str
