"""Tries one change: a fork imports the changed file and runs the tests that reach it."""

from __future__ import annotations

import importlib.machinery
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.mutation.changes import Change

#: Imported before the first fork, as they are the same for every change.
LIBRARIES = (
    "boto3", "botocore.client", "chalice", "coverage", "cryptography.fernet", "hypothesis",
    "hypothesis.stateful", "moto", "moto.server", "numpy", "phonenumbers", "PIL.Image", "pydantic",
    "pytest", "rapidfuzz", "requests", "tenacity", "xdist",
)  # fmt: skip
#: What may become of a change; `caught` is followed by the test that noticed.
CAUGHT, SURVIVED, UNREACHED, ENDLESS = "caught", "survived", "not reached", "caught: endless"


class Noticed:
    """A pytest plugin: tells the parent which test failed first."""

    def __init__(self, told: int) -> None:
        self.told = told

    def pytest_runtest_logreport(self, report: Any) -> None:
        """The first failure ends the run, so there is one."""
        if report.failed:
            os.write(self.told, report.nodeid.encode()[:2000])


def prepare() -> None:
    """Imports what does not change."""
    for each in LIBRARIES:
        with suppress(ImportError):
            __import__(each)


def put_in(root: Path, change: Change) -> None:
    """From now on an import of the file brings the changed one."""
    path = str(root / change.file)
    if not path.endswith(".py"):
        _put_in_text(path, change.text)
        return
    source = change.applied(Path(path).read_bytes())
    _put_in_text(path, source.decode())  # for whoever reads the code, as generated documents do
    get_code: Callable[..., Any] = importlib.machinery.SourceFileLoader.get_code

    def changed(loader: importlib.machinery.SourceFileLoader, name: str) -> Any:
        if loader.get_filename(name) == path:
            return compile(source, path, "exec")
        return get_code(loader, name)

    importlib.machinery.SourceFileLoader.get_code = changed  # type: ignore[method-assign,assignment]


def _put_in_text(path: str, text: str) -> None:
    read_text = Path.read_text

    def changed(file: Path, *args: Any, **words: Any) -> str:
        return text if str(file) == path else read_text(file, *args, **words)

    Path.read_text = changed  # type: ignore[method-assign,assignment]


def attempt(root: Path, change: Change, tests: list[str], seconds: float) -> str:
    """What became of the change; `seconds` is how long its tests take without it."""
    if not tests:
        return UNREACHED
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        _child(root, change, tests, told)
    os.close(told)
    try:
        return _outcome(child, heard, seconds)
    finally:
        os.close(heard)


def _outcome(child: int, heard: int, seconds: float) -> str:
    end = time.monotonic() + 60 + 6 * seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            _end(child)
            if os.waitstatus_to_exitcode(status) == 0:
                return SURVIVED
            return f"{CAUGHT}: {os.read(heard, 2000).decode() or 'not importable'}"
        time.sleep(0.02)
    _end(child)
    os.waitpid(child, 0)
    return ENDLESS


def _child(root: Path, change: Change, tests: list[str], told: int) -> None:
    import pytest

    code = 1
    try:
        os.setsid()
        quiet = os.open(os.devnull, os.O_RDWR)
        for each in (0, 1, 2):
            os.dup2(quiet, each)
        os.chdir(root)
        sys.dont_write_bytecode = True
        put_in(root, change)
        plugins = ["-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov"]
        words = ["-x", "-q", "--no-header", "--tb=no", *plugins, *tests]
        code = int(pytest.main(words, plugins=[Noticed(told)]))
    finally:
        os._exit(code)


def _end(child: int) -> None:
    """Whatever it started ends with it: the group is its own."""
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
