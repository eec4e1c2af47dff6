"""The composition root: port -> adapter, made late, kept for the life of the process.

Nothing runs at import. mypy proves here that every adapter fits its port.
"""

from collections.abc import Sequence
from functools import cache
from importlib import import_module

from chalicelib.adapters.aws.clients import client
from chalicelib.adapters.screening.lists.source import Source
from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.screening.rescreening import Progress
from chalicelib.services import ports
from chalicelib.services.applicants.sandbox import Sandbox
from chalicelib.services.applicants.verified import Verified
from chalicelib.services.documents.documents import Documents
from chalicelib.services.documents.previews import Previews
from chalicelib.services.documents.uploads import Uploads
from chalicelib.services.liveness.liveness import Liveness
from chalicelib.services.liveness.managed_liveness import ManagedLiveness
from chalicelib.services.paid import PaidFaces, PaidLiveness, PaidReader
from chalicelib.services.privacy.audit_trail import AuditTrail
from chalicelib.services.reviews.eyes import Eyes
from chalicelib.services.reviews.reviews import Reviews
from chalicelib.services.screening.lists import Lists, Refreshed
from chalicelib.services.screening.people_now import PeopleNow
from chalicelib.services.screening.rescreening import Rescreening
from chalicelib.services.verifications.decisions import Decisions
from chalicelib.services.verifications.sweeping import Sweeping
from chalicelib.services.verifications.verdicts import Verdicts
from chalicelib.settings import LivenessEngineName
from chalicelib.wiring.accounts import (
    accounts,
    authentication,
    budgets,
    registration,
    renewals,
    sign_in,
)
from chalicelib.wiring.applicants import (
    api_keys,
    applicant_sessions,
    applicants,
    external_id,
    people,
    recent_keys,
)
from chalicelib.wiring.cases import onboarding, verifications
from chalicelib.wiring.feeds import deliveries, event_log, names, webhook_endpoints
from chalicelib.wiring.followers import FOLLOWERS, counted, publish
from chalicelib.wiring.levels import levels, own_lists
from chalicelib.wiring.outside import (
    bucket,
    comparisons,
    enrolled_faces,
    frame_images,
    identity,
    images,
    managed_face_liveness,
    messages,
    persons_bucket,
    reader,
    scanner,
    users,
)
from chalicelib.wiring.outside import faces as outside_faces
from chalicelib.wiring.people import (
    audit_copies,
    cleaning,
    door,
    erasure,
    keeping,
    privacy,
    retention_policy,
)
from chalicelib.wiring.plug_ins import SCREENERS, VENDORS, WATCHLISTS
from chalicelib.wiring.process import new_id, now, pepper, settings
from chalicelib.wiring.screening import grounds, screening
from chalicelib.wiring.stores import (
    audit,
    documents,
    liveness_tries,
    marks,
    numbers,
    profiles,
    rescreening_pages,
    reviews_store,
    screenings,
    sessions,
)
from chalicelib.wiring.vendors import (
    first_provider,
    outbound,
    provider,
    providers,
    vendor_cases,
    webhooks,
)

__all__ = [
    "FOLLOWERS",
    "SCREENERS",
    "VENDORS",
    "WATCHLISTS",
    "accounts",
    "api_keys",
    "applicant_sessions",
    "applicants",
    "audit_copies",
    "authentication",
    "budgets",
    "cleaning",
    "counted",
    "deliveries",
    "documents",
    "door",
    "erasure",
    "event_log",
    "faces",
    "first_provider",
    "identity",
    "levels",
    "names",
    "now",
    "onboarding",
    "outbound",
    "own_lists",
    "people",
    "privacy",
    "provider",
    "providers",
    "publish",
    "recent_keys",
    "registration",
    "renewals",
    "settings",
    "sign_in",
    "users",
    "vendor_cases",
    "verifications",
    "webhook_endpoints",
    "webhooks",
]


@cache
def previews() -> Previews:
    """The applicant's view of a reading."""
    return Previews(verifications(), documents())


@cache
def verdicts() -> Verdicts:
    """The applicant's view of a verification."""
    return Verdicts(verifications(), documents(), sessions())


@cache
def verified() -> Verified:
    """A backend's view of verifications."""
    return Verified(
        verifications=verifications(),
        verdicts=verdicts(),
        documents=documents(),
        grounds=grounds(),
        audit=audit(),
        pictures=persons_bucket(settings().bucket_id_uploads),
        liveness=liveness(),
        external_id=external_id,
    )


@cache
def sandbox() -> Sandbox:
    """Test mode."""
    return Sandbox(verifications=verifications(), profiles=profiles(), sessions=sessions())


@cache
def uploads() -> Uploads:
    """Document pictures."""
    s = settings()
    pictures, hosted = persons_bucket(s.bucket_id_uploads), "in_house" not in s.kyc_providers
    return Uploads(
        verifications(),
        pictures,
        images(),
        s.upload_max_bytes,
        marks(),
        keeping(),
        now,
        hosted,
    )


