"""A fresh house per test, and what it prints."""

import io

import pytest

from chalicelib.entrypoints import runtime
from tests.entrypoints.house import House


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    return House().open(monkeypatch)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What CloudWatch would get: log lines and metrics."""
    out = io.StringIO()
    for handler in runtime.log.handlers:
        monkeypatch.setattr(handler, "stream", out)
    monkeypatch.setattr("builtins.print", lambda *words, **_: out.write(f"{words[0]}\n"))
    return out
