"""Every call of every function, struck once by everything that can befall it.

The list is not written by hand: a journey without faults is recorded, and each kind of call that
was seen becomes six scenarios (throttled, an error of the service, a time-out, an answer that got
lost after the work was done, the function's process gone before the call and after it). After what
retries by itself has retried, the world must equal the one without the fault: nothing lost,
nothing doubled.

    make test-faults        every scenario, with what was lost or doubled in .cache/faults.txt
    pytest tests/faults     a sample, another one on each day
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from emulator.faults.mishaps import KINDS
from tests.faults.patient import Journey
from tests.faults.world import World, bury, differences, world

#: How journeys verify: our own pipeline, a vendor that signs its time, one that does not.
WAYS = ("in_house", "stripe", "veriff")
REPORT = Path(__file__).resolve().parents[2] / ".cache" / "faults.txt"
SAMPLE = 2  # journeys of each kind and way
Call = tuple[str, str, str]

#: What no idempotency can prevent, with the reason: said in docs/runbook.md, too.
KNOWN: dict[tuple[str, str], str] = {
    ("mails", "lost"): "SES has no idempotency key: a mail whose answer got lost is sent again",
    ("mails", "crash_after"): "the same",
    ("texts", "lost"): "SNS neither, for text messages",
    ("texts", "crash_after"): "the same",
}

#: Hundreds of journeys: `make test-faults` plays them all.
pytestmark = pytest.mark.slow


@dataclass
class Report:
    """What became of the scenarios."""

    tried: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unavoidable: list[str] = field(default_factory=list)

    def note(self, what: str, line: str) -> None:
        """Kept at once: a long run that is broken off has its findings."""
        getattr(self, what).append(line)
        REPORT.parent.mkdir(exist_ok=True)
        with REPORT.open("a") as report:
            report.write(f"{what}: {line}\n")

    def __str__(self) -> str:
        counts = (len(self.lost), len(self.doubled), len(self.unavoidable))
        return "{} scenarios: {} lost, {} doubled, {} doubled messages".format(self.tried, *counts)


@dataclass
class Yard:
    """Where scenarios are played."""

    urls: dict[str, str]
    steer: Any
    aws: Any
    platform: dict[str, Any]

    def journey(self, way: str) -> World:
        """One whole journey; what is left of it. Dead letters of an earlier one are not its own."""
        bury(self.aws)
        made = Journey(self.urls, self.steer)
        made.sign_up()
        if way == "in_house":
            made.verify()
        else:
            made.at_vendor(way)
        made.welcomed()
        return world(made, self.aws, self.platform)

    def recorded(self) -> list[Call]:
        answer = requests.get(f"{self.urls['cloud']}/local/calls", timeout=30).json()
        return [(c["caller"], c["call"], c["target"]) for c in answer["calls"]]

    def begin(self, call: Call, kind: str) -> None:
        caller, name, target = call
        body = {"caller": caller, "call": name, "target": target, "kind": kind}
        requests.put(f"{self.urls['cloud']}/local/mishaps", json=body, timeout=30)

    def ended(self) -> list[str]:
        """Which of them struck."""
        answer = requests.delete(f"{self.urls['cloud']}/local/mishaps", timeout=30).json()
        return [
            f"{m['caller']} {m['call']} {m['target']}" for m in answer["mishaps"] if m["struck"]
        ]


@pytest.fixture(scope="module")
def yard(system, steer, aws, platform) -> Yard:
    return Yard(system, steer, aws, platform)


@pytest.fixture(scope="module")
def right(yard: Yard) -> dict[str, tuple[World, list[Call]]]:
    """Per way: the world as it should be, and the calls that were made."""
    found = {}
    for way in WAYS:
        yard.journey(way)  # functions that start cold make calls that later ones do not
        yard.ended()
        expected = yard.journey(way)
        found[way] = (expected, yard.recorded())
        yard.ended()
    return found


@pytest.fixture(scope="module")
def report() -> Iterator[Report]:
    made = Report()
    yield made
    print(f"\n{made}")
    for what in ("lost", "doubled", "unavoidable"):
        for line in getattr(made, what):
            print(f"  {what}: {line}")


def groups(calls: list[Call]) -> list[list[Call]]:
    """Calls to be struck in one journey: of each caller one, so that none hides another."""
    waiting: dict[str, list[Call]] = {}
    for call in calls:
        waiting.setdefault(call[0], []).append(call)
    found = []
    while any(waiting.values()):
        found.append([left.pop(0) for left in waiting.values() if left])
    return found


def chosen(calls: list[Call], kind: str) -> list[list[Call]]:
    every = groups(calls)
    if os.environ.get("VESTIBULE_FAULTS") == "all":
        return every
    luck = random.Random(f"{datetime.now(UTC):%Y-%m-%d} {kind}")
    return luck.sample(every, min(SAMPLE, len(every)))


def play(yard: Yard, way: str, group: list[Call], kind: str, expected: World) -> tuple[Any, Any]:
    """(lost, doubled) of one journey with these calls struck."""
    for call in group:
        yard.begin(call, kind)
    try:
        found = yard.journey(way)
    except Exception as error:
        return [f"the journey ended: {error}"], []
    finally:
        yard.ended()
    return differences(expected, found)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
def test_the_world_is_the_one_without_the_fault(way, kind, yard, right, report):
    expected, calls = right[way]
    faulty = []
    for group in chosen(calls, kind):
        report.tried += len(group)
        if play(yard, way, group, kind, expected) == ([], []):
            continue
        for call in group:  # which of them was it?
            lost, doubled = play(yard, way, [call], kind, expected)
            name = f"{way}: {' '.join(call)} {kind}"
            avoidable = [d for d in doubled if (d.partition(":")[0], kind) not in KNOWN]
            for one in lost:
                report.note("lost", f"{name}: {one}")
            for one in doubled:
                kind_of = "doubled" if one in avoidable else "unavoidable"
                report.note(kind_of, f"{name}: {one}")
            if lost or avoidable:
                faulty.append((name, lost, avoidable))
    assert faulty == []
