"""The in-house pipeline as a KycProvider: the session is the verification itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.adapters.vendors.calling import Tools
from chalicelib.domain.errors import NotFound
from chalicelib.domain.vendors.vendor import SessionRequest, VendorEvent, VendorSession
from chalicelib.domain.vendors.words import Vocabulary

WORDS = Vocabulary(read=date(2026, 11, 26), sources=("this repository",), statuses={})


@dataclass(frozen=True, slots=True)
class InHouse:
    """KycProvider over our own upload, liveness and review routes."""

    tools: Tools
    name: str = "in_house"
    signs_time: bool = True
    dedup_window: timedelta = timedelta(days=1)
    resubmits_in_place: bool = True
    words: Vocabulary = WORDS

    def create(self, request: SessionRequest) -> VendorSession:
        """A session that leads to our own site; nothing is opened elsewhere."""
        ends = self.tools.now() + request.expires_in
        return VendorSession(self.name, request.reference, ends, url=request.return_url)

    def resume(self, session_id: str) -> VendorSession:
        """NotFound: the link is stored with the verification."""
        raise NotFound("there is no session elsewhere", "vendor_session_unknown")

    def fetch(self, session_id: str) -> tuple[VendorEvent, ...]:
        """Empty: there is nobody else to ask."""
        return ()

    def cancel(self, session_id: str) -> bool:
        """False: there is nothing to cancel elsewhere."""
        return False

    def redact(self, session_id: str) -> bool:
        """True: there is nothing to delete elsewhere."""
        return True

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> VendorEvent:
        """NotFound: the pipeline sends no webhooks."""
        raise NotFound("no such provider", "provider_unknown")

    def session_of(self, subject: str) -> str:
        """Empty: there are no other ids."""
        return ""


def build(tools: Tools) -> InHouse:
    """The in-house pipeline."""
    return InHouse(tools)
