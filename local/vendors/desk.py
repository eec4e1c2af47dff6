"""The base of all fakes: sessions, the hosted page's buttons, and webhooks with retries.

A fake has the vendor's state of sessions. `act()` is an action of a person or the vendor's staff:
it changes the state and posts the webhooks that the vendor would post, signed for every attempt,
with the vendor's own retry schedule on the movable clock.
"""

from __future__ import annotations

import json
import secrets
import threading
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from html import escape
from typing import Any

from werkzeug.wrappers import Request, Response

from chalicelib.domain.verifications.verification import State

Send = Callable[[str, Mapping[str, str], bytes], int]
Later = Callable[[float, Callable[[], object], str], object]
#: Action -> the session's state after it.
ACTIONS = {
    "start": "started",
    "submit": "submitted",
    "approve": "approved",
    "reject": "declined",
    "review": "review",
    "resubmit": "resubmit",
    "expire": "expired",
}


@dataclass(frozen=True)
class Holder:
    """The person on the document that was shown to the vendor."""

    first_name: str
    last_name: str
    date_of_birth: str  # ISO 8601


HOLDER = Holder("Anna", "Demosthenous", "1991-03-14")


@dataclass
class Session:
    """One session at the vendor. `reference`: our id of it; `state`: a value of ACTIONS, or
    created; `attempt`: the present try's id; `tries`: ids of failed ones; `holder`: None if the
    vendor names nobody."""

    id: str
    reference: str
    return_url: str
    created_at: datetime
    changed_at: datetime
    state: str = "created"
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    attempt: str = field(default_factory=lambda: str(uuid.uuid4()))
    tries: list[str] = field(default_factory=list)
    deleted: bool = False
    redacted: bool = False
    holder: Holder | None = HOLDER


@dataclass(frozen=True)
class Webhook:
    """One webhook. The body is the same at every attempt; `headers(now)` signs each attempt."""

    vendor: str
    body: bytes
    headers: Callable[[datetime], dict[str, str]]
    label: str = ""


