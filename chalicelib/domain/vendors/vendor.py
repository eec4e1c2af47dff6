"""The common model of KYC vendors: sessions that they open for us, events that they send."""

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
    """A request for a session. `reference` is opaque, one per attempt; it has no personal data."""

    reference: str
    return_url: str
    expires_in: timedelta = timedelta(days=7)
    session_number: int = 1

    @property
    def idempotency_key(self) -> str:
        """The key of this session: equal for repeated requests, different for the next session."""
        return f"{self.reference}:{self.session_number}"


@dataclass(frozen=True, slots=True)
class VendorSession:
    """A session, with the URL of the vendor's page or a token for its SDK.

    `also_known_as`: other ids of the same person at the vendor, which later events may use.
    """

    provider: str
    session_id: str
    expires_at: datetime
    url: str = field(default="", repr=False)
    sdk_token: str = field(default="", repr=False)
    also_known_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VerifiedPerson:
    """The person whom a vendor identified, from the vendor's API.

    It is kept in memory only, prints as `***` and is never part of a message or a record.
    """

    _name: str = field(repr=False)
    _date_of_birth: str = field(repr=False)

    def reveal(self) -> Claim:
        """Name and ISO 8601 birth date, for comparison and screening."""
        return Claim(self._name, self._date_of_birth)

    def __repr__(self) -> str:
        return "***"


def verified_person(names: Iterable[Any], born: Any) -> VerifiedPerson | None:
    """The person with these parts of a name and this birth date; None unless both are known, since
    one of them alone cannot be compared.
    """
    name = " ".join(" ".join(n.split()) for n in names if isinstance(n, str) and n.strip())
    try:
        found = date.fromisoformat(str(born).strip()[:10])
    except ValueError:
        return None
    return VerifiedPerson(name[:LONGEST_NAME], found.isoformat()) if name else None


@dataclass(frozen=True, slots=True)
class VendorEvent:
    """An event of a session in our terms. As a message it has no personal data.

    `does`: what to do about it. `state`: the new state, if it has one. `known`: False for a word
    that is not in the vendor's table, and if the vendor did not answer; such a fact remains until
    the vendor answers. `fetched_at`: when the vendor gave this answer to a request of ours.
    `rounds`: the attempts that ended with a request to try again, as far as this event knows.
    `subject`: what the vendor names instead of a session. `person`: set only after a fetch, if the
    vendor names somebody; never stored.
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
        """The event with texts shortened to what table keys, logs and alerts accept: a vendor may
        send texts of any length.
        """
        key = self.key
        if len(key) > LONGEST_KEY or _UNSEEN.search(key):
            key = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        word = _UNSEEN.sub("?", self.word)[:LONGEST_WORD]
        rounds = tuple(filter(None, map(named, self.rounds)))
        return replace(self, key=key, word=word, reference=named(self.reference), rounds=rounds)

    @property
    def undated(self) -> "VendorEvent":
        """The event as a request to ask the vendor, for a word whose time cannot be read: its place
        in the order is unknown.
        """
        decides = self.does is Does.DECIDES
        return replace(self, does=Does.ASKS, state=None, rounds=()) if decides else self

    @property
    def rings(self) -> bool:
        """Whether the event raises an alert, even if it changes nothing."""
        return self.alert or self.does in (Does.ALERTS, Does.REVIEWS)

    def as_message(self) -> dict[str, Any]:
        """The event as a JSON object, for queues and records."""
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
    """The event in a message of `as_message`, also of an earlier version."""
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
    """The fact that the vendor did not answer about the session of this event: the case goes to
    review until the vendor answers.
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
    """The fact as a doubt: the case goes to review until the vendor gives a clear answer."""
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
    """A vendor's time: ISO 8601 (UTC by default), or Unix seconds or milliseconds, also as text.
    None if it cannot be read: an unreadable date must not lose a decision.
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
    """A vendor's number, given as a number or text, as text without spaces."""
    number = isinstance(value, float) and value.is_integer()
    return str(int(value) if number else "" if value is None else value).strip()


def identifier(value: Any) -> str:
    """A vendor's id that is safe in a URL path; BadRequest for anything else."""
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise BadRequest("the event names no session", "event_malformed")


def named(value: Any) -> str:
    """A vendor's id; "" for anything else."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def part(value: Any, *path: str) -> Any:
    """The value at `path` in nested objects; None if there is none."""
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def section(value: Any, *path: str) -> Mapping[str, Any]:
    """The object at `path`; empty if there is none or it is something else."""
    found = part(value, *path)
    return found if isinstance(found, Mapping) else {}


def listed(value: Any, *path: str) -> list[Any]:
    """The list at `path`; empty if there is none or it is something else."""
    found = part(value, *path)
    return found if isinstance(found, list) else []
