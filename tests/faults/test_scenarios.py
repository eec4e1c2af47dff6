"""Every call of every function, struck once by everything that can befall it.

The list is not written by hand: a journey without faults is recorded, and each kind of call that
was seen becomes six scenarios (throttled, an error of the service, a time-out, an answer that got
lost after the work was done, the function's process gone before the call and after it). After what
retries by itself has retried, the outcome must equal the one without the fault: nothing lost,
nothing doubled.

    make test-faults        every scenario, with what was lost or doubled in .cache/faults.txt
    make test               a few of a vendor's way: those that lost something before

VESTIBULE_WAYS and VESTIBULE_KINDS choose among them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from emulator.faults.mishaps import KINDS
from tests.e2e.conftest import Aws, Steering
from tests.faults.outcome import Outcome, differences, outcome_of, purge_dead_letters
from tests.faults.patient import Journey

#: How journeys verify: our own pipeline, a vendor that signs its time, one that does not.
WAYS = ("in_house", "stripe", "veriff")
#: In every `make test`: two journeys, each with one call of every function struck.
ALWAYS = (("stripe", "lost"), ("stripe", "crash_after"))
REPORT = Path(__file__).resolve().parents[2] / ".cache" / "faults.txt"
Call = tuple[str, str, str]

#: What no idempotency can prevent, with the reason: said in docs/runbook.md, too.
KNOWN: dict[tuple[str, str], str] = {
    ("mails", "lost"): "SES has no idempotency key: a mail whose answer got lost is sent again",
    ("mails", "crash_after"): "the same",
    ("texts", "lost"): "SNS neither, for text messages",
    ("texts", "crash_after"): "the same",
}


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

    def journey(self, way: str) -> Outcome:
        """One whole journey; what is left of it. Dead letters of an earlier one are not its own."""
        purge_dead_letters(self.aws)
        made = Journey(self.urls, self.steer, self.age)
        made.sign_up()
        if way == "in_house":
            made.verify()
        else:
            made.at_vendor(way)
        made.welcomed()
        return outcome_of(made, self.aws, self.platform, at_vendor=way != "in_house")

    def age(self, seconds: float) -> None:
        """Claims of requests that are in progress are so many seconds older."""
        client, table = self.aws("dynamodb"), self.platform["table_idempotency"]
        for row in client.scan(TableName=table)["Items"]:
            if "in_progress_expiration" in row:
                ends = int(row["in_progress_expiration"]["N"]) - int(seconds * 1000)
                client.update_item(
                    TableName=table,
                    Key={"id": row["id"]},
                    UpdateExpression="SET in_progress_expiration = :ends",
                    ConditionExpression="attribute_exists(id)",
                    ExpressionAttributeValues={":ends": {"N": str(ends)}},
                )

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
def yard(system: dict[str, str], steer: Steering, aws: Aws, platform: dict[str, Any]) -> Yard:
    return Yard(system, steer, aws, platform)


@dataclass
class Right:
    """Per way: the outcome as it should be, and the calls that were made."""

    yard: Yard
    known: dict[str, tuple[Outcome, list[Call]]] = field(default_factory=dict)

    def of(self, way: str) -> tuple[Outcome, list[Call]]:
        if way not in self.known:
            self.yard.journey(way)  # functions that start cold make calls that later ones do not
            self.yard.ended()
            expected = self.yard.journey(way)
            self.known[way] = (expected, self.yard.recorded())
            self.yard.ended()
        return self.known[way]


@pytest.fixture(scope="module")
def right(yard: Yard) -> Right:
    return Right(yard)


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


def named(variable: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """Those that the variable names, or all; ValueError for one there is not."""
    chosen = tuple(os.environ.get(variable, "").split()) or default
    if unknown := set(chosen) - set(default):
        raise ValueError(f"{variable}: {', '.join(sorted(unknown))}; there are {' '.join(default)}")
    return chosen


def unavoidable(doubled: list[str], kind: str) -> list[str]:
    """Those of them that no idempotency can prevent."""
    return [one for one in doubled if (one.partition(":")[0], kind) in KNOWN]


def play(yard: Yard, way: str, group: list[Call], kind: str, expected: Outcome) -> tuple[Any, Any]:
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


@pytest.mark.slow
@pytest.mark.parametrize("kind", named("VESTIBULE_KINDS", KINDS))
@pytest.mark.parametrize("way", named("VESTIBULE_WAYS", WAYS))
def test_the_outcome_is_the_one_without_the_fault(
    way: str, kind: str, yard: Yard, right: Right, report: Report
) -> None:
    assert struck(yard, right, report, way, kind, groups(right.of(way)[1])) == []


@pytest.mark.parametrize(("way", "kind"), ALWAYS)
def test_a_struck_call_of_every_function_changes_nothing(
    way: str, kind: str, yard: Yard, right: Right, report: Report
) -> None:
    first = groups(right.of(way)[1])[:1]
    assert struck(yard, right, report, way, kind, first) == []


def struck(
    yard: Yard, right: Right, report: Report, way: str, kind: str, chosen: list[list[Call]]
) -> list[Any]:
    """(scenario, what was lost, what was doubled) of each call whose fault changed the outcome."""
    expected = right.of(way)[0]
    faulty: list[Any] = []
    for group in chosen:
        report.tried += len(group)
        lost, doubled = play(yard, way, group, kind, expected)
        for one in unavoidable(doubled, kind):
            report.note("unavoidable", f"{way}: {kind}: {one}")
        if not lost and len(doubled) == len(unavoidable(doubled, kind)):
            continue
        for call in group:  # which of them was it?
            lost, doubled = play(yard, way, [call], kind, expected)
            name = f"{way}: {' '.join(call)} {kind}"
            avoidable = [one for one in doubled if one not in unavoidable(doubled, kind)]
            for one in lost:
                report.note("lost", f"{name}: {one}")
            for one in avoidable:
                report.note("doubled", f"{name}: {one}")
            if lost or avoidable:
                faulty.append((name, lost, avoidable))
    return faulty
