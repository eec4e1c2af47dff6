"""What keeps a first run from working is said in one line, with what to do next."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = Path(sys.base_prefix, "bin", f"python3.{sys.version_info[1]}")
SHELL = (
    *("awk", "bash", "cat", "cut", "dirname", "env", "flock", "git", "make", "mkdir", "mktemp"),
    *("rm", "sha256sum", "tail"),
)
#: What a checkout needs before Python is set up.
PARTS = (
    *("Makefile", ".ci/bootstrap", ".ci/ready", ".ci/venv", ".ci/web", "requirements/dev.txt"),
    *("requirements/build.txt", "web/package-lock.json"),
)
#: What the environment of Python is made of, in this order.
SHAPING = ("requirements/dev.txt", "requirements/build.txt", ".ci/bootstrap", ".ci/venv")
Made = Callable[..., subprocess.CompletedProcess[str]]


def ran(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command's end; what it said stands in `stdout`."""
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=30,
    )


def only(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that was said, Make's own notes apart."""
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith("make:")]
    assert done.returncode != 0, done.stdout
    assert len(said) == 1, done.stdout
    return said[0]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """`make` in a fresh checkout, on a machine that has these programs and no others."""

    def make(
        target: str, *programs: str | Path, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        for part in PARTS:
            (tmp_path / part).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / part, tmp_path / part)
        found = tmp_path / "bin"
        found.mkdir()
        for program in (*SHELL, *programs):
            path = program if isinstance(program, Path) else shutil.which(program)
            assert path, program
            (found / Path(path).name).symlink_to(path)
        return ran(["make", target], tmp_path, PATH=str(found), HOME=str(tmp_path), **environment)

    return make


def set_up(folder: Path) -> None:
    """As if Python were set up already."""
    shaped = b"".join((ROOT / name).read_bytes() for name in SHAPING)
    version = ".".join(map(str, sys.version_info[:2]))
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").symlink_to(PYTHON)
    (folder / ".venv" / "stamp").write_text(f"{version} {hashlib.sha256(shaped).hexdigest()}")


def program(folder: Path, name: str, text: str) -> Path:
    """A program of ours under that name."""
    path = folder / name
    path.write_text(f"#!/usr/bin/env bash\n{text}\n")
    path.chmod(0o755)
    return path


def test_without_python(made: Made) -> None:
    assert only(made("run", "terraform")) == (
        "Python 3.11, 3.12 or 3.13 is needed: "
        "apt install python3 python3-venv, or PYTHON=… names one."
    )


def test_a_python_too_old_or_too_new_is_none(made: Made, tmp_path: Path) -> None:
    another = program(tmp_path, "python3", "exit 1  # says that it is neither of the three")
    assert only(made("run", "terraform", another)).startswith("Python 3.11, 3.12 or 3.13 is needed")


def test_a_python_without_its_module_for_environments(made: Made, tmp_path: Path) -> None:
    """Debian and Ubuntu keep it in a package of its own."""
    bare = program(tmp_path, "python3", f'[[ "$*" != *ensurepip* ]] && exec {PYTHON} "$@"')
    version = ".".join(map(str, sys.version_info[:2]))
    assert only(made("run", "terraform", bare)) == (
        f"Python's venv module is needed: apt install python{version}-venv"
    )


def test_a_python_that_is_named_and_is_none(made: Made) -> None:
    assert only(made("run", PYTHON, "terraform", PYTHON="python2")) == (
        "PYTHON=python2 is none of Python 3.11, 3.12 and 3.13."
    )


def test_without_terraform(made: Made) -> None:
    assert only(made("run", PYTHON)) == (
        "Terraform is needed, 1.11 or newer: https://developer.hashicorp.com/terraform/install"
    )


def test_without_node(made: Made, tmp_path: Path) -> None:
    set_up(tmp_path)
    assert only(made("run", PYTHON, "terraform")) == (
        "Node 20.19 or newer is needed, with npm: https://nodejs.org/en/download"
    )


def test_an_old_node_is_said_to_be_old(made: Made, tmp_path: Path) -> None:
    set_up(tmp_path)
    says = """'Object.defineProperty(process.versions, "node", {value: "20.18.3"});'"$2\""""
    old = program(tmp_path, "node", f"exec {shutil.which('node')} -e {says}")
    assert only(made("run", PYTHON, "terraform", "npm", old)).startswith("Node 20.19 or newer")


@pytest.fixture
def taken() -> Iterator[int]:
    """A port where somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def up(**ports: str) -> subprocess.CompletedProcess[str]:
    """What `make run` starts, where everything is set up."""
    free = {f"VESTIBULE_PORT_{name}": "0" for name in ("API", "CLOUD", "CONSOLE", "WEB", "VENDORS")}
    return ran([sys.executable, "-m", "local", "up"], ROOT, **{**os.environ, **free, **ports})


@pytest.mark.parametrize("name", ["api", "cloud", "console", "web", "vendors"])
def test_a_port_in_use(name: str, taken: int) -> None:
    variable = f"VESTIBULE_PORT_{name.upper()}"
    said = only(up(**{variable: str(taken)}))
    assert said.startswith(f"{name}: port {taken} on 127.0.0.1 is in use")
    assert said.endswith(f"or say {variable}={taken % 65535 + 1} make run")


@pytest.mark.parametrize("said", ["http", "-1", "65536", "", "²"])
def test_a_port_that_is_none(said: str) -> None:
    assert only(up(VESTIBULE_PORT_API=said)) == (
        f"VESTIBULE_PORT_API={said} is no port: say 1 to 65535, or 0 for a free one"
    )


def test_one_port_for_two_parts() -> None:
    assert only(up(VESTIBULE_PORT_API="8123", VESTIBULE_PORT_WEB="8123")) == (
        "VESTIBULE_PORT_API and VESTIBULE_PORT_WEB both say 8123: each part needs a port of its own"
    )


def demo(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """What `make demo` runs; no system is up where it looks, and none must be started for this."""
    command = [sys.executable, "-m", "local.demo", *map(str, arguments)]
    return ran(command, ROOT, **{**os.environ, "VESTIBULE_PORT_API": "1"})


def test_a_demonstration_with_what_is_no_picture(tmp_path: Path) -> None:
    (text := tmp_path / "not-a-picture.jpg").write_text("no picture")
    assert only(demo("--id", text)).endswith("give a JPEG or PNG of a document")
    missing = tmp_path / "missing.jpg"
    assert only(demo("--id", missing)) == f"{missing} is no file: ID= is a picture of a document"


def test_a_demonstration_with_a_picture_of_no_document() -> None:
    said = only(demo("--id", ROOT / "tests" / "fixtures" / "faces" / "astronaut.jpg"))
    assert "take it again in better light; missing: name, dateOfBirth" in said


def test_a_demonstration_with_selfies_that_are_none(tmp_path: Path) -> None:
    assert only(demo("--selfies", tmp_path)).startswith("SELFIES= needs ID=")
    (text := tmp_path / "no folder").write_text("no folder")
    picture = ROOT / "tests" / "fixtures" / "faces" / "astronaut.jpg"
    assert "SELFIES= is a folder" in only(demo("--id", picture, "--selfies", text))
