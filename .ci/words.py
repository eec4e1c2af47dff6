"""Writes tests/architecture/words.json: words that are stored or sent, fields that are hidden.

`--check` compares instead.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.architecture.words import table

FILE = Path(__file__).parents[1] / "tests" / "architecture" / "words.json"


def text() -> str:
    """The table as the file holds it: a class per line."""
    kinds = []
    for kind, rows in table().items():
        lines = [f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items()]
        kinds.append(f' "{kind}": {{\n' + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(kinds) + "\n}\n"


if __name__ == "__main__":
    if "--check" not in sys.argv:
        FILE.write_text(text())
    elif FILE.read_text() != text():
        sys.exit("tests/architecture/words.json says something else: make generate, read the diff")
