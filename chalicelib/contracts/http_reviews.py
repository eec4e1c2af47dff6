"""Human review on the wire; `http` names these models, too."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.contracts.wire import Wire, seen_lines


class ReviewQuery(Wire):
    """Which cases."""

    status: Literal["open", "second_review", "asked_again", "approved", "rejected", "timed_out"] = (
        "open"
    )
    limit: int = Field(default=50, ge=1, le=100)
    cursor: Annotated[str, StringConstraints(max_length=1000, pattern=r"^[A-Za-z0-9_=-]*$")] = ""


class ReviewItem(Wire):
    """One line of the queue."""

    case_id: str
    user_id: str
    status: str
    reasons: list[str]
    opened_at: datetime
    first_reviewer: str


class ReviewList(Wire):
    """A page of the queue: what waits comes oldest first. An empty cursor ends it."""

    cases: list[ReviewItem]
    next_cursor: str = ""


class ReviewNote(Wire):
    """What one reviewer said."""

    reviewer: str
    at: datetime
    word: Literal["approved", "rejected", "asked_again"]
    reasons: list[str]
    text: str


class Declared(Wire):
    """What the applicant said of themselves, to be held beside what was read."""

    full_name: str
    date_of_birth: str
    nationality: str


class ReviewCaseOut(Wire):
    """A case with everything a decision needs."""

    case: ReviewItem
    declared: Declared | None
    notes: list[ReviewNote]
    fields: dict[str, dict[str, Any]]
    missing: list[str]
    differences: list[str]
    signs: list[str]
    matches: list[dict[str, Any]]
    liveness: dict[str, Any]
    document_links: list[str]
    frame_links: list[str]
    history: list[dict[str, Any]]


class ReviewDecision(Wire):
    """A reviewer's word; a rejection, or asking again, names at least one reason."""

    approved: bool
    ask_again: bool = False
    reasons: list[Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]] = Field(
        default_factory=list, max_length=10
    )
    note: Annotated[str, StringConstraints(max_length=2000), AfterValidator(seen_lines)] = ""
