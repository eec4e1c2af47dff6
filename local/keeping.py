"""`make run KEEP=1`: pool, tables, buckets, queues and database are kept for the next run.

They are stored every minute and at the end of a run. The gate before the cloud is shut for some
milliseconds, the process forks, and the copy writes its state, as Redis does; a transaction begun
at that moment reads the database. A killed run loses at most the last minute; the next run prints
that. `make reset` deletes the stored state.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from local.provision import CACHE

EVERY = 60.0
WRITING_SECONDS = 120.0
HERE = Path(os.environ.get("VESTIBULE_KEPT") or CACHE / "kept")
#: Tables that the migrations fill, which are not stored.
MADE = ("schema_migrations",)


class NotKept(RuntimeError):
    """The state cannot be stored or used. The message is shown to the user."""


@dataclass(frozen=True)
class Moment:
    """The stored state of an earlier run. `facts`: `{key, at, ended}`: the sources' hash, the time
    in seconds since 1970, whether the run ended by itself."""

    place: Path
    facts: dict[str, Any]

    @property
    def cloud(self) -> Path:
        """The file with the embedded AWS."""
        return self.place / "cloud.pickle"

    @property
    def said(self) -> str:
        """The line that the next run prints."""
        at = datetime.fromtimestamp(self.facts["at"], UTC).astimezone()
        if self.facts["ended"]:
            return f"going on where the last run ended, {at:%d %B %H:%M}"
        return f"the last run was killed: whatever happened after {at:%H:%M:%S} is lost"

    def taken_up(self) -> None:
        """Marks the state as in use: until the run stores its own, it counts as killed."""
        (self.place / "facts.json").write_text(json.dumps(self.facts | {"ended": False}))

    def database(self, dsn: str) -> None:
        """Restores the rows into a newly migrated database, in place of those that migrations
        create. Triggers are disabled, since the rows were checked before. psycopg's errors."""
        with psycopg.connect(dsn) as connection:
            connection.execute("set session_replication_role = replica")
            for table in _tables(connection):
                connection.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
                rows = self.place / f"{table}.copy"
                if rows.exists():
                    with connection.cursor().copy(_copy(table, "from stdin")) as copy:
                        copy.write(rows.read_bytes())

    def also(self) -> dict[str, Any]:
        """The state outside of AWS and the database: `executions`, `outbox`, and the vendors'
        sessions as `desks`. OSError."""
        with (self.place / "also.pickle").open("rb") as file:
            found: dict[str, Any] = pickle.load(file)  # noqa: S301 - our own file
        return found


def last(key: str, here: Path = HERE) -> Moment | None:
    """The stored state of the last run, or None. `key`: hash of the sources; NotKept if the state
    was stored with other sources."""
    pointer = here / "current"
    if not pointer.exists():
        return None
    place = here / pointer.read_text().strip()
    facts = json.loads((place / "facts.json").read_text())
    if facts["key"] != key:
        raise NotKept(
            "what was kept is of another infrastructure than this one: `make reset` forgets it, "
            "`make run` starts beside it without KEEP=1"
        )
    return Moment(place, facts)


def reset(here: Path = HERE) -> bool:
    """Deletes the stored state; False if there was none."""
    there = here.exists()
    shutil.rmtree(here, ignore_errors=True)
    return there


class Keeper:
    """Stores the state of a running system. `key`: hash of the sources; `dsn`: psycopg's; `also`:
    called in the forked copy, returns further data that pickle can write."""

    def __init__(
        self, key: str, dsn: str, also: Callable[[], dict[str, Any]], here: Path = HERE
    ) -> None:
        self._key, self._dsn, self._also, self._here = key, dsn, also, here
        self._ended = threading.Event()
        self._writing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def start(self) -> None:
        """Stores the state every minute, in a thread; a failed attempt is repeated a minute
        later."""
        self._thread.start()

    def stop(self) -> None:
        """Stores the final state of the run. Errors of `keep`."""
        self._ended.set()
        self.keep(ended=True)

    def _run(self) -> None:
        while not self._ended.wait(EVERY):
            try:
                self.keep()
            except (OSError, psycopg.Error, NotKept):
                continue  # the last stored state remains; the next attempt is in a minute

    def keep(self, ended: bool = False) -> Path:
        """Writes the state beside the last one, which is valid until this one is complete; returns
        the folder. OSError, psycopg's errors, or NotKept if the copy fails or takes too long."""
        from emulator import clock, gate

        with self._writing:
            self._here.mkdir(parents=True, exist_ok=True)
            place = self._here / f"{time.time_ns():x}"
            place.mkdir()
            with psycopg.connect(self._dsn) as connection:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                with gate.shut():
                    at = clock.time()
                    tables = _tables(connection)  # the transaction sees the state of this moment
                    child = self._fork(place)
                for table in tables:
                    with (
                        (place / f"{table}.copy").open("wb") as file,
                        connection.cursor().copy(_copy(table, "to stdout")) as copy,
                    ):
                        for part in copy:
                            file.write(part)
            _waited(child)
            facts = {"key": self._key, "at": at, "ended": ended}
            (place / "facts.json").write_text(json.dumps(facts))
            new = self._here / "current.new"
            new.write_text(place.name)
            new.replace(self._here / "current")
            for old in self._here.iterdir():
                if old.is_dir() and old != place:
                    shutil.rmtree(old, ignore_errors=True)
            return place

    def _fork(self, place: Path) -> int:
        """Forks the process that writes; returns its id."""
        child = os.fork()
        if child:
            return child
        code = 1
        try:
            from emulator import snapshot
            from emulator.workflows import past

            also = {"executions": past.detach(), **self._also()}
            snapshot.save(place / "cloud.pickle")
            (place / "also.pickle").write_bytes(pickle.dumps(also))
            code = 0
        except BaseException as error:
            (place.parent / "failed").write_text(f"{type(error).__name__}: {error}"[:2000])
        finally:
            os._exit(code)


def _waited(child: int) -> None:
    """Waits for the copy. NotKept if it could not write."""
    end = time.monotonic() + WRITING_SECONDS
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            if os.waitstatus_to_exitcode(status):
                raise NotKept("this moment could not be written down")
            return
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise NotKept("this moment took too long to write down")


def _tables(connection: psycopg.Connection[Any]) -> list[str]:
    found = connection.execute(
        "select tablename from pg_tables where schemaname = 'public' order by tablename"
    ).fetchall()
    return [name for (name,) in found if name not in MADE]


def _copy(table: str, way: str) -> sql.Composed:
    return sql.SQL("copy {} " + way + " (format binary)").format(sql.Identifier(table))
