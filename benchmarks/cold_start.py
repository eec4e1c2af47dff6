"""What a cold start costs: importing app.py against the libraries it stands on.

    python -m benchmarks.cold_start [--runs 15] [--limit 1.3]

Fresh processes, taken in turns so that a busy machine slows both; the least CPU time from before
the import to after it, as the interpreter counts it: what else a machine does only adds to it.
Exit status 1 above the limit.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = "import chalice, boto3, pydantic"
APPLICATION = "import app"
_TIMED = """
import time, sys
sys.path.insert(0, {root!r})
before = time.process_time()
{imports}
print(time.process_time() - before, len(sys.modules))
"""


def once(imports: str) -> tuple[float, int]:
    """(CPU milliseconds, modules loaded) of the imports in a fresh process."""
    program = _TIMED.format(root=str(ROOT), imports=imports)
    # A package holds its compiled files; a shell that forbids writing them would time the compiler.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
        env=environment,
    )
    seconds, modules = run.stdout.split()
    return float(seconds) * 1000, int(modules)


def least(runs: int) -> dict[str, tuple[float, int]]:
    """Imports -> (least CPU milliseconds of these runs, modules)."""
    found: dict[str, list[tuple[float, int]]] = {LIBRARIES: [], APPLICATION: []}
    for imports in found:
        once(imports)  # writes compiled files, which a package has too
    for _ in range(runs):
        for imports, taken in found.items():
            taken.append(once(imports))
    return {imports: (min(ms for ms, _ in taken), taken[0][1]) for imports, taken in found.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both figures side by side and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--limit", type=float, default=1.3)
    chosen = parser.parse_args(arguments)
    found = least(chosen.runs)
    for imports, (milliseconds, modules) in found.items():
        print(f"{imports:<34}{milliseconds:7.0f} ms CPU  {modules:5} modules")
    ratio = found[APPLICATION][0] / found[LIBRARIES][0]
    print(f"{'app.py against its libraries':<34}{ratio:7.2f} x  (at most {chosen.limit})")
    return 0 if ratio <= chosen.limit else 1


if __name__ == "__main__":
    sys.exit(main())
