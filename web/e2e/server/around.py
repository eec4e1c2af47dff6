"""What stands around a world's application, and answers as the applicant's own doing lets it: a
reader of documents, an engine that sees faces, the machine that leads through an onboarding.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.adapters.memory import MemoryObjects, MemoryWorkflow
from chalicelib.domain.documents.mrz import Format
from chalicelib.domain.documents.mrz_writing import Holder, write
from chalicelib.domain.errors import NotFound
from chalicelib.domain.liveness.liveness import Compared, FaceSeen, Gesture
from chalicelib.domain.liveness.managed_liveness import ManagedResult, StreamAccess
from chalicelib.domain.vendors.vendor import SessionRequest, VendorSession
from chalicelib.services.documents.uploads import parse_key
from tests.services.pretended import CALM, PORTRAIT, POSES, passport, printed


@dataclass
class Arriving(MemoryObjects[Any]):
    """A bucket that tells of what has arrived, as S3's events do."""

    arrived: list[str] = field(default_factory=list)

    def put(self, key: str, body: bytes, content_type: str) -> None:
        """Stores, and tells."""
        super().put(key, body, content_type)
        self.arrived.append(key)


@dataclass
class Reader:
    """Reads of each front a passport of whoever sent it; with `turned` a card's back, whose zone
    does not say the birth date.
    """

    holder: Callable[[str], Any]
    turned: bool = False

    def analyze(self, bucket: str, key: str) -> dict[str, Any]:
        """A Textract answer; a back bears nothing."""
        verification_id, side = parse_key(key)
        profile = self.holder(verification_id)
        if side != "front" or profile is None:
            return printed(Remarks="none")
        given, _, surname = profile.full_name.rpartition(" ")
        born, state = date.fromisoformat(profile.date_of_birth), profile.nationality
        number = f"X{born:%y%m%d}"  # one number for two people is a question of its own
        if not self.turned:
            return passport(surname, given, born, number, state)
        one, two, three = write(
            Format.TD1, Holder(surname, given, number, state, state, born, date(2031, 1, 1))
        )
        return _lines(one, "<<<<<<" + two[6:], three)


def _lines(*texts: str) -> dict[str, Any]:
    """What Textract says of lines at the bottom of a page."""
    return {
        "Blocks": [
            {"BlockType": "LINE", "Id": f"l{row}", "Text": text, "Confidence": 99.0,
             "Geometry": {"BoundingBox": {"Top": 0.8 + row / 20, "Left": 0.05}}}
            for row, text in enumerate(texts)
        ]
    }  # fmt: skip


@dataclass
class Sight:
    """Sees the movement that was asked for, but in as many sessions as `blind` says.

    `asked`: key of a frame -> its session and gesture.
    """

    asked: Callable[[str], tuple[str, Gesture]]
    seen: dict[str, tuple[FaceSeen, ...]] = field(default_factory=dict)
    blind: int = 0
    missed: set[str] = field(default_factory=set)

    def observe(self, bucket: str, key: str) -> tuple[FaceSeen, ...]:
        """One face."""
        if key in self.seen or bucket != "frames":
            return self.seen.get(key, (CALM,))
        session, gesture = self.asked(key)
        if self.blind and session not in self.missed:
            self.blind -= 1
            self.missed.add(session)
        return (CALM,) if session in self.missed else (replace(CALM, **POSES[gesture]),)

    def compare(self, source: tuple[str, str], target: tuple[str, str]) -> Compared | None:
        """The same person."""
        return Compared(99.0, PORTRAIT)


@dataclass
class Films:
    """A managed check by a service that a test runs: it says where that listens and what it lends
    to browsers (`lent`, whatever the session), and how a session has ended.
    """

    lent: StreamAccess | None = None
    created: dict[str, str] = field(default_factory=dict)
    results: dict[str, ManagedResult] = field(default_factory=dict)

    def create(self, token: str) -> str:
        """The same session for the same token."""
        session_id = self.created.setdefault(token, str(uuid.uuid4()))
        self.results.setdefault(session_id, ManagedResult("CREATED"))
        return session_id

    def result(self, session_id: str) -> ManagedResult:
        """What the test's service has said of it; NotFound."""
        if session_id not in self.results:
            raise NotFound("no such liveness session", "session_not_found")
        return self.results[session_id]

    def judge(self, session_id: str, result: ManagedResult) -> None:
        """The end of a session that still runs; AssertionError."""
        if not self.result(session_id).running:
            raise AssertionError(f"{session_id} has ended before")
        self.results[session_id] = result

    def lend(self, session_id: str, until: datetime) -> StreamAccess | None:
        """Nothing, where no service listens."""
        return replace(self.lent, expires_at=until) if self.lent else None

    @property
    def host(self) -> str:
        """What the site's policy must name."""
        return self.lent.url.rpartition("/")[0] if self.lent else ""


@dataclass
class Elsewhere:
    """A vendor with a page of its own, of which no more is asked here than a session."""

    name: str
    now: Callable[[], datetime]

    def create(self, request: SessionRequest) -> VendorSession:
        """A session at their page."""
        ends = self.now() + timedelta(hours=1)
        return VendorSession(self.name, "1", ends, f"https://{self.name}.example/session/1")


@dataclass
class Machine(MemoryWorkflow):
    """The steps of `user-onboarding`, each once the one before has ended. `due`: (onboarding, step)
    that have to be gone.
    """

    due: list[tuple[str, str]] = field(default_factory=list)

    def start(self, onboarding_id: str) -> str:
        """Begins with the phone."""
        if onboarding_id not in self.started:
            self.due.append((onboarding_id, "phone"))
        return super().start(onboarding_id)

    def succeed(self, token: str, output: Mapping[str, Any]) -> bool:
        """On to the next step."""
        done = super().succeed(token, output)
        onboarding_id, _, step = token.partition(" ")
        after = {"phone": "profile", "profile": "decision"}
        if done and step in after:
            self.due.append((onboarding_id, after[step]))
        elif done and step == "decision":
            self.due.append((onboarding_id, "approved" if output["approved"] else "rejected"))
        return done
