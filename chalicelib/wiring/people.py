"""What concerns a person's own data and rights: who gets in, a copy, erasure, what is over."""

from functools import cache

from chalicelib.adapters.aws.clients import client
from chalicelib.domain.privacy.retention import Retention
from chalicelib.services import ports
from chalicelib.services.accounts.door import Door
from chalicelib.services.privacy.audit_copies import AuditCopies
from chalicelib.services.privacy.erasure import Erasure, Records
from chalicelib.services.privacy.privacy import Privacy
from chalicelib.services.privacy.retention import Cleaning, Keeping
from chalicelib.wiring.cases import verifications
from chalicelib.wiring.levels import levels
from chalicelib.wiring.outside import (
    bucket,
    enrolled_faces,
    events,
    identity,
    messages,
    persons_bucket,
    tokens,
    users,
    workflow,
)
from chalicelib.wiring.process import new_id, now, pepper, settings
from chalicelib.wiring.stores import (
    audit,
    codes,
    dismissed_matches,
    documents,
    limits,
    liveness_tries,
    marks,
    numbers,
    onboardings,
    profiles,
    reviews_store,
    seen_events,
    session_links,
    sessions,
    tombstones,
    verification_store,
)
from chalicelib.wiring.vendors import vendor_cases


@cache
def door() -> Door:
    """Who gets in, now."""
    return Door(marks(), identity(), now, settings().audit_years)


def retention_policy() -> Retention:
    """How long what is kept."""
    return Retention(settings().media_days, settings().audit_years)


def media_buckets() -> dict[str, ports.Objects]:
    """Where people's pictures and readings are: name in a receipt -> the bucket."""
    s = settings()
    names = {"documentPictures": s.bucket_id_uploads, "frames": s.bucket_live_frames}
    return {name: bucket(found) for name, found in (names | {"readings": s.bucket_ocr_raw}).items()}


@cache
def records() -> Records:
    """Where a person's records are."""
    return Records(
        profiles(),
        onboardings(),
        verification_store(),
        documents(),
        numbers(),
        sessions(),
        liveness_tries(),
        reviews_store(),
        codes(),
        dismissed_matches(),
        seen_events(),
        session_links(),
        marks(),
    )


@cache
def privacy() -> Privacy:
    """A copy of a person's own data."""
    s = settings()
    return Privacy(
        records(),
        users(),
        identity(),
        persons_bucket(s.bucket_id_uploads),
        persons_bucket(s.bucket_live_frames),
        audit(),
        limits(),
        now,
    )


@cache
def erasure() -> Erasure:
    """Its erasure."""
    return Erasure(
        records(),
        users(),
        identity(),
        workflow(),
        tokens(),
        media_buckets(),
        audit(),
        events(),
        tombstones(),
        pepper(),
        settings().audit_years,
        now,
        new_id,
        verifications().bury,
        enrolled_faces(),
        vendor_cases(),
    )


@cache
def audit_copies() -> AuditCopies:
    """Copies the audit log into the locked bucket."""
    return AuditCopies(bucket(settings().bucket_audit_log), messages())


@cache
def keeping() -> Keeping:
    """How long an attempt's pictures are kept."""
    return Keeping(retention_policy(), levels().pinned)


@cache
def cleaning() -> Cleaning:
    """Removes what is over."""
    from chalicelib.adapters.aws.due import DynamoDue

    return Cleaning(
        marks(),
        DynamoDue(client("dynamodb"), settings().table_marks),
        verification_store(),
        documents(),
        media_buckets(),
        audit(),
        keeping(),
        now,
    )
