"""Persona: inquiries (api version 2025-12-08).

Secret: {"apiKey", "templateId": "itmpl_…", "webhookSecrets": ["wbhsec_…"], "completedMeans":
"approved" where the tenant decides nothing after the inquiry}.
Sources: docs.withpersona.com/api-reference/inquiries, /webhooks, /webhooks-best-practices.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.adapters.vendors.calling import Tools, VendorClient, read_json
from chalicelib.domain.errors import NotFound
from chalicelib.domain.vendors.signing import check_timed
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
    Does,
    Meaning,
    Vocabulary,
    family,
    says,
)
from chalicelib.domain.verifications.verification import State

VERSION = "2025-12-08"
S = State

#: Reports that may find the person on a list, also long after the approval.
LISTS = (
    "watchlist",
    "politically-exposed-person",
    "adverse-media",
    "screening",
    "custom-list",
    "community-safety",
    "crypto-address-watchlist",
    "crypto_address",
)
WORDS = Vocabulary(
    read=date(2026, 11, 26),
    sources=(
        "persona-openapi, API 2025-12-08, commit of 2026-08-21",
        "docs.withpersona.com: webhooks, events",
    ),
    statuses={
        "created": says(S.CREATED),
        "pending": says(S.IN_PROGRESS),
        "completed": says(S.PROCESSING),
        "failed": says(S.RESUBMIT_REQUESTED),
        "expired": says(S.EXPIRED),
        "needs_review": says(S.NEEDS_REVIEW),
        "approved": says(S.APPROVED),
        "declined": says(S.REJECTED, "vendor_declined"),
    },
    events={
        "inquiry.created": says(S.CREATED),
        "inquiry.started": says(S.IN_PROGRESS),
        "inquiry.completed": says(S.PROCESSING),
        "inquiry.failed": says(S.RESUBMIT_REQUESTED),
        "inquiry.expired": says(S.EXPIRED),
        "inquiry.approved": says(S.APPROVED),
        "inquiry.declined": says(S.REJECTED, "vendor_declined"),
        "inquiry.marked-for-review": says(S.NEEDS_REVIEW),
        "inquiry.redacted": NOTED,
        "inquiry.transitioned": NOTED,
        "inquiry.updated-tags": NOTED,
        "inquiry.reusable-persona-created": NOTED,
        "inquiry.reusable-persona-updated": NOTED,
        "inquiry.reusable-persona-used": ASKS,
        "inquiry.reusable-persona-assurance-failed": ALERTS,
        "account.consolidated": ALERTS,
        "account.consolidated-with": ALERTS,
        "case.reopened": ALERTS,
        "case.sla-expired": ALERTS,
        "case.resolved": ASKS,
        "case.status-updated": ASKS,
        "workflow-run.errored": ALERTS,
        "workflow-run.created": NOTED,
        "workflow-run.resumed": NOTED,
        "workflow.published": NOTED,
        "report/screening.reviewed": ASKS,
        "report/business-nonprofit.changed": NOTED,
        **dict.fromkeys(family("report/{}.matched", *LISTS), HIT),
        **dict.fromkeys(family("report/{}.errored", *LISTS[:-1]), ALERTS),
        **dict.fromkeys(family("report/{}.dismissed", *LISTS[:3], "custom-list"), ASKS),
        **dict.fromkeys(
            family("report/business-{}.matched", "adverse-media", "media-coverage", "watchlist"),
            NOTED,
        ),
        **dict.fromkeys(
            family("report/business-{}.dismissed", "adverse-media", "watchlist"), NOTED
        ),
    },
    families=tuple(
        (pattern, NOTED)
        for pattern in (
            "inquiry-session.*",
            "inquiry-template*",
            "session.*",
            "verification.*",
            "document.*",
            "selfie.*",
            "authentication.*",
            "checkpoint.*",
            "report/*.ready",
            "report/*.errored",
            "report/*.submitted",
            "account.*",
            "account-property.*",
            "account-type.*",
            "agent-conversation.*",
            "case.*",
            "case-*",
            "connect/*",
            "filing.*",
            "graph-query.*",
            "importer-pipeline-run.*",
            "integration-log.*",
            "sar.*",
            "transaction.*",
            "transaction-type.*",
            "user.*",
        )
    ),
)
#: Status -> the attribute with the time of the change.
_TIMES = {
    "created": "created-at",
    "pending": "started-at",
    "completed": "completed-at",
    "failed": "failed-at",
    "expired": "expired-at",
    "needs_review": "marked-for-review-at",
    "approved": "decisioned-at",
    "declined": "decisioned-at",
}


@dataclass(frozen=True, slots=True)
class Persona:
    """KycProvider over Persona."""

    tools: Tools
    client: VendorClient
    name: str = "persona"
    signs_time: bool = True
    dedup_window: timedelta = timedelta(days=8)
    resubmits_in_place: bool = False
    words: Vocabulary = WORDS

    def create(self, request: SessionRequest) -> VendorSession:
        """A new inquiry with a one-time link; the same reference twice is the same inquiry."""
        seconds = int(request.expires_in.total_seconds())
        body = {
            "data": {
                "attributes": {
                    "inquiry-template-id": self.tools.key("templateId"),
                    "redirect-uri": request.return_url,
                }
            },
            "meta": {
                "auto-create-account": True,
                "auto-create-account-reference-id": request.reference,
                "auto-create-one-time-link": True,
                "one-time-link-expiration-seconds": seconds,
                "expiration-after-create-interval-seconds": seconds,
            },
        }
        made = self._call("POST", "/api/v1/inquiries", body, once=request.idempotency_key)
        return self._session(identifier(part(made, "data", "id")), made, request.expires_in)

    def resume(self, session_id: str) -> VendorSession:
        """A new link to the same inquiry."""
        day = timedelta(days=1)
        body = {"meta": {"expires-in-seconds": int(day.total_seconds())}}
        path = f"/api/v1/inquiries/{session_id}/generate-one-time-link"
        return self._session(session_id, self._call("POST", path, body), day)

    def fetch(self, session_id: str) -> tuple[VendorEvent, ...]:
        """The inquiry's status as an event."""
        found = self._call("GET", f"/api/v1/inquiries/{session_id}?include=verifications")
        attributes = section(found, "data", "attributes")
        word = str(attributes.get("status"))
        template = part(found, "data", "relationships", "inquiry-template", "data", "id")
        if template != self.tools.key("templateId"):
            word = f"{word}:other_template"
        meaning = self._meaning(self.words.status(word))
        state = meaning.state
        at = attributes.get(_TIMES.get(word, "")) or attributes.get("updated-at")
        when = moment(at) or self.tools.now()
        return (
            VendorEvent(
                provider=self.name,
                session_id=session_id,
                key=f"fetched:{word}:{when.isoformat()}",
                occurred_at=when,
                word=word,
                state=state,
                known=meaning.known,
                rounds=(session_id,) if state is S.RESUBMIT_REQUESTED else (),
                reasons=meaning.reasons,
                person=_person(found),
            ),
        )

    def cancel(self, session_id: str) -> bool:
        """Expires the inquiry and its links."""
        self._call("POST", f"/api/v1/inquiries/{session_id}/expire")
        return True

    def redact(self, session_id: str) -> bool:
        """Deletes the person's data at Persona; True also if that was done before."""
        try:
            self._call("DELETE", f"/api/v1/inquiries/{session_id}")
        except NotFound:
            return True
        return True

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> VendorEvent:
        """The event of a webhook; Unauthenticated unless Persona signed it within 300 s."""
        signature = headers.get("persona-signature", "")
        signed = check_timed(signature, body, self.tools.secrets(), now)
        event = read_json(body)
        attributes = section(event, "data", "attributes")
        word = str(attributes.get("name", ""))
        thing = section(attributes, "payload", "data")
        session, subject = _whose(thing)
        at = moment(_inflected(attributes, "created-at"))
        meaning = self._meaning(self.words.event(word))
        if meaning.does is Does.DECIDES:
            session = identifier(session)
        told = VendorEvent(
            provider=self.name,
            session_id=session,
            key=identifier(part(event, "data", "id")),
            occurred_at=at or signed,
            word=word,
            state=meaning.state,
            reference=str(_inflected(section(thing, "attributes"), "reference-id") or ""),
            known=meaning.known,
            rounds=(session,) if meaning.state is S.RESUBMIT_REQUESTED else (),
            reasons=meaning.reasons,
            signed_at=signed,
            does=meaning.does,
            subject=subject,
        )
        return told if at else told.undated

    def session_of(self, subject: str) -> str:
        """The account of a report or a case that names no inquiry."""
        return subject

    def _meaning(self, meaning: Meaning) -> Meaning:
        """The meaning; that of "completed" is `completedMeans` if the tenant decides nothing."""
        if meaning.state is S.PROCESSING and _completed_means(self.tools) == "approved":
            return says(S.APPROVED)
        return meaning

    def _session(self, session_id: str, made: Any, lasts: timedelta) -> VendorSession:
        link = str(part(made, "meta", "one-time-link") or "")
        account = part(made, "data", "relationships", "account", "data", "id")
        known_as = (identifier(account),) if account else ()
        ends = self.tools.now() + lasts
        return VendorSession(self.name, session_id, ends, url=link, also_known_as=known_as)

    def _call(self, method: str, path: str, body: Any = None, once: str = "") -> Any:
        def headers() -> dict[str, str]:
            return {
                "Authorization": f"Bearer {self.tools.key('apiKey')}",
                "Content-Type": "application/json",
                "Persona-Version": VERSION,
                "Key-Inflection": "kebab",
                **({"Idempotency-Key": once} if once else {}),
            }

        content = json.dumps(body).encode() if body is not None else b""
        return self.client.call(method, path, headers, content)


