"""Rescreening after a list has changed: pages of work, and the progress of a job."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

PLAN = "plan"  # the page whose worker reads the index and creates the others


@dataclass(frozen=True, slots=True)
class Page:
    """A page of one job: up to some hundred verified people. `job_id` is the list version,
    `subjects` are the ids of their verifications. The page PLAN has no people but a `cursor`, up to
    which pages were created.

    A worker holds a page until `held_until`; after that, another worker may take it. `rung` and
    `skipped` count people: those with a match, and those no longer verified.
    """

    job_id: str
    page_id: str
    expires_at: datetime
    subjects: tuple[str, ...] = ()
    cursor: str = ""
    made: int = 0  # pages created so far (PLAN only)
    finished: bool = False
    rung: int = 0
    skipped: int = 0
    held_until: datetime | None = None
    version: int = 1

    def free(self, now: datetime) -> bool:
        """Whether the page can be taken at `now`."""
        return not self.finished and (self.held_until is None or self.held_until <= now)

    def held(self, now: datetime, seconds: int) -> "Page":
        """The page, held by the caller for `seconds`."""
        until = now + timedelta(seconds=seconds)
        return replace(self, held_until=until, version=self.version + 1)

    def released(self) -> "Page":
        """The page, released unfinished."""
        return replace(self, held_until=None, version=self.version + 1)

    def done(self, rung: int, skipped: int) -> "Page":
        """The page, finished. `rung`: people with a match. `skipped`: people no longer verified."""
        ended = replace(self, finished=True, held_until=None, version=self.version + 1)
        return replace(ended, rung=rung, skipped=skipped)


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a job. `pages` and `pages_done` count pages, the other numbers people.
    `planned` is final once `whole` is true."""

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
        """True if everybody who was verified when the list changed has been screened."""
        return self.whole and self.pages == self.pages_done
