"""Stripe Identity: verification sessions.

Secret: {"apiKey", "webhookSecrets": ["whsec_…"], "flow": "vf_…" or nothing}.
Sources: docs.stripe.com/api/identity/verification_sessions, /identity/handle-verification-outcomes,
/webhooks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from chalicelib.adapters.vendors.calling import Tools, VendorClient, read_json
from chalicelib.domain.errors import BadRequest, Refused
from chalicelib.domain.vendors.signing import check_timed
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
)
from chalicelib.domain.vendors.words import NOTED, OTHER_WAY, Does, Meaning, Vocabulary, says
from chalicelib.domain.verifications.verification import State

VERSION = "2025-09-30.clover"
S = State
PREFIX = "identity.verification_session."
#: `last_error.code`. Stripe has no status "rejected", so we define which codes are final.
_ERRORS: dict[str, Meaning] = {
    "document_expired": says(S.RESUBMIT_REQUESTED, "document_expired"),
    "document_type_not_supported": says(S.RESUBMIT_REQUESTED, "document_not_accepted"),
    "country_not_supported": says(S.RESUBMIT_REQUESTED, "document_not_accepted"),
    "selfie_document_missing_photo": says(S.RESUBMIT_REQUESTED, "document_not_accepted"),
    "document_unverified_other": says(S.RESUBMIT_REQUESTED, "vendor_declined"),
    "id_number_mismatch": says(S.RESUBMIT_REQUESTED, "data_mismatch"),
    "id_number_insufficient_document_data": says(S.RESUBMIT_REQUESTED, "document_unreadable"),
    "id_number_unverified_other": says(S.RESUBMIT_REQUESTED, "vendor_declined"),
    "email_unverified_other": says(S.RESUBMIT_REQUESTED, "vendor_declined"),
    "email_verification_declined": says(S.RESUBMIT_REQUESTED, "vendor_declined"),
    "phone_unverified_other": says(S.RESUBMIT_REQUESTED, "vendor_declined"),
    "phone_verification_declined": says(S.RESUBMIT_REQUESTED, "vendor_declined"),
    "selfie_face_mismatch": says(S.RESUBMIT_REQUESTED, "face_mismatch"),
    "selfie_unverified_other": says(S.RESUBMIT_REQUESTED, "liveness_failed"),
    "selfie_manipulated": says(S.REJECTED, "fraud_suspected"),
    "under_supported_age": says(S.REJECTED, "under_age"),
    # Not a failed attempt: who does not consent, or cannot continue, is offered another provider.
    "consent_declined": says(S.IN_PROGRESS, OTHER_WAY),
    "device_not_supported": says(S.IN_PROGRESS, OTHER_WAY),
    "abandoned": says(S.IN_PROGRESS),
}
WORDS = Vocabulary(
    read=date(2026, 11, 26),
    sources=("stripe-python, 2026-07-24", "docs.stripe.com: Identity, webhooks"),
    statuses={
        "requires_input": says(S.CREATED),
        "processing": says(S.PROCESSING),
        "verified": says(S.APPROVED),
        "canceled": says(S.ABANDONED),
        **{f"requires_input:{code}": meaning for code, meaning in _ERRORS.items()},
    },
    events={
        f"{PREFIX}created": says(S.CREATED),
        f"{PREFIX}processing": says(S.PROCESSING),
        f"{PREFIX}verified": says(S.APPROVED),
        f"{PREFIX}canceled": says(S.ABANDONED),
        f"{PREFIX}requires_input": says(S.CREATED),  # told by the session's last_error
        f"{PREFIX}redacted": NOTED,
    },
)
LINK_HOURS = 48
SESSIONS = "/v1/identity/verification_sessions"


@dataclass(frozen=True, slots=True)
class Stripe:
    """KycProvider over Stripe Identity."""

    tools: Tools
    client: VendorClient
    name: str = "stripe"
    signs_time: bool = True
    dedup_window: timedelta = timedelta(days=8)
    resubmits_in_place: bool = True
    words: Vocabulary = WORDS

    def create(self, request: SessionRequest) -> VendorSession:
        """A new session; the same key twice is the same session."""
        flow = str(self.tools.credentials().get("flow") or "")
        kind = (
            {"verification_flow": flow}
            if flow
            else {"type": "document", "options[document][require_matching_selfie]": "true"}
        )
        form = {
            **kind,
            "client_reference_id": request.reference,
            "return_url": request.return_url,
        }
        made = self._call("POST", SESSIONS, form, once=request.idempotency_key)
        return self._session(made)

    def resume(self, session_id: str) -> VendorSession:
        """The same session with a new link."""
        return self._session(self._call("GET", f"{SESSIONS}/{session_id}"))

    def fetch(self, session_id: str) -> tuple[VendorEvent, ...]:
        """The session's status as an event, with the ids of failed reports."""
        query = urlencode({"expand[]": "last_verification_report"})
        found = section(self._call("GET", f"{SESSIONS}/{session_id}?{query}"))
        reports = self._call(
            "GET",
            "/v1/identity/verification_reports?"
            + urlencode({"verification_session": session_id, "limit": 100}),
        )
        failed = tuple(
            str(part(report, "id")) for report in listed(reports, "data") if _failed(report)
        )
        at = part(found, "last_verification_report", "created")
        status = str(found.get("status"))
        if status == "canceled" or at is None:  # Stripe says when it was made, not when it ended
            at = found.get("created") if status == "requires_input" else None
        when = moment(at) or self.tools.now()
        key = f"fetched:{status}:{len(failed)}:{part(found, 'last_error', 'code') or ''}"
        event = self._event(found, key, when, failed, *self._reading(found))
        person = self._person(session_id) if event.state is S.APPROVED else None
        return (replace(event, person=person, test=_test(found)),)

    def _person(self, session_id: str) -> VerifiedPerson | None:
        """The person on the document; None. Stripe returns the birth date only to restricted keys
        and refuses other keys.
        """
        wanted = ("verified_outputs", "verified_outputs.dob")
        query = urlencode([("expand[]", field) for field in wanted])
        try:
            found = self._call("GET", f"{SESSIONS}/{session_id}?{query}")
        except (BadRequest, Refused):
            return None
        of, born = section(found, "verified_outputs"), section(found, "verified_outputs", "dob")
        date = "-".join(f"{born.get(k, '')!s:0>2}" for k in ("year", "month", "day"))
        return verified_person((of.get("first_name"), of.get("last_name")), date)

    def cancel(self, session_id: str) -> bool:
        """Cancels the session; False if Stripe is processing it or has finished."""
        try:
            self._call("POST", f"{SESSIONS}/{session_id}/cancel", {})
        except BadRequest:
            return False
        return True

    def redact(self, session_id: str) -> bool:
        """Requests deletion of the collected data, which takes Stripe up to four days."""
        self._call("POST", f"{SESSIONS}/{session_id}/redact", {})
        return True

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> VendorEvent:
        """The event of a webhook; Unauthenticated unless Stripe signed it within 300 s."""
        signature = headers.get("stripe-signature", "")
        signed = check_timed(signature, body, self.tools.secrets(), now)
        event = read_json(body)
        kind, dated = str(event.get("type") or ""), moment(event.get("created"))
        if not kind:
            raise BadRequest("the event says not what it is", "event_malformed")
        key, at = identifier(event.get("id")), dated or signed
        meaning = self.words.event(kind) if kind.startswith(PREFIX) else NOTED
        session = section(event, "data", "object")
        if meaning.does is Does.DECIDES:
            report = part(session, "last_verification_report")
            rounds = (str(report),) if report else (key,)
            word, meaning = self._reading(session)
            told = self._event(session, key, at, rounds, word, meaning)
            told = replace(told, signed_at=signed, test=_test(event))
            if not meaning.known:
                told = replace(told, does=Does.ASKS, state=None)
            return told if dated else told.undated
        return VendorEvent(
            provider=self.name,
            session_id=named(session.get("id")),
            key=key,
            occurred_at=at,
            word=kind,
            state=None,
            reference=str(session.get("client_reference_id") or ""),
            known=meaning.known,
            signed_at=signed,
            test=_test(event),
            does=meaning.does,
        )

    def session_of(self, subject: str) -> str:
        """Empty: every event of Identity names its session."""
        return ""

    def _reading(self, session: Mapping[str, Any]) -> tuple[str, Meaning]:
        """(word, meaning) of a session."""
        word = str(session.get("status", ""))
        error = str(part(session, "last_error", "code") or "")
        if word == "requires_input" and error:
            word = f"{word}:{error}"
        return word, self.words.status(word)

    def _event(
        self,
        session: Mapping[str, Any],
        key: str,
        at: datetime,
        rounds: tuple[str, ...],
        word: str,
        meaning: Meaning,
    ) -> VendorEvent:
        return VendorEvent(
            provider=self.name,
            session_id=identifier(session.get("id")),
            key=key,
            occurred_at=at,
            word=word,
            state=meaning.state,
            reference=str(session.get("client_reference_id") or ""),
            known=meaning.known,
            rounds=rounds if meaning.state is S.RESUBMIT_REQUESTED else (),
            reasons=meaning.reasons,
            does=meaning.does,
        )

    def _session(self, made: Any) -> VendorSession:
        return VendorSession(
            self.name,
            identifier(part(made, "id")),
            self.tools.now() + timedelta(hours=LINK_HOURS),
            url=str(part(made, "url") or ""),
            sdk_token=str(part(made, "client_secret") or ""),
        )

    def _call(
        self, method: str, path: str, form: Mapping[str, str] | None = None, once: str = ""
    ) -> Any:
        def headers() -> dict[str, str]:
            return {
                "Authorization": f"Bearer {self.tools.key('apiKey')}",
                "Content-Type": "application/x-www-form-urlencoded",
                "Stripe-Version": VERSION,
                **({"Idempotency-Key": once} if once else {}),
            }

        content = urlencode(form).encode() if form is not None else b""
        return self.client.call(method, path, headers, content)


def _test(of: Mapping[str, Any]) -> bool:
    """Whether an object is of test mode, in which everybody passes."""
    return of.get("livemode") is False


def _failed(report: Any) -> bool:
    parts = ("document", "selfie", "id_number")
    return any(part(report, name, "status") == "unverified" for name in parts)


def build(tools: Tools) -> Stripe:
    """Stripe with this company's key."""

    def ready() -> None:
        tools.begins("apiKey", "rk_", "sk_")
        tools.never_tests("apiKey", "rk_test_", "sk_test_")
        if tools.credentials().get("flow"):
            tools.begins("flow", "vf_")

    return Stripe(tools, tools.client("stripe", lambda: "https://api.stripe.com", ready))
