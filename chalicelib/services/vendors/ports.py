"""The ports of verification by vendors; see services/ports.py."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from chalicelib.domain.vendors.vendor import SessionRequest, VendorEvent, VendorSession
from chalicelib.domain.vendors.words import Vocabulary
from chalicelib.services.ports import Queue


class KycProvider(Protocol):
    """A provider of verification: a vendor, or our own pipeline."""

    @property
    def name(self) -> str: ...
    @property
    def signs_time(self) -> bool:
        """Whether a webhook's signature covers its time. If not, decisions are fetched."""
        ...

    @property
    def dedup_window(self) -> timedelta:
        """How long a processed event is remembered: longer than the vendor retries."""
        ...

    @property
    def resubmits_in_place(self) -> bool:
        """Whether a further attempt uses the same session. If not, a new one is opened."""
        ...

    @property
    def words(self) -> Vocabulary:
        """Every word of the vendor and its meaning."""
        ...

    def create(self, request: SessionRequest) -> VendorSession:
        """A new session; Unavailable if another vendor should be asked."""
        ...

    def resume(self, session_id: str) -> VendorSession:
        """A new link to an unfinished session; Conflict or NotFound if there is none."""
        ...

    def fetch(self, session_id: str) -> tuple[VendorEvent, ...]:
        """The session's current state at the vendor, as events."""
        ...

    def cancel(self, session_id: str) -> bool:
        """Ends a session at the vendor; False if that is not possible."""
        ...

    def redact(self, session_id: str) -> bool:
        """Deletes the vendor's data; False if an operator has to do it by hand."""
        ...

    def session_of(self, subject: str) -> str:
        """The session, or another id of it, to which an event's subject belongs; "" if unknown."""
        ...

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> VendorEvent:
        """The event of a webhook. `body`: the raw bytes; `headers`: by lowercase name.

        Unauthenticated for a wrong signature; BadRequest for a signed event that cannot be read.
        """
        ...


class LaterQueue(Queue, Protocol):
    """A work queue whose messages can be delayed."""

    def send_later(self, body: Mapping[str, Any], seconds: int) -> None:
        """Sends one message that becomes visible after `seconds` (0 to 900)."""
        ...


class Poster(Protocol):
    """Posts to addresses that an operator or a backend configured."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Sends one POST; Unavailable if it was not accepted, Refused for a forbidden address."""
        ...
