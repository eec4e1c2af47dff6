"""One test's world: the real application with everything outside of it in memory."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from chalicelib.adapters.memory import MemoryAudit, Work
from chalicelib.adapters.memory_people import MemoryAccount
from chalicelib.domain.errors import NotFound
from chalicelib.domain.events.events import USER_REGISTERED
from chalicelib.domain.liveness.liveness import Gesture
from chalicelib.domain.screening.screening import Person, ScreeningResult
from chalicelib.domain.transaction import Write
from chalicelib.domain.verifications.verification import Begun
from chalicelib.outside.memory import MemoryOutside
from chalicelib.services.documents.uploads import IN_HOUSE, INCOMING
from tests.services.in_memory import InMemorySystem, Watchlist
from web.e2e.server.around import Arriving, Elsewhere, Films, Machine, Reader, Sight
from web.e2e.server.pool import PASSWORD, Pool

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
    """`address` is the API's, where buckets are, too; `site` the applications'. One request at a
    time (`lock`), and behind each of them all that follows from it (`go_on`).
    """

    def __init__(self, address: str, site: str = "", **settings: Any) -> None:
        self.address = address
        self.lock = threading.RLock()
        self.level = "default"
        self.calls: list[dict[str, Any]] = []
        self.outages: list[Outage] = []
        self.faults: list[str] = []
        self.nets = self.compress = False
        self.people_made = 0
        self.reading_waits = False
        self.vendors = [name for name in settings.get("kyc_providers", ()) if name != IN_HOUSE]
        super().__init__(site_origin=site, **(AROUND_THE_CLOCK | settings))
        self.read_anew: list[tuple[Any, Any]] = []
        self.documents.stream = self.read_anew

    def clock(self) -> Any:
        """True time, until a test moves or stops it."""
        return WorldClock()

    def around(self) -> MemoryOutside:
        """Buckets that a browser can reach, a pool whose tokens it can read."""
        self.lists = Lists()
        self.watchlists[:] = [self.lists]
        self.reader, self.sight = Reader(self._holder), Sight(self._asked)
        made = BrowserOutside(
            self.now, reader=self.reader, faces=self.sight, screeners=self.watchlists
        )
        self.arriving = made.document_pictures = Arriving("documentPictures", "pictures")
        self.films = made.managed_face_liveness = Films()
        self.machine = made.workflow = Machine()
        made.providers = cast(Any, {name: Elsewhere(name, self.now) for name in self.vendors})
        self.pool = made.identity = Pool(now=self.now)
        made.audit = DatedAudit(now=self.now)
        self.buckets = {
            bucket.bucket: bucket
            for bucket in (made.document_pictures, made.live_frames, made.attached_files)
        }
        for bucket in self.buckets.values():
            bucket.server = f"{self.address}/bucket"
        return made

    def _holder(self, verification_id: str) -> Any:
        """The profile of whoever sent a document."""
        return self.profiles.find(self.verifications.get(verification_id).user_id)

    def _asked(self, key: str) -> tuple[str, Gesture]:
        """The session of a frame, and which movement was asked for."""
        name = key.rpartition("/")[2]
        session = self.sessions.get(name[:36])
        frame = next(f for f in session.frames if self.liveness.frame_key(session, f) == key)
        asked = {challenge.id: challenge.gesture for challenge in session.challenges}
        return session.session_id, asked[frame.challenge_id]

    def code(self) -> str:
        """The six digits of the newest text message, in whatever language."""
        found = re.search(r"\d{6}", self.messages.texts[-1][1])
        return found[0] if found else ""

    # What follows, as events, queues and the machine bring it about on AWS

    def go_on(self) -> None:
        """Until nothing follows any more; what breaks there fails the test."""
        steps = (self._pictures, self._screened, self._compared, self._led, self._told)
        try:
            while any([step() for step in steps]):
                pass
        except Exception as error:
            self.faults.append(f"what follows: {error!r}")
            raise

    def _pictures(self) -> bool:
        if self.reading_waits:
            return False
        keys, self.arriving.arrived = self.arriving.arrived, []
        for key in keys:
            if key.startswith(INCOMING):
                with suppress(NotFound):
                    self.uploads.admit(key, key)
            elif key.endswith(".jpg"):
                with suppress(NotFound):
                    found = self.reading.read(key)
                    if found:
                        self.decisions.consider(found.verification_id)
        return bool(keys)

    def _screened(self) -> bool:
        records = [after for _, after in self.read_anew]
        self.read_anew.clear()
        for record in records:
            self.screening.screen(self.documents.get(record.verification_id), last_try=True)
            self.decisions.consider(record.verification_id)
        return bool(records)

    def _compared(self) -> bool:
        bodies, self.queue.bodies = self.queue.bodies, []
        for body in bodies:
            session = self.app.liveness.compare(self.sight, body["sessionId"], 85.0)
            self.decisions.consider(session.verification_id)
        return bool(bodies)

    def _led(self) -> bool:
        due, self.machine.due = self.machine.due, []
        for onboarding_id, step in due:
            token = f"{onboarding_id} {step}"
            if step == "phone":
                self.accounts.send_code(onboarding_id, token)
            elif step == "profile":
                self._registered(onboarding_id)
                self.steps.check_profile(onboarding_id, token)
            elif step == "decision":
                self.steps.start_kyc(onboarding_id)
                self.steps.await_decision(onboarding_id, token)
            elif step == "approved":
                self.steps.approved(onboarding_id)
            else:
                self.steps.rejected(onboarding_id)
        return bool(due)

    def _told(self) -> bool:
        """The registry hears of who was registered."""
        told = list(self.events.published)
        self.events.published.clear()
        for kind, detail in told:
            if kind == USER_REGISTERED:
                self.registration.record({"detail-type": kind, "detail": detail})
        return bool(told)

    def _registered(self, onboarding_id: str) -> None:
        """Cognito's trigger after a confirmation."""
        account = self.identity.accounts[self.onboardings.get(onboarding_id).user_id]
        self.registration.announce(
            {"sub": account.user_id, "email": account.email, "phone_number": account.phone}
        )

    def signed_up(self, asked: Mapping[str, Any]) -> MemoryAccount:
        """Somebody who has signed up; `profile`, if they have said who they are."""
        self.people_made += 1
        phone = asked.get("phone") or f"+3069123{self.people_made:05}"
        email = asked.get("email") or "anna@applicants.example"
        self.pool.next_id = asked.get("userId") or ""
        begun = self.accounts.start_signup(email, PASSWORD, phone, asked.get("language") or "en")
        self.go_on()
        self.accounts.confirm_phone(begun, self.code())
        self.go_on()
        user_id = self.onboardings.get(begun).user_id
        if profile := asked.get("profile"):
            born = date.fromisoformat(profile["dateOfBirth"])
            name, state = profile["fullName"], profile["nationality"]
            self.people.save_profile(user_id, name, born, state, profile["address"])
            self.go_on()
        return self.pool.accounts[user_id]

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
