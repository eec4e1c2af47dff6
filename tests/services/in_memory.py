"""The whole application in memory: tests move its clock and say what its engines answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.application import Application
from chalicelib.domain.accounts.signed_in import Tokens
from chalicelib.domain.applicants.applicant import mode_of
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.events.verification_events import VerificationMoved, from_detail, moved_event
from chalicelib.domain.liveness.liveness import Frame, Gesture, LivenessSession
from chalicelib.domain.records import DocumentRecord, NumberUse
from chalicelib.domain.verifications.verification import Begun, State
from chalicelib.outside.memory import MemoryOutside
from chalicelib.services.verifications.verifications import Approval
from chalicelib.settings import Settings
from tests.services.pretended import (
    CALM,
    POSES,
    START,
    Clock,
    Detector,
    Printed,
    Watchlist,
    apart,
    passport,
    picture,
    printed,
    two_person_rule_of,
)

__all__ = ["CALM", "POSES", "START", "Clock", "Watchlist", "passport", "picture", "printed"]

PEPPER = b"p" * 32
PASSWORD = "Long-enough-2026"
EMAIL, PHONE = "anna@applicants.example", "+306900000001"
#: What tests set otherwise than an operator: nothing waits, and little is paid for.
QUICK: dict[str, Any] = {
    "even_answer_seconds": 0.0,
    "sms_countries": "+30 +39 +44 +49",
    "sms_per_day": 1000,
    "mails_per_day": 1000,
    "textract_per_day": 1000,
    "rekognition_per_day": 1000,
    "liveness_per_day": 1000,
    "vendor_sessions_per_day": 1000,
}


class InMemorySystem:
    """`Application(settings, MemoryOutside(...))`; its parts by short names."""

    def __init__(self, screeners: int = 1, **settings: Any) -> None:
        self.now = self.clock()
        self.faces, self.ocr = Detector(), Printed()
        self.watchlists = [Watchlist() for _ in range(screeners)]
        self.outside = self.around()
        self.outside.frames_apart = apart  # type: ignore[method-assign]
        self.app = Application(Settings(**(QUICK | settings)), self.outside)
        self._records()
        self._outside()
        self._use_cases()
        self._followers()

    def clock(self) -> Any:
        """Time stands still until a test moves it."""
        return Clock()

    def around(self) -> MemoryOutside:
        """What is outside of the application."""
        return MemoryOutside(self.now, reader=self.ocr, faces=self.faces, screeners=self.watchlists)

    def _records(self) -> None:
        kept = self.outside.records
        self.marks, self.persons, self.told = kept.marks, kept.persons, kept.told
        self.onboardings, self.profiles, self.codes = (
            kept.onboardings, kept.profiles, kept.phone_codes,
        )  # fmt: skip
        self.verification_store, self.documents = kept.verifications, kept.documents
        self.sessions, self.tries = kept.sessions, kept.liveness_tries
        self.screenings, self.dismissed = kept.screenings, kept.dismissed
        self.cases, self.numbers = kept.reviews, kept.numbers
        self.seen, self.links = kept.seen_events, kept.session_links
        self.level_records, self.own_entries = kept.levels, kept.own_entries
        self.transactions = self.outside.transactions
        self.at_once = True
        self.transactions.after = [lambda: self.settle() if self.at_once else None]
        self.stream: list[Any] = []
        self.verification_store.stream = self.stream

    def _outside(self) -> None:
        out = self.outside
        self.new_id, self.audit, self.limits = out.new_id, out.audit, out.limits
        self.messages, self.identity, self.users = out.messages, out.identity, out.users
        self.events, self.workflow, self.tokens = out.account_events, out.workflow, out.tokens
        self.queue, self.frames = out.comparisons, out.live_frames
        self.pictures, self.raw = out.document_pictures, out.readings

    def _use_cases(self) -> None:
        app = self.app
        app.two_person_rule = two_person_rule_of(app)
        self.door, self.budgets, self.tombstones = app.door, app.budgets, app.tombstones
        self.levels, self.own_lists = app.levels, app.own_lists
        app.verifications = replace(app.verifications, level=self._level_of)
        self.verifications, self.once = app.verifications, app.once
        self.applicant, self.resumer, self.steps = app.applicant, app.resumer, app.onboarding
        self.accounts, self.people, self.sign_in = app.accounts, app.people, app.sign_in
        self.registration, self.registry = app.registration, app.registry
        self.catch_up = app.catch_up
        self.uploads, self.reading, self.previews = app.uploads, app.reading, app.previews
        self.liveness, self.screening, self.grounds = app.gestures, app.screening, app.grounds
        self.decisions, self.verdicts = app.decisions, app.verdicts
        self.reviews, self.sweeping = app.reviews, app.sweeping

    def _level_of(self, person_id: str) -> Begun:
        """An applicant's, if a backend has made them; most tests have people without."""
        found = self.outside.records.applicants.find(mode_of(person_id), person_id)
        if found:
            return self.levels.begun_by_applicant(found.level)
        return self.levels.begun_with(self.app.settings.level)

    def _followers(self) -> None:
        """Who follows, and what they were not told yet: at once, unless a test holds it back."""
        self.counted: list[str] = []
        counted = self.app.counted
        self.followers = {
            name.removeprefix("follow-"): follow
            for name, follow in self.app.followers.items()
            if name != "follow-events"  # tests/services/feeds has backends
        }
        self.followers["metrics"] = lambda moved: counted.follow(moved, self.counted.append)
        self.waiting: list[tuple[str, VerificationMoved]] = []
        self.published: list[VerificationMoved] = []

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
        commit, raced = self.transactions.commit, list[bool]()

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

    def signed_in(self, address: str = "192.0.2.1") -> Tokens:
        """Of Anna, who signs in without a second factor."""
        found = self.sign_in.login(EMAIL, PASSWORD, address)
        assert isinstance(found, Tokens)
        return found

    def uploaded(self, user_id: str) -> str:
        """The verification that a picture of a document opened."""
        found: str = self.uploads.accept(user_id, picture()).verification_id
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
