"""How long what is kept of a person: one policy, asked by everybody who keeps or removes something.

Pictures, frames and readings go `media_days` after the verification ended, by a decision or without
one; a legal hold keeps them. What the buckets' lifecycle rules say (`infra`, retention_days) is the
outer bound for what nobody came to.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.levels.level import KeptFrom, Level
from chalicelib.domain.verifications.verification import OPEN, State, Verification

DAY = timedelta(days=1)
#: Whoever was never approved has no relationship.
_RELATED = frozenset({State.APPROVED, State.STALE})


@dataclass(frozen=True, slots=True)
class Retention:
    """Days and years; the settings of the same names say what they are for. `outer_days`: the
    lifecycle of buckets, and the TTL of what was read. A level that was published has days of its
    own; where they begin with the end of the relationship, an approval's pictures stay until then.
    """

    media_days: int = 30
    audit_years: int = 6
    outer_days: int = 120
    since: KeptFrom = KeptFrom.DECISION
    record_years: int | None = None  # of a published level; else each entry has `audit_years`

    def under(self, level: Level) -> "Retention":
        """As an attempt under this level keeps its pictures, and what the log says of it."""
        return replace(
            self,
            media_days=level.retention.media_days,
            since=level.retention.since,
            record_years=level.retention.record_years,
        )

    def records_over_at(
        self, verification: Verification, left: datetime | None = None
    ) -> datetime | None:
        """When what the log says of a verification is over; None while the clock has not begun."""
        waits = verification.state in OPEN or verification.state is State.NEEDS_REVIEW
        if self.record_years is None or waits:
            return None
        related = verification.state in _RELATED
        started: datetime | None = verification.moved_at or verification.updated_at
        if self.since is KeptFrom.END_OF_RELATIONSHIP and related:
            started = left
        return started + timedelta(days=366 * self.record_years) if started else None

    @property
    def media(self) -> timedelta:
        """How long pictures are kept after the end of a verification."""
        return timedelta(days=self.media_days)

    def looked_at_after(self, taken: datetime) -> datetime:
        """When to look for the first time: nothing that was taken now can be over before."""
        return taken + self.media

    def over_at(
        self, verification: Verification, now: datetime, left: datetime | None = None
    ) -> datetime:
        """When a verification's pictures are over: in the past, or a time to look again. `left`:
        when the relationship with the person ended, if it did."""
        ended = verification.updated_at + self.media
        if verification.state is State.NEEDS_REVIEW:
            return now + DAY
        if self.since is KeptFrom.END_OF_RELATIONSHIP and verification.state in _RELATED:
            return left + self.media if left else now + DAY
        if verification.state in OPEN:
            return max(verification.closes_at, verification.updated_at) + self.media
        return ended
