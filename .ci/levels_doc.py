"""Writes the schema of a level and a page for each level that ships; `--check` compares."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def files() -> dict[Path, str]:
    """Every generated file with its text."""
    from chalicelib.contracts.levels import read, schema
    from chalicelib.domain.levels.page import describe

    made = {ROOT / "levels" / "schema" / "level.schema.json": json.dumps(schema(), indent=2) + "\n"}
    for path in sorted((ROOT / "levels").glob("*.json")):
        level, faults = read(path.read_bytes())
        if level is None:
            raise SystemExit(f"{path.name}: {faults[0].path} {faults[0].sentence}")
        head = f"<!-- Generated from levels/{path.name} by `python .ci/levels_doc.py`. -->\n\n"
        made[ROOT / "docs" / "levels" / f"{path.stem}.md"] = (
            head + "\n".join(describe(level)) + "\n"
        )
    return made


def main() -> int:
    """Writes, or says whether what is written is true."""
    stale = [
        path for path, text in files().items() if not path.exists() or path.read_text() != text
    ]
    if "--check" in sys.argv:
        for path in stale:
            name = path.relative_to(ROOT)
            print(f"{name} is not what levels/ says; run python .ci/levels_doc.py", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files()[path])
    return 0


if __name__ == "__main__":
    sys.exit(main())
