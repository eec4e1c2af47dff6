"""Refreshes the watchlists: read, check for losses, test with the canary, switch atomically."""

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
ABSENT = "list_absent"  # an optional list of the operator; an error only if it existed before
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
    """Stores compiled lists in versions, of which one is in force. Every method raises Unavailable
    if the store does not answer: that is never taken for a store without lists."""

    def version(self) -> str:
        """The version in force; "" if there is none."""
        ...

    def counts(self) -> Counts:
        """Source -> `{entries, names, births}` of the version in force."""
        ...

    def entries(self) -> list[Listed]:
        """The entries in force; empty if there are none."""
        ...

    def store(self, entries: Sequence[Listed]) -> str:
        """Stores a version without putting it into force; returns its name, the content's hash."""
        ...

    def switch(self, version: str, counts: Counts) -> None:
        """Puts a stored version into force for all readers at once."""
        ...

    def ask(self, person: Person, version: str = "") -> ScreeningResult:
        """The result of screening a person by a version, by default the one in force."""
        ...


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The outcome of a refresh: the version in force, and the refused files with the reason."""

    version: str
    changed: bool
    counts: Counts = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def counted(entries: Sequence[Listed]) -> Counts:
    """Source -> numbers of entries, names and birth dates."""
    counts: Counts = {}
    for entry in entries:
        found = counts.setdefault(entry.source, {"entries": 0, "names": 0, "births": 0})
        found["entries"] += 1
        found["names"] += len(entry.names)
        found["births"] += len(entry.births)
    return counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The embedded watchlists. `changed` is called with each new version; it starts rescreening."""

    store: WatchlistStore
    messages: Messages
    changed: Callable[[str], object] = lambda version: None

    def refresh(
        self, files: Mapping[str, Read], chosen: Collection[str] | None = None
    ) -> Refreshed:
        """Puts new files into force, source by source.

        `files`: source -> the entries, or why they could not be read. A file that could not be read
        or lost a fifth of its entries, names or dates is refused with an alert; the old entries of
        the source remain. Sources no longer `chosen` are removed. BadRequest if nothing is left or
        the canary is not found; the old version then stays in force.
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
        """BadRequest unless the version finds the canary; asked before and after the switch."""
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
