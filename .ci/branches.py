"""Branches that the quick tests take, by part, against what each part has reached.

The goals are 100 % of domain and services and 90 % of the rest. A part that is not there yet has
what it has reached as its floor: raised when the figure printed here is higher, never lowered.
`--list` names every branch that is not taken. A branch nobody can take is removed.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".cache" / "coverage"
#: Part → (goal, floor), in per cent of branches.
FLOORS = {"domain": (100.0, 100), "services": (100.0, 100), "rest": (90.0, 90.5)}
#: Journeys over HTTP, Terraform and trials of changes start processes that are not measured.
QUICK = [f"--ignore=tests/{each}" for each in ("e2e", "infra", "faults", "fuzz", "mutation")]


def measured() -> dict[str, dict[str, list[list[int]]]]:
    """File → branches taken and not taken, by one run of the quick tests."""
    HOME.mkdir(parents=True, exist_ok=True)
    report = HOME / "report.json"
    command = [sys.executable, "-m", "pytest", "--quiet", "-m", "not alone and not slow", "tests"]
    command += [*QUICK, "--numprocesses", os.environ.get("WORKERS", "2"), "--dist", "loadfile"]
    command += ["--cov=chalicelib", "--cov-branch", f"--cov-report=json:{report}"]
    env = {**os.environ, "COVERAGE_FILE": str(HOME / "data")}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout[-4000:])
    found: dict[str, dict[str, list[list[int]]]] = json.loads(report.read_text())["files"]
    return found


def part_of(file: str) -> str:
    """Domain, services, or the rest of the product."""
    room = Path(file).parts[1]
    return room if room in FLOORS else "rest"


def main() -> int:
    """1 below a floor."""
    taken: dict[str, int] = defaultdict(int)
    known: dict[str, int] = defaultdict(int)
    for file, found in sorted(measured().items()):
        part, missing = part_of(file), found["missing_branches"]
        taken[part] += len(found["executed_branches"])
        known[part] += len(found["executed_branches"]) + len(missing)
        if "--list" in sys.argv and missing:
            print(f"{file}: {', '.join(f'{start}→{end}' for start, end in missing)}")
    low = []
    for part, (goal, floor) in FLOORS.items():
        share = 100 * taken[part] / max(1, known[part])
        figure = f"{taken[part]} of {known[part]} branches, {share:.1f} %"
        print(f"{part}: {figure} ({floor:g} at least, goal {goal:g})")
        if share < floor:
            low.append(part)
    if low:
        print(f"fewer branches than before are taken in: {', '.join(low)}; see --list")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
