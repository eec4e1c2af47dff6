"""A fake of Persona."""

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
    "created": "created",
    "started": "pending",
    "submitted": "completed",
    "approved": "approved",
    "declined": "declined",
    "review": "needs_review",
    "resubmit": "failed",
    "expired": "expired",
}
EVENT = {
    "create": "inquiry.created",
    "start": "inquiry.started",
    "submit": "inquiry.completed",
    "approve": "inquiry.approved",
    "reject": "inquiry.declined",
    "review": "inquiry.marked-for-review",
    "resubmit": "inquiry.failed",
    "expire": "inquiry.expired",
}
TIME = {
    "pending": "started-at",
    "completed": "completed-at",
    "failed": "failed-at",
    "expired": "expired-at",
    "needs_review": "marked-for-review-at",
    "approved": "decisioned-at",
    "declined": "decisioned-at",
}


class Persona(Desk):
    """Persona's inquiries."""

    name = "persona"
    accepts: Mapping[str, Any] = {
        "apiKey": "persona_local_key",
        "templateId": "itmpl_local",
        "webhookSecrets": ["wbhsec_local_new", "wbhsec_local_old"],
    }
    key = "apiKey"
    signatures = ("Persona-Signature",)
    refuses = (("completedMeans", "aproved"), ("templateId", "tmpl_of_another_product"))
    test_keys = ({"apiKey": "persona_sandbox_x"},)
    decided_at = ("data", "attributes", "created-at")
    names_ours = ("_inquiry", ("relationships", "inquiry-template"))
    means: Mapping[str, State] = {
        "submit": State.PROCESSING,
        "review": State.NEEDS_REVIEW,
        "resubmit": State.RESUBMIT_REQUESTED,
    }
    played = ("approve", "reject", "review")
    retries = (3, 18, 83, 258)

    def webhooks(self, session: Session, action: str) -> list[Webhook]:
        """One event per change, signed with every active secret."""
        event = self._named(session, EVENT[action], self._inquiry(session), session.changed_at)
        return [self.webhook(event, EVENT[action])]

    def event(self, session: Session, word: str) -> Any:
        """An event of an inquiry, or of its account, a verification, a report …"""
        thing = self._inquiry(session)
        kind = word.partition(".")[0]
        if kind == "account":
            thing = {"type": "account", "id": session.id.replace("inq_", "act_")}
        elif kind != "inquiry":
            inquiry = {"data": {"type": "inquiry", "id": session.id}}
            thing = {"type": kind, "id": "thing_1", "relationships": {"inquiry": inquiry}}
            thing["attributes"] = {"status": "ready", "name-first": "PII-CANARY"}
        return self._named(session, word, thing, self.now())

    def _named(self, session: Session, word: str, thing: Any, at: datetime) -> Any:
        attributes = {"name": word, "created-at": at.isoformat(), "payload": {"data": thing}}
        event = {"type": "event", "id": f"evt_{secrets.token_hex(12)}", "attributes": attributes}
        return {"data": event}

    def signed(self, body: bytes, now: datetime) -> dict[str, str]:
        """One signature for every active secret."""
        keys = self.credentials["webhookSecrets"]
        return {
            "Content-Type": "application/json",
            "Persona-Signature": " ".join(sign_timed(key, body, now) for key in keys),
        }

    def _inquiry(self, session: Session) -> dict[str, Any]:
        status = STATUS[session.state]
        attributes = {
            "status": status,
            "reference-id": session.reference,
            "created-at": session.created_at.isoformat(),
            "name-first": "PII-CANARY",
            "updated-at": session.changed_at.isoformat(),
        }
        if status in TIME:
            attributes[TIME[status]] = session.changed_at.isoformat()
        account = {"data": {"type": "account", "id": session.id.replace("inq_", "act_")}}
        template = {"data": {"type": "inquiry-template", "id": self.credentials["templateId"]}}
        related = {"account": account, "inquiry-template": template}
        found = {"type": "inquiry", "id": session.id, "attributes": attributes}
        return {**found, "relationships": related}

    def api(self, request: Request, path: str) -> Any:
        """Inquiries: create, read, resume, expire, delete."""
        if request.headers.get("Authorization") != f"Bearer {self.credentials['apiKey']}":
            raise Refusal(401, {"errors": [{"title": "Must be authenticated"}]})
        if not request.headers.get("Persona-Version"):
            raise Refusal(400, {"errors": [{"title": "Persona-Version is missing"}]})
        parts = path.strip("/").split("/")  # api v1 inquiries <id> <verb>
        if parts[:3] != ["api", "v1", "inquiries"]:
            raise Refusal(404, {"errors": [{"title": "Record not found"}]})
        if len(parts) == 3 and request.method == "POST":
            return self.once(request, lambda: self._create(request))
        session = self.find(parts[3]) if len(parts) > 3 else None
        if session is None:
            raise Refusal(404, {"errors": [{"title": "Record not found"}]})
        verb = parts[4] if len(parts) > 4 else request.method
        if verb == "expire":
            if session.state in ("created", "started"):
                self.act(session.id, "expire")
        elif verb == "DELETE":
            session.deleted = session.redacted = True
        meta = {"one-time-link": self.page_url(session), "session-token": session.token}
        wanted = request.args.get("include") == "verifications"
        included = self._verifications(session) if wanted else []
        return {"data": self._inquiry(session), "included": included, "meta": meta}

    def _verifications(self, session: Session) -> list[Any]:
        """The check of the document, which names its holder once it passed."""
        if session.state not in ("approved", "review") or session.holder is None:
            return []
        of = session.holder
        attributes = {
            "status": "passed",
            "name-first": of.first_name,
            "name-middle": None,
            "name-last": of.last_name,
            "birthdate": of.date_of_birth,
            "identification-number": "PII-CANARY",
        }
        found = {"type": "verification/government-id", "id": "ver_1", "attributes": attributes}
        return [found]

    def _create(self, request: Request) -> Any:
        body = request.get_json(force=True)
        attributes, meta = body["data"]["attributes"], body.get("meta", {})
        if attributes.get("inquiry-template-id") != self.credentials["templateId"]:
            raise Refusal(400, {"errors": [{"title": "exactly one template is needed"}]})
        reference = meta.get("auto-create-account-reference-id", "")
        made = self.open(f"inq_{secrets.token_hex(10)}", reference, attributes["redirect-uri"])
        return {"data": self._inquiry(made), "meta": {"one-time-link": self.page_url(made)}}


FAKE = Persona
