"""What a follower has done about a move, so that it does it once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

#: Whoever begins to tell somebody has this long; then another may take over.
LEASE = timedelta(seconds=30)
KEEP = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The newest `move` that `follower` has told `subject`, and in which `word`.

    `until` is set while it is being told: a second teller waits, and takes over if the first died.
    """

    follower: str
    subject: str
    expires_at: datetime
    move: int = 0
    word: str = ""
    until: datetime | None = None
    version: int = 0

    def begun(self, now: datetime, kept: timedelta = KEEP) -> "FollowUp":
        """Claimed by the caller."""
        return replace(self, until=now + LEASE, expires_at=now + kept, version=self.version + 1)

    def done(self, move: int, word: str) -> "FollowUp":
        """Told."""
        return replace(self, move=move, word=word, until=None, version=self.version + 1)

    def given_up(self) -> "FollowUp":
        """Not told after all."""
        return replace(self, until=None, version=self.version + 1)
