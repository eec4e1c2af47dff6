"""Onfido, on this machine."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict
from typing import Any

from werkzeug.wrappers import Request

from chalicelib.domain.vendor_signing import sign
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
    """Applicants and workflow runs."""

    name = "onfido"
    retries = (30, 150, 750, 3750, 18750)  # not documented; exponential, as their clients expect
    actions = ("start", "submit", "approve", "reject", "review", "expire")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.applicants: set[str] = set()
        self.of: dict[str, tuple[str, list[str]]] = {}  # run -> applicant, tags

    def webhooks(self, session: Session, action: str) -> list[Webhook]:
        """Only the end of a run is told."""
        if action in ("create", "start", "submit"):
            return []
        at = session.changed_at.isoformat().replace("+00:00", "Z")
        event = {
            "payload": {
                "resource_type": "workflow_run",
                "action": "workflow_run.completed",
                "object": {
                    "id": session.id,
                    "status": STATUS[session.state],
                    "completed_at_iso8601": at,
                    "href": f"{self.base_url}/v3.6/workflow_runs/{session.id}",
                },
            }
        }
        body = json.dumps(event).encode()

        def headers(_: Any) -> dict[str, str]:
            return {
                "Content-Type": "application/json",
                "X-SHA2-Signature": sign(self.credentials["webhookSecrets"][0], body),
            }

        return [Webhook(self.name, body, headers, STATUS[session.state])]

    def api(self, request: Request, path: str) -> Any:
        """Applicants: create, delete. Runs: create, list by tag, read."""
        wanted = f"Token token={self.credentials['apiToken']}"
        if request.headers.get("Authorization") != wanted:
            raise Refusal(401, {"error": {"type": "authorization_error"}})
        parts = path.strip("/").split("/")  # v3.6 <what> <id>
        if parts[:2] == ["v3.6", "applicants"]:
            return self._applicants(request, parts)
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
                self.sessions[run].deleted |= applicant == parts[2]
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
