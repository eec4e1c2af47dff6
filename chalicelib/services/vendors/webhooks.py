"""Receives webhooks: they are verified and queued at once, and processed from the queue."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.errors import BadRequest, Conflict, NotFound, Unavailable, VestibuleError
from chalicelib.domain.vendors.history import PROGRESS, UNDECIDED_ENDS
from chalicelib.domain.vendors.signing import fingerprint
from chalicelib.domain.vendors.vendor import VendorEvent, from_message, unanswered
from chalicelib.domain.vendors.webhook_records import (
    SeenEvent,
    SessionLink,
    session_key,
    session_subject,
)
from chalicelib.domain.vendors.words import Does
from chalicelib.domain.verifications.verification import DECIDED, State, Verification
from chalicelib.services.ports import Clock, ErasureGuard, Messages, Queue, Store
from chalicelib.services.vendors.cases import VendorCases
from chalicelib.services.vendors.ports import KycProvider

LARGEST_BODY = 256 * 1024  # bytes
#: The start of an unknown session may not have been stored yet.
PATIENCE = timedelta(minutes=5)
KIND = "vendor-event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """Receives and processes webhooks. `accepts_test`: False in production, where no test event may
    decide about a person."""

    find: Callable[[str], KycProvider]
    seen: Store[SeenEvent]
    links: Store[SessionLink]
    queue: Queue
    cases: VendorCases
    messages: Messages
    accepts_test: bool
    tombstones: ErasureGuard
    now: Clock

    def receive(self, name: str, headers: Mapping[str, str], body: bytes) -> None:
        """Checks the signature over the raw bytes, reads the event and queues it.

        Repeated events are recognised when the queue is processed, so that this door needs only the
        queue. Unauthenticated; NotFound for an unknown provider; BadRequest if too large.
        """
        if len(body) > LARGEST_BODY:
            raise BadRequest(f"a webhook has at most {LARGEST_BODY} bytes", "body_too_large")
        provider, now = self.find(name), self.now()
        sha256 = fingerprint(body)
        message: dict[str, Any] = {"kind": KIND, "receivedAt": now.isoformat(), "sha256": sha256}
        try:
            event = provider.receive(headers, body, now).bounded
        except BadRequest as error:  # signed, but unreadable: sending it again would not help
            key = f"unreadable#{sha256}"
            self.queue.send({**message, "provider": name, "key": key, "unreadable": error.code})
            return
        self.queue.send({**message, **event.as_message()})

    def process(self, message: Mapping[str, Any]) -> None:
        """Processes one queued event, once even if it is repeated. Unavailable: repeat it later.

        The event is stored as processed after the work. A crash in between repeats the work, which
        changes nothing; it is never lost.
        """
        provider = self.find(message["provider"])
        if self.seen.find(provider.name, message["key"]):
            return
        received = datetime.fromisoformat(message["receivedAt"])
        event = None if "unreadable" in message else from_message(message)
        if event:
            self._refuse_erased(event)
        record = SeenEvent(
            provider.name,
            message["key"],
            received,
            received + provider.dedup_window,
            event.session_id if event else "",
            event.word if event else "",
            message["sha256"],
            self._worked(provider, event, received) if event else self._unread(message),
        )
        with suppress(Conflict):  # the same event was processed concurrently
            self.seen.add(record)

    def _refuse_erased(self, event: VendorEvent) -> None:
        """Erased if the event is about an erased person: no requests, messages or alerts then."""
        names = (event.session_id, event.subject)
        sessions = [session_subject(event.provider, name) for name in names if name]
        self.tombstones.refuse(event.reference, *sessions)

    def _unread(self, message: Mapping[str, Any]) -> str:
        code = str(message["unreadable"])
        facts = {"provider": message["provider"], "sha256": message["sha256"], "errorCode": code}
        self.messages.alert("A webhook cannot be read", facts)
        return code

    def _worked(self, provider: KycProvider, event: VendorEvent, received: datetime) -> str:
        """Processes an event; the outcome: noted, unknown (of no known session), or done."""
        if event.does is Does.NOTED or (event.test and not self.accepts_test):
            return "noted"
        event = self._placed(provider, event, received)
        facts = self._facts(provider, event, received) if event.session_id else ()
        verification = self._verification(event, facts)
        if verification is None:
            return self._nobodys(event, received)
        if not event.known:
            self._alarm("A vendor used a word we do not know", event)
        if event.rings or _comes_late(verification, event):
            self._alarm("A vendor has late news", event)
        for fact in facts:
            if fact.word.startswith("unanswered"):
                self._alarm("A vendor cannot be asked about a session", fact)
        last_try = self.now() - received >= PATIENCE
        self.cases.apply(verification, _settling(verification, facts), last_try)
        return "done"

    def _placed(self, provider: KycProvider, event: VendorEvent, received: datetime) -> VendorEvent:
        """The event with its session, if it names another id of the same person."""
        if event.session_id:
            return event
        try:
            other = provider.session_of(event.subject) if event.subject else ""
        except VestibuleError as error:
            if not isinstance(error, NotFound) and self.now() - received < PATIENCE:
                raise Unavailable("the vendor cannot be asked right now", error.code) from None
            other = ""
        link = self.links.find(event.provider, session_key(other)) if other else None
        reference = link.verification_id if link else event.reference
        found = self.cases.verifications.store.find(reference) if reference else None
        if found is None or found.provider != event.provider:
            return event
        return replace(event, session_id=found.provider_session)

    def _facts(
        self, provider: KycProvider, event: VendorEvent, received: datetime
    ) -> tuple[VendorEvent, ...]:
        """The facts that can be trusted: the event, or the vendor's answer.

        If the signature does not cover the time, somebody could replay an old decision, so the
        vendor is asked. It is always asked about an approval, since only its API names the person.
        A doubtful answer (unknown status, another level) replaces the event.
        """
        decides = event.does is Does.DECIDES
        signed = provider.signs_time and event.state is not State.APPROVED
        if decides and (signed or event.state in PROGRESS):
            return (event,)
        answers = self._asked(provider, event, received)
        if event.does is Does.REVIEWS:
            return (*answers, event)
        believed = decides and provider.signs_time and all(fact.known for fact in answers)
        return (*answers, event) if believed else answers

    def _asked(
        self, provider: KycProvider, event: VendorEvent, received: datetime
    ) -> tuple[VendorEvent, ...]:
        """The vendor's answer. Unavailable: repeat the event later. If the vendor does not answer
        for long, that is a fact that sends the case to review until it does.
        """
        try:
            return self.cases.ask(provider, event.session_id)
        except NotFound as error:
            gone = event.state in (State.ABANDONED, State.EXPIRED)
            return (event if gone else unanswered(event, error.code, self.now()),)
        except VestibuleError as error:
            if self.now() - received < PATIENCE:
                raise Unavailable("the vendor cannot be asked right now", error.code) from None
            return (unanswered(event, error.code, self.now()),)

    def _verification(
        self, event: VendorEvent, facts: tuple[VendorEvent, ...]
    ) -> Verification | None:
        """The verification of the session: the one that the vendor names, if it has this session;
        otherwise the one stored when the session was opened. None if there is none.
        """
        if not event.session_id:
            return None
        store = self.cases.verifications.store
        references = dict.fromkeys(e.reference for e in (event, *facts) if e.reference)
        named = [store.find(reference) for reference in references]
        for found in named:
            if found and found.provider_session == event.session_id:
                return found
        link = self.links.find(event.provider, session_key(event.session_id))
        if link:
            return store.find(link.verification_id)
        for found in named:  # the start of its session is being stored
            if found and found.provider in (event.provider, "in_house"):
                return found
        return None

    def _nobodys(self, event: VendorEvent, received: datetime) -> str:
        """The outcome for an event of no known session. If it only alerts or asks, it may be about
        a customer of another system of the company: it is stored, and alerts if it should.
        """
        if event.does is Does.DECIDES and self.now() - received < PATIENCE:
            raise Unavailable("nobody knows this session yet", "session_unknown")
        if event.does is Does.DECIDES:
            self._alarm("A webhook for a session nobody knows", event)
        elif not event.known:
            self._alarm("A vendor used a word we do not know", event)
        elif event.rings:
            self._alarm("A vendor has late news about somebody we do not know", event)
        return "unknown"

    def _alarm(self, subject: str, event: VendorEvent) -> None:
        facts = {"provider": event.provider, "session": event.session_id, "word": event.word}
        self.messages.alert(subject, facts)


def _comes_late(verification: Verification, event: VendorEvent) -> bool:
    """Whether the vendor ended or restarted a session that was already decided."""
    decided, at = verification.state in DECIDED, verification.event_time
    undoes = event.does is Does.DECIDES and event.state in (State.CREATED, *UNDECIDED_ENDS)
    return decided and undoes and at is not None and event.occurred_at > at


def _settling(
    verification: Verification, facts: tuple[VendorEvent, ...]
) -> tuple[VendorEvent, ...]:
    """The facts without a vendor's "unknown session" about a decided one, which changes nothing."""
    forgotten = "unanswered:vendor_session_unknown"
    decided = verification.state in DECIDED
    return tuple(fact for fact in facts if not (decided and fact.word == forgotten))
