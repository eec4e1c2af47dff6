"""Metrics: each move is counted once."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.services.consequences.once import Once


@dataclass(frozen=True, slots=True)
class MovesAreCounted:
    """Counts the moves by their new state."""

    once: Once

    def follow(self, event: VerificationMoved, count: Callable[[str], None]) -> None:
        """Calls `count` with the new state, for live moves only."""
        if event.mode == "live" and not event.notice:
            self.once.do("metrics", event.event_id, 1, "", lambda: count(str(event.state)))
