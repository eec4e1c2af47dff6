"""Writes what is reviewed in diffs, `--check` compares instead:

tests/architecture/words.json (words that are stored or sent, fields that are hidden)
and tables.json (what modules declare: limits, closed sets, thresholds, vocabularies).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.architecture.tables import tables
from tests.architecture.words import table

HOME = Path(__file__).parents[1] / "tests" / "architecture"


def text() -> str:
    """The table as the file holds it: a class per line."""
    kinds = []
    for kind, rows in table().items():
        lines = [f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items()]
        kinds.append(f' "{kind}": {{\n' + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(kinds) + "\n}\n"


def declared() -> str:
    """The tables, one a line."""
    return json.dumps(tables(), indent=0, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for file, now in ((HOME / "words.json", text()), (HOME / "tables.json", declared())):
        if "--check" not in sys.argv:
            file.write_text(now)
        elif file.read_text() != now:
            sys.exit(f"{file.name} says something else: make generate, read the diff")
