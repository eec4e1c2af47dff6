"""Commands of the local system: `python -m local up | ready | provision | reset`."""

from __future__ import annotations

import argparse
import fcntl
import logging
import os
import platform
import signal
import sys
import threading
import time
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from local import keeping, memory, provision
from local.system import CACHE, PORTS, ROOT, NoPort, System, migrated, ports

console = Console(highlight=False)
#: Whether this run continues from the last one, and the next run from this one.
KEEP = os.environ.get("VESTIBULE_KEEP", "") not in ("", "0")


def up() -> int:
    """Starts the system, prints its addresses, and runs until Ctrl-C or SIGTERM. Exit status: 1 if
    it cannot run here."""
    started = time.monotonic()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    memory.settle()
    from emulator.http.http_server import PortInUse
    from local.postgres.binaries import NoPostgres
    from local.postgres.server import Postgres
    from local.terraform import TerraformError

    try:
        wanted = _free(ports())
        postgres = Postgres(_database_folder())  # first, since PostgreSQL may not run here
        file = provision.ensure(_say)
        kept = keeping.last(provision.key()) if KEEP else None
        dsn = migrated(postgres.start())
        if kept:
            _say(kept.said)
            kept.database(dsn)
        system = System(wanted, file, dsn, kept).start()
    except (NoPort, PortInUse, NoPostgres, TerraformError, provision.ProvisionError) as error:
        return _refused(error)
    except keeping.NotKept as error:
        return _refused(error)
    keeper = keeping.Keeper(provision.key(), dsn, system.also)
    if KEEP:
        keeper.start()
        if kept:
            kept.taken_up()
    _announce(system, time.monotonic() - started)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
    console.print("[dim]stopping…[/]")
    if KEEP:
        _keep(keeper)
    system.stop()
    postgres.stop()
    return 0


def _keep(keeper: keeping.Keeper) -> None:
    """Stores the final state of this run, after running work has ended."""
    from emulator import activity

    activity.quiesce(10)
    try:
        keeper.stop()
    except keeping.NotKept as error:
        _refused(error)


def _provisioned(first_look: bool) -> int:
    """Makes the snapshot. `first_look`: first checks whether the system can run here."""
    from emulator.http.http_server import PortInUse
    from local.postgres.binaries import NoPostgres
    from local.postgres.server import Postgres

    try:
        if first_look:
            _free(ports())
            Postgres(_database_folder())
        provision.ensure(_say)
    except (NoPort, PortInUse, NoPostgres, provision.ProvisionError) as error:
        return _refused(error)
    return 0


def _forget() -> int:
    """Removes the stored state of earlier runs."""
    there = keeping.reset()
    console.print("what was kept is forgotten" if there else "nothing was kept")
    return 0


def _free(wanted: dict[str, int]) -> dict[str, int]:
    """The same ports. Raises PortInUse, which tells how to choose another."""
    from emulator.http.http_server import PortInUse, check_free

    for name, port in wanted.items():
        try:
            check_free(port, name)
        except PortInUse as error:
            another = f"{PORTS[name][0]}={port % 65535 + 1} make run"
            raise PortInUse(f"{error}: end what listens there, or say {another}") from error
    return wanted


def _refused(error: Exception) -> int:
    """Prints why the system cannot run; returns the exit status."""
    console.print(f"[red]{escape(str(error))}[/]", soft_wrap=True)
    return 1


def _database_folder() -> Path:
    """The database's folder, locked by this process; a second system gets another folder."""
    number = 0
    while True:
        folder = CACHE / (f"postgres-{number}" if number else "postgres")
        lock = os.open(folder.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # released at the end of the process
        except OSError:
            os.close(lock)
            number += 1
            continue
        return folder


def _say(line: str) -> None:
    console.print(f"[dim]{line}[/]", soft_wrap=True)


def _announce(system: System, seconds: float) -> None:
    words = {
        "api": "REST API          (/v1/reference shows its routes)",
        "web": "site              (sign up, verify; /console/ for reviewers)",
        "console": "outbox and logs   (every mail and SMS, executions)",
        "cloud": "embedded AWS      (endpoint for any AWS client)",
        "vendors": "KYC vendors       (fakes of five, with their pages and webhooks)",
    }
    python = platform.python_version()
    console.print(f"[green bold]Vestibule is up[/] after {seconds:.1f} s, on Python {python}")
    for name, what in words.items():
        console.print(f"  [cyan]{system.urls[name]:<24}[/] {what}")
    console.print("[dim]make demo takes an applicant through it; Ctrl-C ends it.[/]")


def main() -> int:
    """Runs the chosen command and returns its exit status: 0, 1 if it failed, 130 after Ctrl-C
    during the start."""
    try:
        return _command()
    except KeyboardInterrupt:
        console.print("[dim]stopped before it was ready; the next start begins again[/]")
        return 130


def _command() -> int:
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    parser.add_argument("command", choices=("up", "ready", "provision", "reset"))
    logging.basicConfig(level=os.environ.get("VESTIBULE_LOG", "WARNING"))
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    command = parser.parse_args().command
    if command == "reset":
        return _forget()
    if command in ("provision", "ready"):
        return _provisioned(first_look=command == "ready")
    return up()


if __name__ == "__main__":
    sys.exit(main())
