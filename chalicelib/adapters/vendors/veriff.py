"""Veriff: verification sessions.

Secret: {"apiKey", "sharedSecret", "baseUrl": "https://stationapi.veriff.com", "webhookSecrets":
[shared secrets, newest first]}.
Sources: devdocs.veriff.com: v1sessions, decision and event webhooks, HMAC authentication.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.adapters.vendors.calling import Line, Tools, read_json
from chalicelib.domain.errors import Conflict, NotFound, Unauthenticated
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
from chalicelib.domain.vendor_signing import check_digest, sign
from chalicelib.domain.verification import State

S = State
STATUSES: dict[str, State | None] = {
    "created": S.CREATED,
    "started": S.IN_PROGRESS,
    "submitted": S.PROCESSING,
    "approved": S.APPROVED,
    "declined": S.REJECTED,
    "resubmission_requested": S.RESUBMIT_REQUESTED,
    "review": S.NEEDS_REVIEW,
    "expired": S.EXPIRED,
    "abandoned": S.ABANDONED,
}
#: Reason codes that tell the applicant something useful (devdocs, decision codes table).
REASONS = {
    102: "fraud_suspected",
    103: "face_mismatch",
    105: "fraud_suspected",
    106: "fraud_suspected",
    108: "data_mismatch",
    109: "document_not_accepted",
    110: "document_not_accepted",
    112: "document_expired",
    201: "document_unreadable",
    204: "document_unreadable",
    205: "document_unreadable",
    206: "document_unreadable",
    207: "document_unreadable",
    539: "resubmission_limit",
}
LINK_DAYS = 7
#: Event webhooks carry no time. They count as the oldest news there is, so that a late "started"
#: never hides a decision.
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Veriff:
    """KycProvider over Veriff."""

    tools: Tools
    line: Line
    name: str = "veriff"
    signs_time: bool = False
    remembers: timedelta = timedelta(days=10)
    resubmits_in_place: bool = True

    def create(self, request: SessionRequest) -> VendorSession:
        """A new session; Veriff has no idempotency key, so it is not repeated on failure."""
        body = {"verification": {"callback": request.return_url, "vendorData": request.reference}}
        made = self._call("POST", "/v1/sessions", json.dumps(body).encode(), repeatable=False)
        verification = section(made, "verification")
        return VendorSession(
            self.name,
            identifier(verification.get("id")),
            self.tools.now() + timedelta(days=LINK_DAYS),
            url=str(verification.get("url", "")),
        )

    def resume(self, session_id: str) -> VendorSession:
        """Veriff gives a link once; who kept it hands it out again (services/providers.py)."""
        raise Conflict("Veriff gives no second link", "vendor_link_given_once")

    def fetch(self, session_id: str) -> tuple[VendorEvent, ...]:
        """The decision, with every try that ended with a request to try again."""
        decision = part(self._get(session_id, "decision"), "verification")
        if not decision:
            return ()
        tries = listed(self._get(session_id, "attempts"), "verifications")
        rounds = tuple(
            str(part(one, "id")) for one in tries if part(one, "status") == "resubmission_requested"
        )
        event = self._decided(decision, f"fetched:{len(rounds)}:", rounds)
        return (replace(event, person=_person(decision)),)

    def cancel(self, session_id: str) -> bool:
        """Veriff has no call for it: a session ends by itself after seven days."""
        return False

    def redact(self, session_id: str) -> bool:
        """Deletes the session with its media; done before counts as done."""
        try:
            self._call("DELETE", f"/v1/sessions/{session_id}", signed=session_id.encode())
        except NotFound:
            return True
        return True

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> VendorEvent:
        """The event of a webhook. `X-SIGNATURE`, the older scheme, is not heeded."""
        check_digest(headers.get("x-hmac-signature", ""), body, self.tools.secrets())
        client = headers.get("x-auth-client", "")
        if not hmac.compare_digest(client.encode(), self.tools.key("apiKey").encode()):
            raise Unauthenticated("the event is meant for another client", "signature_invalid")
        event = read_json(body)
        decision = part(event, "verification")
        if isinstance(decision, dict):
            return self._decided(decision, "", ())
        word = str(event.get("action", ""))
        state, known = meaning(STATUSES, word)
        attempt = identifier(event.get("attemptId"))
        return VendorEvent(
            provider=self.name,
            session_id=identifier(event.get("id")),
            key=f"{attempt}:{word}",
            occurred_at=NO_TIME if known else now,
            word=word,
            state=state,
            reference=str(event.get("vendorData") or ""),
            known=known,
        )

    def _decided(
        self, decision: Mapping[str, Any], prefix: str, rounds: tuple[str, ...]
    ) -> VendorEvent:
        word = str(decision.get("status", ""))
        state, known = meaning(STATUSES, word)
        times = (decision.get("decisionTime"), decision.get("submissionTime"))
        at = next((moment(t) for t in times if t), None) or self.tools.now()
        attempt = str(decision.get("attemptId") or "")
        if state is S.RESUBMIT_REQUESTED and attempt and attempt not in rounds:
            rounds = (*rounds, attempt)
        return VendorEvent(
            provider=self.name,
            session_id=identifier(decision.get("id")),
            key=f"{prefix}{attempt}:{word}:{decision.get('decisionTime') or ''}",
            occurred_at=at,
            word=word,
            state=state,
            reference=str(decision.get("vendorData") or ""),
            known=known,
            rounds=rounds,
            reasons=_reasons(state, decision.get("reasonCode")),
        )

    def _get(self, session_id: str, what: str) -> Any:
        path = f"/v1/sessions/{session_id}/{what}"
        return self._call("GET", path, signed=session_id.encode())

    def _call(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        signed: bytes | None = None,
        repeatable: bool = True,
    ) -> Any:
        """A POST signs its body, a GET or DELETE the session's id."""

        def headers() -> dict[str, str]:
            secret = self.tools.key("sharedSecret")
            return {
                "Content-Type": "application/json",
                "X-AUTH-CLIENT": self.tools.key("apiKey"),
                "X-HMAC-SIGNATURE": sign(secret, body if signed is None else signed),
            }

        return self.line.call(method, path, headers, body, repeatable)


def _reasons(state: State | None, code: Any) -> tuple[str, ...]:
    if state not in (S.REJECTED, S.RESUBMIT_REQUESTED):
        return ()
    number = int(code) if str(code or "").isdigit() else 0
    if number in REASONS:
        return (REASONS[number],)
    return ("vendor_declined",) if state is S.REJECTED else ()


def _person(decision: Any) -> VerifiedPerson | None:
    """Whom the document names."""
    of = section(decision, "person")
    return verified_person((of.get("firstName"), of.get("lastName")), of.get("dateOfBirth"))


def build(tools: Tools) -> Veriff:
    """Veriff with this company's integration."""
    return Veriff(tools, tools.line("veriff", lambda: tools.key("baseUrl")))
