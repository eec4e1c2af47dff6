"""Every service on in-memory ports, with a clock that moves and engines that can be told."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.adapters import memory, memory_people
from chalicelib.adapters.codec import opened
from chalicelib.adapters.documents.barcodes import DocumentScanner
from chalicelib.adapters.documents.images import PillowImages
from chalicelib.contracts.levels import read as read_level
from chalicelib.domain.accounts.phone_code import PhoneCode
from chalicelib.domain.applicants.onboarding import Onboarding, Profile
from chalicelib.domain.applicants.person import Person as Person_
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.events.told import Told
from chalicelib.domain.events.verification_events import VerificationMoved, from_detail, moved_event
from chalicelib.domain.levels.default import default_level
from chalicelib.domain.levels.level import Level
from chalicelib.domain.levels.lifecycle import LevelRecord
from chalicelib.domain.levels.own_lists import OwnEntry
from chalicelib.domain.levels.validation import Known
from chalicelib.domain.limits import Paid
from chalicelib.domain.liveness.liveness import Frame, Gesture, LivenessSession
from chalicelib.domain.liveness.tries import LivenessTries
from chalicelib.domain.marks import Mark
from chalicelib.domain.privacy.retention import Retention
from chalicelib.domain.records import DocumentRecord, NumberUse, ScreeningRecord
from chalicelib.domain.reviews.review import ReviewCase
from chalicelib.domain.screening.screening import Dismissed
from chalicelib.domain.vendors.webhook_records import SeenEvent, SessionLink
from chalicelib.domain.verifications.verification import DECIDED, State, Verification
from chalicelib.services.accounts.accounts import Accounts
from chalicelib.services.accounts.door import Door
from chalicelib.services.accounts.registration import Registration
from chalicelib.services.accounts.sign_in import SignIn
from chalicelib.services.applicants.onboarding import OnboardingSteps
from chalicelib.services.applicants.people import People
from chalicelib.services.budgets import Budgets
from chalicelib.services.consequences.applicant import ApplicantIsTold
from chalicelib.services.consequences.company import CompanyIsTold
from chalicelib.services.consequences.metrics import MovesAreCounted
from chalicelib.services.consequences.once import Once
from chalicelib.services.consequences.registry import Registry
from chalicelib.services.consequences.reviewers import ReviewersAreCalled
from chalicelib.services.consequences.workflow import WorkflowGoesOn
from chalicelib.services.documents.documents import Documents, keyed_hash
from chalicelib.services.documents.previews import Previews
from chalicelib.services.documents.uploads import Uploads
from chalicelib.services.levels.levels import Levels
from chalicelib.services.levels.own_lists import OwnLists
from chalicelib.services.liveness.liveness import Liveness
from chalicelib.services.privacy.retention import Keeping
from chalicelib.services.privacy.tombstones import Tombstones
from chalicelib.services.reviews.reviews import Reviews
from chalicelib.services.screening.screening import Screening
from chalicelib.services.verifications.decisions import Decisions
from chalicelib.services.verifications.grounds import Grounds
from chalicelib.services.verifications.sweeping import Sweeping
from chalicelib.services.verifications.verdicts import Verdicts
from chalicelib.services.verifications.verifications import Approval, Verifications
from chalicelib.services.verifications.workflow import Resumer
from tests.services.pretended import (
    CALM,
    POSES,
    START,
    Clock,
    Detector,
    Printed,
    Watchlist,
    apart,
    eyes_of,
    passport,
    picture,
    printed,
)

__all__ = ["CALM", "POSES", "START", "Clock", "Watchlist", "passport", "picture", "printed"]

PEPPER = b"p" * 32
PASSWORD = "Long-enough-2026"
EMAIL, PHONE = "anna@applicants.example", "+306900000001"


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
        self.door = Door(self.marks, self.identity, self.now, 6)
        self.faces, self.ocr = Detector(), Printed()
        self.watchlists = [Watchlist() for _ in range(screeners)]
        self._services()

    def _levels(self, now: Clock) -> None:
        """Levels as a deployment has them that published none."""
        index = {"": ("name", "version_key")}
        self.level_records = memory.MemoryStore(LevelRecord, ("name", "version_key"), index)
        self.past_decisions: list[dict[str, Any]] = []
        self.levels = Levels(
            self.level_records, read_level, partial(opened, Level), Known(),
            default_level(18, 85.0), lambda since: iter(self.past_decisions), now,
        )  # fmt: skip
        self.own_entries = memory.MemoryStore(
            OwnEntry, ("entry_hash",), {"byList": ("own_list", "added_at")}
        )
        hashed = partial(keyed_hash, PEPPER)
        self.own_lists = OwnLists(
            entries=self.own_entries, audit=self.audit, hashed=hashed, now=now
        )

    def _stores(self) -> None:
        self.marks = memory.MemoryStore(Mark, ("subject", "kind"), {"byKind": ("kind", "at")})
        self.tombstones = Tombstones(self.marks, 6, self.now)
        store: Any = partial(memory.MemoryStore, refuse=self.tombstones.refuse)
        made = "created_at"
        of = {"byUser": ("user_id", made), "waiting": ("waiting_for", "waiting_since")}
        self.onboardings = store(Onboarding, ("onboarding_id",), of)
        self.profiles = store(Profile, ("user_id",), {})
        of = {"byUser": ("user_id", made), "byStatus": ("state", "updated_at")}
        self.verification_store = store(Verification, ("verification_id",), of)
        of = {"byVerification": ("verification_id", made), "byUser": ("user_id", made)}
        self.sessions = store(LivenessSession, ("session_id",), of)
        self.tries = store(LivenessTries, ("user_id",), {})
        self.dismissed = store(Dismissed, key := ("person_id", "list_entry_id"), {"": key})
        key = ("provider", "event_key")
        self.seen = store(SeenEvent, key, {"bySession": ("session_id", "event_key")})
        self.links = store(SessionLink, key, {})
        self.documents = store(DocumentRecord, ("verification_id",), {})
        self.screenings = store(ScreeningRecord, ("subject_id", "entry_id"), {})
        self.cases = store(ReviewCase, ("case_id",), {"byStatus": ("status", "opened_at")})
        self.numbers = store(NumberUse, ("number_hash",), {"byUser": ("user_id", "number_hash")})
        self.codes = store(PhoneCode, ("onboarding_id",), {})
        self.persons = memory.MemoryStore(Person_, ("person_id",), {})
        self.told = memory.MemoryStore(Told, ("follower", "subject"), {})
        self.transactions = memory.MemoryTransactions()
        self.at_once = True
        self.transactions.after = [lambda: self.settle() if self.at_once else None]
        self.verification_store.stream = self.stream = []

    def _services(self) -> None:
        now, new_id = self.now, self.new_id
        self.limits = memory.MemoryLimits(now)
        self.resumer = Resumer(self.tokens, self.workflow, now)
        self.budgets = Budgets(self.limits, self.messages, dict.fromkeys(Paid, 1000))
        self.accounts = Accounts(
            self.identity, self.onboardings, self.codes, self.marks, self.workflow, self.resumer,
            self.messages, self.budgets, ("+30", "+39", "+44", "+49"), PEPPER,
            partial(keyed_hash, PEPPER), now,
        )  # fmt: skip
        self._levels(now)
        self.level_of = lambda person_id: "default"
        self.verifications = Verifications(
            store=self.verification_store, persons=self.persons, cases=self.cases,
            audit=self.audit, transactions=self.transactions, open_days=7, now=now,
            level=lambda person_id: self.levels.begun_with(self.level_of(person_id)),
        )  # fmt: skip
        self.once = Once(self.told, now)
        self.applicant = ApplicantIsTold(
            self.verification_store, self.identity, self.messages, self.once
        )
        self.steps = OnboardingSteps(
            self.onboardings, self.profiles, self.verifications, self.identity,
            self.messages, self.applicant, self.resumer, now,
        )  # fmt: skip
        self.people = People(self.profiles, self.users, self.identity, self.steps, now)
        self.registry = Registry(self.users)
        to = self.events, self.users, self.identity, self.tombstones
        self.registration = Registration(*to, now, new_id, self.catch_up)
        self.sign_in = SignIn(self.identity, self.budgets, self.door, self.registration.announce)
        self._followers()
        images = PillowImages(300, 50_000_000)
        self.uploads = Uploads(
            self.verifications, self.pictures, images, 10_000_000, self.marks,
            Keeping(Retention(), self.levels.pinned), now,
        )  # fmt: skip
        self.liveness = Liveness(
            self.sessions, self.verifications, self.frames, self.pictures,
            PillowImages(120, 5_000_000), self.queue, self.tries, apart, now, new_id,
        )  # fmt: skip
        self.screening = Screening(
            self.screenings,
            self.watchlists,
            self.audit,
            6,
            now,
            None,
            self.profiles,
            lambda i: (v := self.verification_store.find(i)) is not None and v.state in DECIDED,
        )
        self.grounds = Grounds(
            self.documents, self.screenings, self.profiles, self.screening.in_force
        )
        self.decisions = Decisions(
            self.verifications, self.documents, self.grounds, self.sessions, self.numbers,
            self.levels, self.own_lists, now,
        )  # fmt: skip
        self.reading = Documents(
            self.verifications, self.documents, self.profiles, self.numbers, self.pictures,
            self.raw, self.ocr, DocumentScanner(), PEPPER, 30, now,
        )  # fmt: skip
        self.verdicts = Verdicts(self.verifications, self.documents, self.sessions)
        self.previews = Previews(self.verifications, self.documents)
        self.reviews = Reviews(
            self.cases, self.verifications, self.documents, self.screenings, self.liveness,
            self.pictures, self.grounds, self.vendor_approval, eyes_of(self), now,
        )  # fmt: skip
        self.sweeping = Sweeping(
            self.verifications, self.sessions, self.documents, self.queue,
            self.reading.read, self.screening, self.decisions, self.liveness.give_back, now,
        )  # fmt: skip

    def _followers(self) -> None:
        """Who follows, and what they were not told yet: at once, unless a test holds it back."""
        self.outbound: Any = None
        self.counted: list[str] = []
        counted = MovesAreCounted(self.once)
        company = CompanyIsTold(self, self.once)  # type: ignore[arg-type]
        self.followers = {
            "registry": self.registry.follow,
            "workflow": WorkflowGoesOn(self.verifications, self.steps).follow,
            "reviewers": ReviewersAreCalled(self.messages, self.once).follow,
            "applicant": self.applicant.follow,
            "company": company.follow,
            "metrics": lambda moved: counted.follow(moved, self.counted.append),
        }
        self.waiting: list[tuple[str, VerificationMoved]] = []
        self.published: list[VerificationMoved] = []

    @property
    def urls(self) -> tuple[str, ...]:
        return self.outbound.urls if self.outbound else ()

    def tell(self, moved: VerificationMoved) -> None:
        self.outbound.tell(moved)

    def vendor_approval(self, verification: Any, by: tuple[str, ...]) -> Any:
        raise NotImplementedError("tests.vendors has vendors")

    def catch_up(self, user_id: str) -> None:
        """What registration does for whoever moved before they had a row."""
        person = self.verifications.person(user_id)
        named = person.standing().verification_id
        if named:
            self.registry.catch_up(person, self.verifications.store.find(named))

    def publish(self) -> None:
        """What the stream's Lambda does: every move is handed to every follower."""
        while self.stream:
            before, after = self.stream.pop(0)
            moved = moved_event(before, after)
            if moved:
                assert from_detail(moved.detail()) == moved
                self.published.append(moved)
                self.waiting += [(name, moved) for name in self.followers]

    def settle(self) -> None:
        """Followers take what waits for them, once each; what fails comes again the next time."""
        self.publish()
        todo, self.waiting = self.waiting, []
        for name, moved in todo:
            try:
                self.followers[name](moved)
            except Unavailable:
                self.waiting.append((name, moved))

    def meanwhile(self, state: State, act: Any) -> None:
        """Somebody acts just before the next transaction that moves something to `state`."""
        commit, raced = self.transactions.commit, []

        def racing(*writes: Any) -> None:
            states = {getattr(write.work.item, "state", None) for write in writes}
            if state in states and not raced:
                raced.append(True)
                act()
            commit(*writes)

        self.transactions.commit = racing  # type: ignore[method-assign]

    def moved(self, verification_id: str, to: State, reasons: tuple[str, ...] = ()) -> Any:
        """Moves a verification; an approval rests on nothing here."""
        approval = Approval(("nobody",), {}) if to is State.APPROVED else None
        found = self.verifications.get(verification_id)
        return self.verifications.move(found, to, reasons, approval=approval)

    def code(self) -> str:
        """The code of the last text message."""
        return self.messages.texts[-1][1].split()[0]

    def sign_up(self, email: str = EMAIL, phone: str = PHONE) -> str:
        """An onboarding whose phone step waits for the code."""
        onboarding_id = self.accounts.start_signup(email, PASSWORD, phone)
        self.accounts.send_code(onboarding_id, f"phone-token-{onboarding_id}")
        return onboarding_id

    def confirmed(self, email: str = EMAIL) -> tuple[str, str]:
        """(onboarding, user) with a proven phone, a row and a profile."""
        onboarding_id = self.sign_up(email)
        self.accounts.confirm_phone(onboarding_id, self.code())
        user_id = self.onboardings.get(onboarding_id).user_id
        self.registration.announce({"sub": user_id, "email": email, "phone_number": PHONE})
        self.record_all()
        account = self.identity.accounts[user_id]
        self.identity.accounts[user_id] = replace(account, email_verified=True)
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
