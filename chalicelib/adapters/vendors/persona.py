"""Persona: inquiries (api version 2025-12-08).

Secret: {"apiKey", "templateId": "itmpl_…", "webhookSecrets": ["wbhsec_…"], "completedMeans":
"approved" where the tenant decides nothing after the inquiry}.
Sources: docs.withpersona.com/api-reference/inquiries, /webhooks, /webhooks-best-practices.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.vendors.calling import Line, Tools, read_json
from chalicelib.domain.errors import NotFound
from chalicelib.domain.vendor import (
    SessionRequest,
    VendorEvent,
    VendorSession,
    VerifiedPerson,
    identifier,
    listed,
    meaning,
    moment,
    part,
    section,
    verified_person,
)
from chalicelib.domain.vendor_signing import check_timed
from chalicelib.domain.verification import State

VERSION = "2025-12-08"
S = State

#: The status of an inquiry, in our words.
STATUSES: dict[str, State | None] = {
    "created": S.CREATED,
    "pending": S.IN_PROGRESS,
    "completed": S.PROCESSING,
    "failed": S.RESUBMIT_REQUESTED,
    "expired": S.EXPIRED,
    "needs_review": S.NEEDS_REVIEW,
    "approved": S.APPROVED,
    "declined": S.REJECTED,
}
#: The name of an event, in our words. Persona says to act on decisions, not on verifications.
EVENTS: dict[str, State | None] = {
    "inquiry.created": S.CREATED,
    "inquiry.started": S.IN_PROGRESS,
    "inquiry.completed": S.PROCESSING,
    "inquiry.failed": S.RESUBMIT_REQUESTED,
    "inquiry.expired": S.EXPIRED,
    "inquiry.approved": S.APPROVED,
    "inquiry.declined": S.REJECTED,
    "inquiry.marked-for-review": S.NEEDS_REVIEW,
    "inquiry.redacted": None,
    "inquiry.transitioned": None,
}
#: When an inquiry came to its status.
_TIMES = {
    "created": "created-at",
    "pending": "started-at",
    "completed": "completed-at",
    "failed": "failed-at",
    "expired": "expired-at",
    "needs_review": "marked-for-review-at",
    "approved": "decisioned-at",
    "declined": "decisioned-at",
}


@dataclass(frozen=True, slots=True)
class Persona:
    """KycProvider over Persona."""

    tools: Tools
    line: Line
    name: str = "persona"
    signs_time: bool = True
    remembers: timedelta = timedelta(days=8)
    resubmits_in_place: bool = False

    def create(self, request: SessionRequest) -> VendorSession:
        """A new inquiry with a one-time link; the same reference twice is the same inquiry."""
        seconds = int(request.expires_in.total_seconds())
        body = {
            "data": {
                "attributes": {
                    "inquiry-template-id": self.tools.key("templateId"),
                    "redirect-uri": request.return_url,
                }
            },
            "meta": {
                "auto-create-account": True,
                "auto-create-account-reference-id": request.reference,
                "auto-create-one-time-link": True,
                "one-time-link-expiration-seconds": seconds,
                "expiration-after-create-interval-seconds": seconds,
            },
        }
        made = self._call("POST", "/api/v1/inquiries", body, once=request.idempotency_key)
        return self._session(identifier(part(made, "data", "id")), made, request.expires_in)

    def resume(self, session_id: str) -> VendorSession:
        """A fresh link to the same inquiry."""
        day = timedelta(days=1)
        body = {"meta": {"expires-in-seconds": int(day.total_seconds())}}
        path = f"/api/v1/inquiries/{session_id}/generate-one-time-link"
        return self._session(session_id, self._call("POST", path, body), day)

    def fetch(self, session_id: str) -> tuple[VendorEvent, ...]:
        """The inquiry's status as an event."""
        found = self._call("GET", f"/api/v1/inquiries/{session_id}?include=verifications")
        attributes = section(found, "data", "attributes")
        word = str(attributes.get("status"))
        state, known = self._meaning(STATUSES, word)
        at = attributes.get(_TIMES.get(word, "")) or attributes.get("updated-at")
        when = moment(at) if at else self.tools.now()
        return (
            VendorEvent(
                provider=self.name,
                session_id=session_id,
                key=f"fetched:{word}:{when.isoformat()}",
                occurred_at=when,
                word=word,
                state=state,
                known=known,
                rounds=(session_id,) if state is S.RESUBMIT_REQUESTED else (),
                reasons=_reasons(state),
                person=_person(found),
            ),
        )

    def cancel(self, session_id: str) -> bool:
        """Expires the inquiry and its links."""
        self._call("POST", f"/api/v1/inquiries/{session_id}/expire")
        return True

    def redact(self, session_id: str) -> bool:
        """Deletes the person's data at Persona; done before counts as done."""
        try:
            self._call("DELETE", f"/api/v1/inquiries/{session_id}")
        except NotFound:
            return True
        return True

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> VendorEvent:
        """The event of a webhook; Unauthenticated unless Persona signed it within 300 s."""
        signature = headers.get("persona-signature", "")
        signed = check_timed(signature, body, self.tools.secrets(), now)
        event = read_json(body)
        attributes = section(event, "data", "attributes")
        word = str(attributes.get("name", ""))
        inquiry = section(attributes, "payload", "data")
        ours = word.startswith("inquiry.")
        state, known = self._meaning(EVENTS, word) if ours else (None, True)
        session = identifier(inquiry.get("id")) if ours else ""
        return VendorEvent(
            provider=self.name,
            session_id=session,
            key=identifier(part(event, "data", "id")),
            occurred_at=moment(attributes.get("created-at")),
            word=word,
            state=state,
            reference=str(part(inquiry, "attributes", "reference-id") or ""),
            known=known,
            rounds=(session,) if state is S.RESUBMIT_REQUESTED else (),
            reasons=_reasons(state),
            signed_at=signed,
        )

    def _meaning(self, words: Mapping[str, State | None], word: str) -> tuple[State | None, bool]:
        state, known = meaning(words, word)
        if state is S.PROCESSING and self.tools.credentials().get("completedMeans") == "approved":
            return S.APPROVED, known
        return state, known

    def _session(self, session_id: str, made: Any, lasts: timedelta) -> VendorSession:
        link = str(part(made, "meta", "one-time-link") or "")
        return VendorSession(self.name, session_id, self.tools.now() + lasts, url=link)

    def _call(self, method: str, path: str, body: Any = None, once: str = "") -> Any:
        def headers() -> dict[str, str]:
            return {
                "Authorization": f"Bearer {self.tools.key('apiKey')}",
                "Content-Type": "application/json",
                "Persona-Version": VERSION,
                "Key-Inflection": "kebab",
                **({"Idempotency-Key": once} if once else {}),
            }

        content = json.dumps(body).encode() if body is not None else b""
        return self.line.call(method, path, headers, content)


def _reasons(state: State | None) -> tuple[str, ...]:
    """Persona's reasons stay at Persona; a decline says no more than that."""
    return ("vendor_declined",) if state is S.REJECTED else ()


def _person(found: Any) -> VerifiedPerson | None:
    """The holder of the government document that passed. The inquiry's own fields may have been
    typed by anybody, so they do not count.
    """
    for one in listed(found, "included"):
        kind, passed = part(one, "type"), part(one, "attributes", "status") == "passed"
        if passed and isinstance(kind, str) and kind.startswith("verification/government-id"):
            of = section(one, "attributes")
            names = (of.get("name-first"), of.get("name-middle"), of.get("name-last"))
            return verified_person(names, of.get("birthdate"))
    return None


def build(tools: Tools) -> Persona:
    """Persona with this company's key."""
    return Persona(tools, tools.line("persona", lambda: "https://api.withpersona.com"))
