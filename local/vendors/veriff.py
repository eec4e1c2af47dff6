"""A fake of Veriff."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request

from chalicelib.domain.vendors.signing import sign
from chalicelib.domain.verifications.verification import State
from local.vendors.desk import Desk, Holder, Refusal, Session, Webhook

STATUS = {
    "approved": ("approved", 9001, None),
    "declined": ("declined", 9102, 106),
    "resubmit": ("resubmission_requested", 9103, 204),
    "review": ("review", 9121, None),
    "expired": ("expired", 9104, None),
}
EVENT = {"start": ("started", 7001), "submit": ("submitted", 7002)}


class Veriff(Desk):
    """Veriff's verification sessions."""

    name = "veriff"
    accepts: Mapping[str, Any] = {
        "apiKey": "veriff-local-client",
        "sharedSecret": "veriff-local-shared",
        "baseUrl": "https://stationapi.veriff.com",
        "webhookSecrets": ["veriff-local-shared", "veriff-local-older"],
    }
    key = "apiKey"
    signatures = ("X-HMAC-SIGNATURE",)
    refuses = (
        ("baseUrl", "https://veriff.com.evil.example"),
        ("baseUrl", "http://stationapi.veriff.com"),
    )
    test_keys = ()
    decided_at = ("verification", "decisionTime")
    names_ours = None
    means: Mapping[str, State] = {
        "review": State.NEEDS_REVIEW,
        "resubmit": State.RESUBMIT_REQUESTED,
        "expire": State.EXPIRED,
    }
    played = ("approve", "reject", "resubmit")
    creates_once = False
    retries = tuple(3600.0 * hour for hour in range(1, 168))

    def webhooks(self, session: Session, action: str) -> list[Webhook]:
        """An event for each step of the person, then a decision."""
        if action in EVENT:
            word, code = EVENT[action]
            return [self.webhook({**self.event(session, word), "code": code}, word)]
        if session.state not in STATUS:
            return []
        event = {"status": "success", "verification": self._decision(session)}
        return [self.webhook(event, STATUS[session.state][0])]

    def event(self, session: Session, word: str) -> Any:
        """An event of the session, or of its watchlist screening (`watchlist:` and its status)."""
        common = {"attemptId": session.attempt, "vendorData": session.reference}
        if word.startswith("watchlist:"):
            status = {"reviewStatus": word.removeprefix("watchlist:"), "monitorStatus": "enabled"}
            term = {"name": "PII-CANARY", "year": "1990"}
            at = {"createdAt": self.now().isoformat()}
            return {**common, **status, **at, "sessionId": session.id, "searchTerm": term}
        return {**common, "id": session.id, "feature": "selfid", "action": word}

    def signed(self, body: bytes, now: datetime) -> dict[str, str]:
        """The body's HMAC-SHA256 and the client's key."""
        return {
            "Content-Type": "application/json",
            "X-AUTH-CLIENT": self.credentials["apiKey"],
            "X-HMAC-SIGNATURE": sign(self.credentials["webhookSecrets"][0], body),
        }

    def _decision(self, session: Session) -> dict[str, Any]:
        word, code, reason = STATUS[session.state]
        at = session.changed_at.isoformat().replace("+00:00", "Z")
        attempt = session.tries[-1] if session.state == "resubmit" else session.attempt
        return {
            "id": session.id,
            "attemptId": attempt,
            "vendorData": session.reference,
            "status": word,
            "code": code,
            "reasonCode": reason,
            "person": self._person(session),
            "decisionTime": at,
            "acceptanceTime": session.created_at.isoformat(),
        }

    def _person(self, session: Session) -> dict[str, Any]:
        of = session.holder or Holder("", "", "")
        return {
            "firstName": of.first_name or None,
            "lastName": of.last_name or None,
            "dateOfBirth": of.date_of_birth or None,
            "idNumber": "PII-CANARY",
        }

    def api(self, request: Request, path: str) -> Any:
        """Sessions: create, decision, attempts, delete."""
        if request.headers.get("X-AUTH-CLIENT") != self.credentials["apiKey"]:
            raise Refusal(401, {"status": "fail", "code": "1101"})
        parts = path.strip("/").split("/")  # v1 sessions <id> <what>
        if parts[:2] != ["v1", "sessions"]:
            raise Refusal(404, {"status": "fail"})
        if len(parts) == 2:
            return self._create(request)
        message = request.get_data() if request.method in ("POST", "PATCH") else parts[2].encode()
        expected = sign(self.credentials["sharedSecret"], message)
        if not hmac.compare_digest(expected, request.headers.get("X-HMAC-SIGNATURE", "")):
            raise Refusal(401, {"status": "fail", "code": "1812"})
        session = self.find(parts[2])
        if request.method == "DELETE":
            session.deleted = session.redacted = True
            return {"status": "success", "verification": {"id": session.id}}
        if parts[3] == "attempts":
            tries = [{"id": one, "status": "resubmission_requested"} for one in session.tries]
            now = {"id": session.attempt, "status": STATUS.get(session.state, ("created",))[0]}
            return {"status": "success", "verifications": [*tries, now]}
        decided = self._decision(session) if session.state in STATUS else None
        return {"status": "success", "verification": decided}

    def _create(self, request: Request) -> Any:
        wanted = request.get_json(force=True).get("verification", {})
        reference = wanted.get("vendorData", "")
        if len(reference) > 1000:
            raise Refusal(400, {"status": "fail", "code": "1201"})
        made = self.open(str(uuid.uuid4()), reference, wanted.get("callback", ""))
        found = {
            "id": made.id,
            "url": self.page_url(made),
            "vendorData": reference,
            "host": self.base_url,
            "status": "created",
            "sessionToken": made.token,
        }
        return {"status": "success", "verification": found}


FAKE = Veriff
