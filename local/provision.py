"""Fills the embedded cloud with the real Terraform, once per state of the sources, and keeps it.

    python -m local provision          make the snapshot if there is none for these sources

platform apply -> functions -> bindings apply -> watchlists -> .cache/snapshots/<key>/. The key is
a hash of everything that shapes the result, so a stale snapshot cannot be used.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
KEPT = 3  # snapshots; older ones are removed
#: What shapes a provisioned cloud.
SOURCES = (
    ".chalice/config.json",
    "infra",
    "stepfunctions",
    "emulator",
    "local/deploy.py",
    "local/terraform.py",
    "local/provision.py",
    "local/watchlists",
    "chalicelib/adapters/screening",
    "chalicelib/domain/screening/screening.py",
    "chalicelib/wiring/plug_ins.py",  # names the vendors that have secrets
)
#: Below these, what a laptop has no use for; a change there needs no new snapshot.
_ELSEWHERE = (
    *(f"infra/envs/{name}" for name in ("bindings/", "dev.", "stage.", "prod.", "main.tf")),
    *(f"infra/envs/{name}.tf" for name in ("backend", "outputs", "providers", "variables")),
    *(f"infra/modules/{name}" for name in ("api", "audit", "edge", "monitoring", "site")),
    "infra/bootstrap",
)
_TEXT = {".tf", ".tfvars", ".json", ".py", ".xml", ".txt", ".html", ".hcl"}
Progress = Callable[[str], None]


def key() -> str:
    """Names the state of the sources; 16 hex digits."""
    digest = hashlib.sha256()
    for path in sorted(_files()):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    for package in ("moto", "cloudpickle", "boto3"):
        digest.update(f"{package}={version(package)}".encode())
    digest.update(sys.version.encode())
    return digest.hexdigest()[:16]


def _files() -> Iterator[Path]:
    for source in SOURCES:
        path = ROOT / source
        found = path.rglob("*") if path.is_dir() else [path]
        yield from (each for each in found if each.suffix in _TEXT and _shapes(each))


def _shapes(path: Path) -> bool:
    place = path.relative_to(ROOT).as_posix()
    return ".terraform" not in place and not place.startswith(_ELSEWHERE) and path.is_file()


def folder(name: str | None = None) -> Path:
    """Where the snapshot of these sources lies: `cloud.pickle` and Terraform's states."""
    return CACHE / "snapshots" / (name or key())


def ensure(progress: Progress = print) -> Path:
    """The snapshot's file; made by a process of its own if it is not there (about 80 s).

    Two callers at once make it once. Raises ProvisionError with what went wrong.
    """
    import fcntl

    place = folder()
    file = place / "cloud.pickle"
    if file.exists():
        os.utime(place)
        return file
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "provision.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            progress(
                "provisioning the embedded cloud with Terraform, once for these sources (80 s)"
            )
            _in_own_process(place.name, progress, lock.fileno())
        _forget_old()
    return file


class ProvisionError(RuntimeError):
    """The cloud could not be filled; the message is for the user."""


def _in_own_process(name: str, progress: Progress, lock: int) -> None:
    """The other process holds the lock too: while it works nobody else begins, even if we die."""
    command = [sys.executable, "-m", "local.provision", name]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        pass_fds=(lock,),
    ) as process:
        lines = []
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if line.startswith("- "):
                progress(line[2:].rstrip())
    if process.returncode:
        raise ProvisionError("\n".join(lines[-30:]))


def _forget_old() -> None:
    kept = sorted((CACHE / "snapshots").glob("*"), key=lambda path: path.stat().st_mtime)
    for old in kept[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def make(name: str) -> None:
    """Provision in this process and write the snapshot."""
    from emulator import snapshot
    from emulator.server import Cloud
    from local import deploy
    from local.terraform import Terraform

    started = time.monotonic()
    place = folder(name)
    shutil.rmtree(place, ignore_errors=True)
    counted = _Counted(started)
    with Cloud(port=0) as cloud:
        roots = {
            "platform": ROOT / "infra" / "envs" / "local",
            "bindings": ROOT / "infra" / "envs" / "local" / "bindings",
        }
        for step, root in roots.items():
            terraform = Terraform(root, place / step, cloud.environment, counted.line)
            counted.step(f"terraform apply: {step}")
            terraform.init()
            terraform.apply()
            if step == "platform":
                counted.step("functions")
                deploy.deploy(_client("lambda"), terraform.output()["role_arns"], _VARIABLES)
        counted.step("watchlists")
        _load_watchlists()
        _quiet()
        size = snapshot.save(place / "cloud.pickle")
    counted.step(f"snapshot of {size / 1e6:.1f} MB")


_VARIABLES = {"VESTIBULE_ENV": "local"}


class _Counted:
    """Says where the work stands: a line per step and per twenty resources."""

    def __init__(self, started: float) -> None:
        self._started, self._done = started, 0

    def step(self, what: str) -> None:
        """A new step begins."""
        print(f"- {time.monotonic() - self._started:5.1f} s  {what}", flush=True)

    def line(self, text: str) -> None:
        """A line of Terraform's."""
        if "Creation complete" in text:
            self._done += 1
            if self._done % 50 == 0:
                self.step(f"{self._done} resources")
        else:
            print(text, flush=True)


def _client(service: str) -> object:
    import boto3

    make_client: object = boto3.client
    return make_client(service)  # type: ignore[operator]


def _load_watchlists() -> None:
    from chalicelib import wiring
    from local import watchlists

    watchlists.load(_client("s3"), wiring.settings().bucket_watchlists, wiring.messages())


def _quiet() -> None:
    """Let what was started end, and forget what it left behind."""
    from emulator import activity
    from emulator.events import events, outbox
    from emulator.lambdas import esm

    left = activity.quiesce(20)
    if left:
        raise ProvisionError(f"still busy: {', '.join(left)}")
    events.stop_schedules()
    esm.stop_all()
    outbox.clear()


if __name__ == "__main__":
    try:
        make(sys.argv[1] if len(sys.argv) > 1 else key())
    except KeyboardInterrupt:  # the one who asked says so
        sys.exit(130)
