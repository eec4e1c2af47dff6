"""Liveness attempts of a person: one row each, independent of their sessions.

A limit that counts sessions could be evaded by creating many. So every challenge that is drawn is
noted here and counts as a failure until it is passed. Somebody who waits for gestures that they
have pictures of fails with each challenge that they abandon.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.domain.errors import TooMany

LEFT_A_DAY = 5
"""Challenges a person may draw and leave in a day."""
DRAWS_A_DAY = 10
"""Challenges a person may draw in a day, judged ones with them; passed ones do not count."""
DAY = timedelta(days=1)
FAILURES_TO_LOCK = 5
LOCK_WINDOW = timedelta(minutes=3)
LOCK = timedelta(minutes=30)
KEEP = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class LivenessTries:
    """`draws`: nonce -> time (ISO 8601) of challenges that were drawn and not judged. `failures`:
    when the failed ones were drawn.
    """

    user_id: str
    expires_at: datetime
    draws: dict[str, str] = field(default_factory=dict)
    failures: tuple[datetime, ...] = ()
    version: int = 1

    def drawn(self, nonce: str, now: datetime) -> "LivenessTries":
        """The row with one more challenge; TooMany while locked, or after the day's limit."""
        recent = {n: at for n, at in self.draws.items() if datetime.fromisoformat(at) > now - DAY}
        failures = tuple(at for at in self.failures if at > now - DAY)
        left = [datetime.fromisoformat(at) for at in recent.values()]
        refuse_if_locked([*left, *failures], now)
        for times, most in ((left, LEFT_A_DAY), ([*left, *failures], DRAWS_A_DAY)):
            if len(times) >= most:
                wait = int((sorted(times)[-most] + DAY - now).total_seconds()) + 1
                raise TooMany("no more attempts today; try later", "liveness_attempts_used", wait)
        return self._next(now, {**recent, nonce: now.isoformat()}, failures)

    def judged(self, nonce: str, passed: bool, now: datetime) -> "LivenessTries":
        """The row after a challenge was judged: removed if passed, a failure if not."""
        draws = dict(self.draws)
        at = draws.pop(nonce, None)
        failed = () if passed or at is None else (datetime.fromisoformat(at),)
        return self._next(now, draws, (*self.failures, *failed))

    def _next(
        self, now: datetime, draws: dict[str, str], failures: tuple[datetime, ...]
    ) -> "LivenessTries":
        version, end = self.version + 1, now + KEEP
        return replace(self, version=version, expires_at=end, draws=draws, failures=failures)


def locked_until(failures: Sequence[datetime], now: datetime) -> datetime | None:
    """Until when five failures within three minutes lock: thirty minutes from the fifth; None if
    not locked.
    """
    ordered = sorted(failures)
    for first, fifth in zip(ordered, ordered[FAILURES_TO_LOCK - 1 :], strict=False):
        if fifth - first <= LOCK_WINDOW and now < fifth + LOCK:
            return fifth + LOCK
    return None


def refuse_if_locked(failures: Sequence[datetime], now: datetime) -> None:
    """Raises TooMany while locked."""
    until = locked_until(failures, now)
    if until:
        seconds = int((until - now).total_seconds()) + 1
        raise TooMany("too many failed attempts; try later", "liveness_locked", seconds)
