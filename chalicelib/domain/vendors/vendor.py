"""What every KYC vendor comes down to: sessions they open for us, events they tell us."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.domain.documents.document import Claim
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.vendors.words import Does
from chalicelib.domain.verifications.verification import State

LONGEST_NAME = 400  # letters
LONGEST_WORD = 80  # letters
LONGEST_KEY = 400  # letters; a table's key has at most 1,024 bytes
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,200}")
_UNIX = re.compile(r"[0-9]{10,13}(\.[0-9]+)?")
_UNSEEN = re.compile(r"[^ -~]")


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """What we ask for. `reference` is opaque, one per attempt; no personal data leaves us here."""

    reference: str
    return_url: str
    expires_in: timedelta = timedelta(days=7)
    session_number: int = 1

    @property
    def idempotency_key(self) -> str:
        """The same for every try to open this session; another one for the next session."""
        return f"{self.reference}:{self.session_number}"


@dataclass(frozen=True, slots=True)
class VendorSession:
    """What the applicant needs to go on: a page, or a token for the vendor's own SDK.

    `also_known_as` are the vendor's ids of the same person, by which later news may come.
    """

    provider: str
    session_id: str
    expires_at: datetime
    url: str = field(default="", repr=False)
    sdk_token: str = field(default="", repr=False)
    also_known_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VerifiedPerson:
    """Whom a vendor identified, as the vendor's API returns it.

    Lives in memory only. It prints as `***` and belongs to no message and no record.
    """

    _name: str = field(repr=False)
    _date_of_birth: str = field(repr=False)

    def reveal(self) -> Claim:
        """Name and ISO 8601 birth date, to compare and to screen."""
        return Claim(self._name, self._date_of_birth)

    def __repr__(self) -> str:
        return "***"


def verified_person(names: Iterable[Any], born: Any) -> VerifiedPerson | None:
    """The person of these parts of a name and this birth date. None unless both are there: half
    an answer cannot be compared, so it counts as none.
    """
    name = " ".join(" ".join(n.split()) for n in names if isinstance(n, str) and n.strip())
    try:
        found = date.fromisoformat(str(born).strip()[:10])
    except ValueError:
        return None
    return VerifiedPerson(name[:LONGEST_NAME], found.isoformat()) if name else None


@dataclass(frozen=True, slots=True)
class VendorEvent:
    """One thing that happened to a session, in our words. As a message it has no personal data.

    `does` says what it asks of us, `state` is the state it brings, if it brings one. `known` is
    False for a word that is not in the vendor's table, and for a vendor that could not be asked:
    such a fact stands until the vendor is asked again and answers. `fetched_at` is when the vendor
    said so in answer to us. `rounds` names the tries that ended with a request to try again, as
    far as this event knows. Where the vendor names no session, `subject` is what it names instead.
    `person` is there after a fetch only, where the vendor names somebody; it is never stored.
    """

    provider: str
    session_id: str
    key: str
    occurred_at: datetime
    word: str
    state: State | None
    reference: str = ""
    known: bool = True
    rounds: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    signed_at: datetime | None = None
    test: bool = False
    does: Does = Does.DECIDES
    alert: bool = False
    subject: str = ""
    fetched_at: datetime | None = None
    person: VerifiedPerson | None = field(default=None, repr=False, compare=False)

    @property
    def bounded(self) -> "VendorEvent":
        """The event as it may be kept and looked up: a vendor may send any text, of any length,
        and a key of a table, a log and an alert take only some.
        """
        key = self.key
        if len(key) > LONGEST_KEY or _UNSEEN.search(key):
            key = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        word = _UNSEEN.sub("?", self.word)[:LONGEST_WORD]
        rounds = tuple(filter(None, map(named, self.rounds)))
        return replace(self, key=key, word=word, reference=named(self.reference), rounds=rounds)

    @property
    def undated(self) -> "VendorEvent":
        """A word whose time cannot be read says nothing of the order of things: the vendor is
        asked instead.
        """
        decides = self.does is Does.DECIDES
        return replace(self, does=Does.ASKS, state=None, rounds=()) if decides else self

    @property
    def rings(self) -> bool:
        """Whether somebody should hear of it, whatever it changes."""
        return self.alert or self.does in (Does.ALERTS, Does.REVIEWS)

    def as_message(self) -> dict[str, Any]:
        """As JSON, for queues and records."""
        return {
            "provider": self.provider,
            "sessionId": self.session_id,
            "key": self.key,
            "occurredAt": self.occurred_at.isoformat(),
            "word": self.word,
            "state": self.state,
            "reference": self.reference,
            "known": self.known,
            "rounds": list(self.rounds),
            "reasons": list(self.reasons),
            "signedAt": _iso(self.signed_at),
            "test": self.test,
            "does": self.does,
            "alert": self.alert,
            "subject": self.subject,
            "fetchedAt": _iso(self.fetched_at),
        }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def from_message(message: Mapping[str, Any]) -> VendorEvent:
    """The event that `as_message` wrote, also by an earlier version."""
    state = message.get("state")
    return VendorEvent(
        provider=message["provider"],
        session_id=message["sessionId"],
        key=message["key"],
        occurred_at=datetime.fromisoformat(message["occurredAt"]),
        word=message["word"],
        state=State(state) if state else None,
        reference=message.get("reference", ""),
        known=message.get("known", True),
        rounds=tuple(message.get("rounds", ())),
        reasons=tuple(message.get("reasons", ())),
        signed_at=_moment(message.get("signedAt")),
        test=message.get("test", False),
        does=Does(message.get("does") or (Does.DECIDES if state else Does.NOTED)),
        alert=message.get("alert", False),
        subject=message.get("subject", ""),
        fetched_at=_moment(message.get("fetchedAt")),
    )


def unanswered(session: VendorEvent, why: str, now: datetime) -> VendorEvent:
    """The fact that a vendor could not be asked about the session of this event: a human looks,
    until it can be asked again.
    """
    return VendorEvent(
        provider=session.provider,
        session_id=session.session_id,
        key=f"unanswered:{session.key}",
        occurred_at=now,
        word=f"unanswered:{why}",
        state=State.NEEDS_REVIEW,
        known=False,
        reasons=("vendor_unclear",),
    )


def in_doubt(fact: VendorEvent, word: str) -> VendorEvent:
    """The fact as one that a human must look at, until the vendor says something better."""
    return replace(
        fact,
        key=f"{fact.key}:{word}",
        word=word,
        state=State.NEEDS_REVIEW,
        known=False,
        rounds=(),
        reasons=("vendor_unclear",),
        person=None,
    )


def moment(value: Any) -> datetime | None:
    """A vendor's time: ISO 8601 (UTC where it does not say), or Unix seconds or milliseconds, also
    as text. None for what cannot be read, for a decision must not get lost over its date.
    """
    try:
        if isinstance(value, bool):
            return None
        if isinstance(value, str) and _UNIX.fullmatch(value.strip()):
            value = float(value)
        if isinstance(value, int | float):
            seconds = value / 1000 if value > 100_000_000_000 else value
            return datetime.fromtimestamp(seconds, UTC)
        found = datetime.fromisoformat(str(value).strip().replace(" UTC", "+00:00"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def whole(value: Any) -> str:
    """A vendor's number, which comes as a number or as text, as text without blanks."""
    number = isinstance(value, float) and value.is_integer()
    return str(int(value) if number else "" if value is None else value).strip()


def identifier(value: Any) -> str:
    """An id of the vendor's, safe in a path; BadRequest for anything else."""
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise BadRequest("the event names no session", "event_malformed")


def named(value: Any) -> str:
    """An id of the vendor's; empty for anything else."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def part(value: Any, *path: str) -> Any:
    """What is found by following `path` into nested objects; None if the way ends early."""
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def section(value: Any, *path: str) -> Mapping[str, Any]:
    """The object found by following `path`; empty if there is none, or something else."""
    found = part(value, *path)
    return found if isinstance(found, Mapping) else {}


def listed(value: Any, *path: str) -> list[Any]:
    """The list found by following `path`; empty if there is none, or something else."""
    found = part(value, *path)
    return found if isinstance(found, list) else []
