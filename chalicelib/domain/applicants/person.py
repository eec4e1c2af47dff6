"""A person as the sum of their attempts: one row that every move of a verification writes, too."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.verifications.verification import UNDECIDED, State, Verification

#: Attempts that are remembered. Who has more loses the oldest that ended without a decision.
MOST_ATTEMPTS = 60
_DECIDED = frozenset({State.APPROVED, State.CONFIRMED, State.REJECTED, State.STALE})


@dataclass(frozen=True, slots=True)
class Attempt:
    """Where one attempt stands; `sequence` is the person's when it last moved. A renewal was begun
    while an approval stood that falls due."""

    verification_id: str
    number: int
    state: State
    sequence: int
    level: str = "default"
    renewal: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person counts as, and the verification that says so (empty: none does)."""

    status: KycStatus
    verification_id: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """`person_id` is mode and id together: what happened in test mode never touches a live person.

    `sequence` counts the person's moves, so that whoever hears of them can order them. A person who
    was erased keeps this row as a tombstone: it holds no personal data and refuses every write.
    """

    person_id: str
    user_id: str
    mode: str = "live"
    sequence: int = 0
    attempts: tuple[Attempt, ...] = ()
    erased_at: datetime | None = None
    version: int = 1

    @property
    def newest(self) -> Attempt | None:
        """The attempt with the highest number."""
        return max(self.attempts, key=lambda a: a.number, default=None)

    @property
    def under_review(self) -> bool:
        """Whether a human is looking at any of the attempts."""
        return any(a.state is State.NEEDS_REVIEW for a in self.attempts)

    def standing(self, level: str = "default") -> Standing:
        """Where this person stands now."""
        return standing(self.attempts, level) if not self.erased_at else _NOBODY

    def moved(self, verification: Verification) -> "Person":
        """The person after a move of one of their verifications, one in the sequence on."""
        attempt = Attempt(
            verification.verification_id,
            verification.attempt,
            verification.state,
            self.sequence + 1,
            verification.level,
            verification.renewal,
        )
        others = [a for a in self.attempts if a.verification_id != attempt.verification_id]
        surplus = len(others) + 1 - MOST_ATTEMPTS
        idle = [a for a in sorted(others, key=lambda a: a.number) if a.state in UNDECIDED]
        kept = [a for a in others if a not in idle[: max(0, surplus)]]
        attempts = tuple(sorted((*kept, attempt), key=lambda a: a.number))
        return replace(
            self, sequence=self.sequence + 1, attempts=attempts, version=self.version + 1
        )

    def noticed(self) -> "Person":
        """The person after an event that moved nothing, one in the sequence on. The attempts keep
        theirs: a reminder about an old decision does not make it the last one."""
        return replace(self, sequence=self.sequence + 1, version=self.version + 1)

    def erased(self, now: datetime) -> "Person":
        """The tombstone."""
        return replace(self, attempts=(), erased_at=now, version=self.version + 1)


def person_key(mode: str, user_id: str) -> str:
    """The key of a person's row."""
    return f"{mode}#{user_id}"


_NOBODY = Standing(KycStatus.NOT_VERIFIED)


def standing(
    attempts: tuple[Attempt, ...], level: str = "default", open_cases: frozenset[str] = frozenset()
) -> Standing:
    """Where a person stands: verified by a named attempt, refused, waiting, or nothing of these.

    A human who looks outweighs every decision. The newest attempt that has not ended outweighs what
    was decided before it, but for a renewal: the approval that it renews stands. Else the last
    decision counts, unless the newest attempt that was decided says no: both must say yes. A stale
    approval says nothing for the person, nor do older ones; less than verified is not verified.
    """
    mine = [a for a in attempts if a.level == level]
    looked_at = [
        a for a in mine if a.state is State.NEEDS_REVIEW or a.verification_id in open_cases
    ]
    if looked_at:
        return Standing(KycStatus.PENDING, max(looked_at, key=_number).verification_id)
    newest = max(mine, key=_number, default=None)
    if newest is None:
        return _NOBODY
    decided = [a for a in mine if a.state in _DECIDED]
    if newest.state not in UNDECIDED and newest not in decided:
        before = _decided(decided) if newest.renewal and decided else _NOBODY
        waits = Standing(KycStatus.PENDING, newest.verification_id)
        return before if before.status is KycStatus.VERIFIED else waits
    if not decided:
        return Standing(KycStatus.NOT_VERIFIED, newest.verification_id)
    return _decided(decided)


def _decided(decided: list[Attempt]) -> Standing:
    """What decisions come to, without anything that is open."""
    by_number = max(decided, key=_number)
    said = [a for a in decided if a.state is not State.STALE]
    by_time = max(said, key=lambda a: a.sequence, default=by_number)
    for one in (by_number, by_time):
        if one.state is State.REJECTED:
            return Standing(KycStatus.REJECTED, one.verification_id)
    verified = by_number.state is State.APPROVED
    status = KycStatus.VERIFIED if verified else KycStatus.NOT_VERIFIED
    return Standing(status, by_number.verification_id)


def _number(attempt: Attempt) -> int:
    return attempt.number
