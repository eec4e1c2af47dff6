"""Private, provisioned clouds in about a second: one prepared process that forks itself.

    with Zygote() as zygote:
        with zygote.fork() as system:      # {"api": url, "cloud": url, "console": url, "web": url}
            ...

The prepared process imports everything, reads the snapshot, AWS's models and those for faces, and
migrates a database; each fork gets the cloud as it was and a copy of that database. A fork lives
as long as its connection.

What is prepared is never garbage. Its million objects are kept from the collector, which would
otherwise go through them again and again in every fork, and copy the memory that forks share.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "template_vestibule"
START_SECONDS = 300.0
THREADS_SECONDS = 10.0
#: A fork has one thread only, so the prepared process must not have more: libraries of arithmetic
#: would start theirs when they are imported.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Zygote:
    """Starts and ends the prepared process, as a context manager; used by tests. `environment`:
    variables for it. ProvisionError; RuntimeError if it does not start within START_SECONDS."""

    def __init__(self, environment: dict[str, str] | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="vestibule-")
        self._address = str(Path(self._folder.name) / "zygote.sock")
        self._environment = environment or {}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Zygote:
        from local import provision

        provision.ensure(lambda line: print(line, file=sys.stderr))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "local.zygote", self._folder.name],
            cwd=ROOT,
            env={**os.environ, "VESTIBULE_ENV": "local", **ONE_THREAD, **self._environment},
        )
        end = time.monotonic() + START_SECONDS
        while not Path(self._address).exists():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the prepared process did not start; its words are above")
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
        self._folder.cleanup()

    @contextmanager
    def fork(self, **environment: str) -> Iterator[dict[str, str]]:
        """A private system during a `with`: yields part -> base URL. `environment`: variables for
        it. RuntimeError if it does not start."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(self._address)
            connection.sendall(json.dumps(environment).encode() + b"\n")
            line = connection.makefile().readline()
            if not line.startswith("{"):
                raise RuntimeError(f"the fork did not start: {line}")
            yield json.loads(line)


def serve(folder: Path) -> None:
    """Prepares the process, then forks for each connection to `zygote.sock` in `folder`, until
    SIGTERM."""
    from local import provision
    from local.postgres.server import Postgres
    from local.system import migrated, preload

    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    gc.disable()  # until the first fork
    preload(provision.ensure())
    with Postgres(folder / "postgres") as postgres:
        migrated(postgres, TEMPLATE)  # its doorway has stopped again: no thread is left to fork
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(str(folder / "unready.sock"))
            listener.listen(16)
            (folder / "unready.sock").rename(folder / "zygote.sock")
            _accept(listener, postgres)


def _alone() -> None:
    """Wait until the threads of the preparations have ended; RuntimeError if one stays."""
    end = time.monotonic() + THREADS_SECONDS
    while len(list(Path("/proc/self/task").glob("*"))) > 1:
        if time.monotonic() > end:
            raise RuntimeError("a fork needs one thread; preload() starts more")
        time.sleep(0.01)


def _accept(listener: socket.socket, postgres: Any) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that ended forks leave no zombies
    _alone()
    gc.freeze()
    number = 0
    while True:
        connection, _ = listener.accept()
        number += 1
        database = f"fork_{number}"
        dsn = postgres.clone(TEMPLATE, database)
        if os.fork() == 0:
            listener.close()
            _child(connection, dsn)
        connection.close()


def _child(connection: socket.socket, dsn: str) -> None:
    """Runs one private system until its connection closes."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    gc.enable()
    code = 0
    try:
        lines = connection.makefile()
        os.environ.update(json.loads(lines.readline()))
        from local.system import PORTS, System

        system = System({name: 0 for name in PORTS}, Path(), dsn).start()
        connection.sendall(json.dumps(system.urls).encode() + b"\n")
        lines.readline()  # returns when the other side closes
    except Exception as error:
        connection.sendall(f"{type(error).__name__}: {error}\n".encode())
        code = 1
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
