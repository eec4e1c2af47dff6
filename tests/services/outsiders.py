"""Lists that change, and the services that a machine needs beside its system."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.errors import Unavailable
from chalicelib.domain.screening.screening import Person, ScreeningResult
from chalicelib.services.privacy.erasure import Erasure
from chalicelib.services.screening.rescreening import Rescreening
from tests.services.in_memory import InMemorySystem
from tests.services.privacy.erasing import erasure_of


class Lists:
    """Lists that change; a name is listed or not."""

    def __init__(self, now: Any) -> None:
        self.now, self.names, self.away = now, set[str](), False
        self.history: list[tuple[datetime, str]] = [(now(), "0")]
        self.listed: list[tuple[datetime, frozenset[str]]] = [(now(), frozenset())]

    def change(self, name: str) -> None:
        self.now.move(seconds=1)
        self.names ^= {name.casefold()}
        self.history.append((self.now(), str(len(self.history))))
        self.listed.append((self.now(), frozenset(self.names)))
        self.now.move(seconds=1)

    def versions(self) -> dict[str, str]:
        if self.away:
            raise Unavailable("the lists are away")
        return {"un": self.history[-1][1]}

    def screen(self, person: Person) -> ScreeningResult:
        versions = self.versions()
        hit = person.name.casefold() in self.names
        status = "potential_match" if hit else "clear"
        match = {"list": "un", "entryId": person.name, "score": 0.99}
        return ScreeningResult(status, (match,) if hit else (), "v1", 0.8, versions)

    def named(self, name: str, moment: datetime) -> bool:
        """Whether somebody of this name was listed then."""
        [*_, names] = [names for since, names in self.listed if since <= moment]
        return name.casefold() in names

    def at(self, moment: datetime) -> dict[str, str]:
        return {"un": [version for since, version in self.history if since <= moment][-1]}


def privacy_of(w: InMemorySystem, vendors: Any) -> Erasure:
    """The eraser of this system."""
    return replace(erasure_of(w), vendors=vendors)


def rescreening_of(w: InMemorySystem) -> Rescreening:
    """Everybody verified, again."""
    return w.app.rescreening
