"""Fills the embedded cloud with the real Terraform, once per state of the sources, as a snapshot.

    python -m local provision          make the snapshot if there is none for these sources

platform apply -> functions -> bindings apply -> watchlists -> .cache/snapshots/<key>/. The key is
a hash of everything that shapes the result, so a stale snapshot cannot be used.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from local.terraform import Terraform

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
KEPT = 3  # snapshots; older ones are removed
#: The sources of a provisioned cloud.
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
    "chalicelib/outside/plug_ins.py",  # names the vendors that have secrets
)
#: Sources whose changes Terraform can apply to an earlier snapshot. A change of any other source
#: needs a new snapshot.
GROWING = ("infra", "stepfunctions", "chalicelib/outside/plug_ins.py")
#: Folders that a laptop does not use; a change there needs no new snapshot.
_ELSEWHERE = (
    *(f"infra/envs/{name}" for name in ("bindings/", "dev.", "stage.", "prod.", "main.tf")),
    *(f"infra/envs/{name}.tf" for name in ("backend", "outputs", "providers", "variables")),
    *(f"infra/modules/{name}" for name in ("api", "audit", "edge", "monitoring", "site")),
    "infra/bootstrap",
    # These concern running handlers, and none runs while the cloud is filled.
    "emulator/faults",
    "emulator/strict/rights",
    "emulator/strict/watch",
    "emulator/workflows/past",
    "emulator/gate",
    "emulator/activity",
    "emulator/clock",
    "emulator/control",
)
_TEXT = {".tf", ".tfvars", ".json", ".py", ".xml", ".txt", ".html", ".hcl"}
Progress = Callable[[str], None]


def key() -> str:
    """The hash of all sources: 16 hexadecimal digits."""
    return _named(_files())


def ground() -> str:
    """The hash of the sources that must be unchanged if a snapshot is made from an earlier one: 16
    hexadecimal digits."""
    growing = tuple(str(ROOT / each) for each in GROWING)
    return _named(path for path in _files() if not str(path).startswith(growing))


def _named(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
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
    """The folder of a snapshot, by default that of the present sources, with `cloud.pickle` and
    Terraform's states. It may not exist."""
    return CACHE / "snapshots" / (name or key())


