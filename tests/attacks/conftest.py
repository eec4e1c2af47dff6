"""A fresh house per test."""

import pytest

from tests.entrypoints.backend import Backend
from tests.entrypoints.house import House


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    return House().open(monkeypatch)


@pytest.fixture
def backend(house: House, monkeypatch: pytest.MonkeyPatch) -> Backend:
    return Backend(house).open(monkeypatch)
