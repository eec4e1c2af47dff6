"""The company's own deny and allow lists: maintained by staff, read by decisions."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.errors import BadRequest, Conflict
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
    """`hashed`: the keyed hash that document numbers are stored by. `faces_of`: user id -> face ids
    in the collection. A face entry names the user; it ends with the face.
    """

    entries: Store[OwnEntry]
    audit: Audit
    hashed: Callable[..., str]
    now: Clock
    faces_of: Callable[[str], Sequence[str]] = lambda user_id: ()

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
        """Adds an entry, or updates list, reason and end of an existing one. BadRequest; Conflict
        for a face that is not in the collection.
        """
        if days is not None and not 1 <= days <= LONGEST_DAYS:
            raise BadRequest(f"an entry lasts 1 to {LONGEST_DAYS} days", "own_list_days")
        now, entry_hash = self.now(), self.hashed(*parts_of(kind, value, born))
        if kind is Kind.FACE and not self.faces_of(value):
            raise Conflict("no face of this person is kept", "own_list_no_face")
        entry = OwnEntry(
            entry_hash=entry_hash,
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
        """Removes an entry; no error if there is none."""
        self.audit.write(SUBJECT, "unlisted", {"entry": entry_hash, "by": author})
        self.entries.delete(entry_hash)

    def forget_face(self, user_id: str) -> bool:
        """Removes the face entry of an erased user; whether there was one."""
        entry_hash = self.hashed(*parts_of(Kind.FACE, user_id))
        if self.entries.find(entry_hash) is None:
            return False
        self.remove(entry_hash, "erasure")
        return True

    def of_list(self, own_list: OwnList, limit: int = 100) -> tuple[OwnEntry, ...]:
        """The newest `limit` entries of one list."""
        now = self.now()
        return tuple(e for e in self.entries.query("byList", own_list, limit) if e.holds(now))

    def standing(
        self, number_hash: str, name: str, born: str, faces: Sequence[str] = ()
    ) -> tuple[bool, bool]:
        """(denied, allowed): whether the lists name this document, this person or one of `faces`
        (ids of the person and of users whose face looks the same).
        """
        hashes = [number_hash] if number_hash else []
        for who in faces:
            with suppress(BadRequest):
                hashes.append(self.hashed(*parts_of(Kind.FACE, who)))
        if name and born:
            with suppress(BadRequest):  # a date that could not be read whole names nobody
                hashes.append(self.hashed(*parts_of(Kind.PERSON, name, born)))
        now = self.now()
        found = [e for e in map(self.entries.find, hashes) if e and e.holds(now)]
        lists = {e.own_list for e in found}
        return OwnList.DENY in lists, OwnList.ALLOW in lists
