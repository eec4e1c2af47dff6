"""The audit log as a chain: each entry carries the hash of the one before it.

Changing, removing or inserting an entry breaks the chain of its subject. Cutting off a chain's end
breaks nothing in the chain, so once a day the hashes of all entries of that day go into a
checkpoint; checkpoints are chained and signed. Nothing here reads a clock, a key or a table: the
same code writes the log and verifies it offline.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

#: (subject, sequence, digest) of an entry.
Line = tuple[str, int, str]
#: What stands before the first entry of a subject, and before the first checkpoint.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `at`: ISO 8601 in UTC; `facts`: JSON text; hashes: SHA-256 in hex."""

    subject_id: str
    sequence: int
    at: str
    kind: str
    facts: str
    previous: str
    digest: str = ""

    @property
    def day(self) -> str:
        """The day in UTC, e.g. 2026-11-21."""
        return self.at[:10]

    def computed(self) -> str:
        """The hash of everything but the hash."""
        return _sha256(
            [self.subject_id, self.sequence, self.at, self.kind, self.facts, self.previous]
        )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a day's entries were; `signature` is base64 of an ECDSA signature of `message()`."""

    day: str
    count: int
    entries: str
    previous: str
    signature: str = ""

    def message(self) -> bytes:
        """The bytes that are signed."""
        return _canonical(["vestibule-audit-1", self.day, self.count, self.entries, self.previous])

    def digest(self) -> str:
        """What the next checkpoint calls `previous`."""
        return hashlib.sha256(self.message()).hexdigest()


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that cannot be in an untouched log: where, and what is wrong there."""

    place: str
    what: str


def linked(before: Entry | None, subject_id: str, at: str, kind: str, facts: str) -> Entry:
    """The entry that follows `before` (None: the subject's first)."""
    sequence = before.sequence + 1 if before else 1
    previous = before.digest if before else GENESIS
    bare = Entry(subject_id, sequence, at, kind, facts, previous)
    return Entry(subject_id, sequence, at, kind, facts, previous, bare.computed())


def summed(day: str, entries: Iterable[Entry], before: Checkpoint | None) -> Checkpoint:
    """The unsigned checkpoint of a day. The order in which entries are given does not matter."""
    return summed_in_order(
        day, sorted((e.subject_id, e.sequence, e.digest) for e in entries), before
    )


def summed_in_order(day: str, lines: Iterable[Line], before: Checkpoint | None) -> Checkpoint:
    """As `summed`, of a day that is too large to be held: line by line, in order.

    ValueError for a line that is not behind the one before it: its sum would be another one.
    """
    digest, count, last = hashlib.sha256(b"["), 0, ("", 0, "")
    for line in lines:
        if count and line <= last:
            raise ValueError(f"line {count + 1} of {day} is out of order")
        digest.update(b"," * bool(count) + _canonical(list(line)))
        count, last = count + 1, line
    digest.update(b"]")
    return Checkpoint(day, count, digest.hexdigest(), before.digest() if before else GENESIS)


def flaws(entries: Iterable[Entry], checkpoints: Iterable[Checkpoint]) -> tuple[Flaw, ...]:
    """Every flaw of a log, except of signatures: those need a key.

    `entries` must be complete from the first checkpoint's day on. Chains may begin later than
    with their first entry only if retention removed what was before the first checkpoint.
    """
    entries = tuple(entries)
    days = tuple(sorted(checkpoints, key=lambda c: c.day))
    chains: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        chains[entry.subject_id].append(entry)
    found = [flaw for chain in chains.values() for flaw in _of_chain(chain, days)]
    return (*found, *_of_checkpoints(entries, days))


def _of_chain(chain: list[Entry], days: tuple[Checkpoint, ...]) -> Iterable[Flaw]:
    before: Entry | None = None
    for entry in sorted(chain, key=lambda e: e.sequence):
        place = f"{entry.subject_id} entry {entry.sequence}"
        if entry.digest != entry.computed():
            yield Flaw(place, "was changed after it was written")
        if before is None:
            retained = bool(days) and entry.day <= days[0].day
            if entry.sequence != 1 and not retained:
                yield Flaw(place, f"entries 1 to {entry.sequence - 1} are missing before it")
            if entry.sequence == 1 and entry.previous != GENESIS:
                yield Flaw(place, "is the first and names one before it")
        elif entry.sequence != before.sequence + 1:
            yield Flaw(place, f"does not follow entry {before.sequence}")
        elif entry.previous != before.digest:
            yield Flaw(place, f"does not name entry {before.sequence} as it is now")
        before = entry


def _of_checkpoints(entries: tuple[Entry, ...], days: tuple[Checkpoint, ...]) -> Iterable[Flaw]:
    by_day: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.day].append(entry)
    before: Checkpoint | None = None
    for checkpoint in days:
        place = f"checkpoint {checkpoint.day}"
        actual = summed(checkpoint.day, by_day[checkpoint.day], None)
        if actual.count != checkpoint.count:
            yield Flaw(place, f"{checkpoint.count} entries were sealed, {actual.count} are here")
        elif actual.entries != checkpoint.entries:
            yield Flaw(place, "the entries of the day are not those that were sealed")
        if before is not None and checkpoint.previous != before.digest():
            yield Flaw(place, f"does not follow checkpoint {before.day}")
        before = checkpoint


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode()


def _sha256(value: object) -> str:
    return hashlib.sha256(_canonical(value)).hexdigest()
