"""What an applicant may see of the reading of their document, before the face step."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Reading(StrEnum):
    """How far the reading is."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"


class Why(StrEnum):
    """Why a field is missing."""

    NOT_READABLE = "not_readable"
    DAY_OR_MONTH = "day_or_month_unclear"
    PARTLY = "only_partly_known"


class Advice(StrEnum):
    """What would help."""

    TAKE_AGAIN = "take_again"
    ADD_BACK = "add_back"
    OTHER_DOCUMENT = "use_another_document"
    EXPIRED = "document_expired"
    FRONT_IS_BACK = "front_shows_the_back"
    BACK_IS_FRONT = "back_shows_the_front"


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that could not be read, or not for certain."""

    field: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What was read so far, as the applicant may see it."""

    status: Reading
    sides: tuple[str, ...]
    read_at: datetime | None = None
    fields: dict[str, str] = field(default_factory=dict, repr=False)
    missing: tuple[Missing, ...] = ()
    advice: tuple[Advice, ...] = ()
