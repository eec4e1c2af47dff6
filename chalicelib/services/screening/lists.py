"""Refreshing the watchlists: read, distrust, prove that the alarm rings, switch at once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from chalicelib.domain.errors import BadRequest, VestibuleError
from chalicelib.domain.screening.screening import (
    Interval,
    Listed,
    ListedName,
    Person,
    ScreeningResult,
)
from chalicelib.services.ports import Messages

SHRUNK = 0.8
ABSENT = "list_absent"  # a list that an operator may keep; no fault unless there was one before
CANARY = Listed(
    source="vestibule-canary",
    entry_id="canary",
    names=(ListedName("Canary Vestibule-Probe"),),
    births=(Interval("1900-01-01", "1900-01-01"),),
)
CANARY_PERSON = Person("Vestibule-Probe Canary", "1900-01-01")
Counts = dict[str, dict[str, int]]
Read = Sequence[Listed] | VestibuleError


class WatchlistStore(Protocol):
    """Where compiled lists lie: many versions, of which one is in force."""

    def version(self) -> str:
        """The version in force, or an empty string."""
        ...

    def counts(self) -> Counts:
        """Source -> `{entries, names, births}` of the version in force."""
        ...

    def entries(self) -> list[Listed]:
        """The entries in force; empty if there are none."""
        ...

    def store(self, entries: Sequence[Listed]) -> str:
        """Keeps a version without using it; its name is the hash of its content."""
        ...

    def switch(self, version: str, counts: Counts) -> None:
        """Puts a stored version into force, at once for everybody."""
        ...

    def ask(self, person: Person, version: str = "") -> ScreeningResult:
        """What a version, or the one in force, says of somebody."""
        ...


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh came to: the version now in force, and which files were refused and why."""

    version: str
    changed: bool
    counts: Counts = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def counted(entries: Sequence[Listed]) -> Counts:
    """Source -> how many entries, names and birth dates."""
    counts: Counts = {}
    for entry in entries:
        found = counts.setdefault(entry.source, {"entries": 0, "names": 0, "births": 0})
        found["entries"] += 1
        found["names"] += len(entry.names)
        found["births"] += len(entry.births)
    return counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The embedded watchlists. `changed` is told of each new version (it starts rescreening)."""

    store: WatchlistStore
    messages: Messages
    changed: Callable[[str], object] = lambda version: None

    def refresh(
        self, files: Mapping[str, Read], chosen: Collection[str] | None = None
    ) -> Refreshed:
        """Puts new files into force, source by source.

        A file that could not be read, or that lost a fifth of its entries, names or dates, is
        refused and alarmed: the old entries of that source stay. `files` maps a source to what was
        read, or to why not. Sources that are not `chosen` any more leave the index. BadRequest if
        nothing is left, or if the canary does not ring: then the old version stays in force.
        """
        before, kept = self.store.counts(), self.store.entries()
        if chosen is not None:
            kept = [entry for entry in kept if entry.source in chosen]
        refused = {
            source: fault
            for source, found in files.items()
            if (fault := _fault(found, before.get(source, {})))
        }
        for source, fault in refused.items():
            self.messages.alert("A watchlist was refused", {"source": source, "fault": fault})
        fresh = {
            source: found
            for source, found in files.items()
            if source not in refused and not isinstance(found, VestibuleError)
        }
        entries = [e for e in kept if e.source not in fresh and e.source != CANARY.source]
        for found in fresh.values():
            entries += found
        if not entries:
            raise BadRequest("no watchlist could be read", "list_broken")
        return self._put(entries, refused)

    def _put(self, entries: Sequence[Listed], refused: dict[str, str]) -> Refreshed:
        counts = counted(entries)
        version = self.store.store([*entries, CANARY])
        self._prove(version, version)
        changed = version != self.store.version()
        if changed:
            self.store.switch(version, counts)
        self._prove(version)
        if changed:
            self.changed(version)
        return Refreshed(version, changed, counts, refused)

    def _prove(self, version: str, asked: str = "") -> None:
        """The canary must ring, before the switch and after it."""
        if self.store.ask(CANARY_PERSON, asked).status != "potential_match":
            self.messages.alert("The watchlist canary does not ring", {"version": version})
            raise BadRequest("the canary does not ring", "canary_silent")


def _fault(found: Read, before: Mapping[str, int]) -> str:
    if isinstance(found, VestibuleError):
        never = found.code == ABSENT and not before
        return "" if never else found.code
    if not found:
        return "list_empty"
    now = next(iter(counted(found).values()))
    if any(now[what] < count * SHRUNK for what, count in before.items()):
        return "list_shrunk"
    return ""
