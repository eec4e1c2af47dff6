"""Acting once on a move, although its event may come several times and out of order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.errors import Conflict, Unavailable, VestibuleError
from chalicelib.domain.events.follow_up import KEEP, FollowUp
from chalicelib.services.ports import Clock, Store

BEING_TOLD = "being_told"


@dataclass(frozen=True, slots=True)
class Once:
    """Remembers the newest handled move per follower and subject."""

    told: Store[FollowUp]
    now: Clock

    def do(
        self,
        follower: str,
        subject: str,
        move: int,
        word: str,
        act: Callable[[], None],
        kept: timedelta = KEEP,
    ) -> bool:
        """Calls `act` unless this move or a newer one was handled, or the last `word` was the same.

        True if it acted; remembered for `kept`. Unavailable while another worker holds the claim:
        the event must come again, in case that worker dies.
        """
        now = self.now()
        before = self.told.find(follower, subject) or FollowUp(follower, subject, now + kept)
        if before.move >= move:
            return False
        if before.until and before.until > now:
            raise Unavailable("somebody else is telling it", BEING_TOLD)
        if word and before.word == word:
            self._keep(before.done(move, word))
            return False
        claimed = before.begun(now, kept)
        self._keep(claimed)
        try:
            act()
        except VestibuleError:
            self._keep(claimed.given_up())
            raise
        self._keep(claimed.done(move, word))
        return True

    def _keep(self, told: FollowUp) -> None:
        try:
            if told.version == 1:
                self.told.add(told)
            else:
                self.told.save(told)
        except Conflict:
            raise Unavailable("somebody else is telling it", BEING_TOLD) from None
