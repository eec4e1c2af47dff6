"""Veriff: verification sessions.

Secret: {"apiKey", "sharedSecret", "baseUrl": "https://stationapi.veriff.com", "webhookSecrets":
[shared secrets, newest first]}.
Sources: devdocs.veriff.com: v1sessions, decision and event webhooks, HMAC authentication.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from chalicelib.adapters.vendors.calling import Tools, VendorClient, not_configured, read_json
from chalicelib.domain.errors import BadRequest, Conflict, NotFound, Unauthenticated
from chalicelib.domain.vendors.signing import check_digest, fingerprint, sign
from chalicelib.domain.vendors.vendor import (
    SessionRequest,
    VendorEvent,
    VendorSession,
    VerifiedPerson,
    identifier,
    listed,
    moment,
    named,
    part,
    section,
    verified_person,
    whole,
)
from chalicelib.domain.vendors.words import (
    ASKS,
    HIT,
    NOTED,
    UNKNOWN_EVENT,
    Does,
    Vocabulary,
    says,
)
from chalicelib.domain.verifications.verification import State

S = State
#: Our reason -> reason codes (devdocs: decision codes, granular codes). Other codes, which an
#: integration may have, give the neutral text.
_CODES: dict[str, str] = {
    "fraud_suspected": "102 105 106 107 108 109 110 111 113 127"
    " 501 502 503 504 505 506 507 508 515 526",
    "duplicate_person": "124",
    "watchlist_match": "126",
    "vendor_declined": "112 121 122 123 128 129 540",
    "face_mismatch": "103 120 509",
    "data_mismatch": "104",
    "document_not_accepted": "101 206 510 528 602 621",
    "document_expired": "207 511 620",
    "document_unreadable": "201 203 204 205 209 210 527 537 608 609 614 615 619"
    " 625 626 627 628 629 630 631 632 633 634 635 642",
    "under_age": "530 531 532 533 534 535 536",
    "resubmission_limit": "539",
    "liveness_failed": "202 208 603 605 606 641",
}
#: Status -> code. A status with another code counts as an unknown word.
STATUS_CODES = {
    "started": 7001,
    "submitted": 7002,
    "approved": 9001,
    "declined": 9102,
    "resubmission_requested": 9103,
    "expired": 9104,
    "abandoned": 9104,
    "review": 9121,
}
WORDS = Vocabulary(
    read=date(2026, 11, 26),
    sources=(
        "devdocs.veriff.com: status codes (2025-06-19), decision codes (2025-09-03), granular codes"
        " (2026-06-02), flow events (2026-03-20), watchlist-screening webhook (2026-09-30), full"
        " auto webhook (2025-09-05)",
    ),
    statuses={
        "created": says(S.CREATED),
        "started": says(S.IN_PROGRESS),
        "submitted": says(S.PROCESSING),
        "approved": says(S.APPROVED),
        "declined": says(S.REJECTED),
        "resubmission_requested": says(S.RESUBMIT_REQUESTED),
        "review": says(S.NEEDS_REVIEW),
        "expired": says(S.EXPIRED),
        "abandoned": says(S.ABANDONED),
    },
    events={
        "started": says(S.IN_PROGRESS),
        "submitted": says(S.PROCESSING),
        "waiting_complete": NOTED,  # steps of the page, 7007 to 7010
        "flow_finished": NOTED,
        "flow_cancelled": NOTED,
        "fullauto": ASKS,  # the decision of integrations that only compute a score
        "watchlist:no_match": NOTED,
        "watchlist:reviewed": ASKS,
        "watchlist:possible_match": HIT,
        "watchlist:potential_match": HIT,
    },
    codes={code: (reason,) for reason, codes in _CODES.items() for code in codes.split()},
    # 502 (several people) may mean coercion; the others mean that our integration is wrong.
    alarming=frozenset({"502", "121", "122", "128", "129"}),
)
#: The names of the session id in the kinds and versions of webhooks.
_SESSION_IDS = ("sessionId", "verificationId", "verificationSessionId", "id")
#: The fields with the word in the kinds of webhooks, except the decision.
_WORDS = ("action", "eventType")
LINK_DAYS = 7
#: The time of event webhooks, which have none: the oldest, so that a late "started" never hides a
#: decision.
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Veriff:
    """KycProvider over Veriff."""

    tools: Tools
    client: VendorClient
    name: str = "veriff"
    signs_time: bool = False
    dedup_window: timedelta = timedelta(days=10)
    resubmits_in_place: bool = True
    words: Vocabulary = WORDS

    def create(self, request: SessionRequest) -> VendorSession:
        """A new session. Veriff has no idempotency key, so a failed call is not repeated."""
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
        """Conflict: Veriff returns a link only once; `Providers` reuses the stored one."""
        raise Conflict("Veriff gives no second link", "vendor_link_given_once")

    def fetch(self, session_id: str) -> tuple[VendorEvent, ...]:
        """The decision as an event, with the attempts that ended with a request to try again."""
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
        """False: Veriff has no such call. A session expires after seven days."""
        return False

    def redact(self, session_id: str) -> bool:
        """Deletes the session with its media; True also if that was done before."""
        try:
            self._call("DELETE", f"/v1/sessions/{session_id}", signed=session_id.encode())
        except NotFound:
            return True
        return True

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> VendorEvent:
        """The event of a webhook. The older scheme `X-SIGNATURE` is ignored."""
        check_digest(headers.get("x-hmac-signature", ""), body, self.tools.secrets())
        client = headers.get("x-auth-client", "")
        if not hmac.compare_digest(client.encode(), self.tools.key("apiKey").encode()):
            raise Unauthenticated("the event is meant for another client", "signature_invalid")
        event = read_json(body)
        decision = part(event, "verification")
        if isinstance(decision, dict):
            return self._decided(decision, "", (), fetched=False)
        screening = event.get("reviewStatus") or event.get("matchStatus")
        if screening is not None:
            return self._news(event, f"watchlist:{screening}", now, fingerprint(body))
        told = next((event[name] for name in _WORDS if isinstance(event.get(name), str)), "")
        return self._news(event, told, now, fingerprint(body))

    def session_of(self, subject: str) -> str:
        """Empty: every event names its session or our reference."""
        return ""

    def _news(self, event: Mapping[str, Any], word: str, now: datetime, body: str) -> VendorEvent:
        """The event of a step of the page, of watchlist screening (also after the decision), or of
        an unknown kind of webhook. BadRequest if it names neither session nor reference. Names and
        hits in it are not read.
        """
        meaning = self.words.event(word)
        code = event.get("code")
        if code is not None and whole(code) != str(STATUS_CODES.get(word, whole(code))):
            meaning = UNKNOWN_EVENT
        session = next(filter(None, (named(event.get(name)) for name in _SESSION_IDS)), "")
        reference, attempt = named(event.get("vendorData")), named(event.get("attemptId"))
        if not session and not reference:
            raise BadRequest("the event names no session", "event_malformed")
        at, decides = event.get("updatedAt") or event.get("createdAt"), meaning.does is Does.DECIDES
        return VendorEvent(
            provider=self.name,
            session_id=session,
            key=f"{attempt or session or reference}:{word}" + ("" if decides else f":{body}"),
            occurred_at=moment(at) or (NO_TIME if decides else now),
            word=word,
            state=meaning.state,
            reference=reference,
            known=meaning.known,
            reasons=meaning.reasons,
            does=meaning.does,
        )

    def _decided(
        self,
        decision: Mapping[str, Any],
        prefix: str,
        rounds: tuple[str, ...],
        fetched: bool = True,
    ) -> VendorEvent:
        word = str(decision.get("status", ""))
        code = whole(decision.get("code"))
        if code and code != str(STATUS_CODES.get(word, code)):
            word = f"{word}:{code}"
        meaning = self.words.status(word)
        if not (meaning.known or fetched):
            meaning = UNKNOWN_EVENT
        state, reason = meaning.state, whole(decision.get("reasonCode"))
        times = (decision.get("decisionTime"), decision.get("submissionTime"))
        at = next(filter(None, map(moment, times)), None) or self.tools.now()
        attempt = named(decision.get("attemptId"))
        if state is S.RESUBMIT_REQUESTED and attempt and attempt not in rounds:
            rounds = (*rounds, attempt)
        return VendorEvent(
            provider=self.name,
            session_id=identifier(decision.get("id")),
            key=f"{prefix}{attempt}:{word}:{decision.get('decisionTime') or ''}",
            occurred_at=at,
            word=word,
            state=state,
            reference=named(decision.get("vendorData")),
            known=meaning.known,
            rounds=rounds,
            reasons=self._reasons(state, reason),
            does=meaning.does,
            alert=reason in self.words.alarming,
        )

    def _reasons(self, state: State | None, code: str) -> tuple[str, ...]:
        if state not in (S.REJECTED, S.RESUBMIT_REQUESTED):
            return ()
        known = self.words.reasons((code,))
        return known or (("vendor_declined",) if state is S.REJECTED else ())

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
        """Makes a call. A POST is signed over its body, a GET or DELETE over the session's id."""

        def headers() -> dict[str, str]:
            secret = self.tools.key("sharedSecret")
            return {
                "Content-Type": "application/json",
                "X-AUTH-CLIENT": self.tools.key("apiKey"),
                "X-HMAC-SIGNATURE": sign(secret, body if signed is None else signed),
            }

        return self.client.call(method, path, headers, body, repeatable)


def _person(decision: Any) -> VerifiedPerson | None:
    """The person on the document; None."""
    of = section(decision, "person")
    return verified_person((of.get("firstName"), of.get("lastName")), of.get("dateOfBirth"))


def build(tools: Tools) -> Veriff:
    """Veriff with this company's integration."""

    def own() -> str:
        """The base URL; Unavailable unless it is a host of Veriff, since requests are signed with
        our secret."""
        url = urlsplit(tools.key("baseUrl"))
        host = url.hostname or ""
        if url.scheme != "https" or not host.endswith((".veriff.com", ".veriff.me")):
            raise not_configured("baseUrl is https://<one of Veriff's own hosts>")
        return f"https://{host}"

    def ready() -> None:
        tools.key("apiKey")
        tools.key("sharedSecret")
        own()

    return Veriff(tools, tools.client("veriff", own, ready))
