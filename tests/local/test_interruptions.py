"""Ctrl-C while the embedded cloud is provisioned, and a provisioning whose caller dies."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: In place of Terraform: says that it runs, and does not end by itself.
ENDLESS = """#!/bin/bash
trap 'echo ended >"$0.ended"; exit 1' INT TERM
echo $$ >"$0.began"
while :; do read -rt 0.1 <> <(:); done
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh checkout, nothing provisioned, with a Terraform that does not end."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", ":!web", ":!tests", ":!docs"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0")[:-1]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    (tmp_path / "bin").mkdir()
    terraform = tmp_path / "bin" / "terraform"
    terraform.write_text(ENDLESS)
    terraform.chmod(0o755)
    return tmp_path


@pytest.fixture
def provisioning(checkout: Path) -> Iterator[subprocess.Popen[str]]:
    """`python -m local provision` at the point where Terraform works."""
    # What is ignored here stays ignored there, and `nohup make test &` ignores Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    environment = {**os.environ, "PATH": f"{checkout / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "local", "provision"],
        cwd=checkout,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    signal.signal(signal.SIGINT, before)
    soon((checkout / "bin" / "terraform.began").exists, 120)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    if running(terraform := int((checkout / "bin" / "terraform.began").read_text())):
        os.kill(terraform, signal.SIGKILL)
    process.wait()


def soon(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


def running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def free(checkout: Path) -> bool:
    """Whether another one could begin to provision."""
    with (checkout / ".cache" / "provision.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def test_ctrl_c_says_one_line_and_leaves_nothing(
    provisioning: subprocess.Popen[str], checkout: Path
) -> None:
    os.killpg(provisioning.pid, signal.SIGINT)  # what a terminal sends: to all of us
    said, _ = provisioning.communicate(timeout=150)
    assert provisioning.returncode == 130
    lines = [line for line in said.splitlines() if line.strip()]
    assert lines[-1] == "stopped before it was ready; the next start begins again"
    assert len(lines) <= 3 and "Traceback" not in said, said  # what it had begun to do, and this
    soon((checkout / "bin" / "terraform.ended").exists)
    soon(lambda: free(checkout))
    assert not list((checkout / ".cache").rglob("cloud.pickle"))


def test_the_one_that_works_keeps_the_lock_when_its_caller_dies(
    provisioning: subprocess.Popen[str], checkout: Path
) -> None:
    provisioning.kill()
    provisioning.wait()
    assert running(int((checkout / "bin" / "terraform.began").read_text()))
    assert not free(checkout)
