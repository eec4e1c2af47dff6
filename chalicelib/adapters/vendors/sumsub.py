"""Sumsub: applicants and the Web SDK.

Secret: {"appToken", "secretKey", "levelName", "webhookSecrets": [secrets], "webhookAlgorithm":
"HMAC_SHA256_HEX" or "HMAC_SHA512_HEX"}.
Sources: docs.sumsub.com: authentication, generate-access-token, webhook manager,
applicant webhooks.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from chalicelib.adapters.vendors.calling import Tools, VendorClient, read_json
from chalicelib.domain.errors import BadRequest, Conflict, NotFound, Unauthenticated
from chalicelib.domain.vendors.signing import check_digest, sign
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
from chalicelib.domain.vendors.words import (
    ALERTS,
    ASKS,
    HIT,
    NOTED,
    UNKNOWN_STATUS,
    Does,
    Meaning,
    Vocabulary,
    says,
)
from chalicelib.domain.verifications.verification import State

S = State
ALGORITHMS = {"HMAC_SHA256_HEX": "sha256", "HMAC_SHA512_HEX": "sha512"}
#: Our reason -> rejection labels. Only `reviewRejectType` tells whether a rejection is final.
#: `moderationComment` may quote personal data and `clientComment` is not for users; neither is
#: stored.
_LABELS: dict[str, str] = {
    "document_unreadable": "UNSATISFACTORY_PHOTOS LOW_QUALITY BLURRY INCOMPLETE_DOCUMENT"
    " DOCUMENT_PAGE_MISSING FRONT_SIDE_MISSING BACK_SIDE_MISSING DOCUMENT_DAMAGED"
    " DOCUMENT_MISSING BLACK_AND_WHITE",
    "document_not_accepted": "SCREENSHOTS DIGITAL_DOCUMENT ID_INVALID NOT_DOCUMENT UNFILLED_ID"
    " INCOMPATIBLE_LANGUAGE UNSUPPORTED_LANGUAGE BAD_PROOF_OF_IDENTITY BAD_PROOF_OF_ADDRESS"
    " BAD_PROOF_OF_PAYMENT ADDITIONAL_DOCUMENT_REQUIRED",
    "document_expired": "EXPIRATION_DATE",
    "data_mismatch": "PROBLEMATIC_APPLICANT_DATA REQUESTED_DATA_MISMATCH WRONG_ADDRESS"
    " DB_DATA_MISMATCH INCORRECT_SOCIAL_NUMBER",
    "liveness_failed": "BAD_SELFIE BAD_VIDEO_SELFIE SELFIE_WITH_PAPER BAD_AVATAR UNSUITABLE_ENV"
    " CONNECTION_INTERRUPTED APPLICANT_INTERRUPTED_INTERVIEW",
    "face_mismatch": "BAD_FACE_MATCHING SELFIE_MISMATCH",
    "under_age": "AGE_REQUIREMENT_MISMATCH",
    "fraud_suspected": "FORGERY GRAPHIC_EDITOR DOCUMENT_TEMPLATE FRAUDULENT_PATTERNS"
    " FRAUDULENT_LIVENESS SUSPICIOUS_PATTERNS SPAM INCONSISTENT_PROFILE THIRD_PARTY_INVOLVED"
    " BLOCKLIST BLACKLIST",
    "duplicate_identity": "DUPLICATE",
    "watchlist_match": "SANCTIONS PEP ADVERSE_MEDIA ADVERSE_MEDIA_SUSPECTED CRIMINAL"
    " COMPROMISED_PERSONS",
    "vendor_declined": "REGULATIONS_VIOLATIONS WRONG_USER_REGION RESTRICTED_PERSON"
    " DOCUMENT_DEPRIVED CHECK_UNAVAILABLE DB_DATA_NOT_FOUND NOT_ALL_CHECKS_COMPLETED"
    " EXTERNAL_DECISION_REJECTION EXPERIENCE_REQUIREMENT_MISMATCH ADDITIONAL_DATA_REQUIRED"
    " GPS_AS_POA_SKIPPED OTHER",
}
WORDS = Vocabulary(
    read=date(2026, 11, 26),
    sources=(
        "the vendor's agent-skills repository, commit of 2026-08-14",
        "docs.sumsub.com: user verification, transaction monitoring (2026-10-02), rejection labels",
    ),
    statuses={  # `reviewStatus`; "completed" is told by the review's answer
        "init": says(S.IN_PROGRESS),
        "pending": says(S.PROCESSING),
        "prechecked": says(S.PROCESSING),
        "queued": says(S.PROCESSING),
        "onHold": says(S.NEEDS_REVIEW),
        "awaitingUser": says(S.IN_PROGRESS),
        "awaitingService": says(S.PROCESSING),
        "GREEN": says(S.APPROVED),
        "RED:RETRY": says(S.RESUBMIT_REQUESTED),
        "RED:FINAL": says(S.REJECTED),
        "deactivated": says(S.ABANDONED),
    },
    events={
        "applicantCreated": says(S.CREATED),
        "applicantPending": says(S.PROCESSING),
        "applicantPrechecked": says(S.PROCESSING),
        "applicantAwaitingService": says(S.PROCESSING),
        "applicantAwaitingUser": says(S.IN_PROGRESS),
        "applicantOnHold": says(S.NEEDS_REVIEW),
        "applicantReviewed": ASKS,  # with an answer of our level it decides
        "applicantWorkflowCompleted": ASKS,
        "applicantWorkflowFailed": ASKS,
        "applicantReset": ALERTS,
        "applicantStepsReset": ASKS,
        "applicantLevelChanged": ASKS,
        "applicantPersonalInfoChanged": ASKS,
        "applicantDeactivated": says(S.ABANDONED),
        "applicantActivated": ASKS,
        "applicantDeleted": says(S.ABANDONED),
        "applicantPersonalDataDeleted": says(S.ABANDONED),
        "applicantTagsChanged": NOTED,
        "applicantActionPending": NOTED,
        "applicantActionReviewed": NOTED,
        "applicantActionOnHold": NOTED,
        "applicantActionLevelChanged": NOTED,
        "videoIdentStatusChanged": NOTED,
        "videoIdentCompositionCompleted": NOTED,
        "applicantKytTxnCreated": NOTED,
        "applicantKytTxnApproved": NOTED,
        "applicantKytTxnReviewed": NOTED,
        "applicantKytTxnDeleted": NOTED,
        "applicantKytTxnDataChanged": NOTED,
        "applicantKytTxnAwaitingUser": NOTED,
        "applicantKytTxnRejected": ALERTS,
        "applicantKytOnHold": ALERTS,
        "kytCaseCreated": ALERTS,
        "kytCaseStatusChanged": ASKS,
        "kytCaseReviewed": ASKS,
        "amlCaseRejected": HIT,
        "amlCaseOnHold": HIT,
        "amlCaseApproved": ASKS,
        "applicantFraudNetworkCreated": ALERTS,
        "applicantFraudNetworkModified": ALERTS,
        "travelRuleAction": NOTED,
        "kybCompanyActivity": NOTED,
    },
    codes={label: (reason,) for reason, labels in _LABELS.items() for label in labels.split()},
)
REVIEWED = frozenset({"applicantReviewed", "applicantWorkflowCompleted", "applicantWorkflowFailed"})
TOKEN_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Sumsub:
    """KycProvider over Sumsub."""

    tools: Tools
    client: VendorClient
    name: str = "sumsub"
    signs_time: bool = False
    dedup_window: timedelta = timedelta(days=8)
    resubmits_in_place: bool = True
    words: Vocabulary = WORDS

    def create(self, request: SessionRequest) -> VendorSession:
        """A new applicant, or the existing one of this reference, and a token for the SDK."""
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
        """A new token for the same applicant."""
        found = self._one(session_id)
        return self._token(session_id, str(found.get("externalUserId", "")))

    def fetch(self, session_id: str) -> tuple[VendorEvent, ...]:
        """The review as an event, with the number of attempts so far."""
        found = self._one(session_id)
        review = section(found, "review")
        status = str(review.get("reviewStatus", "init"))
        word, meaning = self._reading(status, review.get("reviewResult"))
        if meaning.state is S.APPROVED and not self._our_level(review):
            word, meaning = f"{word}:other_level", UNKNOWN_STATUS
        at = review.get("reviewDate") or review.get("createDate") or found.get("createdAt")
        when = moment(at) or self.tools.now()
        if found.get("deleted") is True:  # deactivated; Sumsub does not say when
            word, when = "deactivated", self.tools.now()
            meaning = self.words.status(word)
        state = meaning.state
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
                known=meaning.known,
                rounds=tuple(f"try-{number}" for number in range(1, tries + 1)),
                reasons=meaning.reasons,
                person=_person(found),
            ),
        )

    def cancel(self, session_id: str) -> bool:
        """Deactivates the applicant; False while Sumsub is checking, when that is not possible."""
        try:
            self._call("PATCH", f"/resources/applicants/{session_id}/presence/deactivated")
        except (Conflict, BadRequest):
            return False
        return True

    def redact(self, session_id: str) -> bool:
        """Deactivates the applicant; False, since deletion is requested in Sumsub's dashboard."""
        self.cancel(session_id)
        return False

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> VendorEvent:
        """The event of a webhook. The algorithm is ours; a header that names another one is
        refused, so that nobody can choose a weaker one.
        """
        chosen = _algorithm(self.tools)
        named_one = headers.get("x-payload-digest-alg", "")
        if not hmac.compare_digest(named_one.encode(), chosen.encode()):
            raise Unauthenticated("the signature is of another kind", "signature_algorithm")
        digest = headers.get("x-payload-digest", "")
        check_digest(digest, body, self.tools.secrets(), ALGORITHMS[chosen])
        event = read_json(body)
        kind, at = str(event.get("type", "")), event.get("createdAtMs") or event.get("createdAt")
        word, meaning = kind, self.words.event(kind)
        if kind in REVIEWED and self._our_level(event):
            answer, reading = self._reading("completed", event.get("reviewResult"))
            word, meaning = (answer, reading) if reading.known else (kind, meaning)
        session = named(event.get("applicantId"))
        if meaning.does is Does.DECIDES:
            session = identifier(session)
        mark = event.get("correlationId") or event.get("networkId") or ""
        return VendorEvent(
            provider=self.name,
            session_id=session,
            key=f"{session or mark}:{kind}:{word}:{at}",
            occurred_at=moment(at) or now,
            word=word,
            state=meaning.state,
            reference=str(event.get("externalUserId") or ""),
            known=meaning.known,
            reasons=meaning.reasons,
            test=bool(event.get("testMode") or event.get("sandboxMode")),
            does=meaning.does,
        )

    def session_of(self, subject: str) -> str:
        """Empty: an event without an applicant, such as a network of suspects, has no session."""
        return ""

    def _our_level(self, of: Mapping[str, Any]) -> bool:
        """Whether a review is of our level; another level may check very little."""
        return bool(of.get("levelName") == self.tools.key("levelName"))

    def _reading(self, status: str, result: Any) -> tuple[str, Meaning]:
        """(word, meaning) of a review."""
        if status != "completed":
            return status, self.words.status(status)
        answer, kind = part(result, "reviewAnswer"), part(result, "reviewRejectType")
        word = f"{answer}:{kind}" if answer == "RED" or kind else str(answer)
        meaning = self.words.status(word)
        labels = tuple(x for x in listed(result, "rejectLabels") if isinstance(x, str))
        reasons = self.words.reasons(labels)
        if meaning.state is S.REJECTED:
            reasons = reasons or ("vendor_declined",)
        if meaning.state not in (S.REJECTED, S.RESUBMIT_REQUESTED):
            reasons = ()
        return word, replace(meaning, reasons=reasons)

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
        """Makes a call, signed over time, method, path as sent, and body."""
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

        return self.client.call(method, path, headers, content, repeatable)


def _algorithm(tools: Tools) -> str:
    """The digest algorithm of webhooks. SHA-1, Sumsub's older default, is not accepted."""
    return tools.choice("webhookAlgorithm", ALGORITHMS, "HMAC_SHA256_HEX")


def _person(found: Mapping[str, Any]) -> VerifiedPerson | None:
    """The person on the documents; None. `fixedInfo`, which was entered by hand, is ignored."""
    of = section(found, "info")
    names = (of.get("firstName"), of.get("middleName"), of.get("lastName"))
    return verified_person(names, of.get("dob"))


def build(tools: Tools) -> Sumsub:
    """Sumsub with this company's app token."""

    def ready() -> None:
        for field in ("appToken", "secretKey", "levelName"):
            tools.key(field)
        tools.never_tests("appToken", "sbx:")
        _algorithm(tools)

    return Sumsub(tools, tools.client("sumsub", lambda: "https://api.sumsub.com", ready))
