"""Which test reaches which line, and how long it takes.

Learned once per state of the sources; a test file that changed since is run anew by itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import coverage

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".cache" / "mutation"
#: Journeys over HTTP and Terraform start processes of their own: they see no change made in memory.
ELSEWHERE = ("e2e", "infra", "faults", "fuzz", "mutation")
#: Compares what is declared with what was reviewed: reaches every table, and is asked last.
REVIEWED = "tests/architecture/test_words.py"
#: Seconds of tests per change: what takes longer is left to `make test-long`.
PATIENCE = 90.0


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def state() -> str:
    """Changes with every Python file of the product, and of what its tests stand on."""
    sources = [
        each for folder in ("chalicelib", "emulator") for each in (ROOT / folder).rglob("*.py")
    ]
    stood_on = [
        each
        for each in (ROOT / "tests").rglob("*.py")
        if each.name == "conftest.py" and not {*each.parts} & {*ELSEWHERE}
    ]
    return _digest([*sources, *stood_on])


def test_files() -> dict[str, str]:
    """Each file of quick tests with its digest."""
    files = (ROOT / "tests").rglob("test_*.py")
    return {
        str(each.relative_to(ROOT)): _digest([each])
        for each in files
        if not {*each.relative_to(ROOT).parts} & {*ELSEWHERE}
    }


def learn(workers: int) -> Reach:
    """Runs the quick tests once with coverage; later only the files of tests that changed."""
    home = HOME / state()
    home.mkdir(parents=True, exist_ok=True)
    now, kept = test_files(), home / "tests.json"
    known: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    stale = sorted(file for file, digest in now.items() if known.get(file) != digest)
    if stale:
        print(
            f"which test reaches which line: {len(stale)} files of tests ({home.name})", flush=True
        )
        _measure(home, stale, workers)
        kept.write_text(json.dumps(now))
    return Reach(home)


def _measure(home: Path, files: list[str], workers: int) -> None:
    command = [sys.executable, "-m", "pytest", "--quiet", "-m", "not alone and not slow", *files]
    command += ["-p", "tests.mutation.timing", "--numprocesses", str(min(workers, len(files)))]
    command += ["--dist", "loadfile", "--cov-context=test", "--cov-report="]
    command += ["--cov=chalicelib", "--cov=emulator"]
    fresh, seconds = home / "fresh", home / "fresh.json"
    told = {"COVERAGE_FILE": str(fresh), "VESTIBULE_SECONDS": str(seconds)}
    # A test that fails says nothing of what it reaches: the exit code is of no use here.
    subprocess.run(command, cwd=ROOT, check=False, env={**os.environ, **told})
    took: dict[str, float] = json.loads(seconds.read_text())
    if (home / "seconds.json").exists():
        older: dict[str, float] = json.loads((home / "seconds.json").read_text())
        took |= {test: each for test, each in older.items() if test.partition("::")[0] not in files}
        data = coverage.CoverageData(str(home / "coverage"))
        data.read()
        newer = coverage.CoverageData(str(fresh))
        newer.read()
        data.update(newer)
        data.write()
    else:
        fresh.rename(home / "coverage")
    (home / "seconds.json").write_text(json.dumps(took))


@dataclass(frozen=True)
class Reach:
    """What was learned."""

    home: Path
    patience: float = PATIENCE

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
        that has nothing but tables by the tests of its room. What was reviewed is compared last.
        """
        if not file.endswith(".py"):
            tests = self._neighbours(f"tests/{file}")
        else:
            tests = seen.get(line) or seen.get(0) or self._neighbours(file)
        reviewed = sorted(test for test in self.seconds if test.startswith(REVIEWED))
        files: dict[str, float] = defaultdict(float)
        for test in tests:
            files[test.partition("::")[0]] += self.seconds[test]
        mirror = f"test_{Path(file).stem}.py"
        chosen: list[str] = []
        total = 0.0
        for test in sorted(tests - {*reviewed}, key=lambda test: _rank(test, mirror, files)):
            total += self.seconds[test]
            if chosen and total > self.patience:
                break
            chosen.append(test)
        return [*chosen, *(reviewed if file.startswith(("chalicelib", "emulator")) else ())]

    def _neighbours(self, file: str) -> set[str]:
        room = "tests/" + "/".join(Path(file).parts[1:-1])
        return {test for test in self.seconds if test.startswith(room)}


def _rank(test: str, mirror: str, files: dict[str, float]) -> tuple[bool, float, str]:
    file = test.partition("::")[0]
    return (not file.endswith(f"/{mirror}"), files[file], test)
