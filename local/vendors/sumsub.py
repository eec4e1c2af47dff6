"""A fake of Sumsub."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from werkzeug.wrappers import Request

from chalicelib.domain.vendors.signing import sign
from chalicelib.domain.verifications.verification import State
from local.vendors.desk import Desk, Refusal, Session, Webhook

STATUS = {
    "created": "init",
    "started": "init",
    "submitted": "pending",
    "approved": "completed",
    "declined": "completed",
    "resubmit": "completed",
    "review": "onHold",
    "expired": "init",
}
RESULT: dict[str, Any] = {
    "approved": {"reviewAnswer": "GREEN"},
    "declined": {"reviewAnswer": "RED", "reviewRejectType": "FINAL", "rejectLabels": ["FORGERY"]},
    "resubmit": {
        "reviewAnswer": "RED",
        "reviewRejectType": "RETRY",
        "rejectLabels": ["UNSATISFACTORY_PHOTOS"],
        "moderationComment": "PII-CANARY, please send a sharper picture",
    },
}
TYPE = {
    "create": "applicantCreated",
    "submit": "applicantPending",
    "approve": "applicantReviewed",
    "reject": "applicantReviewed",
    "resubmit": "applicantReviewed",
    "review": "applicantOnHold",
    "expire": "applicantDeactivated",
}
SKEW = 60  # seconds a signed request may be off


class Sumsub(Desk):
    """Sumsub's applicants; a session is an applicant."""

    name = "sumsub"
    accepts: Mapping[str, Any] = {
        "appToken": "sbx:local",
        "secretKey": "sumsub-local-secret",
        "levelName": "basic-kyc-level",
        "webhookSecrets": ["sumsub-local-webhook"],
        "webhookAlgorithm": "HMAC_SHA256_HEX",
    }
    key = "secretKey"
    signatures = ("X-Payload-Digest",)
    refuses = (("webhookAlgorithm", "HMAC_SHA1_HEX"), ("webhookAlgorithm", "none"))
    test_keys = ({"appToken": "sbx:x"},)
    decided_at = ("createdAtMs",)
    names_ours = ("_applicant", ("review", "levelName"))
    means: Mapping[str, State] = {
        "submit": State.PROCESSING,
        "review": State.NEEDS_REVIEW,
        "resubmit": State.RESUBMIT_REQUESTED,
    }
    played = ("approve", "reject", "resubmit")
    retries = (300, 3900, 21900, 86700)

    def webhooks(self, session: Session, action: str) -> list[Webhook]:
        """One event per change of status; the start in the SDK has none."""
        if action not in TYPE:
            return []
        event = self._typed(session, TYPE[action], session.changed_at)
        if session.state in RESULT:
            event["reviewResult"] = RESULT[session.state]
        return [self.webhook(event, TYPE[action])]

    def event(self, session: Session, word: str) -> Any:
        """An event of the applicant, or of a network that it belongs to."""
        event = self._typed(session, word, self.now())
        if word.startswith("applicantFraudNetwork"):
            del event["applicantId"], event["externalUserId"]
            event["networkId"] = f"n-{session.id}"
        return event

    def _typed(self, session: Session, word: str, at: datetime) -> dict[str, Any]:
        return {
            "applicantId": session.id,
            "inspectionId": f"i-{session.id}",
            "correlationId": secrets.token_hex(8),
            "externalUserId": session.reference,
            "levelName": self.credentials["levelName"],
            "type": word,
            "reviewStatus": STATUS[session.state],
            "createdAtMs": at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3],
            "sandboxMode": True,
        }

    def signed(self, body: bytes, now: datetime) -> dict[str, str]:
        """The body's HMAC by the algorithm in the credentials."""
        algorithm = self.credentials["webhookAlgorithm"]
        hashed = algorithm.split("_")[1].lower()
        return {
            "Content-Type": "application/json",
            "X-Payload-Digest-Alg": algorithm,
            "X-Payload-Digest": sign(self.credentials["webhookSecrets"][0], body, hashed),
        }

    def api(self, request: Request, path: str) -> Any:
        """Applicants: create, read, deactivate. Access tokens."""
        self._authenticate(request, path)
        if path == "/resources/applicants" and request.method == "POST":
            return self._create(request)
        if path == "/resources/accessTokens/sdk":
            wanted = request.get_json(force=True)["userId"]
            session = next((s for s in self.sessions.values() if s.reference == wanted), None)
            if session is None:
                raise Refusal(404, {"code": 404})
            return {"token": f"_act-{session.token}", "userId": wanted}
        parts = path.strip("/").split("/")  # resources applicants <id> one|presence [deactivated]
        if parts[:2] != ["resources", "applicants"] or len(parts) < 4:
            raise Refusal(404, {"code": 404})
        if parts[2].startswith("-;externalUserId="):
            reference = parts[2].split("=", 1)[1]
            found = [s for s in self.sessions.values() if s.reference == reference]
            return self._applicant(found[0]) if found else self.find("")
        session = self.find(parts[2])
        if parts[3] == "presence":
            if session.state == "submitted":
                raise Refusal(409, {"code": 409})
            self.act(session.id, "expire")
        return self._applicant(session)

    def _authenticate(self, request: Request, path: str) -> None:
        stamp = request.headers.get("X-App-Access-Ts", "")
        query = request.query_string.decode()
        message = stamp + request.method + path + (f"?{query}" if query else "")
        expected = sign(self.credentials["secretKey"], message.encode() + request.get_data())
        fits = hmac.compare_digest(expected, request.headers.get("X-App-Access-Sig", ""))
        known = request.headers.get("X-App-Token") == self.credentials["appToken"]
        off = abs(int(stamp or 0) - self.now().timestamp())
        if not (fits and known and off <= SKEW):
            raise Refusal(401, {"code": 401, "description": "Request signature mismatch"})

    def _create(self, request: Request) -> Any:
        reference = request.get_json(force=True)["externalUserId"]
        if request.args.get("levelName") != self.credentials["levelName"]:
            raise Refusal(400, {"code": 400, "description": "no such level"})
        if any(s.reference == reference for s in self.sessions.values()):
            raise Refusal(409, {"code": 409, "description": "applicant exists"})
        return self._applicant(self.open(secrets.token_hex(12), reference, ""))

    def _applicant(self, session: Session) -> dict[str, Any]:
        review: dict[str, Any] = {
            "levelName": self.credentials["levelName"],
            "reviewStatus": STATUS[session.state],
            "attemptCnt": len(session.tries) - (session.state == "resubmit"),
            "createDate": session.created_at.strftime("%Y-%m-%d %H:%M:%S+0000"),
        }
        if session.state in RESULT:
            review["reviewResult"] = RESULT[session.state]
            review["reviewDate"] = session.changed_at.strftime("%Y-%m-%d %H:%M:%S.%f+0000")
        elif session.state in ("submitted", "review"):
            review["createDate"] = session.changed_at.strftime("%Y-%m-%d %H:%M:%S.%f+0000")
        return {
            "id": session.id,
            "externalUserId": session.reference,
            "createdAt": session.created_at.strftime("%Y-%m-%d %H:%M:%S"),
            "deleted": session.state == "expired",
            "info": self._info(session),
            "review": review,
        }

    def _info(self, session: Session) -> dict[str, Any]:
        if session.holder is None:
            return {}
        of = session.holder
        return {
            "firstName": of.first_name,
            "lastName": of.last_name,
            "dob": of.date_of_birth,
            "idDocs": [{"idDocType": "PASSPORT", "number": "PII-CANARY"}],
        }

    def by_token(self, token: str) -> Session:
        """The session of a page's token or of an SDK's access token; Refusal 404."""
        return super().by_token(token.removeprefix("_act-"))


FAKE = Sumsub
