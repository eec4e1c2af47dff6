"""Human review on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.contracts.wire import Wire, Words, seen, seen_lines
from chalicelib.domain.reviews.attachment import Kind
from chalicelib.domain.reviews.office import Due
from chalicelib.domain.reviews.review import Word

CaseId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
DIGEST = r"^[0-9a-f]{64}$"
Note = Annotated[str, StringConstraints(max_length=2000), AfterValidator(seen_lines)]


class ReviewFilter(Wire):
    """Which cases; what is left out is not asked."""

    reason: Annotated[str, StringConstraints(pattern=r"^[a-z_]{0,40}$")] = ""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{0,3}$")] = ""
    level: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{0,60}$")] = ""
    due: Literal["", "in_time", "soon", "overdue"] = ""
    holder: Literal["", "me", "nobody"] = ""
    mentioned: Literal["", "me"] = ""


class ReviewCountQuery(ReviewFilter):
    """Which cases, of which status."""

    status: Literal["open", "second_review", "asked_again", "approved", "rejected", "timed_out"] = (
        "open"
    )


class ReviewQuery(ReviewCountQuery):
    """Which cases, page by page."""

    limit: int = Field(default=50, ge=1, le=100)
    cursor: Annotated[str, StringConstraints(max_length=1000, pattern=r"^[A-Za-z0-9_=-]*$")] = ""


class ReviewSearch(ReviewQuery):
    """Which cases, by who they are about: `q` is the beginning of a case's or a user's id, or words
    of a name, a document number, an external id. Of these there are keyed hashes only, so they are
    whole; and they are sent in a body, because addresses are logged."""

    q: Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(seen)]


class ReviewItem(Wire):
    """One line of the queue."""

    case_id: str
    user_id: str
    status: str
    reasons: list[str]
    opened_at: datetime
    first_reviewer: str
    level: str
    language: str
    holder: str = Field(description="Who works on it now.")
    held_until: datetime | None
    due_at: datetime = Field(description="By the calendar of working hours.")
    due: Annotated[Due, Words()]


class ReviewList(Wire):
    """A page of the queue: what waits comes oldest first. An empty cursor ends it; a page may be
    short, even empty, and go on."""

    cases: list[ReviewItem]
    next_cursor: str = ""


class ReviewCounts(Wire):
    """Of what waits: all of both statuses, and of the one asked about how many answer the filter,
    and how many there are of each kind. Nothing of this is counted of closed cases. `more`: there
    are more than were counted."""

    found: int
    waiting: dict[str, int]
    reasons: dict[str, int]
    languages: dict[str, int]
    levels: dict[str, int]
    due: dict[str, int]
    mine: int
    held: int
    mentioned: int = Field(description="Cases with a note that mentions who asks, not seen since.")
    more: bool


class ReviewNext(Wire):
    """The case that was taken; null when none waits."""

    case: ReviewItem | None


class ReviewTaking(Wire):
    """Taking a case, out of somebody else's hands if it must be."""

    take_over: bool = False


class ReviewGiving(Wire):
    """Cases for a reviewer (an id or an e-mail address), or, for nobody, back for everybody."""

    case_ids: list[CaseId] = Field(min_length=1, max_length=100)
    to: Annotated[str, StringConstraints(max_length=254), AfterValidator(seen)] = ""


class ReviewClosing(Wire):
    """Cases that are refused for the same reasons."""

    case_ids: list[CaseId] = Field(min_length=1, max_length=100)
    reasons: list[Code] = Field(min_length=1, max_length=10)
    note: Note = ""


class ReviewOutcome(Wire):
    """What became of one case: the code of what stood against it, or nothing."""

    case_id: str
    code: str


class ReviewOutcomes(Wire):
    """What became of each case, in the order they were named."""

    outcomes: list[ReviewOutcome]


class ReviewAttachment(Wire):
    """A file that a reviewer attached; `digest` is the SHA-256 of what is kept, and its name."""

    digest: str
    kind: Annotated[Kind, Words()]
    size: int = Field(description="In bytes.")
    reviewer: str
    at: datetime


class ReviewLink(Wire):
    """Where to fetch a file."""

    link: str
    seconds: int = Field(description="For how long.")


class ReviewNote(Wire):
    """What one reviewer said."""

    reviewer: str
    at: datetime
    word: Annotated[Word, Words()]
    reasons: list[str]
    text: str
    mentions: list[str]
    attached: list[str] = Field(description="Files of the case that it is about, by digest.")


class ReviewNoting(Wire):
    """A note while a case is open; `mentions` are reviewers, by id or e-mail address."""

    text: Annotated[
        str, StringConstraints(min_length=1, max_length=2000), AfterValidator(seen_lines)
    ]
    mentions: list[Annotated[str, StringConstraints(max_length=254), AfterValidator(seen)]] = Field(
        default_factory=list, max_length=10
    )
    attached: list[Annotated[str, StringConstraints(pattern=DIGEST)]] = Field(
        default_factory=list, max_length=10
    )


class ReviewNotes(Wire):
    """All notes of a case, the oldest first."""

    notes: list[ReviewNote]


class Declared(Wire):
    """What the applicant said of themselves, to be held beside what was read."""

    full_name: str
    date_of_birth: str
    nationality: str


class Outline(Wire):
    """Where on a picture a field stands: four corners as shares of the picture, from the text's own
    top left. What stands there is in `fields` alone."""

    field: str
    side: Literal["front", "back"]
    source: Literal["print", "zone"]
    corners: list[list[float]]


class ReviewCaseOut(Wire):
    """A case with everything a decision needs."""

    case: ReviewItem
    declared: Declared | None
    notes: list[ReviewNote]
    attachments: list[ReviewAttachment]
    fields: dict[str, dict[str, Any]]
    missing: list[str]
    differences: list[str]
    signs: list[str]
    outlines: list[Outline]
    sides: list[str] = Field(description="Of which side each of the document's pictures is.")
    matches: list[dict[str, Any]]
    liveness: dict[str, Any]
    document_links: list[str]
    frame_links: list[str]
    history: list[dict[str, Any]]


class ReviewDecision(Wire):
    """A reviewer's word; a rejection, or asking again, names at least one reason."""

    approved: bool
    ask_again: bool = False
    reasons: list[Code] = Field(default_factory=list, max_length=10)
    note: Note = ""
