"""An embedded PostgreSQL: one server, one unix socket, no network. It ends when the process that
started it and all forks of that are gone.

server = Postgres(Path(".cache/postgres")).start()
dsn = server.database("vestibule")                # makes it if it is not there
private = server.clone("vestibule", "copy_1")     # 20-40 ms
server.stop(); server.start()                     # an outage; the addresses stay the same
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from local.postgres import binaries
from local.postgres.binaries import NoPostgres

START_SECONDS = 20.0
# No fsync, since the data may be lost; many connections, because each test's cloud has its own.
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "autovacuum_naptime": "60s",
    "logging_collector": "off",
}
# Waits until its input ends, that is until this process and its forks are gone; ends the server.
_GUARD = 'read -r _; kill -INT "$1" 2>/dev/null'


class Postgres:
    """One server whose files are below `folder`, or elsewhere if its user cannot reach that (see
    `binaries.settle`). NoPostgres."""

    def __init__(self, folder: Path) -> None:
        self.home = binaries.settle(Path(folder))
        self._log = self.home.data.parent / "postgres.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def start(self) -> Postgres:
        """Starts the server and waits until it answers, at most START_SECONDS; a server that a
        killed process left is ended first. NoPostgres."""
        if self.running:
            return self
        self._end_left_behind()
        if not (self.home.data / "PG_VERSION").exists():
            shape = ("-U", "vestibule", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
            self._run("initdb", "-D", self.home.data, *shape)
        options = {**OPTIONS, "unix_socket_directories": _listed(self.home.socket)}
        given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self.home.bin / "postgres", "-D", self.home.data, *given],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,  # Ctrl-C is ours to handle
                **self.home.process,
            )
        self._owner = os.getpid()
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", str(self._process.pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
            **self.home.process,
        )
        self._wait_until_up()
        return self

    @property
    def running(self) -> bool:
        """Whether the server that this object started runs."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Stops the server at once; connections break, committed data stays. Does nothing in a
        fork."""
        if self._process is None or self._owner != os.getpid():
            return
        if self._guard is not None:
            self._guard.kill()
            self._guard.wait()
            if self._guard.stdin:
                self._guard.stdin.close()
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # "fast shutdown"
            self._process.wait(START_SECONDS)
        self._process = self._guard = None

    def __enter__(self) -> Postgres:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def dsn(self, name: str) -> str:
        """The connection string of a database, for psycopg."""
        return make_conninfo(host=str(self.home.socket), user="vestibule", dbname=name)

    def database(self, name: str) -> str:
        """Creates the database unless it exists; returns its connection string."""
        if name not in self.databases():
            self._admin(sql.SQL("create database {}").format(sql.Identifier(name)))
        return self.dsn(name)

    def clone(self, template: str, name: str) -> str:
        """Copies a database; returns the copy's connection string. psycopg's ObjectInUse if the
        template has connections, DuplicateDatabase if `name` exists."""
        statement = sql.SQL("create database {} template {} strategy file_copy").format(
            sql.Identifier(name), sql.Identifier(template)
        )
        self._admin(statement)
        return self.dsn(name)

    def drop(self, name: str) -> None:
        """Removes the database if it exists; its connections end."""
        self._admin(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def databases(self) -> set[str]:
        """The names of the databases."""
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            return {row[0] for row in connection.execute("select datname from pg_database")}

    def _admin(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: Any) -> None:
        command = [str(self.home.bin / program), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, cwd="/", **self.home.process)
        if done.returncode:
            raise NoPostgres(f"{program} failed: {done.stderr.decode(errors='replace')[-800:]}")

    def _wait_until_up(self) -> None:
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.dsn("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if not self.running or time.monotonic() > end:
                    self.stop()
                    tail = self._log.read_text(errors="replace")[-800:]
                    raise NoPostgres(f"PostgreSQL did not start: {tail}") from None
                time.sleep(0.005)

    def _end_left_behind(self) -> None:
        """Ends a server that still uses our data. Its pid file may name any process by now, so that
        only a PostgreSQL that works in our folder is ended."""
        pid_file = self.home.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().splitlines()[0])
            process = os.pidfd_open(pid)  # the same process until the end, whatever its number
        except (OSError, ValueError, IndexError):
            pid_file.unlink(missing_ok=True)
            return
        try:
            if not self._is_ours(pid):
                pid_file.unlink(missing_ok=True)  # PostgreSQL would take that process for itself
                return
            signal.pidfd_send_signal(process, signal.SIGINT)
            if not select.select([process], [], [], START_SECONDS)[0]:
                raise NoPostgres(f"an older PostgreSQL (process {pid}) does not end: end it")
        except ProcessLookupError:
            return
        finally:
            os.close(process)

    def _is_ours(self, pid: int) -> bool:
        """Whether the process is a PostgreSQL whose working directory is our folder."""
        try:
            program = os.readlink(f"/proc/{pid}/exe")
            folder = os.readlink(f"/proc/{pid}/cwd")
        except OSError:  # gone, or somebody else's: not ours
            return False
        return Path(program).name.startswith("postgres") and folder == str(self.home.data)


def _listed(folder: Path) -> str:
    """The folder quoted as the only entry of a setting that is a list."""
    return '"' + str(folder).replace('"', '""') + '"'