@cache
def faces() -> ports.Faces:
    """Looks at faces, within their budgets."""
    return PaidFaces(outside_faces(), budgets())


@cache
def liveness() -> ports.LivenessEngine:
    """The engine that is chosen."""
    s = settings()
    gestures = _gestures()
    if s.liveness_engine is LivenessEngineName.GESTURES:
        return gestures
    return ManagedLiveness(
        gestures, PaidLiveness(managed_face_liveness(), budgets()), s.liveness_confidence
    )


def _gestures() -> Liveness:
    from chalicelib.adapters.liveness.sameness import distance

    s = settings()
    return Liveness(
        sessions(),
        verifications(),
        persons_bucket(s.bucket_live_frames),
        persons_bucket(s.bucket_id_uploads),
        frame_images(),
        comparisons(),
        liveness_tries(),
        distance,
        now,
        new_id,
        enrolled_faces(),
        s.same_person,
    )


@cache
def decisions() -> Decisions:
    """Decisions."""
    return Decisions(
        verifications(),
        documents(),
        grounds(),
        sessions(),
        numbers(),
        levels(),
        own_lists(),
        now,
    )


@cache
def reading() -> Documents:
    """Reading documents."""
    s = settings()
    return Documents(
        verifications(),
        documents(),
        profiles(),
        numbers(),
        persons_bucket(s.bucket_id_uploads),
        persons_bucket(s.bucket_ocr_raw),
        PaidReader(reader(), budgets()),
        scanner(),
        pepper(),
        retention_policy().outer_days,
        now,
    )


@cache
def audit_trail() -> AuditTrail:
    """Seals the audit log; the vault is there only where Terraform made the locked bucket."""
    from chalicelib.adapters.privacy.audit_log import KmsSigner

    s = settings()
    vault = bucket(s.bucket_audit_log) if s.bucket_audit_log else None
    return AuditTrail(audit(), KmsSigner(client("kms"), s.key_audit_arn), vault, now)


@cache
def lists() -> Lists:
    """The embedded watchlists."""
    from chalicelib.adapters.screening.compiled import S3Shelf

    s = settings()
    shelf = S3Shelf(bucket(s.bucket_watchlists), s.screening_threshold)
    return Lists(shelf, messages(), rescreening().start)


@cache
def rescreening() -> Rescreening:
    """Verified people, again, when a list has changed."""
    from chalicelib.adapters.screening.approved import DynamoApproved

    s = settings()
    return Rescreening(
        rescreening_pages(),
        DynamoApproved(client("dynamodb"), s.table_verifications),
        PeopleNow(documents(), profiles(), pepper()),
        verifications(),
        screenings(),
        screening(),
        s.audit_years,
        now,
    )


def rescreen(seconds: float) -> Progress:
    """Works for a while on the job of the list in force; how far it has come."""
    from time import monotonic

    version, until = lists().shelf.version(), monotonic() + seconds
    rescreening().start(version)
    return rescreening().work(version, lambda: monotonic() > until)


def refresh_lists(origin: str = "") -> Refreshed:
    """The watchlists anew, from their issuers or from the bucket (`origin`, or the setting)."""
    from chalicelib.adapters.screening.lists.sources import from_bucket, from_issuers, gathered

    s = settings()
    origin = origin or s.watchlist_origin or ("bucket" if s.local else "issuers")
    chosen, issued = watchlists(s.watchlists), origin == "issuers"
    own = from_bucket(bucket(s.bucket_watchlists))
    files = gathered(from_issuers(own) if issued else own, chosen, whole=issued)
    return lists().refresh(files, [source.name for source in chosen])


def watchlists(names: Sequence[str]) -> Sequence[Source]:
    """Lists by the names that the setting uses."""
    places = [WATCHLISTS[name].split(":") for name in names]
    return tuple(getattr(import_module(module), what) for module, what in places)


@cache
def sweeping() -> Sweeping:
    """The safety net."""
    return Sweeping(
        verifications(),
        sessions(),
        documents(),
        comparisons(),
        reading().read,
        screening(),
        decisions(),
        _gestures().give_back,
        now,
    )


@cache
def eyes() -> Eyes:
    """Who is who among reviewers."""

    def status(user_id: str) -> KycStatus:
        return verifications().person(user_id).standing().status

    return Eyes(identity(), numbers(), profiles(), status, pepper())


@cache
def reviews() -> Reviews:
    """Human review."""
    return Reviews(
        reviews_store(),
        verifications(),
        documents(),
        screenings(),
        liveness(),
        persons_bucket(settings().bucket_id_uploads),
        grounds(),
        vendor_cases().reviewed_approval,
        eyes(),
        now,
        screening().dismiss,
        vendor_cases().forgive,
        PeopleNow(documents(), profiles(), pepper()).of,
    )
