"""Sumsub: applicants and the Web SDK.

Secret: {"appToken", "secretKey", "levelName", "webhookSecrets": [secrets], "webhookAlgorithm":
"HMAC_SHA256_HEX" or "HMAC_SHA512_HEX"}.
Sources: docs.sumsub.com: authentication, generate-access-token, webhook manager,
applicant webhooks.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from chalicelib.adapters.vendors.calling import Line, Tools, read_json
from chalicelib.domain.errors import BadRequest, Conflict, NotFound, Unauthenticated
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
ALGORITHMS = {"HMAC_SHA256_HEX": "sha256", "HMAC_SHA512_HEX": "sha512"}
#: `reviewStatus`; "completed" is told by the answer, see _answer().
STATUSES: dict[str, State | None] = {
    "init": S.IN_PROGRESS,
    "pending": S.PROCESSING,
    "prechecked": S.PROCESSING,
    "queued": S.PROCESSING,
    "onHold": S.NEEDS_REVIEW,
    "awaitingUser": S.IN_PROGRESS,
    "awaitingService": S.PROCESSING,
}
#: Types of webhooks; those that carry a review are told by its answer.
TYPES: dict[str, State | None] = {
    "applicantCreated": S.CREATED,
    "applicantPending": S.PROCESSING,
    "applicantPrechecked": S.PROCESSING,
    "applicantOnHold": S.NEEDS_REVIEW,
    "applicantAwaitingUser": S.IN_PROGRESS,
    "applicantAwaitingService": S.PROCESSING,
    "applicantReset": S.CREATED,
    "applicantDeactivated": S.ABANDONED,
    "applicantDeleted": S.ABANDONED,
    "applicantActivated": None,
    "applicantLevelChanged": None,
    "applicantPersonalInfoChanged": None,
    "applicantPersonalDataDeleted": None,
    "applicantTagsChanged": None,
    "applicantActionPending": None,
    "applicantActionReviewed": None,
    "applicantActionOnHold": None,
}
REVIEWED = frozenset({"applicantReviewed", "applicantWorkflowCompleted", "applicantWorkflowFailed"})
#: Labels that tell the applicant something useful. `moderationComment` may quote a person and
#: `clientComment` is not for users: neither is kept.
LABELS = {
    "FORGERY": "fraud_suspected",
    "GRAPHIC_EDITOR": "fraud_suspected",
    "FRAUDULENT_PATTERNS": "fraud_suspected",
    "SELFIE_MISMATCH": "face_mismatch",
    "BAD_SELFIE": "liveness_failed",
    "FRAUDULENT_LIVENESS": "fraud_suspected",
    "EXPIRATION_DATE": "document_expired",
    "AGE_REQUIREMENT_MISMATCH": "under_age",
    "PROBLEMATIC_APPLICANT_DATA": "data_mismatch",
    "UNSATISFACTORY_PHOTOS": "document_unreadable",
    "LOW_QUALITY": "document_unreadable",
    "SCREENSHOTS": "document_not_accepted",
    "ID_INVALID": "document_not_accepted",
    "DUPLICATE": "duplicate_identity",
    "SANCTIONS": "watchlist_match",
    "PEP": "watchlist_match",
    "ADVERSE_MEDIA": "watchlist_match",
}
TOKEN_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Sumsub:
    """KycProvider over Sumsub."""

    tools: Tools
    line: Line
    name: str = "sumsub"
    signs_time: bool = False
    remembers: timedelta = timedelta(days=8)
    resubmits_in_place: bool = True

    def create(self, request: SessionRequest) -> VendorSession:
        """A new applicant and a token for the SDK; an applicant of this reference is taken over."""
        level = urlencode({"levelName": self.tools.key("levelName")})
        try:
            made = self._call(
                "POST",
                f"/resources/applicants?{level}",
                {"externalUserId": request.reference},
                repeatable=False,
            )
        except Conflict:
            reference = quote(request.reference, safe="")
            made = self._call("GET", f"/resources/applicants/-;externalUserId={reference}/one")
        return self._token(identifier(part(made, "id")), request.reference)

    def resume(self, session_id: str) -> VendorSession:
        """A fresh token for the same applicant."""
        found = self._one(session_id)
        return self._token(session_id, str(found.get("externalUserId", "")))

    def fetch(self, session_id: str) -> tuple[VendorEvent, ...]:
        """The review as an event, with the number of tries so far."""
        found = self._one(session_id)
        review = section(found, "review")
        status = str(review.get("reviewStatus", "init"))
        word, state, known, reasons = _reading(status, review.get("reviewResult"))
        at = review.get("reviewDate") or review.get("createDate") or found.get("createdAt")
        when = moment(at) if at else self.tools.now()
        if found.get("deleted") is True:  # deactivated; Sumsub does not say when
            word, state, known, reasons, when = (
                "deactivated",
                S.ABANDONED,
                True,
                (),
                self.tools.now(),
            )
        count = review.get("attemptCnt")
        tries = (count if isinstance(count, int) else 0) + (state is S.RESUBMIT_REQUESTED)
        return (
            VendorEvent(
                provider=self.name,
                session_id=session_id,
                key=f"fetched:{word}:{tries}:{at}",
                occurred_at=when,
                word=word,
                state=state,
                reference=str(found.get("externalUserId", "")),
                known=known,
                rounds=tuple(f"try-{number}" for number in range(1, tries + 1)),
                reasons=reasons,
                person=_person(found),
            ),
        )

    def cancel(self, session_id: str) -> bool:
        """Deactivates the applicant; False while Sumsub is checking, for then it cannot be done."""
        try:
            self._call("PATCH", f"/resources/applicants/{session_id}/presence/deactivated")
        except (Conflict, BadRequest):
            return False
        return True

    def redact(self, session_id: str) -> bool:
        """Deactivation is all the API offers; deletion is asked for in Sumsub's dashboard."""
        self.cancel(session_id)
        return False

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> VendorEvent:
        """The event of a webhook. The algorithm is the one we chose; a header that names another
        one is refused, so that nobody can choose a weaker one.
        """
        chosen = str(self.tools.credentials().get("webhookAlgorithm") or "HMAC_SHA256_HEX")
        named = headers.get("x-payload-digest-alg", "")
        if not hmac.compare_digest(named.encode(), chosen.encode()) or chosen not in ALGORITHMS:
            raise Unauthenticated("the signature is of another kind", "signature_algorithm")
        digest = headers.get("x-payload-digest", "")
        check_digest(digest, body, self.tools.secrets(), ALGORITHMS[chosen])
        event = read_json(body)
        kind, at = str(event.get("type", "")), event.get("createdAtMs") or event.get("createdAt")
        if kind in REVIEWED:
            word, state, known, reasons = _reading("completed", event.get("reviewResult"))
        else:
            (state, known), word, reasons = meaning(TYPES, kind), kind, ()
        session = identifier(event.get("applicantId"))
        return VendorEvent(
            provider=self.name,
            session_id=session,
            key=f"{session}:{kind}:{word}:{at}",
            occurred_at=moment(at),
            word=word,
            state=state,
            reference=str(event.get("externalUserId") or ""),
            known=known,
            reasons=reasons,
            test=bool(event.get("testMode") or event.get("sandboxMode")),
        )

    def _one(self, session_id: str) -> dict[str, Any]:
        found = self._call("GET", f"/resources/applicants/{session_id}/one")
        if not isinstance(found, dict):
            raise NotFound("Sumsub knows no such applicant", "vendor_session_unknown")
        return found

    def _token(self, session_id: str, reference: str) -> VendorSession:
        body = {
            "userId": reference,
            "levelName": self.tools.key("levelName"),
            "ttlInSecs": TOKEN_SECONDS,
        }
        made = self._call("POST", "/resources/accessTokens/sdk", body)
        ends = self.tools.now() + timedelta(seconds=TOKEN_SECONDS)
        token = str(part(made, "token") or "")
        return VendorSession(self.name, session_id, ends, sdk_token=token)

    def _call(self, method: str, path: str, body: Any = None, repeatable: bool = True) -> Any:
        """Every call signs time, method, the path as sent, and the body."""
        content = json.dumps(body).encode() if body is not None else b""

        def headers() -> dict[str, str]:
            stamp = str(int(self.tools.now().timestamp()))
            message = (stamp + method + path).encode() + content
            return {
                "Content-Type": "application/json",
                "X-App-Token": self.tools.key("appToken"),
                "X-App-Access-Ts": stamp,
                "X-App-Access-Sig": sign(self.tools.key("secretKey"), message),
            }

        return self.line.call(method, path, headers, content, repeatable)


