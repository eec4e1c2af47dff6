"""A verification: one attempt of one person to prove their identity, with us or with a vendor.

Ten states are the union of those of the in-house pipeline and of five vendors. `stale` is an
approval that has become too old, or too weak for a raised level. `confirmed` ends an attempt at a
level that asks for less than `verified` does (docs/glossary.md). MOVES lists every legal
transition.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.errors import Conflict
from chalicelib.domain.screening.screening import LISTED


class State(StrEnum):
    """The states of a verification."""

    CREATED = "created"
    IN_PROGRESS = "in_progress"
    PROCESSING = "processing"
    APPROVED = "approved"
    REJECTED = "rejected"
    NEEDS_REVIEW = "needs_review"
    RESUBMIT_REQUESTED = "resubmit_requested"
    EXPIRED = "expired"
    ABANDONED = "abandoned"
    ERROR = "error"
    STALE = "stale"
    CONFIRMED = "confirmed"


S = State
_ENDS = {
    *(S.APPROVED, S.CONFIRMED, S.REJECTED, S.NEEDS_REVIEW),
    *(S.RESUBMIT_REQUESTED, S.EXPIRED, S.ABANDONED),
}

# A late reversal (approved -> rejected) is real: vendors find fraud after the fact. The way back
# leads through a human (rejected -> needs_review), never directly.
MOVES: dict[State, frozenset[State]] = {
    S.CREATED: frozenset({S.IN_PROGRESS, S.PROCESSING, S.ERROR} | _ENDS),
    S.IN_PROGRESS: frozenset({S.PROCESSING, S.ERROR} | _ENDS),
    S.PROCESSING: frozenset({S.IN_PROGRESS, S.ERROR} | _ENDS),
    S.RESUBMIT_REQUESTED: frozenset(
        {S.IN_PROGRESS, S.PROCESSING, S.ERROR} | _ENDS - {S.RESUBMIT_REQUESTED}
    ),
    S.NEEDS_REVIEW: frozenset(
        {S.APPROVED, S.CONFIRMED, S.REJECTED, S.RESUBMIT_REQUESTED, S.EXPIRED, S.ABANDONED, S.ERROR}
    ),
    S.CONFIRMED: frozenset({S.REJECTED, S.NEEDS_REVIEW}),
    S.APPROVED: frozenset({S.REJECTED, S.NEEDS_REVIEW, S.STALE}),
    # A stale approval never comes back: the person is verified again by another attempt.
    S.STALE: frozenset({S.REJECTED}),
    S.REJECTED: frozenset({S.NEEDS_REVIEW}),
    # A vendor's people may decide what had run out; some vendors let a person take it up again.
    S.EXPIRED: frozenset({S.IN_PROGRESS, S.PROCESSING, S.NEEDS_REVIEW}),
    S.ABANDONED: frozenset({S.IN_PROGRESS, S.PROCESSING, S.NEEDS_REVIEW}),
    S.ERROR: frozenset({S.IN_PROGRESS, S.PROCESSING} | _ENDS),
}

OPEN = frozenset({S.CREATED, S.IN_PROGRESS, S.PROCESSING, S.RESUBMIT_REQUESTED})
DECIDED = frozenset({S.APPROVED, S.REJECTED})
#: Ends in which nobody has answered anything.
UNDECIDED = frozenset({S.EXPIRED, S.ABANDONED})

#: Questions that new pictures do not answer. A case that ever had one is never approved by rule,
#: nor is the next attempt of whoever was refused with it.
CARRIED = LISTED | {"duplicate_identity", "duplicate_person", "fraud_suspected"}
#: What only people answer within one attempt: also whoever asked for a person meets one.
FOR_PEOPLE = CARRIED | {"assistance_requested", "two_people"}


class Asker(StrEnum):
    """Who asks for an attempt."""

    APPLICANT = "applicant"
    WORKFLOW = "workflow"


class Beginning(StrEnum):
    """Whether a new attempt may begin, given the newest one."""

    NEW = "new"
    GO_ON = "go_on"
    UNDER_REVIEW = "under_review"
    VERIFIED = "already_verified"


def may_begin(newest: State | None, asker: Asker) -> Beginning:
    """Whether `asker` may begin an attempt while the newest one is in state `newest` (None: no
    attempt).

    The workflow takes over the newest attempt, decided or not. Everybody else continues an open
    attempt, begins a new one after an end, and can replace neither a review nor an approval.
    """
    if newest is None:
        return Beginning.NEW
    if newest in OPEN or (asker is Asker.WORKFLOW and newest is not State.ERROR):
        return Beginning.GO_ON
    if newest is State.NEEDS_REVIEW:
        return Beginning.UNDER_REVIEW
    return Beginning.VERIFIED if newest is State.APPROVED else Beginning.NEW


class Begun(NamedTuple):
    """What a new attempt starts with.

    `level` and `version` (0: the version that ships with the product); `open_days` (None: the
    setting); `known_since`: since when the customer is known, if the level uses it.
    """

    level: str
    version: int
    open_days: int | None = None
    known_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """One attempt.

    `version` grows by one with every stored change (optimistic locking), `moves` with every event.
    `sequence` and `standing` are the person's values as of the last event. `notices` are reminders
    that were sent: kind -> due date and days left. `notice` is the kind of the latest one, until
    the next move. `renewal`: begun while an earlier approval is still valid.
    """

    verification_id: str
    user_id: str
    created_at: datetime
    updated_at: datetime
    closes_at: datetime
    state: State = State.CREATED
    provider: str = "in_house"
    onboarding_id: str = ""
    attempt: int = 1
    event_time: datetime | None = None
    provider_session: str = ""
    reasons: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    assurance: str = ""
    evidence: dict[str, str] = field(default_factory=dict)
    version: int = 1
    reasons_ever: tuple[str, ...] = ()
    mode: str = "live"
    level: str = "default"
    level_version: int = 0
    moves: int = 1
    moved_at: datetime | None = None
    sequence: int = 1
    standing: KycStatus = KycStatus.PENDING
    standing_by: str = ""
    notices: dict[str, str] = field(default_factory=dict)
    notice: str = ""
    noticed_at: datetime | None = None
    renewal: bool = False

    @property
    def level_key(self) -> str:
        """Key of the level version that this attempt began with, "<name>@<n>"; "" for the shipped
        one.
        """
        return f"{self.level}@{self.level_version}" if self.level_version else ""

    @property
    def questions(self) -> tuple[str, ...]:
        """Reasons that only reviewers can clear."""
        return tuple(r for r in self.reasons_ever if r in FOR_PEOPLE)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The questions that the next attempt inherits; none after an approval."""
        if self.state in (S.APPROVED, S.STALE, S.CONFIRMED):
            return ()
        return tuple(r for r in self.reasons_ever if r in CARRIED)

    @property
    def since(self) -> datetime:
        """Only liveness sessions after this moment count: the start, or the last request for
        pictures.
        """
        asked = self.evidence.get("askedAgainAt")
        return datetime.fromisoformat(asked) if asked else self.created_at

    def changed(self, now: datetime, **changes: object) -> "Verification":
        """A copy with `changes`; `version` is one higher."""
        # mypy cannot follow the fields' types through **.
        return replace(self, updated_at=now, version=self.version + 1, **changes)  # type: ignore[arg-type]

    def move(self, to: State, now: datetime, reasons: tuple[str, ...] = ()) -> "Verification":
        """A copy in state `to`, one event and one version on; Conflict if MOVES has no such
        transition.
        """
        if to not in MOVES[self.state]:
            raise Conflict(
                f"a verification cannot go from {self.state} to {to}", "illegal_state_move"
            )
        ever = tuple(dict.fromkeys((*self.reasons_ever, *reasons)))
        return self.changed(
            now,
            state=to,
            reasons=reasons,
            reasons_ever=ever,
            moves=self.moves + 1,
            moved_at=now,
            notice="",
            noticed_at=None,
        )

    def noticed(self, what: str, told: str, now: datetime) -> "Verification":
        """A copy that remembers a reminder of kind `what`; state and times stay the same."""
        return replace(
            self,
            notices={**self.notices, what: told},
            notice=what,
            noticed_at=now,
            moves=self.moves + 1,
            version=self.version + 1,
        )
