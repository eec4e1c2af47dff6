"""The ports in memory, as simple as possible. Used by unit tests."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from chalicelib.adapters import codec
from chalicelib.adapters.optimistic import Optimistic
from chalicelib.domain.errors import BadRequest, Conflict, NotFound, TooMany
from chalicelib.domain.languages.letter import Letter
from chalicelib.domain.marks import owner_of
from chalicelib.domain.privacy.audit_chain import Checkpoint, Line
from chalicelib.domain.transaction import Write

T = TypeVar("T")
Holds = TypeVar("Holds", bound=str)


def _allowed(key: tuple[str, ...]) -> tuple[str, ...]:
    """The key; ValueError if DynamoDB would not accept it."""
    for part, most in zip(key, (2048, 1024), strict=False):
        if len(part.encode()) > most:
            raise ValueError(f"a table takes no such key: {part[:60]!r}")
    return key


@dataclass(frozen=True)
class Work:
    """A write in memory: its condition, its effect, and its record's key."""

    holds: Callable[[], bool]
    act: Callable[[], None]
    item: Any = None


class MemoryTransactions:
    """Checks every condition, then writes. `after` is called after each transaction."""

    def __init__(self) -> None:
        self.after: list[Callable[[], None]] = []

    def commit(self, *writes: Write) -> None:
        """Makes all writes or none; raises the conflict of the first one whose condition fails."""
        for write in writes:
            if not write.work.holds():
                raise copy(write.conflict)
        for act in (*(write.work.act for write in writes), *self.after):
            act()


class MemoryStore(Optimistic[T], Generic[T]):
    """Records by key. An index has the names of its partition and its sort attribute. `stream` is
    called with the record before and after each change, like the stream of a table.
    """

    def __init__(
        self,
        kind: type[T],
        key: tuple[str, ...],
        indexes: Mapping[str, tuple[str, str]],
        refuse: Callable[[str], None] = lambda owner: None,
    ):
        """`refuse` raises Erased for an owner who was erased."""
        self.kind, self.key, self.indexes, self.refuse = kind, key, indexes, refuse
        self.items: dict[tuple[str, ...], dict[str, Any]] = {}
        self.stream: list[tuple[T | None, T]] | None = None

    def _of(self, item: T) -> tuple[str, ...]:
        return _allowed(tuple(str(getattr(item, name)) for name in self.key))

    def find(self, *key: str) -> T | None:
        """The record or None."""
        found = self.items.get(_allowed(key))
        return None if found is None else codec.decode(self.kind, found)

    def get(self, *key: str) -> T:
        """The record; NotFound."""
        found = self.find(*key)
        if found is None:
            raise NotFound(f"no such {self.kind.__name__.lower()}")
        return found

    def add(self, item: T) -> None:
        """A new record; Conflict if the key is taken, Erased if its owner was erased."""
        MemoryTransactions().commit(*self.adding_for_living(item))

    def save(self, item: T) -> None:
        """Saves a changed record; Conflict if it was changed meanwhile."""
        MemoryTransactions().commit(self.saving(item))

    def put(self, item: T) -> None:
        """The record, whatever was there; Erased if its owner was erased."""
        self._ask_for_tombstones(item)
        self._keep(item)

    def _ask_for_tombstones(self, item: T) -> bool:
        if owner := owner_of(item):
            self.refuse(owner)
        return True

    def _keep(self, item: T) -> None:
        if self.stream is not None:
            self.stream.append((self.find(*self._of(item)), item))
        self.items[self._of(item)] = codec.encode(item)

    def adding(self, item: T, code: str = "exists") -> Write:
        """A new record, as part of a transaction."""
        conflict = Conflict(f"this {self.kind.__name__.lower()} exists", code)
        return Write(
            Work(lambda: self._of(item) not in self.items, lambda: self._keep(item), item), conflict
        )

    def adding_for_living(self, item: T) -> tuple[Write, ...]:
        """A new record, as parts of a transaction: Erased if its owner was erased."""
        lives = Work(lambda: self._ask_for_tombstones(item), lambda: None)
        return Write(lives, Conflict("never", "never")), self.adding(item)

    def saving(self, item: T, code: str = "changed_meanwhile") -> Write:
        """A changed record, as part of a transaction."""
        conflict = Conflict("somebody else changed it first", code)
        return Write(Work(lambda: self._is(item, 1), lambda: self._keep(item), item), conflict)

    def unchanged(self, item: T, code: str = "changed_meanwhile") -> Write:
        """Nothing, on condition that the record is still this version."""
        conflict = Conflict("somebody else changed it first", code)
        return Write(Work(lambda: self._is(item, 0), lambda: None), conflict)

    def deleting(self, *key: str) -> Write:
        """Removes it, as part of a transaction."""
        return Write(Work(lambda: True, lambda: self.delete(*key)), Conflict("not deleted"))

    def _is(self, item: T, older: int) -> bool:
        stored = self.items.get(self._of(item))
        version: int = item.version  # type: ignore[attr-defined]
        return stored is not None and stored["version"] == version - older

    def delete(self, *key: str) -> None:
        """Removes it."""
        self.items.pop(key, None)

    def query(self, index: str, value: str, limit: int = 50) -> tuple[T, ...]:
        """Records of an index partition, newest first."""
        part, sort = self.indexes[index]
        found = [i for i in self.items.values() if str(i.get(codec.camel(part), "")) == value]
        found.sort(key=lambda i: str(i.get(codec.camel(sort), "")), reverse=True)
        return tuple(codec.decode(self.kind, i) for i in found[:limit])

    def behind(self, value: str, after: str, limit: int) -> tuple[T, ...]:
        """Records of a partition whose sort key is greater, in their order."""
        found = sorted(k for k in self.items if k[0] == value and k[1] > after)
        return tuple(codec.decode(self.kind, self.items[k]) for k in found[:limit])

    def page(
        self, index: str, value: str, limit: int = 50, cursor: str = "", newest_first: bool = False
    ) -> tuple[tuple[T, ...], str]:
        """Some records of an index partition, and where the next page begins."""
        part, sort = self.indexes[index]
        rows = [i for i in self.items.values() if str(i.get(codec.camel(part), "")) == value]
        places = [(str(i.get(codec.camel(sort), "")), *(str(i[codec.camel(k)]) for k in self.key))
                  for i in rows]  # fmt: skip
        ordered = sorted(zip(places, rows, strict=True), key=lambda each: each[0])
        if newest_first:
            ordered.reverse()
        if cursor:
            try:
                place = json.loads(base64.urlsafe_b64decode(cursor))
            except (ValueError, TypeError):
                place = None
            if not isinstance(place, list):
                raise BadRequest("this is no cursor of ours", "cursor_invalid")
            at = tuple(place)
            ordered = [e for e in ordered if (e[0] < at if newest_first else e[0] > at)]
        found = tuple(codec.decode(self.kind, i) for _, i in ordered[:limit])
        return found, _cursor(ordered[limit - 1][0]) if len(ordered) > limit else ""


