"""Every store there is, what it holds of a person, and what an erasure does there.

A test compares the names with Terraform's maps: who adds a store says here what becomes of it. The
receipt of an erasure is made from this table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

LAW = "Directive (EU) 2015/849, art. 40"
FOR_EVER = 0


class Fate(StrEnum):
    """What an erasure does to what a store holds of the person."""

    ERASED = "erased"
    """Removed before the receipt is written."""
    KEPT = "kept"
    """A law asks for it; only ids, codes, times, versions and keyed hashes."""
    ENDS = "ends"
    """Cannot be removed one by one; ends by itself, and nothing in it comes back meanwhile."""
    NOTHING = "nothing"
    """Holds nothing of a person."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One store. `days` until the end where it ends by itself; `why` for who reads the receipt."""

    kind: str
    name: str
    fate: Fate
    why: str = ""
    days: int = FOR_EVER

    @property
    def store(self) -> str:
        """As the receipt names it."""
        return f"{self.kind} {self.name}"


F = Fate
QUEUE_DAYS, ARCHIVE_DAYS, LOG_DAYS, HISTORY_DAYS = 14, 14, 90, 90
_REFUSED = "what is delivered again is refused: the person has a tombstone"

HOLDINGS: tuple[Holding, ...] = (
    Holding("table", "Onboardings", F.ERASED),
    Holding("table", "Profiles", F.ERASED),
    Holding("table", "Verifications", F.ERASED),
    Holding("table", "LivenessSessions", F.ERASED),
    Holding("table", "LivenessTries", F.ERASED),
    Holding("table", "KycOcrData", F.ERASED),
    Holding("table", "KycAuditLog", F.KEPT, "decisions, times, versions, results of screening"),
    Holding("table", "Reviews", F.ERASED),
    Holding("table", "TaskTokens", F.ERASED),
    Holding("table", "PhoneCodes", F.ERASED),
    Holding("table", "ScreeningDecisions", F.ERASED),
    Holding("table", "WebhookEvents", F.ERASED),
    Holding(
        "table", "DocumentNumbers", F.ERASED, "kept as a keyed hash if it was refused for cause"
    ),
    Holding("table", "Marks", F.KEPT, "the tombstone that refuses what is still on its way"),
    Holding("table", "Persons", F.KEPT, "a row without personal data that refuses every move"),
    Holding("table", "Told", F.ENDS, "what followers have told, by ids", 400),
    Holding("table", "Idempotency", F.ENDS, "answers to repeated requests: ids only", 1),
    Holding("table", "RateLimits", F.ENDS, "counters by hash or id", 2),
    Holding("table", "Rescreenings", F.ENDS, "ids only", 90),
    Holding("table", "Breakers", F.NOTHING),
    Holding("table", "Levels", F.NOTHING),
    Holding("table", "ApiKeys", F.NOTHING),
    Holding("table", "Applicants", F.ERASED),
    Holding("table", "ExternalIds", F.ERASED),
    Holding("table", "ApplicantSessions", F.ENDS, "ids only; worth nothing any more", 3),
    Holding("table", "WebhookEndpoints", F.NOTHING),
    Holding("table", "Feeds", F.ENDS, "the log of events: ids, states and codes only", 400),
    Holding(
        "table", "OwnLists", F.KEPT, "deny and allow lists: keyed hashes; of a face no entry stays"
    ),
    Holding("bucket", "kyc-id-uploads", F.ERASED),
    Holding("bucket", "kyc-live-frames", F.ERASED),
    Holding("bucket", "kyc-ocr-raw", F.ERASED),
    Holding("bucket", "kyc-attachments", F.ERASED),
    Holding("bucket", "watchlists", F.NOTHING),
    Holding("bucket", "audit-vault", F.KEPT, "locked copies of the audit log"),
    Holding("queue", "user-signups", F.ENDS, _REFUSED, QUEUE_DAYS),
    Holding("queue", "liveness-checks", F.ENDS, "ids only", QUEUE_DAYS),
    Holding("queue", "webhooks", F.ENDS, _REFUSED, QUEUE_DAYS),
    Holding("queue", "documents", F.ENDS, "names of objects that are gone", QUEUE_DAYS),
    Holding("queue", "sanctions-screening-dlq", F.ENDS, "places in a stream", QUEUE_DAYS),
    Holding("queue", "audit-copy-dlq", F.ENDS, "places in a stream", QUEUE_DAYS),
    Holding("queue", "post-confirmation-dlq", F.ENDS, _REFUSED, QUEUE_DAYS),
    Holding("queue", "publish-verifications-dlq", F.ENDS, "places in a stream", QUEUE_DAYS),
    *(
        Holding("queue", f"follow-{name}", F.ENDS, "ids, states and codes only", QUEUE_DAYS)
        for name in (
            "registry",
            "workflow",
            "reviewers",
            "applicant",
            "company",
            "events",
            "metrics",
        )
    ),
    Holding("pool", "users", F.ERASED),
    Holding("registry", "users", F.ERASED),
    Holding("collection", "people", F.ERASED, "face vectors, where they are kept at all"),
    Holding("vendors", "sessions", F.ERASED, "asked to delete; by hand where they take no request"),
    Holding("archive", "events", F.ENDS, _REFUSED, ARCHIVE_DAYS),
    Holding("history", "workflows", F.ENDS, "ids only", HISTORY_DAYS),
    Holding("logs", "functions", F.ENDS, "ids and codes only", LOG_DAYS),
    Holding("trail", "CloudTrail", F.KEPT, "who read or wrote which object and table, by id"),
)


@dataclass(frozen=True, slots=True)
class StoreFate:
    """What became of one store, until when what it still holds is there, and why."""

    store: str
    outcome: Fate
    until: date | None = None
    law: str = ""
    why: str = ""


def fates(at: datetime, keep_years: int) -> Iterator[StoreFate]:
    """Every store with what became of it, and until when, for a receipt of that moment."""
    for holding in HOLDINGS:
        until, law = None, ""
        if holding.fate is Fate.KEPT:
            until, law = _day(at, 366 * keep_years), LAW
        if holding.fate is Fate.ENDS:
            until = _day(at, holding.days)
        yield StoreFate(holding.store, holding.fate, until, law, holding.why)


def _day(at: datetime, days: int) -> date:
    return (at + timedelta(days=days)).date()
