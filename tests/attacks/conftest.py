"""A fresh harness per test."""

import pytest

from tests.entrypoints.api_harness import ApiHarness
from tests.entrypoints.backend import Backend


@pytest.fixture
def harness(monkeypatch: pytest.MonkeyPatch) -> ApiHarness:
    return ApiHarness().open(monkeypatch)


@pytest.fixture
def backend(harness: ApiHarness, monkeypatch: pytest.MonkeyPatch) -> Backend:
    return Backend(harness).open(monkeypatch)
