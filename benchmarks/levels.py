"""Levels: decisions a second on one core, and a backtest of 100,000 recorded decisions on two.

The recorded decisions are drawn by a seed. The version in force must flip none of them; a stricter
one flips those that a plain recount expects.
"""

from __future__ import annotations

import json
import random
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from chalicelib.contracts.levels import read
from chalicelib.domain.levels.deciding import judge
from chalicelib.domain.levels.facts import Facts
from chalicelib.domain.levels.level import Level
from chalicelib.domain.levels.recorded import backtest
from chalicelib.domain.verifications.checks import Evidence

SEED = 20261126
DECISIONS = 100_000
CORES = 2
GOAL_SECONDS = 60.0


def shipped(name: str) -> Level:
    """A level that ships."""
    level, faults = read((Path(__file__).parents[1] / "levels" / f"{name}.json").read_bytes())
    assert level is not None, faults
    return level


def drawn(chance: random.Random) -> tuple[Evidence, Facts]:
    """One applicant: most are in order."""
    evidence = Evidence(
        fields_missing=() if chance.random() < 0.95 else ("name",),
        field_differences=() if chance.random() < 0.9 else ("name:profile",),
        mrz_valid=chance.choices([True, False, None], [85, 5, 10])[0],
        document_expired=chance.choices([False, True, None], [92, 5, 3])[0],
        age=chance.randint(15, 80),
        liveness_passed=chance.random() < 0.95,
        face_mean=chance.uniform(80, 99.9),
        face_minimum=80.0,
        screening=chance.choices(["clear", "potential_match"], [97, 3])[0],
        duplicate=chance.random() < 0.02,
        same_document=True,
    )
    facts = Facts(
        document_type=chance.choice(["passport", "id_card", "driving_licence"]),
        document_country=chance.choice(["DEU", "FRA", "USA", "BRA", "PRK"]),
        age=evidence.age,
        account_age_days=chance.randint(0, 900),
        attempts=chance.randint(1, 5),
        amount=chance.choice([None, 100.0, 20_000.0]),
        vpn=chance.choice([None, True, False]),
        document_days_left=chance.randint(0, 3650),
    )
    return evidence, facts


def recorded(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Entries of the audit log, one at a time, decided under the level in force."""
    chance, level = random.Random(seed), shipped("exchange_eu")
    for number in range(count):
        evidence, facts = drawn(chance)
        judgement = judge(level, evidence, facts)
        yield json.loads(
            json.dumps(
                {
                    "verificationId": f"{seed}-{number}",
                    "outcome": judgement.outcome,
                    "evidence": asdict(evidence),
                    "facts": asdict(facts),
                    "findings": [asdict(f) for f in judgement.findings],
                }
            )
        )


def _share(seed: int, changed: bool) -> tuple[int, int, int, float, int]:
    """Decisions, flips, expected flips, seconds in the backtest alone, megabytes."""
    in_force = shipped("exchange_eu")
    level = replace(in_force, version=2, minimum_age=21) if changed else in_force
    expected = 0

    def entries() -> Iterator[dict[str, Any]]:
        nonlocal expected
        for entry in recorded(seed, DECISIONS // CORES):
            expected += changed and entry["outcome"] == "approved" and entry["evidence"]["age"] < 21
            yield entry

    started = time.process_time()
    sum(1 for _ in entries())
    making, expected = time.process_time() - started, 0
    started = time.process_time()
    report = backtest(level, entries())
    seconds = time.process_time() - started - making
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return report.decisions, report.flipped, expected, seconds, megabytes


def main() -> int:
    """Prints the figures; 1 if a goal is missed or a flip is wrong."""
    chance, level = random.Random(SEED), shipped("exchange_eu")
    people = [drawn(chance) for _ in range(2000)]
    started = time.process_time()
    for evidence, facts in people:
        judge(level, evidence, facts)
    rate = len(people) / (time.process_time() - started)
    print(f"decisions a second, one core (exchange_eu, 7 conditions): {rate:,.0f}")
    right = True
    with ProcessPoolExecutor(CORES) as pool:
        for changed in (False, True):
            started = time.perf_counter()
            shares = list(pool.map(_share, [SEED, SEED + 1], [changed] * CORES))
            wall = time.perf_counter() - started
            decisions, flips, expected = (sum(share[n] for share in shares) for n in range(3))
            seconds, megabytes = max(s[3] for s in shares), max(s[4] for s in shares)
            name = "minimum age 21" if changed else "the version in force"
            print(
                f"backtest of {decisions:,} decisions, {name}: {flips:,} flips "
                f"(expected {expected:,}), {seconds:.1f} s a core, {wall:.0f} s with making them, "
                f"{megabytes} MB"
            )
            right &= seconds < GOAL_SECONDS and flips == expected
    return 0 if right else 1


if __name__ == "__main__":
    raise SystemExit(main())
