"""Writes tests/infra/rights.json: every right that Terraform grants, read from the embedded cloud.

`--check` compares instead. A line that changes here is a right that changed: review it as one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from local import provision
from tests.infra.rights import table
from tests.infra.states import State

FILE = Path(__file__).parents[1] / "tests" / "infra" / "rights.json"


def text() -> str:
    """The table as the file holds it."""
    state = State.read(provision.ensure().parent / "platform" / "terraform.tfstate")
    return json.dumps(table(state), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Exit 1 if the file says something else."""
    if "--check" not in sys.argv:
        FILE.write_text(text())
        return 0
    if FILE.read_text() == text():
        return 0
    print("tests/infra/rights.json says something else: run .ci/rights.py and review what changed")
    return 1


if __name__ == "__main__":
    sys.exit(main())
