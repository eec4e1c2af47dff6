"""The audit log against its copies in the locked bucket.

Chain and checkpoints show what was changed before the last checkpoint, if the checkpoints are what
they were. The copies show the rest: today's entries, and days that were cut off with theirs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.domain.privacy.audit_chain import Checkpoint, Entry, Flaw

#: An entry is copied within moments; later than this it was not copied at all.
SOON = timedelta(minutes=10)
#: When the night's sealing is done, after midnight in UTC.
SEALED_BY = timedelta(hours=2)
CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Copy:
    """What was copied of one change. `change`: insert, kept, modify or remove; `mark`: the entry's
    digest, or the checkpoint's signature; `expires`: when retention takes the entry, in seconds.
    """

    subject_id: str
    entry_id: str
    change: str
    mark: str
    expires: int = 0

    @property
    def place(self) -> str:
        """Where it is, in the words of the other flaws."""
        if self.subject_id == CHECKPOINT:
            return f"checkpoint {self.entry_id}"
        return f"{self.subject_id} entry {int(self.entry_id.removeprefix('e#'))}"


def unlike_copies(
    entries: Iterable[Entry], checkpoints: Iterable[Checkpoint], copies: Iterable[Copy],
    now: datetime,
) -> Iterator[Flaw]:  # fmt: skip
    """Every difference between the log and its copies."""
    there = {(e.subject_id, f"e#{e.sequence:08d}"): (e.digest, e.at) for e in entries}
    there |= {(CHECKPOINT, c.day): (c.signature, "") for c in checkpoints}
    copied = set()
    copies = tuple(copies)
    kept: dict[
        tuple[str, str], int
    ] = {}  # the end that a level gave an entry, the first if several
    for copy in copies:
        if copy.change == "kept":
            key = (copy.subject_id, copy.entry_id)
            kept[key] = min(kept.get(key, copy.expires), copy.expires)
    for copy in copies:
        if copy.change == "kept":
            continue
        key = (copy.subject_id, copy.entry_id)
        copied.add(key)
        if copy.change != "insert":
            yield Flaw(copy.place, f"was changed after it was written ({copy.change})")
        elif key not in there:
            if not copy.expires or kept.get(key, copy.expires) > now.timestamp():
                yield Flaw(copy.place, "is in the locked bucket and not in the log")
        elif there[key][0] != copy.mark:
            yield Flaw(copy.place, "is not what was copied when it was written")
    for (subject, entry), (_, at) in there.items():
        late = not at or now - datetime.fromisoformat(at) > SOON
        if copied and (subject, entry) not in copied and late:
            yield Flaw(f"{subject} {entry}", "was never copied into the locked bucket")


def unsealed(
    entries: Iterable[Entry], checkpoints: Iterable[Checkpoint], now: datetime
) -> Iterator[Flaw]:
    """Days that should be sealed by now and are not: somebody may have cut them off."""
    expected = (now - SEALED_BY).date() - timedelta(days=1)
    days = sorted(c.day for c in checkpoints)
    first = min((e.day for e in entries), default="")
    if days and date.fromisoformat(days[-1]) < expected:
        yield Flaw(f"checkpoint {expected}", f"is missing: the last one is of {days[-1]}")
    elif not days and first and date.fromisoformat(first) <= expected:
        yield Flaw(f"checkpoint {expected}", "is missing: there is none at all")
