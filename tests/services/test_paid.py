"""Paid calls within their budgets: an outage uses none of them up."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.errors import BadRequest, TooMany, Unavailable, VestibuleError
from chalicelib.domain.limits import ACTS, Paid
from chalicelib.domain.liveness.liveness import Compared, FaceSeen
from chalicelib.services.budgets import Who
from chalicelib.services.paid import PaidFaces, PaidReader
from tests.services.in_memory import InMemorySystem

KEY = "482fc555-c608-5c64-9e22-b778eee4b2a7/x-f1-0.jpg"
MOST = min(limit.allowed for limit in ACTS["looked-at"])


class Engine:
    """Answers, or does not."""

    def __init__(self) -> None:
        self.fault: VestibuleError | None = None

    def _answer(self) -> None:
        if self.fault:
            raise self.fault

    def observe(self, bucket: str, key: str) -> tuple[FaceSeen, ...]:
        self._answer()
        return ()

    def compare(self, source: tuple[str, str], target: tuple[str, str]) -> Compared | None:
        self._answer()
        return None

    def analyze(self, bucket: str, key: str) -> dict[str, Any]:
        self._answer()
        return {}


@pytest.fixture
def engine() -> Engine:
    return Engine()


def asked(system: InMemorySystem, engine: Engine, way: str) -> Callable[[], object]:
    faces, reader = PaidFaces(engine, system.budgets), PaidReader(engine, system.budgets)
    return {
        "observe": lambda: faces.observe("b", KEY),
        "compare": lambda: faces.compare(("b", KEY), ("b", KEY)),
        "analyze": lambda: reader.analyze("b", KEY),
    }[way]


@pytest.mark.parametrize("way", ["observe", "compare", "analyze"])
def test_an_outage_uses_nothing_up(system: InMemorySystem, engine: Engine, way: str) -> None:
    ask, before = asked(system, engine, way), dict(system.limits.counts)
    engine.fault = Unavailable("away")
    for _ in range(MOST + 10):
        with pytest.raises(Unavailable):
            ask()
    assert {key: count for key, count in system.limits.counts.items() if count} == before
    engine.fault = None
    ask()


def test_what_the_engine_refuses_was_paid_for(system: InMemorySystem, engine: Engine) -> None:
    ask = asked(system, engine, "observe")
    engine.fault = BadRequest("not a picture")
    for _ in range(MOST):
        with pytest.raises(BadRequest):
            ask()
    with pytest.raises(TooMany):
        ask()


def test_what_is_paid_for_nobody_in_particular_counts_for_everybody_alone(
    system: InMemorySystem,
) -> None:
    before = dict(system.limits.counts)
    with system.budgets.paying(Paid.SMS):
        pass
    new = {key[0]: count for key, count in system.limits.counts.items() if key not in before}
    assert new == {"paid:sms": 1}


def test_who_has_no_name_is_not_counted_under_one(system: InMemorySystem) -> None:
    system.budgets.spend("login-failed", Who(address="192.0.2.1"))
    assert not [key for key, _ in system.limits.counts if key.startswith("login-failed")]
