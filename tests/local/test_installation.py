"""The installation takes what the lock names and looks at nothing else, on every Python we support.

An index on the loopback has newer, broken releases of a package that another one wants with an
extra, and of the tool that builds a package without a wheel. Resolving anything would meet them.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests import interpreters

ROOT = Path(__file__).resolve().parents[2]
HERE = ".".join(map(str, sys.version_info[:2]))
SOURCE = "face-recognition-models"  # one of those that .ci/venv lets pip build
BACKEND = """
import zipfile
def build_wheel(folder, *_):
    name = "face_recognition_models-0.3.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        head = "face_recognition_models-0.3.0.dist-info"
        wheel.writestr("built_by_1.py", "")
        about = "Metadata-Version: 2.1", "Name: face-recognition-models", "Version: 0.3.0", ""
        wheel.writestr(f"{head}/METADATA", "\\n".join(about))
        wheel.writestr(f"{head}/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        wheel.writestr(f"{head}/RECORD", "")
    return name
"""


def wheel(name: str, version: str, text: str = "", *wants: str) -> tuple[str, bytes]:
    """A wheel's file name and bytes; `wants` are lines of its metadata."""
    head = f"{name}-{version}.dist-info"
    about = ("Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *wants)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(f"{name}.py", text)
        made.writestr(f"{head}/METADATA", "\n".join(about) + "\n")
        made.writestr(f"{head}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        made.writestr(f"{head}/RECORD", "")
    return f"{name}-{version}-py3-none-any.whl", buffer.getvalue()


def source() -> tuple[str, bytes]:
    """A package without a wheel, which asks for any version of its builder."""
    files = {
        "pyproject.toml": '[build-system]\nrequires = ["builder"]\nbuild-backend = "builder"\n',
        "PKG-INFO": f"Metadata-Version: 2.1\nName: {SOURCE}\nVersion: 0.3.0\n",
    }
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as made:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"{SOURCE}-0.3.0/{name}")
            entry.size = len(text)
            made.addfile(entry, io.BytesIO(text.encode()))
    return f"{SOURCE}-0.3.0.tar.gz", buffer.getvalue()


LOCKED = dict(
    [
        wheel(
            "covered", "1.0", "", "Provides-Extra: toml", 'Requires-Dist: later; extra == "toml"'
        ),
        wheel("user", "1.0", "", "Requires-Dist: covered[toml] >=1.0"),
        wheel("builder", "1.0", BACKEND),
        source(),
    ]
)
BROKEN = {
    "covered-2.0-py3-none-any.whl": b"no wheel",
    "builder-2.0-py3-none-any.whl": b"no wheel",
    "later-1.0-py3-none-any.whl": b"no wheel",
}


@dataclass
class Index:
    """A package index on the loopback that remembers which files were asked for."""

    files: dict[str, bytes] = field(default_factory=lambda: {**LOCKED, **BROKEN})
    fetched: list[str] = field(default_factory=list)
    looked_up: set[str] = field(default_factory=set)
    url: str = ""

    def answer(self, path: str) -> bytes | None:
        """The body for a path, None for 404."""
        room, _, name = path.strip("/").partition("/")
        if room == "files":
            self.fetched.append(name)
            return self.files.get(name)
        self.looked_up.add(name)
        own = [each for each in self.files if plain(each).startswith(f"{name}-")]
        return "".join(f'<a href="/files/{each}">{each}</a>\n' for each in own).encode() or None


def plain(name: str) -> str:
    return re.sub(r"[-_]+", "-", name).lower()


@pytest.fixture
def index() -> Iterator[Index]:
    index = Index()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = index.answer(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        index.url = f"http://127.0.0.1:{server.server_port}/simple"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield index
        server.shutdown()


def pin(file: str) -> str:
    name, version = file.removesuffix(".tar.gz").rsplit("-py3", 1)[0].rsplit("-", 1)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(LOCKED[file]).hexdigest()}\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh checkout with small locks."""
    (tmp_path / ".ci").mkdir()
    for name in ("bootstrap", "venv"):
        shutil.copy(ROOT / ".ci" / name, tmp_path / ".ci" / name)
    (tmp_path / "requirements").mkdir()
    tools = [each for each in LOCKED if each.startswith("builder")]
    (tmp_path / "requirements" / "build.txt").write_text("".join(map(pin, tools)))
    (tmp_path / "requirements" / "dev.txt").write_text("".join(map(pin, sorted(LOCKED))))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "terraform").symlink_to("/bin/true")
    return tmp_path


def set_up(checkout: Path, index: Index, python: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    ours = {
        "PATH": f"{checkout / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": index.url,
        "PIP_NO_CACHE_DIR": "1",
        "PYTHON": python,
    }
    return subprocess.run(
        [checkout / ".ci" / "bootstrap"],
        env=kept | ours,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "version",
    [
        version if version == HERE else pytest.param(version, marks=pytest.mark.slow)
        for version in interpreters.VERSIONS
    ],
)
def test_a_newer_broken_release_is_not_looked_at(
    version: str, checkout: Path, index: Index
) -> None:
    python = interpreters.find(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine; the pipeline has it")
    done = set_up(checkout, index, python)
    assert done.returncode == 0, done.stderr
    assert sorted(set(index.fetched)) == sorted(LOCKED)
    assert "later" not in index.looked_up  # what the extra wants is the lock's affair
    imports = "import covered, user, built_by_1"
    subprocess.run([checkout / ".venv" / "bin" / "python", "-c", imports], check=True)
    assert done.stdout == f"setting up Python {version}: about a minute, once\n"
    assert done.stderr == ""


@pytest.mark.slow
def test_a_file_that_is_not_the_locked_one_is_refused_in_a_few_lines(
    checkout: Path, index: Index
) -> None:
    name, changed = wheel("covered", "1.0", "import os  # somebody else's")
    index.files[name] = changed
    done = set_up(checkout, index, sys.executable)
    assert done.returncode == 1
    assert "could not be installed" in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 8
    assert not (checkout / ".venv" / "stamp").exists()


@pytest.mark.slow
def test_packages_that_do_not_fit_together_are_refused(checkout: Path, index: Index) -> None:
    lock = checkout / "requirements" / "dev.txt"
    lock.write_text("".join(pin(name) for name in sorted(LOCKED) if not name.startswith("covered")))
    done = set_up(checkout, index, sys.executable)
    assert done.returncode == 1
    assert "covered" in done.stderr and "do not fit together" in done.stderr


def test_a_second_time_nothing_is_asked(checkout: Path, index: Index) -> None:
    set_up(checkout, index, sys.executable)
    index.fetched.clear()
    index.looked_up.clear()
    assert set_up(checkout, index, sys.executable).stdout == ""
    assert (index.fetched, index.looked_up) == ([], set())


def test_every_place_that_installs_python_packages_goes_by_a_lock() -> None:
    """`pip install` and its like stand where nothing is resolved, and nowhere else."""
    told = subprocess.run(
        ["git", "grep", "-lE", r"pip3?['\", ]+install|pipx|uv pip install|uvx", "--", ":!*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    here = Path(__file__).relative_to(ROOT).as_posix()
    assert set(told) - {here} == {".ci/venv", "operations/package.py"}
    for name in (".ci/venv", "operations/package.py"):
        words = (ROOT / name).read_text()
        assert all(flag in words for flag in ("--no-deps", "--require-hashes", "--only-binary"))


def test_the_tools_that_install_are_those_of_the_lock() -> None:
    pins = [set(re.findall(r"^(\w+)==(\S+)", lock.read_text(), re.M)) for lock in LOCKS]
    assert {name for name, _ in pins[0]} == {"pip", "setuptools"}
    assert pins[0] <= pins[1]


LOCKS = [ROOT / "requirements" / f"{name}.txt" for name in ("build", "dev")]