@dataclass
class MemoryObjects(Generic[Holds]):
    """A bucket. `server`: where it is, if there is one."""

    holds: Holds
    bucket: str = "memory"
    items: dict[str, bytes] = field(default_factory=dict)
    server: str = "memory:/"

    def put(self, key: str, body: bytes, content_type: str) -> None:
        """Stores."""
        self.items[key] = body

    def get(self, key: str) -> bytes:
        """The bytes; NotFound."""
        if key not in self.items:
            raise NotFound("no such object")
        return self.items[key]

    def delete(self, key: str) -> None:
        """Removes."""
        self.items.pop(key, None)

    def form(self, key: str, content_type: str, size: int, seconds: int) -> dict[str, Any]:
        """A form; nobody can post it where there is no server."""
        return {"url": f"{self.server}/{self.bucket}", "fields": {"key": key}}

    def link(self, key: str, seconds: int) -> str:
        """A link; nobody can follow it where there is no server."""
        return f"{self.server}/{self.bucket}/{key}"

    def shred(self, prefix: str) -> int:
        """Removes everything below the prefix."""
        found = [key for key in self.items if key.startswith(prefix)]
        for key in found:
            del self.items[key]
        return len(found)


@dataclass
class MemoryWorkflow:
    """`WORKFLOW_PROVIDER=mock`: answers at once and records its calls."""

    started: list[str] = field(default_factory=list)
    answered: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    def start(self, onboarding_id: str) -> str:
        """The same id twice is the same execution."""
        if onboarding_id not in self.started:
            self.started.append(onboarding_id)
        return f"mock:{onboarding_id}"

    def succeed(self, token: str, output: Mapping[str, Any]) -> bool:
        """True the first time."""
        if token in self.closed:
            return False
        self.closed.add(token)
        self.answered[token] = dict(output)
        return True

    def fail(self, token: str, error: str, cause: str) -> bool:
        """True the first time."""
        return self.succeed(token, {"error": error, "cause": cause})

    def stop(self, onboarding_id: str) -> bool:
        """True if it was started."""
        if onboarding_id not in self.started:
            return False
        self.started.remove(onboarding_id)
        return True


