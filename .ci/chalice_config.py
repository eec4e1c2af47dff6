"""Writes .chalice/config.json from infra/functions.json; `--check` compares."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from operations import chalice_config as config


def main() -> int:
    """Writes, or says whether what is written is true."""
    if "--check" not in sys.argv:
        config.TARGET.parent.mkdir(exist_ok=True)
        config.TARGET.write_text(config.text())
        return 0
    if config.TARGET.exists() and config.TARGET.read_text() == config.text():
        return 0
    print(
        ".chalice/config.json is not what infra/functions.json says; "
        "run python .ci/chalice_config.py",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
