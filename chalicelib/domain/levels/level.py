"""A level: which checks for whom, as a versioned document.

Rules stay code (`domain/verifications/checks.py`). A level says which of them apply, with which
numbers, and what their answers lead to. `validation.py` says which levels are refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class End(StrEnum):
    """The word a level ends in when everything passed. Only `verified` makes a person verified."""

    VERIFIED = "verified"
    AGE_CONFIRMED = "age_confirmed"
    FACE_CONFIRMED = "face_confirmed"


class Step(StrEnum):
    """What the applicant is led through, in this order."""

    DOCUMENT = "document"
    LIVENESS = "liveness"
    SCREENING = "screening"


class Certainty(StrEnum):
    """What makes a document certain enough to be believed without a human."""

    ZONE = "zone"
    BARCODE = "barcode"
    CHIP = "chip"
    VENDOR = "vendor"


class Engine(StrEnum):
    """Who judges liveness; the names of the setting `liveness_engine`."""

    GESTURES = "gestures"
    REKOGNITION = "rekognition"


class Hit(StrEnum):
    """What a possible match on a list means."""

    REVIEW = "review"
    FOUR_EYES = "four_eyes"
    NOTE = "note"


class ListKind(StrEnum):
    """The kinds of lists, kept apart in every result."""

    SANCTIONS = "sanctions"
    PEP = "pep"
    OWN = "own"


class Effect(StrEnum):
    """What a condition of a level leads to."""

    REVIEW = "review"
    REJECT = "reject"
    FOUR_EYES = "four_eyes"


class Expiry(StrEnum):
    """What happens to an approval when its document expires. It is told ahead in any case."""

    TELL = "tell"
    STALE = "stale"


class Notice(StrEnum):
    """What people with an account may be told of; never why, where that is confidential."""

    APPROVED = "approved"
    REJECTED = "rejected"
    MORE_INFORMATION = "more_information"
    DUE = "due"
    STALE = "stale"


class Way(StrEnum):
    """How they are told."""

    EMAIL = "email"
    SMS = "sms"


class KeptFrom(StrEnum):
    """When the clock of retention starts."""

    DECISION = "decision"
    END_OF_RELATIONSHIP = "end_of_relationship"


ANY = "*"


@dataclass(frozen=True, slots=True)
class Documents:
    """A group of accepted documents.

    `types` as the reader names them, `countries` as ICAO 9303 codes; `*` is all of them.
    """

    types: tuple[str, ...] = (ANY,)
    countries: tuple[str, ...] = (ANY,)
    except_countries: tuple[str, ...] = ()
    sides: tuple[str, ...] = ("front",)


@dataclass(frozen=True, slots=True)
class Liveness:
    """`raise_when`: a condition under which the managed engine is asked instead."""

    engine: Engine = Engine.GESTURES
    assurance: str = "basic"
    raise_when: str = ""


@dataclass(frozen=True, slots=True)
class Screening:
    """Sources by the names of the setting `screeners`, `*` is all of them; what a hit of each kind
    of list means."""

    sources: tuple[str, ...] = (ANY,)
    hits: dict[ListKind, Hit] = field(
        default_factory=lambda: {ListKind.SANCTIONS: Hit.FOUR_EYES, ListKind.OWN: Hit.FOUR_EYES}
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """How often, and how long in days."""

    document_attempts: int = 5
    liveness_attempts: int = 5
    open_days: int = 7
    review_days: int = 7


@dataclass(frozen=True, slots=True)
class Condition:
    """A sentence in CEL over the facts (`facts.py`), and what follows when it is true."""

    name: str
    when: str
    then: Effect
    reason: str


@dataclass(frozen=True, slots=True)
class RiskPoints:
    """Points a person gets when `when` is true; `because` is what a reviewer reads."""

    name: str
    when: str
    points: int
    because: str


@dataclass(frozen=True, slots=True)
class Risk:
    """The score is the sum of the points; the bands begin at these sums."""

    points: tuple[RiskPoints, ...] = ()
    medium_from: int = 30
    high_from: int = 60


@dataclass(frozen=True, slots=True)
class Retention:
    """Media are deleted `media_days` after `since`; records after `record_years`."""

    media_days: int = 30
    since: KeptFrom = KeptFrom.DECISION
    record_years: int = 6
    keep: tuple[str, ...] = (ANY,)


@dataclass(frozen=True, slots=True)
class PeriodicReview:
    """Months until an approval is looked at again, by risk; 0 is never."""

    low_months: int = 0
    medium_months: int = 0
    high_months: int = 0


@dataclass(frozen=True, slots=True)
class Notification:
    """What is told, and by which ways. `words` of the company's own, by language: they are the text
    message, and stand in the mail."""

    what: Notice
    by: tuple[Way, ...] = (Way.EMAIL, Way.SMS)
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notices:
    """What people with an account are told; a backend tells its own. `days_ahead` of a due date the
    log of events says so, and people are told of `due`."""

    told: tuple[Notification, ...] = (
        Notification(Notice.APPROVED),
        Notification(Notice.REJECTED),
        Notification(Notice.MORE_INFORMATION),
    )
    days_ahead: tuple[int, ...] = (30, 7, 1, 0)


@dataclass(frozen=True, slots=True)
class Level:
    """One version of one level. What is not written takes the value of the level `default`.

    `providers` are asked in this order; `*` is the order of the setting `kyc_providers`.
    """

    name: str
    version: int
    title: str
    why: str
    end: End = End.VERIFIED
    steps: tuple[Step, ...] = (Step.DOCUMENT, Step.LIVENESS, Step.SCREENING)
    checks: tuple[str, ...] = ()
    refusals_reviewed: tuple[str, ...] = ()
    documents: tuple[Documents, ...] = (Documents(),)
    certainty: tuple[Certainty, ...] = (Certainty.ZONE, Certainty.BARCODE, Certainty.VENDOR)
    liveness: Liveness = field(default_factory=Liveness)
    minimum_age: int = 18
    face_similarity: float = 85.0
    screening: Screening = field(default_factory=Screening)
    providers: tuple[str, ...] = (ANY,)
    limits: Limits = field(default_factory=Limits)
    four_eyes: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    risk: Risk = field(default_factory=Risk)
    retention: Retention = field(default_factory=Retention)
    periodic_review: PeriodicReview = field(default_factory=PeriodicReview)
    document_expiry: Expiry = Expiry.TELL
    notices: Notices = field(default_factory=Notices)

    def providers_of(self, deployed: Sequence[str]) -> Sequence[str]:
        """Who is asked first, second, ...; `deployed` is the order of the settings."""
        return deployed if ANY in self.providers else self.providers

    def speaks_of(self, *facts: str) -> bool:
        """Whether a condition, risk points or the choice of engine name one of these facts."""
        texts = [c.when for c in self.conditions] + [p.when for p in self.risk.points]
        return any(fact in text for fact in facts for text in (*texts, self.liveness.raise_when))

    @property
    def key(self) -> str:
        """The pinned form, for example `default@3`."""
        return f"{self.name}@{self.version}"
