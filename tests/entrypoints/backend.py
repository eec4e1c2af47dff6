"""Another backend before our doors: its keys, its people, everything in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from chalicelib import wiring
from chalicelib.adapters.memory import MemoryStore
from chalicelib.domain.applicants.api_keys import ApiKey, Mode, Scope
from chalicelib.domain.applicants.applicant import Applicant, ExternalId, mode_of
from chalicelib.domain.applicants.derived import derived_text
from chalicelib.domain.applicants.sessions import ApplicantSession
from chalicelib.services.applicants.api_keys import ApiKeys
from chalicelib.services.applicants.applicants import Applicants
from chalicelib.services.applicants.recent_keys import RecentKeys
from chalicelib.services.applicants.sandbox import Sandbox
from chalicelib.services.applicants.sessions import ApplicantSessions
from chalicelib.services.applicants.verified import Verified
from chalicelib.services.feeds.log import Names
from tests.entrypoints.house import Answer, House
from tests.services.feeds.telling import Telling
from tests.services.world import PEPPER

EVERYTHING = tuple(Scope)
BACK = "https://shop.example/welcome"
ANNA = {"fullName": "Anna Blau", "dateOfBirth": "1991-03-14", "nationality": "CYP"}


@dataclass
class Backend:
    """The house as a backend sees it: `call` sends its key along."""

    house: House
    key_id: str = field(init=False, default="")
    texts: dict[Mode, str] = field(init=False, default_factory=dict)

    def open(self, patch: Any) -> Backend:
        """Hands the services of applicants to the doors."""
        world = self.world
        self.keys = ApiKeys(
            keys=MemoryStore(ApiKey, ("key_id",), {"byMode": ("mode", "created_at")}),
            audit=world.audit,
            hashed=partial(derived_text, PEPPER),
            now=world.now,
        )
        key = ("mode", "applicant_id")
        self.people = Applicants(
            applicants=MemoryStore(Applicant, key, {"": key}),
            external=MemoryStore(ExternalId, ("external_key",), {}),
            save_claims=world.people.save_profile,
            level_exists=world.levels.begun_with,
            audit=world.audit,
            now=world.now,
            new_id=world.new_id,
        )
        world.level_of = lambda person: (
            found.level
            if (found := self.people.applicants.find(mode_of(person), person))
            else "default"
        )
        self.recent = RecentKeys(self.keys.recognize, world.now)
        self.sessions = ApplicantSessions(
            sessions=MemoryStore(ApplicantSession, ("session_id",), {}),
            marks=world.marks,
            audit=world.audit,
            pepper=PEPPER,
            site="https://site.example",
            now=world.now,
            new_id=world.new_id,
        )
        self.told = Telling(world, self.external_id)
        self.verified = Verified(
            verifications=world.verifications,
            verdicts=world.verdicts,
            documents=world.documents,
            grounds=world.grounds,
            audit=world.audit,
            pictures=world.pictures,
            liveness=world.liveness,
            external_id=self.external_id,
        )
        made = {
            "applicant_sessions": self.sessions,
            "verified": self.verified,
            "sandbox": Sandbox(
                verifications=world.verifications, profiles=world.profiles, sessions=world.sessions
            ),
            "event_log": self.told.log,
            "webhook_endpoints": self.told.endpoints,
            "names": Names(self.external_id),
            "api_keys": self.keys,
            "recent_keys": self.recent,
            "applicants": self.people,
            "verifications": world.verifications,
        }
        for name, service in made.items():
            patch.setattr(wiring, name, lambda service=service: service)
        self.texts = {mode: self.key(mode=mode) for mode in Mode}
        return self

    def external_id(self, person: str) -> str | None:
        found = self.people.applicants.find(mode_of(person), person)
        return found.external_user_id if found else None

    @property
    def world(self) -> Any:
        return self.house.world

    def key(
        self, *scopes: str, mode: Mode = Mode.LIVE, redirects: tuple[str, ...] = (BACK,)
    ) -> str:
        """The text of a new key; it may do everything if nothing is said."""
        new = self.keys.make(mode, "shop", scopes or EVERYTHING, None, "ann", redirects)
        self.key_id = new.key.key_id
        return new.reveal()

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
        return self.house.call(method, path, body, headers=sent | (headers or {}), query=query)

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
