"""A file that a reviewer attached to a case: what it is, never what is in it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

#: Lambda takes 6 MB, and the gateway hands bytes over as Base64.
MOST_BYTES = 4_000_000
MOST_ATTACHMENTS = 20


class Kind(StrEnum):
    """What may be attached, by its bytes. A PNG is kept as a JPEG."""

    JPEG = "image/jpeg"
    PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Attachment:
    """`digest` is the SHA-256 of what is kept, and its name: the same file twice is one."""

    digest: str
    kind: Kind
    size: int
    reviewer: str
    at: datetime


def key_of(case_id: str, digest: str) -> str:
    """Where it lies."""
    return f"{case_id}/{digest}"
