"""Every service on in-memory ports, with a clock that moves and engines that can be told."""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PIL import Image

from chalicelib.adapters import memory, memory_people
from chalicelib.adapters.barcodes import DocumentScanner
from chalicelib.adapters.images import PillowImages
from chalicelib.domain.checks import Policy
from chalicelib.domain.errors import NotFound
from chalicelib.domain.liveness import FaceSeen, Frame, Gesture, LivenessSession
from chalicelib.domain.mrz import Format
from chalicelib.domain.mrz_writing import Holder, write
from chalicelib.domain.onboarding import Onboarding, Profile
from chalicelib.domain.phone_code import PhoneCode
from chalicelib.domain.records import DocumentRecord, NumberUse, ScreeningRecord
from chalicelib.domain.review import ReviewCase
from chalicelib.domain.screening import Person, ScreeningResult
from chalicelib.domain.verification import Verification
from chalicelib.services.accounts import Accounts
from chalicelib.services.decisions import Decisions
from chalicelib.services.documents import Documents
from chalicelib.services.grounds import Grounds
from chalicelib.services.liveness import Liveness
from chalicelib.services.onboarding import OnboardingSteps
from chalicelib.services.people import People
from chalicelib.services.registration import Registration
from chalicelib.services.registry import Registry
from chalicelib.services.reviews import Reviews
from chalicelib.services.screening import Screening
from chalicelib.services.sweeping import Sweeping
from chalicelib.services.uploads import Uploads
from chalicelib.services.verdicts import Verdicts
from chalicelib.services.verifications import Verifications
from chalicelib.services.workflow import Resumer

START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
PEPPER = b"p" * 32
PASSWORD = "Long-enough-2026"
EMAIL, PHONE = "anna@applicants.example", "+306900000001"
CALM = FaceSeen(0, 0, True, False, 80, 80, 0.4, 99, 99)
POSES = {
    Gesture.NEUTRAL: {},
    Gesture.BLINK: {"eyes_open": False},
    Gesture.TURN_LEFT: {"yaw": 30.0},
    Gesture.TURN_RIGHT: {"yaw": -30.0},
    Gesture.LOOK_UP: {"pitch": 25.0},
    Gesture.LOOK_DOWN: {"pitch": -25.0},
    Gesture.SMILE: {"smiling": True},
}


def picture(mark: str = "", size: tuple[int, int] = (400, 300)) -> bytes:
    """A small JPEG; the mark makes its bytes differ from others."""
    out = io.BytesIO()
    Image.new("RGB", size, (120, 90, 60)).save(out, "JPEG", comment=mark.encode())
    return out.getvalue()


def printed(**fields: str) -> dict[str, Any]:
    """A Textract answer with these labels (underscores are spaces) and values."""
    blocks: list[dict[str, Any]] = []

    def words(text: str) -> list[str]:
        ids = []
        for word in text.split():
            ids.append(f"w{len(blocks)}")
            block = {"BlockType": "WORD", "Id": ids[-1], "Text": word, "Confidence": 99.0}
            blocks.append(block)
        return ids

    for label, value in fields.items():
        key, found = f"k-{label}", f"v-{label}"
        below = [{"Type": "CHILD", "Ids": words(value)}]
        shared = {"BlockType": "KEY_VALUE_SET", "Confidence": 99.0}
        blocks.append({**shared, "Id": found, "EntityTypes": ["VALUE"], "Relationships": below})
        links = [
            {"Type": "VALUE", "Ids": [found]},
            {"Type": "CHILD", "Ids": words(label.replace("_", " "))},
        ]
        blocks.append({**shared, "Id": key, "EntityTypes": ["KEY"], "Relationships": links})
    return {"DocumentMetadata": {"Pages": 1}, "Blocks": blocks}


def passport(surname: str, given: str, born: date, number: str, state: str) -> dict[str, Any]:
    """A Textract answer for a page whose print and zone say the same; valid until 2031."""
    ends = date(2031, 1, 1)
    answer = printed(
        Surname=surname, Given_names=given, Date_of_birth=f"{born:%d.%m.%Y}", Nationality=state,
        Document_number=number, Date_of_expiry=f"{ends:%d.%m.%Y}",
    )  # fmt: skip
    holder = Holder(surname, given, number, state, state, born, ends)
    lines = [
        {"BlockType": "LINE", "Id": f"l{row}", "Text": line, "Confidence": 99.0,
         "Geometry": {"BoundingBox": {"Top": 0.9 + row / 100, "Left": 0.0}}}
        for row, line in enumerate(write(Format.TD3, holder))
    ]  # fmt: skip
    return answer | {"Blocks": [*answer["Blocks"], *lines]}


@dataclass
class Clock:
    """Time stands still until it is moved."""

    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **units: float) -> None:
        self.moment += timedelta(**units)