def ensure(progress: Progress = print) -> Path:
    """The snapshot's file. If it is missing a process of its own makes it, in about 80 s.

    `progress` gets a line per step. Of two callers at once one makes it. ProvisionError with the
    last lines of the process.
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
            _make_one(place.name, progress, lock.fileno())
        _forget_old()
    return file


class ProvisionError(RuntimeError):
    """The cloud could not be filled. The message is shown to the user."""


def _make_one(name: str, progress: Progress, lock: int) -> None:
    """Makes the snapshot from an earlier one if there is a fitting one, otherwise from nothing."""
    base = _base()
    if base is not None:
        progress("provisioning what changed in the embedded cloud")
        try:
            return _in_own_process(name, progress, lock, base.name)
        except ProvisionError:  # a real error occurs again, with its full message
            progress("what changed does not fit upon the last state")
    progress("provisioning the embedded cloud with Terraform, once for these sources (80 s)")
    return _in_own_process(name, progress, lock)


def _base() -> Path | None:
    """The newest snapshot that this one can be made from, or None."""
    wanted = ground()
    fitting = [
        mark.parent
        for mark in (CACHE / "snapshots").glob("*/ground")
        if mark.read_text() == wanted and (mark.parent / "cloud.pickle").exists()
    ]
    return max(fitting, key=lambda place: place.stat().st_mtime, default=None)


def _in_own_process(name: str, progress: Progress, lock: int, *base: str) -> None:
    """Makes the snapshot in a process that also holds the lock, so that no other one begins even
    if this process dies."""
    command = [sys.executable, "-m", "local.provision", name, *base]
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


def make(name: str, base: str | None = None) -> None:
    """Fills the cloud in this process and writes the snapshot `name`. `base`: the snapshot that it
    is made from. TerraformError, or ProvisionError if work does not end."""
    from emulator import snapshot
    from local.cloud import cloud as embedded

    started = time.monotonic()
    place = folder(name)
    shutil.rmtree(place, ignore_errors=True)
    counted = _Counted(started)
    cloud = embedded()
    if base is not None:
        _copied(folder(base), place)
        snapshot.restore(folder(base) / "cloud.pickle")
    with cloud:
        _apply(place, cloud.environment, counted, base is not None)
        if base is None:  # what they are made of is never among what changed
            counted.step("watchlists")
            _load_watchlists()
        _quiet()
        size = snapshot.save(place / "cloud.pickle")
    (place / "ground").write_text(ground())
    counted.step(f"snapshot of {size / 1e6:.1f} MB")


#: The pickle is written anew, and its presence says that a snapshot is complete.
_NOT_COPIED = shutil.ignore_patterns("cloud.pickle", "ground")


def _copied(base: Path, place: Path) -> None:
    """Copies Terraform's states and downloads, and corrects the state's path in Terraform's own
    notes."""
    shutil.copytree(base, place, symlinks=True, ignore=_NOT_COPIED)
    for noted in place.glob("*/data/terraform.tfstate"):
        told = json.loads(noted.read_text())
        # Whatever it says: a checkout that was copied or moved would change another one's state.
        told["backend"]["config"]["path"] = str(noted.parents[1] / "terraform.tfstate")
        noted.write_text(json.dumps(told))


def _apply(place: Path, environment: dict[str, str], counted: _Counted, known: bool) -> None:
    """Applies both roots of Terraform and deploys the functions between them. `known`: an earlier
    snapshot's states are complete, so that nothing needs to be refreshed."""
    import boto3

    from local import deploy
    from local.terraform import Terraform

    root = ROOT / "infra" / "envs" / "local"
    counted.step("terraform apply: platform")
    platform = Terraform(root, place / "platform", environment, counted.line)
    _brought_up(platform, known)
    counted.step("functions")
    make: Any = boto3.client  # no types of Lambda are installed
    deploy.deploy(make("lambda"), platform.output()["role_arns"], _VARIABLES)
    bound, noted = _bound(), place / "bound"
    if known and noted.exists() and noted.read_text() == bound:
        return
    counted.step("terraform apply: bindings")
    _brought_up(Terraform(root / "bindings", place / "bindings", environment, counted.line), known)
    noted.write_text(bound)


def _brought_up(terraform: Terraform, known: bool) -> None:
    """Applies a root. With an earlier state `init` is needed only for a new module."""
    from local.terraform import TerraformError

    if known:
        try:
            return terraform.apply(refresh=False)
        except TerraformError as error:
            if "terraform init" not in str(error):
                raise
    terraform.init()
    return terraform.apply(refresh=not known)


def _bound() -> str:
    """The hash of the second root's sources: its files, the functions, and the first root's
    outputs."""
    from moto.ssm.models import ssm_backends

    from emulator.account import ACCOUNT, REGION
    from local.deploy import sizes

    told: Any = ssm_backends[ACCOUNT][REGION].get_parameter("/vestibule/local/platform")
    digest = hashlib.sha256(f"{sorted(sizes())} {told.value}".encode())
    for place in ("infra/bindings", "infra/envs/local/bindings"):
        for path in sorted((ROOT / place).glob("*.tf")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


_VARIABLES = {"VESTIBULE_ENV": "local"}


class _Counted:
    """Prints the progress: a line per step and per twenty resources."""

    def __init__(self, started: float) -> None:
        self._started, self._done = started, 0

    def step(self, what: str) -> None:
        """Prints the begin of a step."""
        print(f"- {time.monotonic() - self._started:5.1f} s  {what}", flush=True)

    def line(self, text: str) -> None:
        """Counts a created resource, or prints another line of Terraform's."""
        if "Creation complete" in text:
            self._done += 1
            if self._done % 50 == 0:
                self.step(f"{self._done} resources")
        else:
            print(text, flush=True)


def _load_watchlists() -> None:
    import boto3

    from chalicelib.application.process import application
    from local import watchlists

    watchlists.load(
        boto3.client("s3"), application().settings.bucket_watchlists, application().outside.messages
    )


def _quiet() -> None:
    """Waits until all work has ended, then stops schedules and pollers and clears the outbox.
    ProvisionError after 20 s."""
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
        make(*(sys.argv[1:3] or [key()]))
    except KeyboardInterrupt:  # the one who asked says so
        sys.exit(130)
