"""`python -m tests.mutation [PART …] --seed 1 --count 60`: does any test notice a small change?

PART is a folder of the product (`chalicelib/domain`), or one of the names below; without one, all
of them. Results are kept per state of the sources, so that a run that was stopped goes on. Exit 1
if less was caught than a part's goal.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tomllib
from collections import Counter, defaultdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.mutation import machines, trial
from tests.mutation.changes import Change, changes
from tests.mutation.reach import PATIENCE, REVIEWED, ROOT, Reach, learn

#: Name → (folders, share that must be caught).
PARTS: dict[str, tuple[tuple[str, ...], float]] = {
    "domain": (("chalicelib/domain",), 0.95),
    "services": (("chalicelib/services",), 0.92),
    "adapters": (("chalicelib/adapters", "chalicelib/entrypoints"), 0.88),
    "levels": (("chalicelib/domain/levels", "chalicelib/services/levels"), 0.90),
    "strict": (("emulator/strict",), 0.90),
    "machines": (("stepfunctions",), 0.95),
}
EQUIVALENT = Path(__file__).with_name("equivalent.toml")


def sample(part: str, seed: int, count: int) -> list[Change]:
    """`count` changes: lines are drawn evenly, and one change of each."""
    folders = PARTS[part][0] if part in PARTS else (part,)
    lines: dict[tuple[str, int], list[Change]] = defaultdict(list)
    for folder in folders:
        place = ROOT / folder
        files = [*place.rglob("*.py"), *place.rglob("*.asl.json")] if place.is_dir() else [place]
        for file in sorted(files):
            look = changes if file.suffix == ".py" else machines.changes
            for change in look(ROOT, file):
                lines[change.file, change.line].append(change)
    chance = random.Random(seed)
    drawn = chance.sample(sorted(lines), min(count, len(lines)))
    return [chance.choice(lines[each]) for each in drawn]


def equivalent(change: Change) -> bool:
    """Whether somebody looked at it and found that it changes nothing."""
    if change.kind.startswith("States"):
        return False
    known: dict[str, Any] = tomllib.loads(EQUIVALENT.read_text())
    line = (ROOT / change.file).read_text().splitlines()[change.line - 1].strip()
    return any(
        each["file"] == change.file and each["line"] == line and each["kind"] == change.kind
        for each in known["change"]
    )


def one(job: tuple[Change, list[str], float]) -> tuple[str, str]:
    """One trial in a worker."""
    change, tests, seconds = job
    return change.name, trial.attempt(ROOT, change, tests, seconds)


def run(drawn: list[Change], reach: Reach, workers: int) -> dict[str, str]:
    """Change → what became of it.

    Known ones are not tried again; what nobody noticed is, once there are other tests.
    """
    kept, tried = reach.home / "results.json", (reach.home / "tests.json").read_text()
    found: dict[str, Any] = (
        json.loads(kept.read_text()) if kept.exists() else {"tests": tried, "results": {}}
    )
    results: dict[str, str] = found["results"]
    if found["tests"] != tried:
        results = {name: each for name, each in results.items() if each.startswith(trial.CAUGHT)}
    jobs: list[tuple[Change, list[str], float]] = []
    seen: dict[str, dict[int, set[str]]] = {}
    for change in drawn:
        if change.name not in results:
            lines = seen.setdefault(change.file, reach.of(change.file))
            tests = reach.tests(change.file, change.line, lines)
            jobs.append((change, tests, sum(reach.seconds[each] for each in tests)))
    with get_context("fork").Pool(workers, trial.prepare, maxtasksperchild=None) as pool:
        for number, (name, result) in enumerate(pool.imap_unordered(one, jobs), 1):
            results[name] = result
            kept.write_text(json.dumps({"tests": tried, "results": results}))
            if result in (trial.SURVIVED, trial.UNREACHED):
                print(f"  {number:4}/{len(jobs)}  {result}: {name}", flush=True)
    return results


def report(part: str, drawn: list[Change], results: dict[str, str]) -> bool:
    """Prints what was caught by folder; whether it is the part's share."""
    by: dict[str, Counter[bool]] = defaultdict(Counter)
    alike = reviewed = 0
    for change in drawn:
        caught = results[change.name].startswith(trial.CAUGHT)
        if caught or not equivalent(change):
            by[str(Path(change.file).parent)][caught] += 1
            reviewed += REVIEWED in results[change.name]
        else:
            alike += 1
    for folder, counts in sorted(by.items()):
        print(f"  {folder:44} {counts[True]:4} of {counts.total():4}")
    total = sum(by.values(), Counter())
    share = total[True] / max(1, total.total())
    goal = PARTS.get(part, ((), 0.9))[1]
    print(
        f"{part}: {total[True]} of {total.total()} caught, {share:.1%} (goal {goal:.0%}); "
        f"{reviewed} of them by the reviewed tables alone; {alike} changed nothing",
        flush=True,
    )
    return share >= goal


def main() -> int:
    """Exit 1 below a goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", help=f"{', '.join(PARTS)}, or a folder or file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--patience", type=float, default=PATIENCE, help="seconds of tests a change"
    )
    asked = parser.parse_args()
    reach = Reach(learn(asked.workers).home, asked.patience)
    missed = []
    for part in asked.part or PARTS:
        drawn = sample(part, asked.seed, asked.count)
        if not report(part, drawn, run(drawn, reach, asked.workers)):
            missed.append(part)
    if missed:
        print(f"below the goal: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