class Refusal(Exception):
    """The vendor's error response: an HTTP status and a body."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(str(status))
        self.status, self.body = status, body


class Desk:
    """A vendor's fake. Subclasses define its API and its webhooks."""

    name = ""
    #: The credentials that the fake accepts and the local secret has. Useless anywhere else.
    accepts: Mapping[str, Any] = {}
    #: The credential that authenticates our calls, and the headers with a webhook's signature.
    key = ""
    signatures: tuple[str, ...] = ()
    #: Action other than approve and reject -> our state after it; the supported journey.CASES.
    means: Mapping[str, State] = {}
    played: tuple[str, ...] = ()
    #: Credentials that must be refused before anything is sent: (field, value). Every fake defines
    #: this and the next three attributes, even if empty.
    refuses: tuple[tuple[str, str], ...]
    #: Credentials of the vendor's test mode, which production refuses.
    test_keys: tuple[Mapping[str, str], ...]
    #: The path to the time in the event of a decision.
    decided_at: tuple[str, ...]
    #: (method whose answer names our template, level or workflow, path to the name), or None.
    names_ours: tuple[str, tuple[str, ...]] | None
    #: Whether the vendor, too, returns the same session for the same reference.
    creates_once = True
    #: Seconds after the first attempt at which a webhook is sent again.
    retries: tuple[float, ...] = ()
    actions: tuple[str, ...] = tuple(ACTIONS)

    def __init__(self, now: Callable[[], datetime], base_url: str = "") -> None:
        self.credentials, self.now, self.base_url = dict(self.accepts), now, base_url
        self.said: deque[str] = deque(maxlen=50)  # the API's last answers, for tests
        self.sessions: dict[str, Session] = {}
        self.answered: dict[str, tuple[bytes, Any]] = {}
        self.posted: list[Webhook] = []  # everything ever posted, for tests and the page
        self.attempts: list[tuple[str, int]] = []  # (label, HTTP status)
        self.down = False
        self.holder: Holder | None = HOLDER  # of later sessions; None: the vendor names nobody
        self.send: Send | None = None
        self.later: Later | None = None
        self._lock = threading.RLock()

    # -- the vendor's sessions ---------------------------------------------

    def open(self, session_id: str, reference: str, return_url: str) -> Session:
        """Creates a session and posts the vendor's webhooks for a new one."""
        now = self.now()
        session = Session(session_id, reference, return_url, now, now, holder=self.holder)
        self.sessions[session_id] = session
        for webhook in self.webhooks(session, "create"):
            self.post(webhook)
        return session

    def remember(self, id: str, reference: str, state: str, changedAt: str) -> None:
        """Adds a session of an earlier run. `state`: a value of ACTIONS, else Refusal 400;
        `changedAt`: ISO 8601."""
        at = datetime.fromisoformat(changedAt)
        if state not in ACTIONS.values():
            raise Refusal(400, {"error": f"no such state: {state}"})
        self.sessions[id] = Session(id, reference, "", at, at, state, holder=self.holder)

    def act(self, session_id: str, action: str) -> Session:
        """Does an action of ACTIONS: changes the session's state and posts the vendor's webhooks.
        KeyError for an unknown session or action."""
        with self._lock:
            session, state = self.sessions[session_id], ACTIONS[action]
            session.changed_at = max(self.now(), session.changed_at + timedelta(milliseconds=1))
            session.state = state
            if action == "resubmit":
                session.tries.append(session.attempt)
            made = self.webhooks(session, action)
            if action == "resubmit":
                session.attempt = str(uuid.uuid4())
        for webhook in made:
            self.post(webhook)
        return session

    def webhooks(self, session: Session, action: str) -> list[Webhook]:
        """The webhooks that the vendor posts after `action` (of ACTIONS, or create)."""
        raise NotImplementedError

    def event(self, session: Session, word: str) -> Any:
        """The body of the vendor's event of this name about a session, JSON-compatible."""
        raise NotImplementedError

    def signed(self, body: bytes, now: datetime) -> dict[str, str]:
        """The headers of a webhook that is sent at `now`, with its signature."""
        raise NotImplementedError

    def webhook(self, event: Any, label: str) -> Webhook:
        """The webhook of an event. `label`: for `attempts`."""
        body = json.dumps(event).encode()
        return Webhook(self.name, body, lambda now: self.signed(body, now), label)

    def tell(self, session: Session, word: str) -> Webhook:
        """Posts an event of this name, whatever the session's state is; returns its webhook."""
        made = self.webhook(self.event(session, word), word)
        self.post(made)
        return made

    def api(self, request: Request, path: str) -> Any:
        """The vendor's API: the answer to a request, JSON-compatible. Refusal for its errors."""
        raise NotImplementedError

    def find(self, session_id: str) -> Session:
        """The session, if it was not deleted; else Refusal 404."""
        found = self.sessions.get(session_id)
        if found is None or found.deleted:
            raise Refusal(404, {"error": "not found"})
        return found

    def once(self, request: Request, make: Callable[[], Any]) -> Any:
        """Returns the earlier answer for a repeated Idempotency-Key, else `make()`. Refusal 400 if
        the body differs."""
        key, body = request.headers.get("Idempotency-Key", ""), request.get_data()
        with self._lock:
            if key and key in self.answered:
                before, answer = self.answered[key]
                if before != body:
                    raise Refusal(400, {"error": "idempotency key reused with another body"})
                return answer
            answer = make()
            if key:
                self.answered[key] = (body, answer)
            return answer

    # -- webhooks ----------------------------------------------------------

    def post(self, webhook: Webhook) -> None:
        """Sends a webhook, and again by the vendor's schedule (`retries`) until it gets a 2xx.
        Before `Vendors.connect` it is only recorded."""
        self.posted.append(webhook)
        if self.send is None or self.later is None:
            return
        self.later(0.0, lambda: self._attempt(webhook, 0), f"webhook {self.name}")

    def _attempt(self, webhook: Webhook, number: int) -> None:
        def run() -> None:
            status = 0
            try:
                status = self.send(self.name, webhook.headers(self.now()), webhook.body)  # type: ignore[misc]
            finally:
                self.attempts.append((webhook.label, status))
                if not 200 <= status < 300 and number < len(self.retries) and self.later:
                    before = self.retries[number - 1] if number else 0.0
                    wait = self.retries[number] - before
                    self.later(
                        wait, lambda: self._attempt(webhook, number + 1), f"webhook {self.name}"
                    )

        threading.Thread(target=run, name=f"webhook {self.name}", daemon=True).start()

    # -- the hosted page ---------------------------------------------------

    def by_token(self, token: str) -> Session:
        """The session of a page's token; Refusal 404."""
        for session in self.sessions.values():
            if secrets.compare_digest(session.token.encode(), token.encode()):
                return session
        raise Refusal(404, {"error": "this link does not exist"})

    def page_url(self, session: Session) -> str:
        """The URL of the session's hosted page."""
        return f"{self.base_url}/hosted/{session.token}"

    def page(self, request: Request, token: str) -> Response:
        """The hosted page. A POST with `action` does that action and shows the page again. Refusal:
        404 for an unknown token, 400 for a button that the vendor does not have."""
        session = self.by_token(token)
        if request.method == "POST":
            action = request.form.get("action", "")
            if action not in self.actions:
                raise Refusal(400, {"error": "no such button"})
            session.holder = _holder(request.form, session.holder)
            self.act(session.id, action)
        buttons = "".join(
            f'<button name="action" value="{name}">{name}</button> ' for name in self.actions
        )
        inputs = "".join(
            f'<p><label>{name.replace("_", " ")} <input name="{name}" value="{escape(value)}">'
            "</label></p>"
            for name, value in asdict(session.holder or Holder("", "", "")).items()
        )
        text = _PAGE.format(
            name=self.name, state=session.state, id=session.id, buttons=inputs + buttons
        )
        return Response(text, mimetype="text/html")


def _holder(form: Mapping[str, str], before: Holder | None) -> Holder | None:
    """The person in the page's fields: None if one is empty; `before` without these fields."""
    found = [form.get(one.name) for one in fields(Holder)]
    if None in found:
        return before
    return Holder(*map(str, found)) if all(found) else None


_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{name} (fake)</title>
<style>body{{font:16px system-ui;max-width:36rem;margin:4rem auto}}</style>
<h1>{name}</h1><p>A stand-in for the vendor's page. Nothing you do here reaches {name}.</p>
<p>Session <code>{id}</code>: <strong id="state">{state}</strong></p>
<form method="post">{buttons}</form></html>
"""
