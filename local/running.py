"""Uses the running local system, or starts one temporarily."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import requests
from rich.console import Console

from local import provision
from local.applicant import wait_for

LOG = provision.CACHE / "up.log"


def alive(api: str) -> bool:
    """Whether the API answers."""
    try:
        return requests.get(f"{api}/health", timeout=2).status_code == 200
    except requests.RequestException:
        return False


@contextmanager
def system(api: str, console: Console) -> Iterator[None]:
    """Uses the system at `api` (base URL) during a `with`; if none runs, starts one and stops it at
    the end. ProvisionError; SystemExit with the log's end if it does not start."""
    if alive(api):
        yield
        return
    console.print("[dim]starting the local system (make run keeps one up)…[/]")
    provision.ensure(lambda line: console.print(f"[dim]{line}[/]"))
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("wb") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", "local", "up"], stdout=words, stderr=subprocess.STDOUT
        )

    def up() -> bool:
        if process.poll() is not None:
            reason = LOG.read_text(errors="replace")
            raise SystemExit(f"the local system did not start: {reason.strip()[-2000:]}")
        return alive(api)

    try:
        wait_for(up, "the local system", 400)
        yield
    finally:
        process.terminate()
        process.wait(30)
