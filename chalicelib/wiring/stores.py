"""Records: which dataclass lives in which table."""

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib.adapters.aws.clients import client
from chalicelib.domain.accounts.phone_code import PhoneCode
from chalicelib.domain.applicants.api_keys import ApiKey
from chalicelib.domain.applicants.applicant import Applicant, ExternalId
from chalicelib.domain.applicants.onboarding import Onboarding, Profile
from chalicelib.domain.applicants.person import Person
from chalicelib.domain.applicants.sessions import ApplicantSession
from chalicelib.domain.events.told import Told
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
from chalicelib.services import ports
from chalicelib.services.privacy.tombstones import Tombstones
from chalicelib.wiring.process import now, settings

if TYPE_CHECKING:
    from chalicelib.adapters.privacy.audit_log import DynamoAudit

T = TypeVar("T")


def _plain(
    table: str, kind: type[T], key: tuple[str, ...], indexes: dict[str, str] | None = None
) -> Any:
    from chalicelib.adapters.aws.tables import DynamoStore

    return DynamoStore(client("dynamodb"), table, kind, key, indexes)


def _store(
    table: str, kind: type[T], key: tuple[str, ...], indexes: dict[str, str] | None = None
) -> Any:
    """A store that keeps nothing about who was erased."""
    from chalicelib.adapters.aws.tables import DynamoStore

    return DynamoStore(client("dynamodb"), table, kind, key, indexes, settings().table_marks)


@cache
def marks() -> ports.Store[Mark]:
    """Who was erased, whose tokens are over."""
    store: ports.Store[Mark] = _plain(
        settings().table_marks, Mark, ("subject", "kind"), {"byKind": "kind"}
    )
    return store


@cache
def liveness_tries() -> ports.Store[LivenessTries]:
    """What people have tried before the camera."""
    store: ports.Store[LivenessTries] = _store(
        settings().table_liveness_tries, LivenessTries, ("user_id",)
    )
    return store


@cache
def tombstones() -> Tombstones:
    """Who was erased."""
    return Tombstones(marks(), settings().audit_years, now)


@cache
def onboardings() -> ports.Store[Onboarding]:
    """Onboardings by id, by user, and those that wait."""
    indexes = {"byUser": "user_id", "waiting": "waiting_for"}
    store: ports.Store[Onboarding] = _store(
        settings().table_onboardings, Onboarding, ("onboarding_id",), indexes
    )
    return store


@cache
def profiles() -> ports.Store[Profile]:
    """Profiles by user."""
    store: ports.Store[Profile] = _store(settings().table_profiles, Profile, ("user_id",))
    return store


@cache
def documents() -> ports.Store[DocumentRecord]:
    """KycOcrData."""
    store: ports.Store[DocumentRecord] = _store(
        settings().table_kyc_ocr_data, DocumentRecord, ("verification_id",)
    )
    return store


@cache
def screenings() -> ports.Store[ScreeningRecord]:
    """The screening entries of KycAuditLog."""
    store: ports.Store[ScreeningRecord] = _store(
        settings().table_kyc_audit_log, ScreeningRecord, ("subject_id", "entry_id")
    )
    return store


@cache
def sessions() -> ports.Store[LivenessSession]:
    """Liveness sessions."""
    store: ports.Store[LivenessSession] = _store(
        settings().table_liveness_sessions,
        LivenessSession,
        ("session_id",),
        {"byVerification": "verification_id", "byUser": "user_id"},
    )
    return store


@cache
def reviews_store() -> ports.Store[ReviewCase]:
    """Review cases."""
    store: ports.Store[ReviewCase] = _store(
        settings().table_reviews, ReviewCase, ("case_id",), {"byStatus": "status"}
    )
    return store


@cache
def numbers() -> ports.Store[NumberUse]:
    """Who used which document first."""
    store: ports.Store[NumberUse] = _store(
        settings().table_document_numbers, NumberUse, ("number_hash",), {"byUser": "user_id"}
    )
    return store


@cache
def dismissed_matches() -> ports.Store[Dismissed]:
    """Which listed people somebody is not."""
    store: ports.Store[Dismissed] = _store(
        settings().table_screening_decisions, Dismissed, ("person_id", "list_entry_id")
    )
    return store


@cache
def rescreening_pages() -> ports.Store[Page]:
    """The work of rescreening jobs."""
    store: ports.Store[Page] = _store(settings().table_rescreenings, Page, ("job_id", "page_id"))
    return store


@cache
def codes() -> ports.Store[PhoneCode]:
    """Hashes of phone codes."""
    store: ports.Store[PhoneCode] = _store(
        settings().table_phone_codes, PhoneCode, ("onboarding_id",)
    )
    return store


