"""A fresh house per test."""

import pytest

from tests.entrypoints.house import House


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    return House().open(monkeypatch)
