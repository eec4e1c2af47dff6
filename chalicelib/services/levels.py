"""Levels: drafted, shadowed, published, rolled back, and pinned by the attempts they began."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from chalicelib.domain.errors import BadRequest, Conflict, NotFound
from chalicelib.domain.levels.level import Level
from chalicelib.domain.levels.lifecycle import LevelRecord, Status, publish
from chalicelib.domain.levels.recorded import Report, backtest
from chalicelib.domain.levels.validation import Known, Problem, problems
from chalicelib.services.ports import Clock, Store

DEFAULT = "default"
Read = Callable[[str], tuple[Level | None, tuple[Problem, ...]]]


class InvalidLevel(BadRequest):
    """The level cannot be published; `problems` says where and why."""

    code = "level_invalid"

    def __init__(self, found: tuple[Problem, ...]) -> None:
        first = found[0]
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        super().__init__(f"{first.path or 'document'}: {first.sentence}{more}")
        self.problems = found


@dataclass(frozen=True, slots=True)
class Levels:
    """The versions of every level. `read` knows the document's shape, `fallback` the level
    `default` for a deployment that has published none."""

    records: Store[LevelRecord]
    read: Read
    known: Known
    fallback: Level
    now: Clock

    def draft(self, document: str, author: str) -> LevelRecord:
        """A new version as a draft. The same document again is the same draft.

        InvalidLevel; Conflict if this version exists with another text.
        """
        level, found = self.read(document)
        found = found or (problems(level, self.known) if level else ())
        if level is None or found:
            raise InvalidLevel(found)
        key = LevelRecord.key_of(level.version)
        record = LevelRecord(
            *(level.name, level.version, Status.DRAFT, document, author, self.now()),
            version_key=key,
        )
        before = self.records.find(level.name, key)
        if before is None:
            self.records.add(record)
            return record
        if before.document != document:
            raise Conflict("this version has another text: count it up", "level_version_taken")
        return before

    def publish(self, name: str, version: int, author: str) -> LevelRecord:
        """In force from now on; the version that was is retired. From draft, by way of shadow.

        The new one is written first: for a moment two are in force, and the newer one counts.
        """
        record = self._record(name, version)
        if record.status == Status.IN_FORCE:
            self._retire_others(record)
            return record
        moved = self._moved(record, Status.IN_FORCE, author)
        self._retire_others(moved)
        return moved

    def shadow(self, name: str, version: int, author: str) -> LevelRecord:
        """Decides beside the one in force from now on, recorded and never acted upon."""
        record = self._record(name, version)
        if record.status == Status.SHADOW:
            return record
        for other in self.versions(name):
            if other.status == Status.SHADOW:
                self._moved(other, Status.DRAFT, author)
        return self._moved(record, Status.SHADOW, author)

    def rollback(self, name: str, author: str) -> LevelRecord:
        """The version that was in force before is in force again. Conflict if there is none."""
        retired = [r for r in self.versions(name) if r.status == Status.RETIRED and r.in_force_at]
        if not retired:
            raise Conflict("no version was in force before", "level_no_version_before")
        last = max(retired, key=lambda r: (r.in_force_at or r.created_at, r.version_number))
        return self.publish(name, last.version_number, author)

    def versions(self, name: str) -> tuple[LevelRecord, ...]:
        """Every version of a level, oldest first."""
        return tuple(sorted(self.records.query("", name, 1000), key=lambda r: r.version_number))

    def in_force(self, name: str = DEFAULT) -> Level:
        """The level by name, as attempts that begin now take it. NotFound."""
        found = [r for r in self.versions(name) if r.status == Status.IN_FORCE]
        if found:
            newest = max(found, key=lambda r: (r.in_force_at or r.created_at, r.version_number))
            return self._level(newest)
        if name == DEFAULT:
            return self.fallback
        raise NotFound("no such level", "level_not_found")

    def in_shadow(self, name: str) -> Level | None:
        """The version that decides beside the one in force."""
        found = [r for r in self.versions(name) if r.status == Status.SHADOW]
        return self._level(found[0]) if found else None

    def pinned(self, key: str) -> Level:
        """The version an attempt began with, by `name@version`; whatever its status is now."""
        name, _, version = key.partition("@")
        record = self.records.find(name, LevelRecord.key_of(int(version or 0)))
        if record is not None:
            return self._level(record)
        if key in ("", self.fallback.key):
            return self.fallback
        raise NotFound("no such level", "level_not_found")

    def backtest(self, name: str, version: int, entries: Iterable[Mapping[str, Any]]) -> Report:
        """What this version would have decided of recorded decisions."""
        return backtest(self._level(self._record(name, version)), entries)

    def _record(self, name: str, version: int) -> LevelRecord:
        record = self.records.find(name, LevelRecord.key_of(version))
        if record is None:
            raise NotFound("no such version of this level", "level_not_found")
        return record

    def _moved(self, record: LevelRecord, to: str, author: str) -> LevelRecord:
        status = publish(record.status, to)
        now = self.now()
        moved = replace(
            record,
            status=status,
            changed_by=author,
            changed_at=now,
            in_force_at=now if status == Status.IN_FORCE else record.in_force_at,
            version=record.version + 1,
        )
        self.records.save(moved)
        return moved

    def _retire_others(self, kept: LevelRecord) -> None:
        for other in self.versions(kept.name):
            if other.status == Status.IN_FORCE and other.version_number != kept.version_number:
                self._moved(other, Status.RETIRED, kept.changed_by or kept.author)

    def _level(self, record: LevelRecord) -> Level:
        return _read(self.read, record.document)


@lru_cache(maxsize=64)
def _read(read: Read, document: str) -> Level:
    """A published document; it was valid when it was published."""
    level, found = read(document)
    if level is None:
        raise InvalidLevel(found)
    return level
