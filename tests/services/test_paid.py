"""Paid calls within their budgets: an outage uses none of them up."""

import pytest

from chalicelib.domain.errors import BadRequest, TooMany, Unavailable
from chalicelib.domain.limits import ACTS, Paid
from chalicelib.services.budgets import Who
from chalicelib.services.paid import PaidFaces, PaidReader

KEY = "482fc555-c608-5c64-9e22-b778eee4b2a7/x-f1-0.jpg"
MOST = min(limit.allowed for limit in ACTS["looked-at"])


class Engine:
    """Answers, or does not."""

    def __init__(self):
        self.fault = None

    def observe(self, bucket, key):
        if self.fault:
            raise self.fault
        return ()

    def compare(self, source, target):
        return self.observe(*target)

    def analyze(self, bucket, key):
        return self.observe(bucket, key) or {}


@pytest.fixture
def engine():
    return Engine()


def asked(system, engine, way):
    faces, reader = PaidFaces(engine, system.budgets), PaidReader(engine, system.budgets)
    return {
        "observe": lambda: faces.observe("b", KEY),
        "compare": lambda: faces.compare(("b", KEY), ("b", KEY)),
        "analyze": lambda: reader.analyze("b", KEY),
    }[way]


@pytest.mark.parametrize("way", ["observe", "compare", "analyze"])
def test_an_outage_uses_nothing_up(system, engine, way):
    ask, before = asked(system, engine, way), dict(system.limits.counts)
    engine.fault = Unavailable("away")
    for _ in range(MOST + 10):
        with pytest.raises(Unavailable):
            ask()
    assert {key: count for key, count in system.limits.counts.items() if count} == before
    engine.fault = None
    ask()


def test_what_the_engine_refuses_was_paid_for(system, engine):
    ask = asked(system, engine, "observe")
    engine.fault = BadRequest("not a picture")
    for _ in range(MOST):
        with pytest.raises(BadRequest):
            ask()
    with pytest.raises(TooMany):
        ask()


def test_what_is_paid_for_nobody_in_particular_counts_for_everybody_alone(system):
    before = dict(system.limits.counts)
    with system.budgets.paying(Paid.SMS):
        pass
    new = {key[0]: count for key, count in system.limits.counts.items() if key not in before}
    assert new == {"paid:sms": 1}


def test_who_has_no_name_is_not_counted_under_one(system):
    system.budgets.spend("login-failed", Who(address="192.0.2.1"))
    assert not [key for key, _ in system.limits.counts if key.startswith("login-failed")]
