"""Refreshing the watchlists: read, distrust, switch at once, prove that the alarm still rings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.errors import BadRequest, VestibuleError
from chalicelib.domain.screening import Interval, Listed, ListedName, Person, ScreeningResult
from chalicelib.services.ports import Messages

SHRUNK = 0.8
CANARY = Listed(
    source="vestibule-canary",
    entry_id="canary",
    names=(ListedName("Canary Vestibule-Probe"),),
    births=(Interval("1900-01-01", "1900-01-01"),),
)
CANARY_PERSON = Person("Vestibule-Probe Canary", "1900-01-01")


class Shelf(Protocol):
    """Where compiled lists lie."""

    def counts(self) -> dict[str, int]:
        """Entries by source of the list in force; empty if there is none."""
        ...

    def entries(self) -> list[Listed]:
        """The entries in force; empty if there are none."""
        ...

    def publish(self, entries: Sequence[Listed], counts: dict[str, int]) -> str:
        """Switches to these entries at once; their version."""
        ...

    def ask(self, person: Person) -> ScreeningResult:
        """What the list in force says of somebody."""
        ...


@dataclass(frozen=True, slots=True)
class Lists:
    """The embedded watchlists."""

    shelf: Shelf
    messages: Messages

    def refresh(self, files: Mapping[str, Sequence[Listed] | VestibuleError]) -> str:
        """Puts new files into force, source by source; the version.

        A file that could not be read, or that lost a fifth of its entries, is refused and alarmed:
        the old entries of that source stay. `files` maps a source to what was read, or to why not.
        """
        before, kept = self.shelf.counts(), self.shelf.entries()
        entries: list[Listed] = []
        for source, found in files.items():
            fault = self._fault(source, found, before.get(source, 0))
            if fault or isinstance(found, VestibuleError):
                self.messages.alert(
                    "A watchlist was refused", {"source": source, "fault": fault or "list_broken"}
                )
                entries += [entry for entry in kept if entry.source == source]
            else:
                entries += found
        known = set(files) | {CANARY.source}
        entries += [entry for entry in kept if entry.source not in known]
        if not entries:
            raise BadRequest("no watchlist could be read", "list_broken")
        counts = dict(Counter(entry.source for entry in entries))
        version = self.shelf.publish([*entries, CANARY], counts)
        self._prove(version)
        return version

    @staticmethod
    def _fault(source: str, found: Sequence[Listed] | VestibuleError, before: int) -> str:
        if isinstance(found, VestibuleError):
            return found.code
        if not found:
            return "list_empty"
        if len(found) < before * SHRUNK:
            return "list_shrunk"
        return ""

    def _prove(self, version: str) -> None:
        """The canary must ring after each refresh."""
        if self.shelf.ask(CANARY_PERSON).status != "potential_match":
            self.messages.alert("The watchlist canary does not ring", {"version": version})
            raise BadRequest("the canary does not ring", "canary_silent")
