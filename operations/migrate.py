"""`make migrate [STAGE=dev]`: migrates the registry's tables; can be repeated."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from operations import place


def main(arguments: Sequence[str] | None = None) -> int:
    """Applies missing migrations and lists all."""
    parser = argparse.ArgumentParser(prog="make migrate", description=__doc__)
    place.option(parser)
    chosen = parser.parse_args(arguments)
    place.enter(chosen.stage, chosen.region)
    from chalicelib.adapters.aws import migrations

    sys.argv = sys.argv[:1]
    migrations.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
