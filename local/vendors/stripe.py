"""A fake of Stripe Identity."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request

from chalicelib.domain.vendors.signing import sign_timed
from chalicelib.domain.verifications.verification import State
from local.vendors.desk import Desk, Refusal, Session, Webhook

STATUS = {
    "created": "requires_input",
    "started": "requires_input",
    "submitted": "processing",
    "approved": "verified",
    "declined": "requires_input",
    "resubmit": "requires_input",
    "expired": "canceled",
}
ERROR = {"declined": "selfie_manipulated", "resubmit": "document_unverified_other"}
EVENT = {
    "create": "created",
    "submit": "processing",
    "approve": "verified",
    "reject": "requires_input",
    "resubmit": "requires_input",
    "expire": "canceled",
}
PREFIX = "identity.verification_session."
DAYS = 86_400.0


class Stripe(Desk):
    """Stripe's verification sessions. They have no review and no status for "rejected"."""

    name = "stripe"
    accepts: Mapping[str, Any] = {
        "apiKey": "rk_test_local",
        "webhookSecrets": ["whsec_local_new", "whsec_local_old"],
    }
    key = "apiKey"
    signatures = ("Stripe-Signature",)
    refuses = (("apiKey", "pk_live_published"), ("flow", "flow"))
    test_keys = ({"apiKey": "rk_test_x"}, {"apiKey": "sk_test_x"})
    decided_at = ("created",)
    names_ours = None
    means: Mapping[str, State] = {
        "submit": State.PROCESSING,
        "resubmit": State.RESUBMIT_REQUESTED,
        "expire": State.ABANDONED,
    }
    played = ("approve", "reject", "resubmit")
    retries = (60, 360, 3960, 15_000, 45_000, DAYS, 2 * DAYS, 3 * DAYS)  # "up to three days"
    actions = ("start", "submit", "approve", "reject", "resubmit", "expire")

    def webhooks(self, session: Session, action: str) -> list[Webhook]:
        """One event per change of status."""
        if action not in EVENT:
            return []
        event = self._typed(session, f"{PREFIX}{EVENT[action]}", session.changed_at)
        return [self.webhook(event, EVENT[action])]

    def event(self, session: Session, word: str) -> Any:
        """An event with the session in its present state."""
        return self._typed(session, word, self.now())

    def _typed(self, session: Session, word: str, at: datetime) -> Any:
        return {
            "id": f"evt_{secrets.token_hex(12)}",
            "object": "event",
            "type": word,
            "created": int(at.timestamp()),
            "livemode": False,
            "data": {"object": self._session(session)},
        }

    def signed(self, body: bytes, now: datetime) -> dict[str, str]:
        """One signature for every active secret."""
        first, *others = self.credentials["webhookSecrets"]
        signed = sign_timed(first, body, now)
        for other in others:
            signed += "," + sign_timed(other, body, now).partition(",")[2]
        return {"Content-Type": "application/json", "Stripe-Signature": signed}

    def _report(self, session: Session) -> str | None:
        if session.state == "resubmit":
            return f"vr_{session.tries[-1]}"
        if session.state in ("approved", "declined"):
            return f"vr_{session.attempt}"
        return None

    def _session(self, session: Session, expanded: bool = False) -> dict[str, Any]:
        error, report = ERROR.get(session.state), self._report(session)
        created = int(session.changed_at.timestamp())
        waits = STATUS[session.state] == "requires_input"
        return {
            "id": session.id,
            "object": "identity.verification_session",
            "status": STATUS[session.state],
            "created": int(session.created_at.timestamp()),
            "client_reference_id": session.reference,
            "client_secret": f"{session.id}_secret_{session.token}" if waits else None,
            "url": self.page_url(session) if waits else None,
            "last_error": {"code": error, "reason": "PII-CANARY"} if error else None,
            "last_verification_report": {"id": report, "created": created}
            if expanded and report
            else report,
            "livemode": False,
        }

    def api(self, request: Request, path: str) -> Any:
        """Sessions: create, read, cancel, redact. Reports: list."""
        if request.headers.get("Authorization") != f"Bearer {self.credentials['apiKey']}":
            raise Refusal(401, {"error": {"type": "invalid_request_error"}})
        parts = path.strip("/").split("/")  # v1 identity verification_sessions <id> <verb>
        if parts[:3] == ["v1", "identity", "verification_reports"]:
            return self._reports(self.find(request.args.get("verification_session", "")))
        if parts[:3] != ["v1", "identity", "verification_sessions"]:
            raise Refusal(404, {"error": {"type": "invalid_request_error"}})
        if len(parts) == 3:
            return self.once(request, lambda: self._create(request))
        session, verb = self.find(parts[3]), parts[4] if len(parts) > 4 else ""
        if verb == "cancel":
            if STATUS[session.state] != "requires_input":
                raise Refusal(400, {"error": {"code": "verification_session_not_cancelable"}})
            self.act(session.id, "expire")
        if verb == "redact":
            session.redacted = True
        wanted = request.args.getlist("expand[]")
        found = self._session(session, "last_verification_report" in wanted)
        return found | self._outputs(session, wanted)

    def _outputs(self, session: Session, wanted: list[str]) -> dict[str, Any]:
        """`verified_outputs`, if they are expanded; a birth date is for restricted keys only."""
        if "verified_outputs" not in wanted or session.state != "approved":
            return {}
        if session.holder is None:
            return {"verified_outputs": {"first_name": None, "last_name": None, "dob": None}}
        of, found = session.holder, {}
        if "verified_outputs.dob" in wanted:
            if not self.credentials["apiKey"].startswith("rk_"):
                raise Refusal(403, {"error": {"type": "invalid_request_error"}})
            year, month, day = map(int, of.date_of_birth.split("-"))
            found["dob"] = {"year": year, "month": month, "day": day}
        names = {"first_name": of.first_name, "last_name": of.last_name}
        return {"verified_outputs": {**names, **found, "id_number": "PII-CANARY"}}

    def _create(self, request: Request) -> Any:
        form = request.form
        if form.get("type") not in ("document", "id_number") and not form.get("verification_flow"):
            raise Refusal(400, {"error": {"param": "type"}})
        made = self.open(
            f"vs_{secrets.token_hex(12)}", form.get("client_reference_id", ""), form["return_url"]
        )
        return self._session(made)

    def _reports(self, session: Session) -> Any:
        failed = [
            {"id": f"vr_{one}", "document": {"status": "unverified"}} for one in session.tries
        ]
        return {"object": "list", "data": failed, "has_more": False}


FAKE = Stripe
