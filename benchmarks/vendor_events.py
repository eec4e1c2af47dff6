"""Made-up events of two vendors, and where they lead: what benchmarks/webhooks.py sends."""

from __future__ import annotations

import json
import random
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chalicelib.domain.vendors.signing import sign_timed

#: Story -> the events of a session in order, and where it ends.
STORIES: dict[str, tuple[tuple[tuple[str, str], ...], str]] = {
    "stripe": ((("processing", ""), ("requires_input", "abandoned"), ("verified", "")), "approved"),
    "stripe-fraud": ((("processing", ""), ("requires_input", "selfie_manipulated")), "rejected"),
    "persona": (
        (("inquiry.started", ""), ("inquiry.completed", ""), ("inquiry.approved", "")),
        "approved",
    ),
    "persona-reversed": (
        (("inquiry.completed", ""), ("inquiry.approved", ""), ("inquiry.declined", "")),
        "rejected",
    ),
}


@dataclass(frozen=True)
class Planned:
    """One webhook: where it goes and its raw body."""

    vendor: str
    body: bytes


@dataclass(frozen=True)
class Session:
    """A seeded verification and where it has to end; `at` is when the vendor's last word fell."""

    verification_id: str
    user_id: str
    provider: str
    session_id: str
    ends: str
    at: datetime

    def at_the_desk(self) -> dict[str, str]:
        """The session as the vendor's fake keeps it."""
        return {
            "id": self.session_id,
            "reference": self.verification_id,
            "state": {"approved": "approved", "rejected": "declined"}[self.ends],
            "changedAt": self.at.isoformat(),
        }


def plan(distinct: int, luck: random.Random) -> tuple[list[Session], list[Planned]]:
    """About `distinct` events of as many sessions as that takes."""
    sessions: list[Session] = []
    events: list[Planned] = []
    base = datetime.now(UTC) - timedelta(hours=1)
    while len(events) < distinct:
        story = luck.choice(sorted(STORIES))
        words, ends = STORIES[story]
        vendor = story.partition("-")[0]
        name, last = f"{vendor}_{uuid.uuid4().hex}", base + timedelta(minutes=len(words) - 1)
        made = Session(str(uuid.uuid4()), str(uuid.uuid4()), vendor, name, ends, last)
        sessions.append(made)
        for number, (word, error) in enumerate(words):
            at = base + timedelta(minutes=number)
            make = _stripe if vendor == "stripe" else _persona
            events.append(Planned(vendor, make(made, word, error, at)))
    return sessions, events


def _stripe(session: Session, word: str, error: str, at: datetime) -> bytes:
    held = {
        "id": session.session_id,
        "status": word,
        "client_reference_id": session.verification_id,
        "last_error": {"code": error} if error else None,
    }
    kind = f"identity.verification_session.{word}"
    event = {"id": f"evt_{uuid.uuid4().hex}", "type": kind, "created": int(at.timestamp())}
    return json.dumps({**event, "data": {"object": held}}).encode()


def _persona(session: Session, word: str, error: str, at: datetime) -> bytes:
    attributes = {"reference-id": session.verification_id}
    thing = {"type": "inquiry", "id": session.session_id, "attributes": attributes}
    payload = {"data": thing}
    told = {"name": word, "created-at": at.isoformat(), "payload": payload}
    return json.dumps({"data": {"id": f"evt_{uuid.uuid4().hex}", "attributes": told}}).encode()


def signed(webhook: Planned) -> dict[str, str]:
    """The header that the vendor would send now."""
    now = datetime.now(UTC)
    if webhook.vendor == "stripe":
        return {"Stripe-Signature": sign_timed("whsec_local_new", webhook.body, now)}
    return {"Persona-Signature": sign_timed("wbhsec_local_new", webhook.body, now)}