def _completed_means(tools: Tools) -> str:
    return tools.choice("completedMeans", ("approved", "processing"), "processing")


def _inflected(attributes: Mapping[str, Any], name: str) -> Any:
    """A field whose name is in kebab-case, snake_case or camelCase, by the webhook's settings."""
    first, *rest = name.split("-")
    names = (name, name.replace("-", "_"), first + "".join(word.title() for word in rest))
    return next((attributes[n] for n in names if n in attributes), None)


def _whose(thing: Mapping[str, Any]) -> tuple[str, str]:
    """(inquiry, account) that the event's object is or belongs to; "" if unknown."""
    found = {"inquiry": "", "account": ""}
    for kind in found:
        of = part(thing, "relationships", kind, "data")
        found[kind] = named(thing.get("id") if thing.get("type") == kind else part(of, "id"))
    return found["inquiry"], found["account"]


def _person(found: Any) -> VerifiedPerson | None:
    """The holder of the government ID that passed; None. The inquiry's own fields are ignored,
    since anybody may have entered them.
    """
    for one in listed(found, "included"):
        kind, passed = part(one, "type"), part(one, "attributes", "status") == "passed"
        if passed and isinstance(kind, str) and kind.startswith("verification/government-id"):
            of = section(one, "attributes")
            names = (of.get("name-first"), of.get("name-middle"), of.get("name-last"))
            return verified_person(names, of.get("birthdate"))
    return None


def build(tools: Tools) -> Persona:
    """Persona with this company's key."""

    def ready() -> None:
        tools.never_tests("apiKey", "persona_sandbox_")
        tools.begins("templateId", "itmpl_")
        _completed_means(tools)

    return Persona(tools, tools.client("persona", lambda: "https://api.withpersona.com", ready))
