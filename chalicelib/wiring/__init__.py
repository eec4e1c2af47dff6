"""The composition root: port -> adapter, made late, kept for the life of the process.

Nothing runs at import. mypy proves here that every adapter fits its port.
"""

from collections.abc import Sequence
from functools import cache
from importlib import import_module

from chalicelib.adapters.aws.clients import client
from chalicelib.adapters.lists.source import Source
from chalicelib.domain.rescreening import Progress
from chalicelib.services import ports
from chalicelib.services.accounts import Accounts
from chalicelib.services.audit_trail import AuditTrail
from chalicelib.services.authentication import Authentication
from chalicelib.services.decisions import Decisions
from chalicelib.services.documents import Documents
from chalicelib.services.lists import Lists, Refreshed
from chalicelib.services.liveness import Liveness
from chalicelib.services.managed_liveness import ManagedLiveness
from chalicelib.services.people import People
from chalicelib.services.people_now import PeopleNow
from chalicelib.services.previews import Previews
from chalicelib.services.privacy import Privacy, Records
from chalicelib.services.registration import Registration
from chalicelib.services.rescreening import Rescreening
from chalicelib.services.reviews import Reviews
from chalicelib.services.sweeping import Sweeping
from chalicelib.services.uploads import Uploads
from chalicelib.services.verdicts import Verdicts
from chalicelib.settings import LivenessEngineName
from chalicelib.wiring.cases import onboarding, verifications
from chalicelib.wiring.followers import FOLLOWERS, catch_up, counted, publish
from chalicelib.wiring.levels import levels, own_lists
from chalicelib.wiring.outside import (
    bucket,
    comparisons,
    enrolled_faces,
    events,
    faces,
    frame_images,
    identity,
    images,
    managed_face_liveness,
    messages,
    reader,
    resumer,
    scanner,
    sealer,
    users,
    workflow,
)
from chalicelib.wiring.plug_ins import SCREENERS, VENDORS, WATCHLISTS
from chalicelib.wiring.process import new_id, now, pepper, settings
from chalicelib.wiring.screening import grounds, screening
from chalicelib.wiring.stores import (
    audit,
    codes,
    documents,
    limits,
    numbers,
    onboardings,
    profiles,
    rescreening_pages,
    reviews_store,
    screenings,
    sessions,
    verification_store,
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
    "counted",
    "documents",
    "faces",
    "first_provider",
    "identity",
    "levels",
    "now",
    "outbound",
    "own_lists",
    "provider",
    "providers",
    "publish",
    "settings",
    "users",
    "vendor_cases",
    "webhooks",
]


@cache
def people() -> People:
    """The signed-in person."""
    return People(profiles(), users(), identity(), onboarding(), now)


@cache
def privacy() -> Privacy:
    """A person's own data."""
    from chalicelib.adapters.aws.erasing import VersionShredder

    s = settings()
    names = {"documentPictures": s.bucket_id_uploads, "frames": s.bucket_live_frames}
    buckets = names | {"readings": s.bucket_ocr_raw}
    records = Records(
        profiles(),
        onboardings(),
        verification_store(),
        documents(),
        numbers(),
        sessions(),
        reviews_store(),
        codes(),
    )
    return Privacy(
        records,
        users(),
        identity(),
        workflow(),
        {name: VersionShredder(client("s3"), bucket) for name, bucket in buckets.items()},
        bucket(s.bucket_id_uploads),
        bucket(s.bucket_live_frames),
        audit(),
        events(),
        limits(),
        s.audit_years,
        now,
        new_id,
        verifications().bury,
        enrolled_faces(),
        vendor_cases(),
    )


@cache
def authentication() -> Authentication:
    """The steps of system B."""
    s = settings()
    return Authentication(identity(), sealer(), s.auto_confirm, plain_allowed=s.local)


@cache
def registration() -> Registration:
    """From the user pool to the registry."""
    return Registration(events(), users(), identity(), now, new_id, catch_up)


@cache
def previews() -> Previews:
    """The applicant's view of a reading."""
    return Previews(verifications(), documents())


@cache
def verdicts() -> Verdicts:
    """The applicant's view of a verification."""
    return Verdicts(verifications(), documents(), sessions())


@cache
def accounts() -> Accounts:
    """Accounts."""
    return Accounts(
        identity(),
        onboardings(),
        codes(),
        workflow(),
        resumer(),
        messages(),
        limits(),
        pepper(),
        now,
        new_id,
    )


@cache
def uploads() -> Uploads:
    """Document pictures."""
    s = settings()
    pictures, hosted = bucket(s.bucket_id_uploads), "in_house" not in s.kyc_providers
    return Uploads(verifications(), pictures, images(), s.upload_max_bytes, now, hosted)


@cache
def liveness() -> ports.LivenessEngine:
    """The engine that is chosen."""
    s = settings()
    gestures = _gestures()
    if s.liveness_engine is LivenessEngineName.GESTURES:
        return gestures
    return ManagedLiveness(gestures, managed_face_liveness(), s.liveness_confidence)


def _gestures() -> Liveness:
    s = settings()
    return Liveness(
        sessions(),
        verifications(),
        bucket(s.bucket_live_frames),
        bucket(s.bucket_id_uploads),
        frame_images(),
        comparisons(),
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
        bucket(s.bucket_id_uploads),
        bucket(s.bucket_ocr_raw),
        reader(),
        scanner(),
        pepper(),
        s.media_days,
        now,
    )


@cache
def audit_trail() -> AuditTrail:
    """Seals the audit log; the vault is there only where Terraform made the locked bucket."""
    from chalicelib.adapters.aws.audit_log import KmsSigner

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
    from chalicelib.adapters.aws.approved import DynamoApproved

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
    from chalicelib.adapters.lists.sources import from_bucket, from_issuers, gathered

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
def reviews() -> Reviews:
    """Human review."""
    return Reviews(
        reviews_store(),
        verifications(),
        documents(),
        screenings(),
        liveness(),
        bucket(settings().bucket_id_uploads),
        grounds(),
        vendor_cases().reviewed_approval,
        now,
        screening().dismiss,
    )
