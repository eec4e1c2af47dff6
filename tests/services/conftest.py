"""A fresh system per test."""

import pytest

from tests.services.in_memory import InMemorySystem


@pytest.fixture
def system() -> InMemorySystem:
    return InMemorySystem()