def _reading(status: str, result: Any) -> tuple[str, State | None, bool, tuple[str, ...]]:
    """Word, state, whether we know the word, and reasons of a review."""
    if status != "completed":
        return status, *meaning(STATUSES, status), ()
    answer, kind = part(result, "reviewAnswer"), part(result, "reviewRejectType")
    labels = listed(result, "rejectLabels")
    found = tuple(dict.fromkeys(LABELS[x] for x in labels if isinstance(x, str) and x in LABELS))
    if answer == "GREEN":
        return "GREEN", S.APPROVED, True, ()
    if answer == "RED" and kind == "RETRY":
        return "RED:RETRY", S.RESUBMIT_REQUESTED, True, found
    if answer == "RED" and kind == "FINAL":
        return "RED:FINAL", S.REJECTED, True, found or ("vendor_declined",)
    return f"{answer}:{kind}"[:60], S.NEEDS_REVIEW, False, ()


def _person(found: Mapping[str, Any]) -> VerifiedPerson | None:
    """Whom the documents name. `fixedInfo`, which was typed, does not count."""
    of = section(found, "info")
    names = (of.get("firstName"), of.get("middleName"), of.get("lastName"))
    return verified_person(names, of.get("dob"))


def build(tools: Tools) -> Sumsub:
    """Sumsub with this company's app token."""
    return Sumsub(tools, tools.line("sumsub", lambda: "https://api.sumsub.com"))
