"""Records in memory: the same stores and indexes that DynamoDB has."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from chalicelib.adapters.memory import MemoryStore
from chalicelib.domain.accounts.phone_code import PhoneCode
from chalicelib.domain.applicants.api_keys import ApiKey
from chalicelib.domain.applicants.applicant import Applicant, ExternalId
from chalicelib.domain.applicants.onboarding import Onboarding, Profile
from chalicelib.domain.applicants.person import Person
from chalicelib.domain.applicants.sessions import ApplicantSession
from chalicelib.domain.events.follow_up import FollowUp
from chalicelib.domain.feeds.delivery import Delivery
from chalicelib.domain.feeds.endpoint import WebhookEndpoint
from chalicelib.domain.feeds.entry import FeedEnd, FeedEntry, PlacedEvent
from chalicelib.domain.levels.lifecycle import LevelRecord
from chalicelib.domain.levels.own_lists import OwnEntry
from chalicelib.domain.liveness.liveness import LivenessSession
from chalicelib.domain.liveness.tries import LivenessTries
from chalicelib.domain.marks import Mark
from chalicelib.domain.records import DocumentRecord, NumberUse, ScreeningRecord
from chalicelib.domain.reviews.review import ReviewCase
from chalicelib.domain.screening.rescreening import Page
from chalicelib.domain.screening.screening import Dismissed
from chalicelib.domain.vendors.webhook_records import SeenEvent, SessionLink
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.privacy.tombstones import Tombstones

T = TypeVar("T")
Indexes = dict[str, tuple[str, str]]
_MADE = "created_at"


class MemoryRecords:
    """Stores that forget when the process ends; a person's keep nothing about who was erased."""

    def __init__(self, now: Callable[[], datetime], keep_years: int = 6) -> None:
        self.marks = MemoryStore(Mark, ("subject", "kind"), {"byKind": ("kind", "at")})
        self._tombstones = Tombstones(marks=self.marks, keep_years=keep_years, now=now)
        self.persons = MemoryStore(Person, ("person_id",), {})
        self.told = MemoryStore(FollowUp, ("follower", "subject"), {})
        self._of_people()
        self._of_attempts()
        self._of_vendors()
        self._of_backends()

    def _of_backends(self) -> None:
        self.api_keys = MemoryStore(ApiKey, ("key_id",), {"byMode": ("mode", "created_at")})
        key = ("mode", "applicant_id")
        self.applicants = MemoryStore(Applicant, key, {"": key})
        self.external_ids = MemoryStore(ExternalId, ("external_key",), {})
        self.applicant_sessions = MemoryStore(ApplicantSession, ("session_id",), {})
        key = ("mode", "endpoint_id")
        self.webhook_endpoints = MemoryStore(WebhookEndpoint, key, {"": key})
        key = ("feed", "position")
        self.feed_entries = MemoryStore(FeedEntry, key, {"": key})
        self.feed_ends = MemoryStore(FeedEnd, key, {})
        self.placed_events = MemoryStore(PlacedEvent, key, {})
        self.deliveries = MemoryStore(Delivery, key, {"": key})

    def _store(self, kind: type[T], *key: str, indexes: Indexes | None = None) -> MemoryStore[T]:
        return MemoryStore(kind, key, indexes or {}, refuse=self._tombstones.refuse)

    def _of_people(self) -> None:
        indexes: Indexes = {
            "byUser": ("user_id", _MADE),
            "waiting": ("waiting_for", "waiting_since"),
        }
        self.onboardings = self._store(Onboarding, "onboarding_id", indexes=indexes)
        self.profiles = self._store(Profile, "user_id")
        self.phone_codes = self._store(PhoneCode, "onboarding_id")
        indexes = {"byUser": ("user_id", "number_hash")}
        self.numbers = self._store(NumberUse, "number_hash", indexes=indexes)
        self.liveness_tries = self._store(LivenessTries, "user_id")
        key = ("person_id", "list_entry_id")
        self.dismissed = self._store(Dismissed, *key, indexes={"": key})
        key = ("name", "version_key")
        self.levels = MemoryStore(LevelRecord, key, {"": key})
        indexes = {"byList": ("own_list", "added_at")}
        self.own_entries = MemoryStore(OwnEntry, ("entry_hash",), indexes)

    def _of_attempts(self) -> None:
        indexes: Indexes = {"byUser": ("user_id", _MADE), "byStatus": ("state", "updated_at")}
        self.verifications = self._store(Verification, "verification_id", indexes=indexes)
        self.documents = self._store(DocumentRecord, "verification_id")
        indexes = {"byVerification": ("verification_id", _MADE), "byUser": ("user_id", _MADE)}
        self.sessions = self._store(LivenessSession, "session_id", indexes=indexes)
        key = ("subject_id", "entry_id")
        self.screenings = self._store(ScreeningRecord, *key, indexes={"": key})
        key = ("job_id", "page_id")
        self.rescreening_pages = self._store(Page, *key, indexes={"": key})
        indexes = {"byStatus": ("status", "opened_at")}
        self.reviews = self._store(ReviewCase, "case_id", indexes=indexes)

    def _of_vendors(self) -> None:
        key = ("provider", "event_key")
        indexes: Indexes = {"bySession": ("session_id", "event_key")}
        self.seen_events = self._store(SeenEvent, *key, indexes=indexes)
        self.session_links = self._store(SessionLink, *key)
