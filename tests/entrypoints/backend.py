"""Another backend before our doors: its keys, its people, everything in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.applicants.api_keys import Mode, Scope
from chalicelib.domain.applicants.applicant import mode_of
from tests.entrypoints.api_harness import Answer, ApiHarness
from tests.services.feeds.telling import Telling

EVERYTHING = tuple(Scope)
BACK = "https://shop.example/welcome"
ANNA = {"fullName": "Anna Blau", "dateOfBirth": "1991-03-14", "nationality": "CYP"}


@dataclass
class Backend:
    """The API as a backend sees it: `call` sends its key along."""

    harness: ApiHarness
    key_id: str = field(init=False, default="")
    texts: dict[Mode, str] = field(init=False, default_factory=dict)

    def open(self, patch: Any) -> Backend:
        """Hands the services of applicants to the doors."""
        app = self.system.app
        self.keys, self.people, self.recent = app.api_keys, app.applicants, app.recent_keys
        self.sessions, self.verified = app.applicant_sessions, app.verified
        self.told = Telling(self.system, self.external_id)
        app.event_log, app.webhook_endpoints = self.told.log, self.told.endpoints
        self.texts = {mode: self.key(mode=mode) for mode in Mode}
        return self

    def external_id(self, person: str) -> str | None:
        found = self.people.applicants.find(mode_of(person), person)
        return found.external_user_id if found else None

    @property
    def system(self) -> Any:
        return self.harness.system

    def key(
        self, *scopes: str, mode: Mode = Mode.LIVE, redirects: tuple[str, ...] = (BACK,)
    ) -> str:
        """The text of a new key; it may do everything if nothing is said."""
        new = self.keys.make(mode, "shop", scopes or EVERYTHING, None, "ann", redirects)
        self.key_id = new.key.key_id
        return str(new.reveal())

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        mode: Mode = Mode.LIVE,
        headers: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
    ) -> Answer:
        """One request with a key."""
        text = self.texts[mode] if key is None else key
        sent = {"authorization": f"Bearer {text}"} if text else {}
        return self.harness.call(method, path, body, headers=sent | (headers or {}), query=query)

    def applicant(self, external: str = "u-1", mode: Mode = Mode.LIVE, **more: Any) -> str:
        """The id of an applicant."""
        body = {"externalUserId": external, "claims": ANNA} | more
        made = self.call("POST", "/v1/applicants", body, mode=mode)
        assert made.status == 201, made
        found: str = made.json["id"]
        return found

    def session(self, person: str, mode: Mode = Mode.LIVE, **more: Any) -> Any:
        """A session of an applicant, as its backend gets it."""
        made = self.call("POST", f"/v1/applicants/{person}/sessions", more, mode=mode)
        assert made.status == 201, made
        return made.json

    def attempt(self, external: str = "u-1", mode: Mode = Mode.LIVE) -> tuple[str, str]:
        """(applicant, verification): somebody who has begun."""
        person = self.applicant(external, mode)
        path = f"/v1/applicants/{person}/verifications"
        made = self.call("POST", path, mode=mode)
        assert made.status == 201, made
        return person, made.json["id"]
