"""The gateway: takes webhooks in quickly, and safely; the work is done behind the queue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.domain.errors import BadRequest, Conflict, NotFound, Unavailable
from chalicelib.domain.vendor import VendorEvent, from_message
from chalicelib.domain.vendor_history import PROGRESS
from chalicelib.domain.vendor_signing import fingerprint
from chalicelib.domain.verification import Verification
from chalicelib.domain.webhook_records import SeenEvent, SessionLink, session_key
from chalicelib.services.ports import Clock, Messages, Queue, Store
from chalicelib.services.vendor_cases import VendorCases
from chalicelib.services.vendor_ports import KycProvider

LARGEST_BODY = 256 * 1024  # bytes
#: A session that nobody knows may be one whose start has not been stored yet.
PATIENCE = timedelta(minutes=5)
KIND = "vendor-event"


@dataclass(frozen=True, slots=True)
class Webhooks:
    """`accepts_test` is off in production: a test event never decides about a person there."""

    find: Callable[[str], KycProvider]
    seen: Store[SeenEvent]
    links: Store[SessionLink]
    queue: Queue
    cases: VendorCases
    messages: Messages
    accepts_test: bool
    now: Clock

    def receive(self, name: str, headers: Mapping[str, str], body: bytes) -> str:
        """Checks the signature over the raw bytes, queues, remembers: accepted or duplicate.

        The queue comes before the memory: a crash in between means twice, never not at all, and
        twice changes nothing. Unauthenticated, NotFound (no such provider), BadRequest (too large).
        """
        if len(body) > LARGEST_BODY:
            raise BadRequest(f"a webhook has at most {LARGEST_BODY} bytes", "body_too_large")
        provider, now = self.find(name), self.now()
        try:
            event = provider.receive(headers, body, now)
        except BadRequest as error:  # signed, so it is theirs: sending it again would not help
            return self._unreadable(provider, body, error.code)
        if self.seen.find(name, event.key):
            return "duplicate"
        if event.state is not None and (self.accepts_test or not event.test):
            self.queue.send({"kind": KIND, **event.as_message()})
            outcome = "queued"
        else:
            outcome = "noted"
        return self._remember(provider, event.key, event, fingerprint(body), outcome)

    def _remember(
        self,
        provider: KycProvider,
        key: str,
        event: VendorEvent | None,
        sha256: str,
        outcome: str,
    ) -> str:
        now = self.now()
        record = SeenEvent(
            provider.name,
            key,
            now,
            now + provider.remembers,
            event.session_id if event else "",
            event.word if event else "",
            sha256,
            outcome,
        )
        try:
            self.seen.add(record)
        except Conflict:
            return "duplicate"
        return "accepted"

    def _unreadable(self, provider: KycProvider, body: bytes, code: str) -> str:
        sha256 = fingerprint(body)
        taken = self._remember(provider, f"unreadable#{sha256}", None, sha256, code)
        if taken == "accepted":
            facts = {"provider": provider.name, "sha256": sha256, "errorCode": code}
            self.messages.alert("A webhook cannot be read", facts)
        return taken

    def process(self, message: Mapping[str, Any]) -> None:
        """One queued event; safe to repeat. Unavailable: let it come again."""
        event = from_message(message)
        provider = self.find(event.provider)
        facts = self._facts(provider, event)
        verification = self._verification(event, facts)
        if verification is None:
            self._unknown_session(event)
            return
        if not event.known:
            self._alarm("A vendor used a word we do not know", event)
        self.cases.apply(verification, facts)

    def _facts(self, provider: KycProvider, event: VendorEvent) -> tuple[VendorEvent, ...]:
        """What may be believed. Where the signature covers no time, an old decision could be sent
        again by somebody who once saw it: a decision is then only a reason to ask the vendor.
        """
        if provider.signs_time or event.state in PROGRESS:
            return (event,)
        try:
            fetched = provider.fetch(event.session_id)
        except NotFound:
            fetched = ()
        return fetched if event.known else (*fetched, event)

    def _verification(
        self, event: VendorEvent, facts: tuple[VendorEvent, ...]
    ) -> Verification | None:
        """Whose session it is: the verification that the vendor names, if that one names the
        session too; else what was kept when it was opened.
        """
        store = self.cases.verifications.store
        references = dict.fromkeys(e.reference for e in (event, *facts) if e.reference)
        named = [store.find(reference) for reference in references]
        for found in named:
            if found and found.provider_session == event.session_id:
                return found
        link = self.links.find(event.provider, session_key(event.session_id))
        if link:
            return store.find(link.verification_id)
        for found in named:  # its start is being stored right now
            if found and found.provider in (event.provider, "in_house"):
                return found
        return None

    def _unknown_session(self, event: VendorEvent) -> None:
        seen = self.seen.find(event.provider, event.key)
        since = seen.received_at if seen else self.now()
        if self.now() - since < PATIENCE:
            raise Unavailable("nobody knows this session yet", "session_unknown")
        self._alarm("A webhook for a session nobody knows", event)

    def _alarm(self, subject: str, event: VendorEvent) -> None:
        facts = {"provider": event.provider, "session": event.session_id, "word": event.word}
        self.messages.alert(subject, facts)