@cache
def audit() -> "DynamoAudit":
    """KycAuditLog."""
    from chalicelib.adapters.privacy.audit_log import DynamoAudit

    table = settings().table_kyc_audit_log
    return DynamoAudit(client("dynamodb"), table, settings().audit_years, now)


@cache
def limits() -> ports.Limits:
    """Rate limits."""
    from chalicelib.adapters.aws.counters import DynamoLimits

    return DynamoLimits(client("dynamodb"), settings().table_rate_limits, now)


@cache
def verification_store() -> ports.Store[Verification]:
    """Verifications by id, by user and by state."""
    store: ports.Store[Verification] = _store(
        settings().table_verifications,
        Verification,
        ("verification_id",),
        {"byUser": "user_id", "byStatus": "state"},
    )
    return store


@cache
def level_records() -> ports.Store[LevelRecord]:
    """The versions of levels."""
    store: ports.Store[LevelRecord] = _store(
        settings().table_levels, LevelRecord, ("name", "version_key")
    )
    return store


@cache
def own_entries() -> ports.Store[OwnEntry]:
    """The company's own deny and allow lists."""
    store: ports.Store[OwnEntry] = _store(
        settings().table_own_lists, OwnEntry, ("entry_hash",), {"byList": "own_list"}
    )
    return store


@cache
def seen_events() -> ports.Store[SeenEvent]:
    """Events of vendors that were seen."""
    store: ports.Store[SeenEvent] = _store(
        settings().table_webhook_events,
        SeenEvent,
        ("provider", "event_key"),
        {"bySession": "session_id"},
    )
    return store


@cache
def session_links() -> ports.Store[SessionLink]:
    """Whose session is whose; in the same table."""
    store: ports.Store[SessionLink] = _store(
        settings().table_webhook_events, SessionLink, ("provider", "event_key")
    )
    return store


@cache
def breaker_rows() -> Any:
    """What all processes know of a breaker."""
    from chalicelib.adapters.vendors.breaking import BreakerRow

    return _plain(settings().table_breakers, BreakerRow, ("name",))


@cache
def persons() -> ports.Store[Person]:
    """People with all their attempts."""
    store: ports.Store[Person] = _plain(settings().table_persons, Person, ("person_id",))
    return store


@cache
def told() -> ports.Store[Told]:
    """What followers of a verification have told."""
    store: ports.Store[Told] = _plain(settings().table_told, Told, ("follower", "subject"))
    return store


@cache
def transactions() -> ports.Transactions:
    """Writes to several tables at once."""
    from chalicelib.adapters.aws.tables import DynamoTransactions

    return DynamoTransactions(client("dynamodb"))


@cache
def api_keys_store() -> ports.Store[ApiKey]:
    """Keys of backends."""
    store: ports.Store[ApiKey] = _plain(
        settings().table_api_keys, ApiKey, ("key_id",), {"byMode": "mode"}
    )
    return store


@cache
def applicants_store() -> ports.Store[Applicant]:
    """People of other backends."""
    store: ports.Store[Applicant] = _plain(
        settings().table_applicants, Applicant, ("mode", "applicant_id")
    )
    return store


@cache
def external_ids() -> ports.Store[ExternalId]:
    """Which applicant a backend's own id names."""
    store: ports.Store[ExternalId] = _plain(
        settings().table_external_ids, ExternalId, ("external_key",)
    )
    return store


@cache
def applicant_sessions_store() -> ports.Store[ApplicantSession]:
    """Sessions of applicants."""
    store: ports.Store[ApplicantSession] = _plain(
        settings().table_applicant_sessions, ApplicantSession, ("session_id",)
    )
    return store


@cache
def endpoints_store() -> ports.Store[WebhookEndpoint]:
    """Where backends hear of events."""
    store: ports.Store[WebhookEndpoint] = _plain(
        settings().table_webhook_endpoints, WebhookEndpoint, ("mode", "endpoint_id")
    )
    return store


def _feed(kind: type[T]) -> Any:
    """Everything with a place in an order: events, the end of their log, what was delivered."""
    return _plain(settings().table_feeds, kind, ("feed", "position"))


@cache
def feed_entries() -> ports.Store[FeedEntry]:
    """The log of events."""
    store: ports.Store[FeedEntry] = _feed(FeedEntry)
    return store


@cache
def feed_ends() -> ports.Store[FeedEnd]:
    """Where it ends."""
    store: ports.Store[FeedEnd] = _feed(FeedEnd)
    return store


@cache
def placed_events() -> ports.Store[PlacedEvent]:
    """Which event stands where."""
    store: ports.Store[PlacedEvent] = _feed(PlacedEvent)
    return store


@cache
def deliveries_store() -> ports.Store[Delivery]:
    """What endpoints were told."""
    store: ports.Store[Delivery] = _feed(Delivery)
    return store
