"""The record of what a follower has done about a move, so that it acts once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

#: How long a worker may hold its claim; then another worker may take over.
LEASE = timedelta(seconds=30)
KEEP = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The newest `move` that `follower` has handled for `subject`, and the `word` it used.

    `until` is set while a worker holds the claim: a second one waits, and takes over after it.
    """

    follower: str
    subject: str
    expires_at: datetime
    move: int = 0
    word: str = ""
    until: datetime | None = None
    version: int = 0

    def begun(self, now: datetime, kept: timedelta = KEEP) -> "FollowUp":
        """The record, claimed by the caller until `now` + `kept`."""
        return replace(self, until=now + LEASE, expires_at=now + kept, version=self.version + 1)

    def done(self, move: int, word: str) -> "FollowUp":
        """The record after this move was handled."""
        return replace(self, move=move, word=word, until=None, version=self.version + 1)

    def given_up(self) -> "FollowUp":
        """The record with the claim released; the move was not handled."""
        return replace(self, until=None, version=self.version + 1)