@dataclass
class MemoryTokens:
    """Task tokens."""

    items: dict[tuple[str, str], str] = field(default_factory=dict)

    def put(self, case_id: str, step: str, token: str, expires_at: datetime) -> None:
        """Remembers."""
        self.items[case_id, step] = token

    def find(self, case_id: str, step: str) -> str | None:
        """The token."""
        return self.items.get((case_id, step))

    def drop(self, case_id: str, step: str) -> None:
        """Forgets."""
        self.items.pop((case_id, step), None)


@dataclass
class MemoryMessages:
    """An outbox."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    mails: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    alerts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    announced: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def sms(self, phone: str, text: str) -> None:
        """Keeps it."""
        self.texts.append((phone, text))

    def email(self, address: str, letter: Letter) -> None:
        """Keeps it."""
        said = {"language": letter.language, "reason": letter.reason, "link": letter.leads_to}
        self.mails.append((address, letter.template, said))

    def alert(self, subject: str, facts: Mapping[str, str]) -> None:
        """Keeps it."""
        self.alerts.append((subject, dict(facts)))

    def announce(self, kind: str, facts: Mapping[str, str]) -> None:
        """Keeps it."""
        self.announced.append((kind, dict(facts)))


@dataclass
class MemoryLimits:
    """Fixed-window counters."""

    now: Callable[[], datetime]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def hit(self, key: str, allowed: int, seconds: int, by: int = 1) -> int:
        """Counts."""
        window = int(self.now().timestamp()) // seconds
        count = self.counts[key, window] = self.counts.get((key, window), 0) + by
        if count + (0 if by else 1) > allowed:
            raise TooMany("too many requests; slow down", retry_after=seconds, count=count)
        return count


@dataclass
class MemoryAudit:
    """Entries in order."""

    entries: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    kept: dict[str, datetime] = field(default_factory=dict)

    def write(self, subject_id: str, kind: str, facts: Mapping[str, Any], *beside: Write) -> None:
        """Appends an entry, together with the writes in `beside`."""
        MemoryTransactions().commit(*beside, *self.appending(subject_id, (kind, facts)))

    def appending(
        self, subject_id: str, *entries: tuple[str, Mapping[str, Any]]
    ) -> Sequence[Write]:
        """The writes that append entries; Conflict if another entry was appended meanwhile."""
        before = len(self.entries)
        conflict = Conflict("another entry came first", "audit_taken")

        def append() -> None:
            self.entries += [(subject_id, kind, dict(facts)) for kind, facts in entries]

        return [Write(Work(lambda: len(self.entries) == before, append), conflict)]

    def keep(self, subject_id: str, until: datetime) -> None:
        """Records the date; entries in memory do not expire."""
        self.kept[subject_id] = until

    def read(self, subject_id: str) -> tuple[dict[str, Any], ...]:
        """The entries of a subject in order."""
        return tuple(
            {"at": str(place), "kind": kind, "facts": facts}
            for place, (subject, kind, facts) in enumerate(self.entries)
            if subject == subject_id
        )

    def decisions_since(
        self, since: date, until: Callable[[], datetime]
    ) -> Iterator[dict[str, Any]]:
        """The facts of each decision, newest first; days are ignored."""
        for subject, kind, facts in reversed(self.entries):
            if kind == "decided":
                yield facts | {"verificationId": subject}

    def happened_since(
        self, since: date, until: Callable[[], datetime]
    ) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """All entries in order; days are ignored."""
        yield from self.entries

    def lines_of_day(self, day: str) -> tuple[Line, ...]:
        """Empty: entries in memory are not chained, so there is nothing to seal."""
        return ()

    def last_checkpoint(self) -> Checkpoint | None:
        """The newest checkpoint."""
        return self.checkpoints[-1] if self.checkpoints else None

    def add_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keeps it."""
        self.checkpoints.append(checkpoint)


@dataclass
class MemoryQueue:
    """A list of bodies."""

    bodies: list[dict[str, Any]] = field(default_factory=list)
    shown_again: list[tuple[str, int]] = field(default_factory=list)

    def send(self, body: Mapping[str, Any]) -> None:
        """Appends."""
        self.bodies.append(dict(body))

    def send_later(self, body: Mapping[str, Any], seconds: int) -> None:
        """Appends; there are no delays in memory."""
        self.bodies.append(dict(body))

    def show_again(self, receipt: str, seconds: int) -> None:
        """Records it; there are no delays in memory."""
        self.shown_again.append((receipt, seconds))


def _cursor(place: tuple[str, ...]) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