@dataclass
class Detector:
    """Sees in a picture what was said of it; a picture nobody spoke of is calm."""

    seen: dict[str, tuple[FaceSeen, ...]] = field(default_factory=dict)
    similarity: dict[str, float | None] = field(default_factory=dict)
    fault: Exception | None = None

    def observe(self, bucket: str, key: str) -> tuple[FaceSeen, ...]:
        if self.fault:
            raise self.fault
        return self.seen.get(key, (CALM,))

    def compare(self, source: tuple[str, str], target: tuple[str, str]) -> float | None:
        return self.similarity.get(target[1], 99.0)


@dataclass
class Watchlist:
    """A screening source with one answer, or a fault."""

    answer: ScreeningResult = field(
        default_factory=lambda: ScreeningResult("clear", (), "v1", 0.8, {"un": "1"})
    )
    fault: Exception | None = None
    asked: list[Person] = field(default_factory=list)

    def versions(self) -> dict[str, str]:
        return self.answer.list_versions

    def screen(self, person: Person) -> ScreeningResult:
        self.asked.append(person)
        if self.fault:
            raise self.fault
        return self.answer


@dataclass
class Printed:
    """An OCR that answers with the key-value blocks that were laid down for a key."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def analyze(self, bucket: str, key: str) -> dict[str, Any]:
        if key not in self.answers:
            raise NotFound("no such picture")
        return self.answers[key]


class World:
    """All services, wired as chalicelib.wiring does it."""

    def __init__(self, screeners: int = 1) -> None:
        self.now = Clock()
        numbers = itertools.count(1)
        self.new_id = lambda: f"00000000-0000-4000-8000-{next(numbers):012}"
        self._stores()
        self.audit = memory.MemoryAudit()
        self.messages = memory.MemoryMessages()
        self.identity = memory_people.MemoryIdentity()
        self.users = memory_people.MemoryUsers()
        self.events = memory_people.MemoryEvents()
        self.workflow = memory.MemoryWorkflow()
        self.tokens = memory.MemoryTokens()
        self.queue = memory.MemoryQueue()
        self.frames = memory.MemoryObjects("frames")
        self.pictures = memory.MemoryObjects("pictures")
        self.raw = memory.MemoryObjects("raw")
        self.faces, self.ocr = Detector(), Printed()
        self.watchlists = [Watchlist() for _ in range(screeners)]
        self._services()

    def _stores(self) -> None:
        store = memory.MemoryStore
        self.onboardings = store(
            Onboarding,
            ("onboarding_id",),
            {"byUser": ("user_id", "created_at"), "waiting": ("waiting_for", "waiting_since")},
        )
        self.profiles = store(Profile, ("user_id",), {})
        self.verification_store = store(
            Verification,
            ("verification_id",),
            {"byUser": ("user_id", "created_at"), "byStatus": ("state", "updated_at")},
        )
        self.sessions = store(
            LivenessSession, ("session_id",), {"byVerification": ("verification_id", "created_at")}
        )
        self.documents = store(DocumentRecord, ("verification_id",), {})
        self.screenings = store(ScreeningRecord, ("subject_id", "entry_id"), {})
        self.cases = store(ReviewCase, ("case_id",), {"byStatus": ("status", "opened_at")})
        self.numbers = store(NumberUse, ("number_hash",), {})
        self.codes = store(PhoneCode, ("onboarding_id",), {})

    def _services(self) -> None:
        now, new_id = self.now, self.new_id
        self.limits = memory.MemoryLimits(now)
        self.resumer = Resumer(self.tokens, self.workflow, now)
        self.accounts = Accounts(
            self.identity, self.onboardings, self.codes, self.workflow, self.resumer,
            self.messages, self.limits, PEPPER, now, new_id,
        )  # fmt: skip
        self.verifications = Verifications(self.verification_store, self.audit, 7, now)
        self.steps = OnboardingSteps(
            self.onboardings, self.profiles, self.verifications, self.cases, self.identity,
            self.messages, Registry(self.users), self.resumer, now,
        )  # fmt: skip
        self.people = People(self.profiles, self.users, self.identity, self.steps, now)
        self.registration = Registration(self.events, self.users, self.identity, now, new_id)
        images = PillowImages(300, 50_000_000)
        self.uploads = Uploads(self.verifications, self.pictures, images, 10_000_000, now)
        self.liveness = Liveness(
            self.sessions, self.verifications, self.frames, self.pictures,
            PillowImages(120, 5_000_000), self.queue, now, new_id,
        )  # fmt: skip
        self.screening = Screening(
            self.screenings, self.watchlists, self.audit, 6, now, None, self.profiles
        )
        self.grounds = Grounds(
            self.documents, self.screenings, self.profiles, self.screening.in_force
        )
        self.decisions = Decisions(
            self.verifications, self.documents, self.grounds, self.sessions, self.numbers,
            self.cases, self.steps, self.messages, Policy(), now,
        )  # fmt: skip
        self.reading = Documents(
            self.verifications, self.documents, self.profiles, self.numbers, self.pictures,
            self.raw, self.ocr, DocumentScanner(), PEPPER, 30, now,
        )  # fmt: skip
        self.verdicts = Verdicts(self.verifications, self.documents, self.sessions)
        self.reviews = Reviews(
            self.cases, self.verifications, self.documents, self.screenings, self.liveness,
            self.pictures, self.steps, self.grounds, now,
        )  # fmt: skip
        self.sweeping = Sweeping(
            self.verification_store, self.sessions, self.documents, self.queue,
            self.reading.read, self.screening, self.decisions, self.liveness.give_back, now,
        )  # fmt: skip

    # What people do, in one word.

    def code(self) -> str:
        """The code of the last text message."""
        return self.messages.texts[-1][1].split()[0]

    def sign_up(self, email: str = EMAIL, phone: str = PHONE) -> str:
        """An onboarding whose phone step waits for the code."""
        onboarding_id = self.accounts.start_signup(email, PASSWORD, phone, "192.0.2.1")
        self.accounts.send_code(onboarding_id, f"phone-token-{onboarding_id}")
        return onboarding_id

    def confirmed(self, email: str = EMAIL) -> tuple[str, str]:
        """(onboarding, user) with a proven phone, a row and a profile."""
        onboarding_id = self.sign_up(email)
        self.accounts.confirm_phone(onboarding_id, self.code())
        user_id = self.onboardings.get(onboarding_id).user_id
        self.registration.announce({"sub": user_id, "email": email, "phone_number": PHONE})
        self.record_all()
        born = datetime(1991, 3, 14, tzinfo=UTC).date()
        self.people.save_profile(user_id, "Anna Demosthenous", born, "GRC", "")
        return onboarding_id, user_id

    def record_all(self) -> None:
        """Hands every published event to the registry."""
        for kind, detail in self.events.published:
            self.registration.record({"detail-type": kind, "detail": detail})
        self.events.published.clear()

    def uploaded(self, user_id: str) -> str:
        """The verification that a picture of a document opened."""
        found: str = self.uploads.accept(user_id, picture())["verificationId"]
        return found

    def read(self, verification_id: str, **changed: Any) -> DocumentRecord:
        """Keeps what a reader would have read from a flawless document."""
        import hashlib

        verification = self.verifications.get(verification_id)
        front = self.pictures.items[f"{verification_id}.jpg"]
        record = DocumentRecord(
            verification_id, verification.user_id, self.now(), self.now() + timedelta(days=30),
            fields={
                "name": {"value": "Anna Demosthenous", "confidence": 99.0, "source": "both"},
                "dateOfBirth": {"value": "1991-03-14", "confidence": 99.0, "source": "both"},
                "documentNumber": {"value": "AB123456", "confidence": 99.0, "source": "both"},
            },
            mrz_valid=True, expired=False, age=35, number_hash=f"number-of-{verification.user_id}",
            screening_fingerprint="somebody", sha256=hashlib.sha256(front).hexdigest(),
        )  # fmt: skip
        record = replace(record, **changed)
        self.documents.put(record)
        if record.number_hash:
            self.numbers.put(NumberUse(record.number_hash, record.user_id, verification_id))
        return record

    def show(
        self, user_id: str, verification_id: str, wrong: Gesture | None = None
    ) -> LivenessSession:
        """A session whose frames are all in; the face does what is asked but for `wrong`."""
        session = self.liveness.start(user_id, verification_id)
        for challenge in session.challenges:
            for _ in range(challenge.frames):
                session = self.frame(session)
                pose = POSES[challenge.gesture] if challenge.gesture is not wrong else {}
                key = self.liveness.frame_key(session, session.frames[-1])
                self.faces.seen[key] = (replace(CALM, **pose),)
        return session

    def frame(self, session: LivenessSession, **changed: Any) -> LivenessSession:
        """Sends the frame that comes next."""
        self.now.move(milliseconds=100)
        seq = len(session.frames) + 1
        plain: dict[str, Any] = {
            "frame_id": f"f{seq}",
            "challenge_id": session.expected().id,
            "seq": seq,
            "captured_at": self.now().isoformat(),
        }
        data = changed.pop("data", None) or picture(f"{session.session_id} {seq}")
        nonce = changed.pop("nonce", session.nonce)
        user_id = changed.pop("user_id", session.user_id)
        frame = Frame(**(plain | changed), sha256="")
        return self.liveness.submit(user_id, session.session_id, frame, nonce, data)

    def compare(self, session: LivenessSession) -> LivenessSession:
        """What the queue's Lambda does."""
        return self.liveness.compare(self.faces, session.session_id, 85.0)

    def ready(self, email: str = EMAIL) -> tuple[str, str, str]:
        """(onboarding, user, verification): everything is in, nothing is decided."""
        onboarding_id, user_id = self.confirmed(email)
        verification_id = self.uploaded(user_id)
        self.steps.start_kyc(onboarding_id)
        self.compare(self.show(user_id, verification_id))
        self.screening.screen(self.read(verification_id), last_try=True)
        return onboarding_id, user_id, verification_id
