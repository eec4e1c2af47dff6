"""Screening everybody again after a list changed: pages of work, and how far it has come."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

PLAN = "plan"  # the page that walks the index and hands out the others


@dataclass(frozen=True, slots=True)
class Page:
    """Up to some hundred verified people of one job; `job_id` is the list version they are screened
    against. The page PLAN holds the place up to which pages were made (`cursor`) instead.

    Whoever works on a page holds it until `held_until`; a page whose holder died is free again.
    """

    job_id: str
    page_id: str
    expires_at: datetime
    subjects: tuple[str, ...] = ()
    cursor: str = ""
    made: int = 0  # pages the plan has made so far
    finished: bool = False
    rung: int = 0
    skipped: int = 0
    held_until: datetime | None = None
    version: int = 1

    def free(self, now: datetime) -> bool:
        """May somebody take it?"""
        return not self.finished and (self.held_until is None or self.held_until <= now)

    def held(self, now: datetime, seconds: int) -> "Page":
        """Taken by the caller for a while."""
        until = now + timedelta(seconds=seconds)
        return replace(self, held_until=until, version=self.version + 1)

    def released(self) -> "Page":
        """Given back unfinished."""
        return replace(self, held_until=None, version=self.version + 1)

    def done(self, rung: int, skipped: int) -> "Page":
        """Finished: how many rang, and how many were not there any more."""
        ended = replace(self, finished=True, held_until=None, version=self.version + 1)
        return replace(ended, rung=rung, skipped=skipped)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come. `planned` is final once `whole` is true."""

    job_id: str
    whole: bool = False
    pages: int = 0
    pages_done: int = 0
    planned: int = 0
    screened: int = 0
    rung: int = 0
    skipped: int = 0

    @property
    def finished(self) -> bool:
        """Everybody who was verified when the list changed has been screened."""
        return self.whole and self.pages == self.pages_done
