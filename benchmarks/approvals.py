"""`python -m benchmarks.approvals`: a level is raised over 100,000 approvals.

Made-up people are verified under the first version of the level; the second wants them to be 21.
The product's pass goes over tables (one SQLite file in place of DynamoDB) page by page in processes
that are killed on the way, twice. Printed: the time, and proof that exactly those became stale who
are too young now, each once, and that the version in force makes nobody stale. 1 if that is not so.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from benchmarks.levels import drawn
from benchmarks.sqlite_store import SqliteStore, SqliteTransactions, connected
from chalicelib.adapters.memory import MemoryAudit
from chalicelib.application import Application
from chalicelib.contracts.levels import read, write
from chalicelib.domain.applicants.person import Person, person_key
from chalicelib.domain.errors import Conflict
from chalicelib.domain.levels.deciding import judge
from chalicelib.domain.levels.level import Level
from chalicelib.domain.levels.lifecycle import LevelRecord, Status
from chalicelib.domain.marks import Mark
from chalicelib.domain.transaction import Write
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.outside.memory import MemoryOutside
from chalicelib.settings import Settings

SEED = 20261127
GOAL_SECONDS = 200.0  # of CPU: how long it takes beside others says nothing
RUN_SECONDS = 5.0
BEGAN = datetime(2026, 11, 1, 9, tzinfo=UTC)
SAID = "state text generated always as (json_extract(body, '$.state')) virtual"
AT = "at text generated always as (json_extract(body, '$.updatedAt')) virtual"


class Verified(SqliteStore[Verification]):
    """With the index of states, oldest first."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, Verification, ("verification_id",))
        names = {row[1] for row in self._base.execute("pragma table_xinfo(verification)")}
        if "state" not in names:
            for column in (SAID, AT):
                self._base.execute(f"alter table verification add column {column}")
            self._base.execute("create index by_status on verification (state, at, key)")

    def page(
        self, index: str, value: str, limit: int = 50, cursor: str = "", newest_first: bool = False
    ) -> tuple[tuple[Verification, ...], str]:
        at, _, key = cursor.partition("|")
        sql = (
            "select body, at, key from verification where state = ? and (at, key) > (?, ?) "
            "order by at, key limit ?"
        )
        rows = self._base.execute(sql, (value, at, key, limit)).fetchall()
        more = f"{rows[-1][1]}|{rows[-1][2]}" if len(rows) == limit else ""
        return tuple(self._decoded(row[0]) for row in rows), more


