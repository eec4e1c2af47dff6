"""Levels: drafted, shadowed, published, rolled back, and pinned by the attempts that began with
them.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from chalicelib.domain.errors import BadRequest, Conflict, NotFound
from chalicelib.domain.levels.deciding import Judgement, judge, match_reason
from chalicelib.domain.levels.facts import Facts
from chalicelib.domain.levels.funnel import Row, funnel
from chalicelib.domain.levels.level import End, Level, Step
from chalicelib.domain.levels.lifecycle import LevelRecord, Status, publish
from chalicelib.domain.levels.page import describe, differences
from chalicelib.domain.levels.recorded import (
    NotEvidence,
    Report,
    backtest,
    evidence_of,
    facts_of,
)
from chalicelib.domain.levels.shadowed import Beside, beside
from chalicelib.domain.levels.validation import Known, Problem, problems
from chalicelib.domain.verifications.checks import Evidence
from chalicelib.domain.verifications.verification import Begun
from chalicelib.services.ports import Clock, Store

DEFAULT = "default"
#: A request may take 29 seconds; the operator's command reads all of them.
MOST_DECISIONS = 20_000
Since = Callable[[], datetime | None]
Read = Callable[[str], tuple[Level | None, tuple[Problem, ...]]]
#: The facts of the audit log's `decided` entries since a day, newest day first.
Recorded = Callable[[date], Iterator[Mapping[str, Any]]]
#: Subject, kind and facts of the audit log's entries since a day, a subject's in their order.
Happened = Callable[[date], Iterator[tuple[str, str, Mapping[str, Any]]]]
#: As many as are read within a request; about 4,000 attempts.
MOST_ENTRIES = 50_000
#: A day is read by 17 queries at least.
MOST_DAYS, MOST_BACK = 31, 366


class InvalidLevel(BadRequest):
    """The level cannot be published; `problems` say where and why."""

    code = "level_invalid"

    def __init__(self, found: tuple[Problem, ...]) -> None:
        first = found[0]
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        super().__init__(f"{first.path or 'document'}: {first.sentence}{more}")
        self.problems = found


@dataclass(frozen=True, slots=True)
class Shown:
    """A version, its page in Markdown, and its differences: (path, value in force, value here)."""

    record: LevelRecord
    page: str
    differences: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """All levels with their versions.

    `read` validates a document, `decode` parses a validated one, `fallback` is the level `default`
    of a deployment that has published none, `recorded` yields past decisions, `raised` restarts the
    check of approvals, `happened` yields the whole log since a day.
    """

    records: Store[LevelRecord]
    read: Read
    decode: Callable[[str], Level]
    known: Known
    fallback: Level
    recorded: Recorded
    now: Clock
    raised: Callable[[], None] = lambda: None
    happened: Happened = lambda since: iter(())

    def draft(self, document: str, author: str) -> LevelRecord:
        """Stores a new version as a draft. The same document again is the same draft.

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
        """Puts a draft or shadow version in force and retires the earlier one. Conflict.

        The new one is written first: for a moment two are in force, and the newer one counts.
        """
        record = self._record(name, version)
        if record.status == Status.IN_FORCE:
            self._retire_others(record)
            self.raised()  # whoever asked for it first may have died before
            return record
        moved = self._moved(record, Status.IN_FORCE, author)
        self._retire_others(moved)
        self.raised()
        return moved

    def shadow(self, name: str, version: int, author: str) -> LevelRecord:
        """Puts a version into shadow: it decides beside the one in force, is recorded and has no
        effect.
        """
        record = self._record(name, version)
        if record.status == Status.SHADOW:
            return record
        for other in self.versions(name):
            if other.status == Status.SHADOW:
                self._moved(other, Status.DRAFT, author)
        return self._moved(record, Status.SHADOW, author)

    def rollback(self, name: str, author: str) -> LevelRecord:
        """Puts the version in force again that was in force before. Conflict if there is none."""
        retired = [r for r in self.versions(name) if r.status == Status.RETIRED and r.in_force_at]
        if not retired:
            raise Conflict("no version was in force before", "level_no_version_before")
        last = max(retired, key=lambda r: (r.in_force_at or r.created_at, r.version_number))
        return self.publish(name, last.version_number, author)

    def versions(self, name: str) -> tuple[LevelRecord, ...]:
        """All versions of a level, oldest first; empty if there is no such level."""
        return tuple(sorted(self.records.query("", name, 1000), key=lambda r: r.version_number))

    def in_force(self, name: str = DEFAULT) -> Level:
        """The version in force, which new attempts use; NotFound."""
        found = [r for r in self.versions(name) if r.status == Status.IN_FORCE]
        if found:
            newest = max(found, key=lambda r: (r.in_force_at or r.created_at, r.version_number))
            return self._level(newest)
        if name == DEFAULT:
            return self.fallback
        raise NotFound("no such level", "level_not_found")

    def begun_with(self, name: str = DEFAULT, since: Since = lambda: None) -> Begun:
        """What an account's new attempt begins with; version 0 is the fallback. `since`: when the
        person became known, called only if a condition uses it.

        Conflict (`level_unfit`) for a level that does not verify: an account has one status, and
        only `verified` sets it.
        """
        return self._begun_in_full(self.in_force(name), since)

    def begun_by_applicant(self, name: str, since: Since = lambda: None) -> Begun:
        """`begun_with` for a backend's applicant, whose level may ask for less than `verified`:
        only age, or only liveness.
        """
        found = self.in_force(name)
        if found.end is not End.VERIFIED:
            return self._begun(found, since)
        return self._begun_in_full(found, since)

    def verifies(self, key: str) -> bool:
        """Whether passing an attempt of this version makes the person verified."""
        return not key or self.pinned(key).end is End.VERIFIED

    def _begun_in_full(self, level: Level, since: Since) -> Begun:
        """`Begun` of a level that makes the person verified; Conflict (`level_unfit`) for
        another.
        """
        if level.end is not End.VERIFIED or set(level.steps) != set(Step):
            raise Conflict("this level does not verify people", "level_unfit")
        return self._begun(level, since)

    def _begun(self, level: Level, since: Since) -> Begun:
        if level is self.fallback:
            return Begun(level.name, 0)
        known = since() if level.speaks_of("account_age_days") else None
        return Begun(level.name, level.version, level.limits.open_days, known)

    def in_shadow(self, name: str) -> Level | None:
        """The version in shadow; None if there is none."""
        found = [r for r in self.versions(name) if r.status == Status.SHADOW]
        return self._level(found[0]) if found else None

    def pinned(self, key: str) -> Level:
        """The version that an attempt began with, by its key `name@version`, whatever its status is
        now.
        """
        if not key:  # begun before this deployment had published any
            return self.fallback
        name, _, version = key.partition("@")
        if not name or not version.isdecimal():
            raise NotFound("no such level", "level_not_found")
        record = self.records.find(name, LevelRecord.key_of(int(version)))
        if record is not None:
            return self._level(record)
        if key == self.fallback.key:
            return self.fallback
        raise NotFound("no such level", "level_not_found")

    def match_reason(self, key: str, kinds: Collection[str]) -> str:
        """The reason code of a possible match on lists of these kinds, under the version that an
        attempt began with; "" if it only notes them.
        """
        return match_reason(self.pinned(key), kinds)

    def shown(self, name: str, version: int, against: int | None = None) -> Shown:
        """A version as a page, and its differences to version `against`, or to the one in force."""
        record = self._record(name, version)
        level = self._level(record)
        try:
            before = self._level(self._record(name, against)) if against else self.in_force(name)
            differing = tuple(differences(before, level))
        except NotFound:
            if against:
                raise
            differing = ()
        return Shown(record, "\n".join(describe(level)), differing)

    def tried(
        self, name: str, version: int, evidence: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Judgement:
        """The judgement on made-up evidence and facts. BadRequest for unknown names or wrong
        types.
        """
        unknown = {*evidence} - _names(Evidence) or {*facts} - _names(Facts)
        if unknown:
            raise BadRequest(f"there is no fact {min(unknown)[:40]!r}", "fact_unknown")
        try:
            given = evidence_of(evidence), facts_of(facts)
        except NotEvidence as error:
            raise BadRequest(str(error), "fact_invalid") from None
        return judge(self._level(self._record(name, version)), *given)

    def backtest(self, name: str, version: int, since: date) -> tuple[Report, bool]:
        """(what this version would have decided of the decisions recorded since that day, whether
        all were examined: only the newest `MOST_DECISIONS` are).
        """
        level = self._level(self._record(name, version))
        if since < self.now().date() - timedelta(days=MOST_BACK):
            raise BadRequest("a request looks back a year: use make backtest", "backtest_long")
        entries = list(islice(self.recorded(since), MOST_DECISIONS + 1))
        return backtest(level, entries[:MOST_DECISIONS]), len(entries) <= MOST_DECISIONS

    def funnel(self, name: str, since: date) -> tuple[tuple[Row, ...], bool]:
        """(how far attempts of a level got since that day, by country; whether the whole log was
        read: only the first `MOST_ENTRIES` entries are). BadRequest for a day too long ago.
        """
        self.in_force(name)
        entries = self._entries(since)
        rows = tuple(row for row in funnel(entries) if row.level == name)
        return rows, not entries.more

    def beside(self, name: str, since: date) -> tuple[tuple[Beside, ...], bool]:
        """(how versions in shadow would have decided differently since that day, whether the whole
        log was read).
        """
        entries = self._entries(since)
        found = beside(name, entries)
        return found, not entries.more

    def _entries(self, since: date) -> "_First":
        """The log since a day. BadRequest for a day too long ago."""
        if since < self.now().date() - timedelta(days=MOST_DAYS):
            raise BadRequest(f"it looks back {MOST_DAYS} days at most", "funnel_too_long")
        return _First(self.happened(since), MOST_ENTRIES)

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
        return _opened(self.decode, record.document)


@dataclass(slots=True)
class _First:
    """Iterates over the first entries; afterwards `more` says whether there were others."""

    entries: Iterator[tuple[str, str, Mapping[str, Any]]]
    most: int
    more: bool = False

    def __iter__(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        yield from islice(self.entries, self.most)
        self.more = next(self.entries, None) is not None


@lru_cache(maxsize=64)
def _opened(decode: Callable[[str], Level], document: str) -> Level:
    """Parses a published document; cached, since attempts ask for the same few."""
    return decode(document)


def _names(kind: type) -> set[str]:
    return {spec.name for spec in fields(kind)}
