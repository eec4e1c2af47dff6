"""Sumsub, on this machine."""

from __future__ import annotations

import hmac
import json
import secrets
from datetime import UTC
from typing import Any

from werkzeug.wrappers import Request

from chalicelib.domain.vendor_signing import sign
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
    """Applicants."""

    name = "sumsub"
    retries = (300, 3900, 21900, 86700)

    def webhooks(self, session: Session, action: str) -> list[Webhook]:
        """One event per change; the person's own clicks in the SDK are not told."""
        if action not in TYPE:
            return []
        at = session.changed_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        event = {
            "applicantId": session.id,
            "inspectionId": f"i-{session.id}",
            "correlationId": secrets.token_hex(8),
            "externalUserId": session.reference,
            "levelName": self.credentials["levelName"],
            "type": TYPE[action],
            "reviewStatus": STATUS[session.state],
            "createdAtMs": at,
            "sandboxMode": True,
        }
        if session.state in RESULT:
            event["reviewResult"] = RESULT[session.state]
        body = json.dumps(event).encode()

        def headers(_: Any) -> dict[str, str]:
            return {
                "Content-Type": "application/json",
                "X-Payload-Digest-Alg": "HMAC_SHA256_HEX",
                "X-Payload-Digest": sign(self.credentials["webhookSecrets"][0], body),
            }

        return [Webhook(self.name, body, headers, TYPE[action])]

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
        """The SDK's token opens the page here."""
        return super().by_token(token.removeprefix("_act-"))
