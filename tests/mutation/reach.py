"""Which test reaches which line, and how long it takes: learned once per state of the sources."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import coverage

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".cache" / "mutation"
#: Journeys over HTTP and Terraform start processes of their own: they see no change made in memory.
QUICK = ["tests", *(f"--ignore=tests/{each}" for each in ("e2e", "infra", "faults", "fuzz"))]
QUICK += ["-m", "not alone and not slow"]
#: Seconds of tests per change: what takes longer is left to `make test-long`.
PATIENCE = 90.0


def state() -> str:
    """Changes with every Python file of the product and of its tests."""
    digest = hashlib.sha256()
    for folder in ("chalicelib", "emulator", "tests"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "mutation" not in file.parts:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def learn(workers: int, source: str = "chalicelib,emulator") -> Reach:
    """Runs the quick tests once with coverage, unless these sources were seen before."""
    home = HOME / state()
    if not (home / "seconds.json").exists():
        home.mkdir(parents=True, exist_ok=True)
        print(f"which test reaches which line: one run of the quick tests ({home.name})")
        command = [sys.executable, "-m", "pytest", "--quiet", *QUICK, "-p", "tests.mutation.timing"]
        command += ["--numprocesses", str(workers), "--dist", "loadfile", "--cov-context=test"]
        command += [f"--cov={each}" for each in source.split(",")] + ["--cov-report="]
        subprocess.run(
            command,
            cwd=ROOT,
            check=False,  # a test that fails says nothing of what it reaches
            env={
                **os.environ,
                "COVERAGE_FILE": str(home / "coverage"),
                "VESTIBULE_SECONDS": str(home / "seconds.json"),
            },
        )
    return Reach(home)


@dataclass(frozen=True)
class Reach:
    """What was learned."""

    home: Path

    @cached_property
    def seconds(self) -> dict[str, float]:
        """Test → how long it took."""
        found: dict[str, float] = json.loads((self.home / "seconds.json").read_text())
        return found

    @cached_property
    def _data(self) -> Any:
        data = coverage.CoverageData(str(self.home / "coverage"))
        data.read()
        return data

    def of(self, file: str) -> dict[int, set[str]]:
        """Line → tests; line 0 has every test that enters the file at all."""
        found: dict[int, set[str]] = defaultdict(set)
        if not file.endswith(".py"):
            return found
        for line, contexts in self._data.contexts_by_lineno(str(ROOT / file)).items():
            tests = {each.rpartition("|")[0] for each in contexts if "|" in each}
            found[line] |= tests & set(self.seconds)
            found[0] |= found[line]
        return found

    def tests(self, file: str, line: int, seen: dict[int, set[str]]) -> list[str]:
        """Those that reach the line, the quickest file first, within the patience there is.

        A line of a module's own, such as a table, is reached by whoever enters the file; a file
        that has nothing but tables by the tests of its room.
        """
        if not file.endswith(".py"):
            tests = self._neighbours(f"tests/{file}")
        else:
            tests = seen.get(line) or seen.get(0) or self._neighbours(file)
        files: dict[str, float] = defaultdict(float)
        for test in tests:
            files[test.partition("::")[0]] += self.seconds[test]
        mirror = f"test_{Path(file).stem}.py"
        order = sorted(tests, key=lambda test: _rank(test, mirror, files))
        chosen: list[str] = []
        total = 0.0
        for test in order:
            total += self.seconds[test]
            if chosen and total > PATIENCE:
                break
            chosen.append(test)
        return chosen

    def _neighbours(self, file: str) -> set[str]:
        room = "tests/" + "/".join(Path(file).parts[1:-1])
        return {test for test in self.seconds if test.startswith(room)}


def _rank(test: str, mirror: str, files: dict[str, float]) -> tuple[bool, float, str]:
    file = test.partition("::")[0]
    return (not file.endswith(f"/{mirror}"), files[file], test)
