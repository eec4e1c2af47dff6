"""The company's own deny and allow lists: entries by people with the right, asked by decisions."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.errors import BadRequest
from chalicelib.domain.levels.own_lists import (
    Kind,
    OwnEntry,
    OwnList,
    checked_reason,
    parts_of,
)
from chalicelib.services.ports import Audit, Clock, Store

#: The audit log's subject; entries there hold hashes and reasons, no names.
SUBJECT = "own-lists"
LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLists:
    """`hashed` is the product's keyed hash, the one that document numbers are kept by."""

    entries: Store[OwnEntry]
    audit: Audit
    hashed: Callable[..., str]
    now: Clock

    def add(
        self,
        own_list: OwnList,
        kind: Kind,
        value: str,
        born: str,
        reason: str,
        author: str,
        days: int | None,
    ) -> OwnEntry:
        """One entry; who is listed already gets the new list, reason and end. BadRequest."""
        if days is not None and not 1 <= days <= LONGEST_DAYS:
            raise BadRequest(f"an entry lasts 1 to {LONGEST_DAYS} days", "own_list_days")
        now = self.now()
        entry = OwnEntry(
            entry_hash=self.hashed(*parts_of(kind, value, born)),
            own_list=own_list,
            kind=kind,
            reason=checked_reason(reason),
            author=author,
            added_at=now,
            expires_at=now + timedelta(days=days) if days else None,
        )
        facts = {"entry": entry.entry_hash, "list": own_list, "kind": kind}
        self.audit.write(SUBJECT, "listed", facts | {"reason": entry.reason, "by": author})
        self.entries.put(entry)
        return entry

    def remove(self, entry_hash: str, author: str) -> None:
        """Takes an entry off; one that is not there is no error."""
        self.audit.write(SUBJECT, "unlisted", {"entry": entry_hash, "by": author})
        self.entries.delete(entry_hash)

    def of_list(self, own_list: OwnList, limit: int = 100) -> tuple[OwnEntry, ...]:
        """The entries of one list, newest first."""
        now = self.now()
        return tuple(e for e in self.entries.query("byList", own_list, limit) if e.holds(now))

    def standing(self, number_hash: str, name: str, born: str) -> tuple[bool, bool]:
        """Whether the deny list and the allow list name this document or this person."""
        hashes = [number_hash] if number_hash else []
        if name and born:
            with suppress(BadRequest):  # a date that could not be read whole names nobody
                hashes.append(self.hashed(*parts_of(Kind.PERSON, name, born)))
        now = self.now()
        found = [e for e in map(self.entries.find, hashes) if e and e.holds(now)]
        lists = {e.own_list for e in found}
        return OwnList.DENY in lists, OwnList.ALLOW in lists
