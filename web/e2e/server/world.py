"""One test's world: the real application with everything outside of it in memory."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.adapters.memory import MemoryAudit, Work
from chalicelib.adapters.memory_people import MemoryAccount
from chalicelib.domain.screening.screening import Person, ScreeningResult
from chalicelib.domain.transaction import Write
from chalicelib.domain.verifications.verification import Begun
from chalicelib.outside.memory import MemoryOutside
from tests.services.in_memory import InMemorySystem, Watchlist
from web.e2e.server.pool import Pool

#: Somebody looks at a case within a day of the clock, so that tests need not know the weekday.
AROUND_THE_CLOCK: dict[str, Any] = {"review_office": "mon-sun 00:00-23:59", "review_hours": 24}


@dataclass
class WorldClock:
    """The true time, and what a test has let pass; or the moment at which it has stopped."""

    passed: timedelta = timedelta()
    stopped: datetime | None = None

    def __call__(self) -> datetime:
        return (self.stopped or datetime.now(UTC)) + self.passed

    def move(self, **units: float) -> None:
        """On, or back."""
        self.passed += timedelta(**units)


@dataclass
class DatedAudit(MemoryAudit):
    """Entries with the moment they were written at, as the table has them."""

    now: Any = None
    moments: list[datetime] = field(default_factory=list)

    def appending(
        self, subject_id: str, *entries: tuple[str, Mapping[str, Any]]
    ) -> Sequence[Write]:
        """Entries behind the last one, dated when they are written."""

        def dated(write: Write) -> Write:
            def act() -> None:
                write.work.act()
                self.moments += [self.now()] * (len(self.entries) - len(self.moments))

            return Write(Work(write.work.holds, act), write.conflict)

        return [dated(write) for write in super().appending(subject_id, *entries)]

    def read(self, subject_id: str) -> tuple[dict[str, Any], ...]:
        """The entries of a subject in order."""
        return tuple(
            {"at": at.isoformat(), "kind": kind, "facts": facts}
            for at, (subject, kind, facts) in zip(self.moments, self.entries, strict=True)
            if subject == subject_id
        )


class BrowserOutside(MemoryOutside):
    """Ids that differ where pages show their beginnings."""

    def new_id(self) -> str:
        """A random one."""
        return str(uuid.uuid4())


#: Whoever a list names is found by the read name alone, once.
MATCH = {
    "list": "ofac",
    "entryId": "99001",
    "name": "LISTED-TEST, Viktor",
    "score": 0.9731,
    "birthDate": "same_day",
    "programmes": ["TEST"],
    "parts": [
        {"asked": word, "listed": word, "likeness": 1} for word in ("viktor", "listed", "test")
    ],
}


@dataclass
class Lists(Watchlist):
    """A source that finds who is among `names`."""

    names: set[str] = field(default_factory=set)

    def screen(self, person: Person) -> ScreeningResult:
        """One match, or none."""
        if person.name in self.names:
            return replace(self.answer, status="potential_match", matches=(MATCH,))
        return self.answer


@dataclass
class Outage:
    """A fault that the next calls of a path meet."""

    path: str
    status: int
    code: str
    times: int


class World(InMemorySystem):
    """`address` is the API's, where buckets are, too. One request at a time (`lock`)."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.lock = threading.RLock()
        self.level = "default"
        self.calls: list[dict[str, Any]] = []
        self.outages: list[Outage] = []
        self.faults: list[str] = []
        self.nets = self.compress = False
        self.people_made = 0
        super().__init__(**AROUND_THE_CLOCK)

    def clock(self) -> Any:
        """True time, until a test moves or stops it."""
        return WorldClock()

    def around(self) -> MemoryOutside:
        """Buckets that a browser can reach, a pool whose tokens it can read."""
        self.lists = Lists()
        self.watchlists[:] = [self.lists]
        made = BrowserOutside(
            self.now, reader=self.ocr, faces=self.faces, screeners=self.watchlists
        )
        self.pool = made.identity = Pool(now=self.now)
        made.audit = DatedAudit(now=self.now)
        self.buckets = {
            bucket.bucket: bucket
            for bucket in (made.document_pictures, made.live_frames, made.attached_files)
        }
        for bucket in self.buckets.values():
            bucket.server = f"{self.address}/bucket"
        return made

    def somebody(self, asked: Mapping[str, Any]) -> MemoryAccount:
        """A new account: `email`; may have `userId`, `phone`, `language`, `groups`, `totp`."""
        self.people_made += 1
        groups = list(asked.get("groups", ()))
        return self.pool.person(
            asked.get("userId") or "",
            asked.get("email") or "anna@applicants.example",
            asked.get("phone") or f"+3069123{self.people_made:05}",
            asked.get("language") or "en",
            groups,
            second_factor=bool(groups) or bool(asked.get("totp")),
        )

    def _level_of(self, person_id: str) -> Begun:
        """Whoever has an account begins with this world's level."""
        return self.levels.begun_with(self.level)

    def meet_outage(self, path: str) -> Outage | None:
        """The outage that this call meets; it is over after so many."""
        for outage in self.outages:
            if outage.times > 0 and path.startswith(outage.path):
                outage.times -= 1
                return outage
        return None
