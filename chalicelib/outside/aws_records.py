"""Records: which dataclass lives in which table of DynamoDB."""

from functools import cached_property
from typing import TypeVar

from chalicelib.adapters.aws.clients import client
from chalicelib.adapters.aws.tables import DynamoStore
from chalicelib.adapters.vendors.breaking import BreakerRow
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
from chalicelib.settings import Settings

T = TypeVar("T")


class AwsRecords:
    """Stores in DynamoDB. Those of a person's records keep nothing about who was erased."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def _plain(
        self, table: str, kind: type[T], *key: str, indexes: dict[str, str] | None = None
    ) -> DynamoStore[T]:
        return DynamoStore(client("dynamodb"), table, kind, key, indexes)

    def _store(
        self, table: str, kind: type[T], *key: str, indexes: dict[str, str] | None = None
    ) -> DynamoStore[T]:
        tombstone_table = self._settings.table_marks
        return DynamoStore(client("dynamodb"), table, kind, key, indexes, tombstone_table)

    @cached_property
    def marks(self) -> DynamoStore[Mark]:
        """Who was erased, whose tokens are over."""
        indexes = {"byKind": "kind"}
        return self._plain(self._settings.table_marks, Mark, "subject", "kind", indexes=indexes)

    @cached_property
    def persons(self) -> DynamoStore[Person]:
        """People with all their attempts."""
        return self._plain(self._settings.table_persons, Person, "person_id")

    @cached_property
    def told(self) -> DynamoStore[FollowUp]:
        """What followers of a verification have told."""
        return self._plain(self._settings.table_told, FollowUp, "follower", "subject")

    @cached_property
    def breakers(self) -> DynamoStore[BreakerRow]:
        """What all processes know of a breaker."""
        return self._plain(self._settings.table_breakers, BreakerRow, "name")

    @cached_property
    def api_keys(self) -> DynamoStore[ApiKey]:
        """Keys of backends."""
        indexes = {"byMode": "mode"}
        return self._plain(self._settings.table_api_keys, ApiKey, "key_id", indexes=indexes)

    @cached_property
    def applicants(self) -> DynamoStore[Applicant]:
        """People of other backends."""
        return self._plain(self._settings.table_applicants, Applicant, "mode", "applicant_id")

    @cached_property
    def external_ids(self) -> DynamoStore[ExternalId]:
        """Which applicant a backend's own id names."""
        return self._plain(self._settings.table_external_ids, ExternalId, "external_key")

    @cached_property
    def applicant_sessions(self) -> DynamoStore[ApplicantSession]:
        """Sessions of applicants."""
        return self._plain(self._settings.table_applicant_sessions, ApplicantSession, "session_id")

    @cached_property
    def webhook_endpoints(self) -> DynamoStore[WebhookEndpoint]:
        """Where backends hear of events."""
        table = self._settings.table_webhook_endpoints
        return self._plain(table, WebhookEndpoint, "mode", "endpoint_id")

    def _feed(self, kind: type[T]) -> DynamoStore[T]:
        """Everything with a place in an order: events, the end of their log, what was delivered."""
        return self._plain(self._settings.table_feeds, kind, "feed", "position")

    @cached_property
    def feed_entries(self) -> DynamoStore[FeedEntry]:
        """The log of events."""
        return self._feed(FeedEntry)

    @cached_property
    def feed_ends(self) -> DynamoStore[FeedEnd]:
        """Where it ends."""
        return self._feed(FeedEnd)

    @cached_property
    def placed_events(self) -> DynamoStore[PlacedEvent]:
        """Which event stands where."""
        return self._feed(PlacedEvent)

    @cached_property
    def deliveries(self) -> DynamoStore[Delivery]:
        """What endpoints were told."""
        return self._feed(Delivery)

    @cached_property
    def onboardings(self) -> DynamoStore[Onboarding]:
        """Onboardings by id, by user, and those that wait."""
        indexes = {"byUser": "user_id", "waiting": "waiting_for"}
        table = self._settings.table_onboardings
        return self._store(table, Onboarding, "onboarding_id", indexes=indexes)

    @cached_property
    def profiles(self) -> DynamoStore[Profile]:
        """Profiles by user."""
        return self._store(self._settings.table_profiles, Profile, "user_id")

    @cached_property
    def phone_codes(self) -> DynamoStore[PhoneCode]:
        """Hashes of phone codes."""
        return self._store(self._settings.table_phone_codes, PhoneCode, "onboarding_id")

    @cached_property
    def verifications(self) -> DynamoStore[Verification]:
        """Verifications by id, by user and by state."""
        indexes = {"byUser": "user_id", "byStatus": "state"}
        table = self._settings.table_verifications
        return self._store(table, Verification, "verification_id", indexes=indexes)

    @cached_property
    def documents(self) -> DynamoStore[DocumentRecord]:
        """KycOcrData."""
        return self._store(self._settings.table_kyc_ocr_data, DocumentRecord, "verification_id")

    @cached_property
    def numbers(self) -> DynamoStore[NumberUse]:
        """Who used which document first."""
        indexes = {"byUser": "user_id"}
        table = self._settings.table_document_numbers
        return self._store(table, NumberUse, "number_hash", indexes=indexes)

    @cached_property
    def sessions(self) -> DynamoStore[LivenessSession]:
        """Liveness sessions."""
        indexes = {"byVerification": "verification_id", "byUser": "user_id"}
        table = self._settings.table_liveness_sessions
        return self._store(table, LivenessSession, "session_id", indexes=indexes)

    @cached_property
    def liveness_tries(self) -> DynamoStore[LivenessTries]:
        """What people have tried before the camera."""
        return self._store(self._settings.table_liveness_tries, LivenessTries, "user_id")

    @cached_property
    def screenings(self) -> DynamoStore[ScreeningRecord]:
        """The screening entries of KycAuditLog."""
        table = self._settings.table_kyc_audit_log
        return self._store(table, ScreeningRecord, "subject_id", "entry_id")

    @cached_property
    def dismissed(self) -> DynamoStore[Dismissed]:
        """Which listed people somebody is not."""
        table = self._settings.table_screening_decisions
        return self._store(table, Dismissed, "person_id", "list_entry_id")

    @cached_property
    def rescreening_pages(self) -> DynamoStore[Page]:
        """The work of rescreening jobs."""
        return self._store(self._settings.table_rescreenings, Page, "job_id", "page_id")

    @cached_property
    def reviews(self) -> DynamoStore[ReviewCase]:
        """Review cases."""
        indexes = {"byStatus": "status"}
        return self._store(self._settings.table_reviews, ReviewCase, "case_id", indexes=indexes)

    @cached_property
    def levels(self) -> DynamoStore[LevelRecord]:
        """The versions of levels."""
        return self._store(self._settings.table_levels, LevelRecord, "name", "version_key")

    @cached_property
    def own_entries(self) -> DynamoStore[OwnEntry]:
        """The company's own deny and allow lists."""
        indexes = {"byList": "own_list"}
        return self._store(self._settings.table_own_lists, OwnEntry, "entry_hash", indexes=indexes)

    @cached_property
    def seen_events(self) -> DynamoStore[SeenEvent]:
        """Events of vendors that were seen."""
        indexes = {"bySession": "session_id"}
        table = self._settings.table_webhook_events
        return self._store(table, SeenEvent, "provider", "event_key", indexes=indexes)

    @cached_property
    def session_links(self) -> DynamoStore[SessionLink]:
        """Whose session is whose; in the same table."""
        table = self._settings.table_webhook_events
        return self._store(table, SessionLink, "provider", "event_key")