class Log(MemoryAudit):
    """The audit log: a subject's entries in their order."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        connected(file).execute(
            "create table if not exists log (subject text, place int, kind text, facts text, "
            "primary key (subject, place)) without rowid"
        )

    def read(self, subject: str) -> tuple[dict[str, Any], ...]:
        sql = "select place, kind, facts from log where subject = ? order by place"
        rows = connected(self._file).execute(sql, (subject,)).fetchall()
        return tuple({"at": str(BEGAN), "kind": k, "facts": json.loads(f)} for _, k, f in rows)

    def appending(self, subject: str, *entries: tuple[str, Mapping[str, Any]]) -> list[Write]:
        def write() -> None:
            base = connected(self._file)
            for kind, facts in entries:
                self.put(base, subject, kind, facts)

        return [Write(write, Conflict("another entry came first", "audit_taken"))]

    @staticmethod
    def put(base: Any, subject: str, kind: str, facts: Mapping[str, Any]) -> None:
        sql = "insert into log values (?, (select count(*) from log where subject = ?), ?, ?)"
        base.execute(sql, (subject, subject, kind, json.dumps(facts, default=str)))


def version(number: int, **changes: Any) -> Level:
    """A version of the level that ships as `default`."""
    text = (Path(__file__).parents[1] / "levels" / "default.json").read_bytes()
    level, faults = read(text)
    assert level is not None, faults
    return replace(level, version=number, **changes)


def application(folder: Path) -> Application:
    """The product's application over the folder's tables, the versions that it says in force."""
    file = folder / "tables.db"
    outside: Any = MemoryOutside(lambda: BEGAN + timedelta(days=20))
    kept = outside.records
    kept.verifications, kept.marks = Verified(file), SqliteStore(file, Mark, ("subject", "kind"))
    kept.persons = SqliteStore(file, Person, ("person_id",))
    outside.audit, outside.transactions = Log(file), SqliteTransactions(file)
    raised = (folder / "raised").exists()
    for number, age in ((1, 18), (2, 21))[: 1 + raised]:
        document = json.dumps(write(version(number, minimum_age=age)))
        newest = number == 1 + raised
        status = Status.IN_FORCE if newest else Status.RETIRED
        kept.levels.put(
            LevelRecord(
                *("default", number, status, document, "ann", BEGAN),
                in_force_at=BEGAN + timedelta(days=number),
                version_key=LevelRecord.key_of(number),
            )
        )
    return Application(Settings(), outside)


def fill(folder: Path, count: int) -> set[str]:
    """Approvals of the first version; the ids of those who are too young for the second."""
    records: Any = application(folder).outside.records
    chance, young, level = random.Random(SEED), set[str](), version(1)
    base = connected(folder / "tables.db")
    base.execute("begin")
    made = 0
    while made < count:
        evidence, facts = drawn(chance)
        if judge(level, evidence, facts).outcome != "approved":
            continue
        made += 1
        key, user = f"{chance.getrandbits(64):016x}", f"u{made}"
        at = BEGAN + timedelta(seconds=made)
        verification = Verification(
            *(key, user, at, at, at, State.APPROVED), level_version=1, moved_at=at
        )
        records.verifications.put(verification)
        person = Person(person_key("live", user), user, "live").moved(verification)
        records.persons.put(person)
        judged = {"outcome": "approved", "level": level.key, "risk": 0, "on": "2026-11-01"}
        Log.put(base, key, "opened", {"user": user})
        Log.put(base, key, "liveness", {"state": "passed", "assurance": "basic"})
        Log.put(
            base, key, "decided", judged | {"evidence": asdict(evidence), "facts": asdict(facts)}
        )
        if (evidence.age or 0) < 21:
            young.add(key)
    base.execute("commit")
    return young


def worker(folder: Path) -> int:
    """Runs as the function does, again and again, until the pass of the day is through."""
    approvals = replace(application(folder).approvals, at_once=1)  # a connection is of one thread
    while True:
        done = approvals.look(partial(_over, monotonic() + RUN_SECONDS))
        if done["failed"]:
            return 1
        if not done["looked"]:
            return 0


def _over(until: float) -> bool:
    return monotonic() > until


def passed(folder: Path, deaths: int) -> tuple[float, float, int]:
    """Wall and CPU seconds of a pass, and how many processes were killed on the way."""
    started = monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    killed = 0
    process = _worker(folder)
    while process.poll() is None:
        sleep(0.5)
        if killed < deaths and monotonic() - started > 4.0 * (killed + 1):
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed, process = killed + 1, _worker(folder)
    assert process.returncode == 0, "an approval could not be looked at"
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return monotonic() - started, cpu, killed


def _worker(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "benchmarks.approvals", "--worker", str(folder)]
    return subprocess.Popen(command)


def states(folder: Path) -> dict[str, set[str]]:
    """Ids by state."""
    base, found = connected(folder / "tables.db"), dict[str, set[str]]()
    for key, state in base.execute("select key, state from verification"):
        found.setdefault(state, set()).add(key)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, look, raise, look again; 1 if anything is amiss."""
    parser = argparse.ArgumentParser(prog="benchmarks.approvals", description=__doc__)
    parser.add_argument("--approvals", type=int, default=100_000)
    parser.add_argument("--worker", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.worker:
        return worker(chosen.worker)
    with tempfile.TemporaryDirectory() as place:
        return _measured(Path(place), chosen.approvals)


def _measured(folder: Path, count: int) -> int:
    young = fill(folder, count)
    print(f"{count:,} approvals of default@1, {len(young):,} of people under 21 (seed {SEED})")
    wall, cpu, _ = passed(folder, 0)
    right = set(states(folder)) == {"approved"}
    print(f"the version in force: nobody stale, {wall:.0f} s ({cpu:.0f} s CPU)")
    (folder / "raised").touch()
    app = application(folder)
    app.levels.raised()
    wall, cpu, killed = passed(folder, 2)
    found = states(folder)
    once = dict(
        connected(folder / "tables.db").execute(
            "select subject, count(*) from log where kind = 'moved' group by subject"
        )
    )
    right &= found.get("stale", set()) == young == set(once) and set(once.values()) <= {1}
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(
        f"raised to 21: {len(found.get('stale', ())):,} stale (expected {len(young):,}), each "
        f"moved once: {right}; {wall:.0f} s ({cpu:.0f} s CPU, {count / wall:,.0f} a second), "
        f"{killed} processes killed on the way, {megabytes} MB"
    )
    return 0 if right and cpu < GOAL_SECONDS else 1


if __name__ == "__main__":
    raise SystemExit(main())
