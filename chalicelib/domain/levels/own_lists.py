"""The company's own deny and allow lists: keyed hashes only, each entry with its reason and end."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.documents.labels import fold
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.records import plain_number


class OwnList(StrEnum):
    """Whether an entry speaks against a person or for them."""

    DENY = "deny"
    ALLOW = "allow"


class Kind(StrEnum):
    """What an entry names."""

    DOCUMENT_NUMBER = "document_number"
    PERSON = "person"
    FACE = "face"


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """`entry_hash` is keyed: without the pepper nobody can try out who is listed. `expires_at` is
    when the entry ends by itself (DynamoDB's TTL removes it within days); None is never."""

    entry_hash: str
    own_list: str
    kind: str
    reason: str
    author: str
    added_at: datetime
    expires_at: datetime | None = None
    version: int = 1

    def holds(self, now: datetime) -> bool:
        """The TTL is late by up to two days, so the time is asked too."""
        return self.expires_at is None or now < self.expires_at


_REASON = re.compile(r"[^\x00-\x1f\x7f<>]{3,200}")


def checked_reason(reason: str) -> str:
    """BadRequest unless somebody can read later why."""
    if not _REASON.fullmatch(reason.strip()):
        raise BadRequest("say why, in 3 to 200 characters", "own_list_reason")
    return reason.strip()


def parts_of(kind: Kind, value: str, born: str = "") -> tuple[str, ...]:
    """What is hashed. A person is a name in any order of its parts, and a birth date; a face is
    that of somebody whom we know by their id, in the collection of faces.

    BadRequest (`own_list_value`) if nothing that could be compared is left.
    """
    if kind is Kind.FACE:
        if not re.fullmatch(r"[A-Za-z0-9_-]{8,64}", value):
            raise BadRequest("a face is named by the id of the person", "own_list_value")
        return ("own-face", value)
    if kind is Kind.DOCUMENT_NUMBER:
        number = plain_number(value)
        if not 4 <= len(number) <= 40:
            raise BadRequest("a document number has 4 to 40 letters and digits", "own_list_value")
        return ("number", number)
    name = " ".join(sorted(fold(value).split()))
    if len(name) < 3 or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", born):
        raise BadRequest("a person has a name and a birth date (YYYY-MM-DD)", "own_list_value")
    return ("own-person", name, born)
