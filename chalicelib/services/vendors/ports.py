"""What verification by others needs from the outside; see ports.py."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from chalicelib.domain.vendors.vendor import SessionRequest, VendorEvent, VendorSession
from chalicelib.domain.vendors.words import Vocabulary
from chalicelib.services.ports import Queue


class KycProvider(Protocol):
    """Who verifies people: a vendor, or our own pipeline."""

    @property
    def name(self) -> str: ...
    @property
    def signs_time(self) -> bool:
        """Whether a webhook's signature covers its time; if not, decisions are fetched."""
        ...

    @property
    def dedup_window(self) -> timedelta:
        """How long a seen event is remembered: longer than the vendor's longest retry."""
        ...

    @property
    def resubmits_in_place(self) -> bool:
        """Whether a failed try goes on in the same session; if not, a new one is opened."""
        ...

    @property
    def words(self) -> Vocabulary:
        """Every word the vendor uses, and what it does."""
        ...

    def create(self, request: SessionRequest) -> VendorSession:
        """A new session. Unavailable: try another vendor."""
        ...

    def resume(self, session_id: str) -> VendorSession:
        """A fresh link to an unfinished session; Conflict or NotFound where there is none."""
        ...

    def fetch(self, session_id: str) -> tuple[VendorEvent, ...]:
        """The vendor's truth as events."""
        ...

    def cancel(self, session_id: str) -> bool:
        """Ends a session at the vendor; False where that cannot be done."""
        ...

    def redact(self, session_id: str) -> bool:
        """Deletes what the vendor holds; False where an operator has to do it by hand."""
        ...

    def session_of(self, subject: str) -> str:
        """Which session, or which of its other names, the subject of an event belongs to; empty
        where that cannot be told.
        """
        ...

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> VendorEvent:
        """The event of a webhook, over its raw bytes. `headers` by lowercase name.

        Unauthenticated for a wrong signature, BadRequest for a signed event that cannot be read.
        """
        ...


class LaterQueue(Queue, Protocol):
    """A work queue whose messages may start later."""

    def send_later(self, body: Mapping[str, Any], seconds: int) -> None:
        """One message, visible in `seconds` (0 to 900)."""
        ...


class Poster(Protocol):
    """Posts to addresses that an operator configured, and to no others."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """One POST; Unavailable if it was not taken, Refused for an address that is not allowed."""
        ...
