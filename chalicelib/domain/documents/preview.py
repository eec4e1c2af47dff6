"""The preview of the reading that an applicant sees before the face step."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Reading(StrEnum):
    """The progress of the reading."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"


class Why(StrEnum):
    """Why a field is missing."""

    NOT_READABLE = "not_readable"
    DAY_OR_MONTH = "day_or_month_unclear"
    PARTLY = "only_partly_known"


class Advice(StrEnum):
    """Advice that helps the applicant to send a readable picture."""

    TAKE_AGAIN = "take_again"
    ADD_BACK = "add_back"
    OTHER_DOCUMENT = "use_another_document"
    EXPIRED = "document_expired"
    FRONT_IS_BACK = "front_shows_the_back"
    BACK_IS_FRONT = "back_shows_the_front"


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that could not be read with certainty."""

    field: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The fields read so far, as far as the applicant may see them."""

    status: Reading
    sides: tuple[str, ...]
    read_at: datetime | None = None
    fields: dict[str, str] = field(default_factory=dict, repr=False)
    missing: tuple[Missing, ...] = ()
    advice: tuple[Advice, ...] = ()
