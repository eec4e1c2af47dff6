"""Marks: short facts about a person, or about something of theirs, that are checked on each
request.

A mark outlives its subject: after an erasure it is all that shows that the person existed.
`subject` is an internal id or a keyed hash, never an address or a name.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class MarkKind(StrEnum):
    """The kinds of marks."""

    ERASED = "erased"
    """Nothing may be written about the subject again: a user, a verification, an onboarding."""
    REVOKED = "revoked"
    """The subject's tokens issued before `at` are worth nothing."""
    REFUSED = "refused"
    """A keyed hash of a document or a person that was refused for fraud."""
    MEDIA = "media"
    """Pictures of a verification; `at` is when to look whether their time is over."""
    RECORDS = "records"
    """What the log says of a verification; `at` is when to look until when it is kept."""
    FORM = "form"
    """The object of a presigned form has come; `note` is the version that counts."""
    ERASING = "erasing"
    """An erasure whose second pass is due at `at`; `ids` are the verifications."""
    RENEWED = "renewed"
    """A keyed hash of a refresh token; `version` counts its renewals, `ids` is whose it is."""
    REVIEWED = "reviewed"
    """The pass over all approvals: begun `at`, `ids` is its place, `note` whether it is through."""
    ENDED = "ended"
    """The company's relationship with a person ended `at`; `note` is by whose word."""
    TEST = "test"
    """Everything about a test applicant is removed `at`; `note` is the backend's id of them."""
    FACES = "faces"
    """A person's faces in the collection: `ids` are their enrolments."""
    PENDING = "pending"
    """A keyed hash of an address with a sign-up of ours whose code may still come until `until`."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark. `note` is a code or an id; `until` is when it expires, None if never."""

    subject: str
    kind: MarkKind
    at: datetime
    expires_at: datetime
    note: str = ""
    until: datetime | None = None
    ids: tuple[str, ...] = ()
    version: int = 1


#: The attributes by which a record belongs to somebody; the first it has is asked for.
OWNERS = ("user_id", "verification_id", "subject_id", "onboarding_id", "case_id")


def owner_of(item: Any) -> str:
    """The id of the user, verification or onboarding that a record belongs to; "" if to none."""
    return next((str(found) for name in OWNERS if (found := getattr(item, name, ""))), "")


def verification_of(key: str) -> str:
    """The id of the verification that an object key belongs to: every key begins with it."""
    return key.removeprefix("incoming/")[:36]
