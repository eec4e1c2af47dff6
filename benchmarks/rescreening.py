"""`python -m benchmarks.rescreening`: everybody who is verified, again, because a list changed.

A made-up list comes into force, 100,000 made-up people are verified, some of them are added to the
list. Two processes do the product's rescreening over a shared SQLite file (in place of DynamoDB);
one is killed on the way, twice, and another takes its place. Printed: the time, and proof that
nobody was lost or counted twice. Exit code 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar, cast

from benchmarks.listed_people import EPOCH, build
from benchmarks.names import made
from benchmarks.sqlite_store import SqliteStore, SqliteTransactions
from chalicelib.adapters.memory import MemoryAudit, MemoryMessages
from chalicelib.adapters.screening.compiled import S3Watchlists
from chalicelib.adapters.screening.public_lists import PublicLists
from chalicelib.domain.applicants.person import Person as Person_
from chalicelib.domain.errors import NotFound
from chalicelib.domain.records import DocumentRecord, ScreeningRecord
from chalicelib.domain.reviews.review import ReviewCase
from chalicelib.domain.screening.rescreening import Page, Progress
from chalicelib.domain.screening.screening import Interval, Listed, ListedName
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.services.ports import Store
from chalicelib.services.screening import rescreening
from chalicelib.services.screening.lists import Lists
from chalicelib.services.screening.rescreening import Rescreening
from chalicelib.services.screening.screening import Screening
from chalicelib.services.verifications.verifications import Verifications

#: On two free cores. What is checked is the CPU time that two processes share, because a machine
#: that is busy with something else takes longer and is no slower.
GOAL_SECONDS = 90.0
GOAL_USERS = 100_000
HELD_SECONDS = 5  # a benchmark need not wait as long for the dead
THRESHOLD = 0.8
T = TypeVar("T")


@dataclass(frozen=True)
class Folder:
    """A bucket made of files."""

    root: Path
    bucket: str = "files"

    def put(self, key: str, body: bytes, content_type: str) -> None:
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".new").write_bytes(body)
        path.with_suffix(".new").replace(path)

    def get(self, key: str) -> bytes:
        try:
            return (self.root / key).read_bytes()
        except FileNotFoundError:
            raise NotFound("no such file") from None

    def delete(self, key: str) -> None:
        (self.root / key).unlink(missing_ok=True)

    def shred(self, prefix: str) -> int:
        raise NotImplementedError("nobody is erased here")

    def form(self, key: str, content_type: str, size: int, seconds: int) -> dict[str, Any]:
        raise NotImplementedError("a folder has no address")

    def link(self, key: str, seconds: int) -> str:
        raise NotImplementedError("a folder has no address")


class Approved:
    """Everybody in the file, in order of id. Who was found stays in the order, too."""

    def __init__(self, store: SqliteStore[Verification]) -> None:
        self._store = store

    def page(self, cursor: str, limit: int) -> tuple[list[str], str]:
        found = self._store.after(cursor, limit)
        return found, found[-1] if len(found) == limit else ""


@dataclass(frozen=True)
class Subjects:
    """Who stands behind a verification."""

    documents: SqliteStore[DocumentRecord]

    def of(self, verification: Verification) -> DocumentRecord | None:
        return self.documents.find(verification.verification_id)


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def _file(folder: Path) -> Path:
    return folder / "stores.db"


def _store(folder: Path, kind: type[T], *key: str) -> SqliteStore[T]:
    return SqliteStore(_file(folder), kind, key)


def _verifications(folder: Path) -> SqliteStore[Verification]:
    return _store(folder, Verification, "verification_id")


def _documents(folder: Path) -> SqliteStore[DocumentRecord]:
    return _store(folder, DocumentRecord, "verification_id")


def _cases(folder: Path) -> SqliteStore[ReviewCase]:
    return _store(folder, ReviewCase, "case_id")


def _port(store: SqliteStore[T]) -> Store[T]:
    """It has what a rescreening calls; it does not page and changes nothing in place."""
    return cast("Store[T]", store)


def job(folder: Path) -> Rescreening:
    """The product's service over the folder."""
    rescreening.HOLD_SECONDS = HELD_SECONDS
    verified = _verifications(folder)
    records = _port(_store(folder, ScreeningRecord, "subject_id", "entry_id"))
    audit = MemoryAudit()
    lists = PublicLists(Folder(folder / "lists"), THRESHOLD)
    return Rescreening(
        pages=_port(_store(folder, Page, "job_id", "page_id")),
        approved=Approved(verified),
        subjects=Subjects(_documents(folder)),
        verifications=Verifications(
            store=_port(verified),
            persons=_port(_store(folder, Person_, "person_id")),
            cases=_port(_cases(folder)),
            audit=audit,
            transactions=SqliteTransactions(_file(folder)),
            open_days=7,
            now=now,
        ),
        records=records,
        screening=Screening(records=records, sources=(lists,), audit=audit, keep_years=6, now=now),
        keep_years=6,
        now=now,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, change the list, work with a death on the way, check; 1 if anything is amiss."""
    parser = argparse.ArgumentParser(prog="benchmarks.rescreening", description=__doc__)
    parser.add_argument("--people", type=int, default=50_000, help="entries of the list")
    parser.add_argument("--users", type=int, default=100_000, help="verified people")
    parser.add_argument("--found", type=int, default=200, help="users who are added to the list")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--worker", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.worker:
        return _work(chosen.worker)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        version, added = _fill(folder, chosen)
        return _run(folder, version, added, chosen)


def _work(folder: Path) -> int:
    version = (folder / "version").read_text()
    service = job(folder)
    while not service.work(version).finished:
        sleep(0.2)  # the rest is held by the other, or by the dead
    return 0


def _fill(folder: Path, chosen: argparse.Namespace) -> tuple[str, set[str]]:
    """People, documents, and a list of which some of them have just become part."""
    rng = random.Random(chosen.seed)
    population = build(chosen.people, 0, chosen.seed)
    shelf = S3Watchlists(Folder(folder / "lists"), THRESHOLD)
    lists = Lists(store=shelf, messages=MemoryMessages())
    lists.refresh({"made-up": population.entries})
    service, moment = job(folder), now()
    verified: list[Verification] = []
    documents: list[DocumentRecord] = []
    added: dict[str, Listed] = {}
    for number in range(chosen.users):
        name = " ".join(made(rng).spelled(rng))
        born = EPOCH.fromordinal(EPOCH.toordinal() + rng.randrange(365 * 60)).isoformat()
        key = f"{rng.getrandbits(64):016x}"
        fields = {"name": {"value": name}, "dateOfBirth": {"value": born}}
        verified.append(Verification(key, f"u{number}", moment, moment, moment, State.APPROVED))
        documents.append(
            DocumentRecord(key, f"u{number}", moment, moment, fields, screening_fingerprint=key)
        )
        if number < chosen.found:
            names = (ListedName(name),)
            added[key] = Listed("made-up", f"new-{key}", names, (Interval(born, born),))
    _verifications(folder).put_all(verified)
    _documents(folder).put_all(documents)
    version = lists.refresh({"made-up": [*population.entries, *added.values()]}).version
    (folder / "version").write_text(version)
    service.start(version)
    print(
        f"{chosen.users:,} verified people, {chosen.people:,} listed, {len(added):,} added to the "
        f"list; version {version}"
    )
    return version, set(added)


def _run(folder: Path, version: str, added: set[str], chosen: argparse.Namespace) -> int:
    service, started, deaths = job(folder), monotonic(), 0
    workers = [_worker(folder), _worker(folder)]
    while any(worker.poll() is None for worker in workers):
        sleep(1.0)
        progress = service.progress(version)
        share = progress.screened / chosen.users
        if deaths < 2 and share > (0.3, 0.6)[deaths]:
            workers[deaths].send_signal(signal.SIGKILL)
            workers[deaths].wait()
            workers.append(_worker(folder))
            deaths += 1
            print(f"  a worker was killed at {share:.0%} after {monotonic() - started:.0f} s")
    seconds = monotonic() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    progress = service.progress(version)
    opened = set(_cases(folder).after("", 10**6))
    screened = {s for p in service.pages.query("", version, 10**6) for s in p.subjects}
    print(
        f"{progress.screened:,} screened in {seconds:.0f} s by 2 processes "
        f"({progress.screened / seconds:.0f} a second; {cpu:.0f} s of CPU time in all, which two "
        f"free cores need {cpu / 2:.0f} s for), {progress.rung:,} rang, "
        f"{len(opened):,} cases; {len(added & opened):,} of the {len(added):,} added were found"
    )
    wrong = _wrong(progress, screened, opened, added, chosen.users, cpu / 2, deaths)
    for line in wrong:
        print(f"MISSED: {line}")
    print(json.dumps({"users": chosen.users, "seconds": round(seconds, 1), "deaths": deaths}))
    return 1 if wrong else 0


def _wrong(
    progress: Progress,
    screened: set[str],
    opened: set[str],
    added: set[str],
    users: int,
    seconds: float,
    deaths: int,
) -> list[str]:
    goal = GOAL_SECONDS * max(users, 5_000) / GOAL_USERS
    checks = {
        "the job is not finished": progress.finished,
        f"{progress.screened:,} counted, not {users:,}": progress.screened == users,
        f"{len(screened):,} different people, not {users:,}": len(screened) == users,
        f"{progress.rung:,} rang but {len(opened):,} cases": progress.rung == len(opened),
        f"{len(added - opened)} of the added were lost": added <= opened,
        f"{seconds:.0f} s on two free cores, goal {goal:.0f} s": seconds < goal,
        "nobody was killed": deaths == 2 or users < 5_000,
    }
    return [line for line, right in checks.items() if not right]


def _worker(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "benchmarks.rescreening", "--worker", str(folder)]
    return subprocess.Popen(command, env=os.environ)


if __name__ == "__main__":
    sys.exit(main())
