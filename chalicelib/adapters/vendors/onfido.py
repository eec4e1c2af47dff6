"""Onfido (Entrust): Studio workflow runs, API v3.6.

Secret: {"apiToken", "workflowId", "region": eu|us|ca, "webhookSecrets": [webhook tokens]}.
Sources: documentation.onfido.com,
developers.onfido.com/guide/manual-webhook-signature-verification.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from chalicelib.adapters.vendors.calling import Tools, VendorClient, read_json
from chalicelib.domain.errors import NotFound
from chalicelib.domain.vendors.signing import check_digest
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
from chalicelib.domain.vendors.words import ALERTS, ASKS, HIT, NOTED, Does, Vocabulary, says
from chalicelib.domain.verifications.verification import State

S = State
WORDS = Vocabulary(
    read=date(2026, 11, 26),
    sources=("onfido-openapi-spec, API v3.6, commit of 2026-07-24", "documentation.onfido.com"),
    statuses={  # of a workflow run; `awaiting_client_input` waits for the company, that is for us
        "awaiting_input": says(S.IN_PROGRESS),
        "processing": says(S.PROCESSING),
        "awaiting_client_input": says(S.NEEDS_REVIEW),
        "approved": says(S.APPROVED),
        "declined": says(S.REJECTED, "vendor_declined"),
        "review": says(S.NEEDS_REVIEW),
        "abandoned": says(S.ABANDONED),
        "error": says(S.ERROR),
    },
    events={
        "workflow_run.completed": ASKS,  # with a status it decides
        "workflow_run.started": NOTED,
        "workflow_task.started": NOTED,
        "workflow_task.completed": NOTED,
        "check.started": NOTED,
        "check.form_completed": NOTED,
        "check.completed": ASKS,
        "check.reopened": ALERTS,
        "check.withdrawn": ALERTS,
        "report.withdrawn": ALERTS,
        "report.cancelled": ALERTS,
        "report.awaiting_approval": ALERTS,
        "report.completed": ASKS,
        "report.resumed": ASKS,
        "watchlist_monitor.matches_updated": HIT,
        "audit_log.created": NOTED,
        "workflow_timeline_file.created": NOTED,
        "workflow_run_evidence_folder.created": NOTED,
        "workflow_signed_evidence_file.created": NOTED,
    },
)
#: Objects that an event may be about instead of the run -> the API path to read them.
SUBJECTS = {"check": "checks", "report": "reports", "watchlist_monitor": "watchlist_monitors"}
#: Onfido requires an applicant's name; the real one is not sent.
NOBODY = {"first_name": "Not", "last_name": "Disclosed"}
REGIONS = ("eu", "us", "ca")
RUNS = "/v3.6/workflow_runs"


@dataclass(frozen=True, slots=True)
class Onfido:
    """KycProvider over Onfido."""

    tools: Tools
    client: VendorClient
    name: str = "onfido"
    signs_time: bool = False
    dedup_window: timedelta = timedelta(days=10)
    resubmits_in_place: bool = True
    words: Vocabulary = WORDS

    def create(self, request: SessionRequest) -> VendorSession:
        """A new run. Onfido has no idempotency key, so a run that an earlier, unanswered call may
        have created is first searched by its tag.
        """
        tag = f"key:{request.idempotency_key}"
        found = self._call("GET", f"{RUNS}?{urlencode({'tags': tag})}")
        for run in listed(found):
            if part(run, "customer_user_id") == request.reference:
                return self._session(run, request.expires_in)
        applicant = self._call("POST", "/v3.6/applicants", NOBODY, repeatable=False)
        ends = (self.tools.now() + request.expires_in).isoformat(timespec="seconds")
        body = {
            "applicant_id": identifier(part(applicant, "id")),
            "workflow_id": self.tools.key("workflowId"),
            "customer_user_id": request.reference,
            "tags": [tag],
            "link": {"completed_redirect_url": request.return_url, "expires_at": ends},
        }
        made = self._call("POST", RUNS, body, repeatable=False)
        return self._session(made, request.expires_in)

    def resume(self, session_id: str) -> VendorSession:
        """The run's current link."""
        return self._session(self._call("GET", f"{RUNS}/{session_id}"), timedelta(days=1))

    def fetch(self, session_id: str) -> tuple[VendorEvent, ...]:
        """The run's status as an event."""
        run = {"workflow_id": None, **section(self._call("GET", f"{RUNS}/{session_id}"))}
        at = run.get("updated_at") or run.get("created_at")
        when = moment(at) or self.tools.now()
        event = self._event(run, "fetched", when, when.isoformat())
        return (replace(event, person=_person(run)),)

    def cancel(self, session_id: str) -> bool:
        """False: Onfido has no such call. The link expires, and the run is abandoned."""
        return False

    def redact(self, session_id: str) -> bool:
        """Deletes the applicant with all data; True also if that was done before."""
        try:
            run = self._call("GET", f"{RUNS}/{session_id}")
            applicant = identifier(part(run, "applicant_id"))
            self._call("DELETE", f"/v3.6/applicants/{applicant}")
        except NotFound:
            return True
        return True

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> VendorEvent:
        """The event of a webhook, which has no event id and no signed time."""
        check_digest(headers.get("x-sha2-signature", ""), body, self.tools.secrets())
        payload = section(read_json(body), "payload")
        action, thing = str(payload.get("action", "")), section(payload, "object")
        kind, more = str(payload.get("resource_type", "")), section(payload, "resource")
        meaning = self.words.event(action)
        at = thing.get("completed_at_iso8601") or more.get("updated_at")
        when = moment(at) or now
        if kind == "workflow_run" and meaning.does is not Does.NOTED:
            told = self._event(thing, action, when, str(at or ""))
            if told.known and action == "workflow_run.completed":
                return told
            return replace(told, does=meaning.does, known=meaning.known, state=None, reasons=())
        about, run = named(thing.get("id")), named(more.get("workflow_run_id"))
        subject = f"{SUBJECTS[kind]}/{about}" if kind in SUBJECTS and about else ""
        if applicant := named(more.get("applicant_id")):
            subject = f"applicants/{applicant}"
        return VendorEvent(
            provider=self.name,
            session_id=run,
            key=f"{about}:{action}:{at}",
            occurred_at=when,
            word=action,
            state=meaning.state,
            known=meaning.known,
            reasons=meaning.reasons,
            does=meaning.does,
            subject="" if run else subject,
        )

    def session_of(self, subject: str) -> str:
        """The applicant of a check, a report or a monitor."""
        kind, _, one = subject.partition("/")
        if kind == "applicants":
            return one
        found = self._call("GET", f"/v3.6/{kind}/{identifier(one)}")
        if kind == "reports":
            return self.session_of(f"checks/{identifier(part(found, 'check_id'))}")
        return named(part(found, "applicant_id"))

    def _event(self, run: Mapping[str, Any], action: str, at: datetime, mark: str) -> VendorEvent:
        word = str(run.get("status", ""))
        if "workflow_id" in run and run["workflow_id"] != self.tools.key("workflowId"):
            word = f"{word}:other_workflow"
        meaning = self.words.status(word)
        session = identifier(run.get("id"))
        return VendorEvent(
            provider=self.name,
            session_id=session,
            key=f"{session}:{action}:{word}:{mark}",
            occurred_at=at,
            word=word,
            state=meaning.state,
            reference=str(run.get("customer_user_id") or ""),
            known=meaning.known,
            reasons=meaning.reasons,
            does=meaning.does,
        )

    def _session(self, run: Any, lasts: timedelta) -> VendorSession:
        return VendorSession(
            self.name,
            identifier(part(run, "id")),
            self.tools.now() + lasts,
            url=str(part(run, "link", "url") or ""),
            sdk_token=str(part(run, "sdk_token") or ""),
            also_known_as=tuple(filter(None, [named(part(run, "applicant_id"))])),
        )

    def _call(self, method: str, path: str, body: Any = None, repeatable: bool = True) -> Any:
        def headers() -> dict[str, str]:
            return {
                "Authorization": f"Token token={self.tools.key('apiToken')}",
                "Content-Type": "application/json",
            }

        content = json.dumps(body).encode() if body is not None else b""
        return self.client.call(method, path, headers, content, repeatable)


def _person(run: Mapping[str, Any]) -> VerifiedPerson | None:
    """The person on the document; None. A run has no such field, so the workflow's output must
    include the document report's properties (docs/vendors.md).
    """
    of = section(run, "output")
    of = section(of, "properties") or of
    names = (of.get("first_name"), of.get("middle_name"), of.get("last_name"))
    return verified_person(names, of.get("date_of_birth") or of.get("dob"))


def build(tools: Tools) -> Onfido:
    """Onfido in this company's region."""

    def own() -> str:
        return f"https://api.{tools.choice('region', REGIONS)}.onfido.com"

    def ready() -> None:
        tools.never_tests("apiToken", "api_sandbox")
        tools.key("workflowId")
        own()

    return Onfido(tools, tools.client("onfido", own, ready))
