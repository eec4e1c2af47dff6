"""A fake of Onfido."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request

from chalicelib.domain.vendors.signing import sign
from chalicelib.domain.verifications.verification import State
from local.vendors.desk import Desk, Refusal, Session, Webhook

STATUS = {
    "created": "awaiting_input",
    "started": "awaiting_input",
    "submitted": "processing",
    "approved": "approved",
    "declined": "declined",
    "review": "review",
    "expired": "abandoned",
}


class Onfido(Desk):
    """Onfido's applicants and workflow runs; a session is a run."""

    name = "onfido"
    accepts: Mapping[str, Any] = {
        "apiToken": "api_sandbox.local",
        "workflowId": "0b8c1f1e-0000-4000-8000-000000000001",
        "region": "eu",
        "webhookSecrets": ["onfido-local-webhook"],
    }
    key = "apiToken"
    signatures = ("X-SHA2-Signature",)
    refuses = (("region", "apac"), ("region", "eu.evil.example/"))
    test_keys = ({"apiToken": "api_sandbox.x"}, {"apiToken": "api_sandbox_us.x"})
    decided_at = ("payload", "object", "completed_at_iso8601")
    names_ours = ("_run", ("workflow_id",))
    means: Mapping[str, State] = {
        "submit": State.PROCESSING,
        "review": State.NEEDS_REVIEW,
        "expire": State.ABANDONED,
    }
    played = ("approve", "reject", "review")
    retries = (30, 150, 750, 3750, 18750)  # not documented; exponential, as their clients expect
    actions = ("start", "submit", "approve", "reject", "review", "expire")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.applicants: set[str] = set()
        self.of: dict[str, tuple[str, list[str]]] = {}  # run -> applicant, tags

    def webhooks(self, session: Session, action: str) -> list[Webhook]:
        """One event at the end of a run."""
        if action in ("create", "start", "submit"):
            return []
        event = self._named(session, "workflow_run.completed", session.changed_at)
        return [self.webhook(event, STATUS[session.state])]

    def event(self, session: Session, word: str) -> Any:
        """An event of a run, or of a check, report or monitor of its applicant."""
        return self._named(session, word, self.now())

    def _named(self, session: Session, word: str, at: datetime) -> Any:
        kind = word.partition(".")[0]
        one = session.id if kind == "workflow_run" else f"{kind}-{session.id}"
        thing: dict[str, Any] = {
            "id": one,
            "completed_at_iso8601": at.isoformat().replace("+00:00", "Z"),
            "href": f"{self.base_url}/v3.6/{kind}s/{one}",
        }
        if kind == "workflow_run":
            thing["status"] = STATUS[session.state]
        return {"payload": {"resource_type": kind, "action": word, "object": thing}}

    def signed(self, body: bytes, now: datetime) -> dict[str, str]:
        """The body's HMAC-SHA256."""
        return {
            "Content-Type": "application/json",
            "X-SHA2-Signature": sign(self.credentials["webhookSecrets"][0], body),
        }

    def api(self, request: Request, path: str) -> Any:
        """Applicants: create, delete. Runs: create, list by tag, read. Checks, reports and
        monitors: read."""
        wanted = f"Token token={self.credentials['apiToken']}"
        if request.headers.get("Authorization") != wanted:
            raise Refusal(401, {"error": {"type": "authorization_error"}})
        parts = path.strip("/").split("/")  # v3.6 <what> <id>
        if parts[:2] == ["v3.6", "applicants"]:
            return self._applicants(request, parts)
        if len(parts) == 3 and parts[1] in ("checks", "reports", "watchlist_monitors"):
            return self._belonging(parts[1], parts[2])
        if parts[:2] != ["v3.6", "workflow_runs"]:
            raise Refusal(404, {"error": {"type": "resource_not_found"}})
        if len(parts) == 3:
            return self._run(self.find(parts[2]))
        if request.method == "GET":
            tag = request.args.get("tags", "")
            return [self._run(self.sessions[r]) for r, (_, tags) in self.of.items() if tag in tags]
        body = request.get_json(force=True)
        known = body.get("applicant_id") in self.applicants
        if not known or body.get("workflow_id") != self.credentials["workflowId"]:
            raise Refusal(422, {"error": {"type": "validation_error"}})
        run = str(uuid.uuid4())
        self.of[run] = (body["applicant_id"], list(body.get("tags", [])))
        link = body.get("link", {}).get("completed_redirect_url", "")
        return self._run(self.open(run, body["customer_user_id"], link))

    def _belonging(self, kind: str, one: str) -> Any:
        """A check, a report or a monitor, whose id ends with its run's."""
        session = self.find(one.partition("-")[2])
        applicant = self.of[session.id][0]
        if kind == "reports":
            return {"id": one, "check_id": f"check-{session.id}", "properties": "PII-CANARY"}
        return {"id": one, "applicant_id": applicant}

    def _applicants(self, request: Request, parts: list[str]) -> Any:
        if request.method == "POST" and len(parts) == 2:
            body = request.get_json(force=True)
            if not body.get("first_name") or not body.get("last_name"):
                raise Refusal(422, {"error": {"type": "validation_error"}})
            made = str(uuid.uuid4())
            self.applicants.add(made)
            return {"id": made, **body}
        if request.method == "DELETE" and parts[2] in self.applicants:
            self.applicants.discard(parts[2])
            for run, (applicant, _) in self.of.items():
                if applicant == parts[2]:
                    self.sessions[run].deleted = self.sessions[run].redacted = True
            return None
        raise Refusal(404, {"error": {"type": "resource_not_found"}})

    def _run(self, session: Session) -> dict[str, Any]:
        return {
            "id": session.id,
            "applicant_id": self.of[session.id][0],
            "workflow_id": self.credentials["workflowId"],
            "customer_user_id": session.reference,
            "tags": self.of[session.id][1],
            "status": STATUS[session.state],
            "created_at": session.created_at.isoformat(),
            "updated_at": session.changed_at.isoformat(),
            "sdk_token": f"sdk.{session.token}",
            "link": {"url": self.page_url(session)},
            "output": {**(asdict(session.holder) if session.holder else {}), "id": "PII-CANARY"},
        }


FAKE = Onfido
