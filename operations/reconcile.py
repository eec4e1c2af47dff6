"""`make reconcile [STAGE=dev]`: registers users of the pool who are missing in the registry."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from operations import place


def main(arguments: Sequence[str] | None = None) -> int:
    """Publishes the missing users and prints their number."""
    parser = argparse.ArgumentParser(prog="make reconcile", description=__doc__)
    place.option(parser)
    chosen = parser.parse_args(arguments)
    place.enter(chosen.stage, chosen.region)
    from chalicelib.application.process import application

    print(f"{application().registration.reconcile().missing} users announced again")
    return 0


if __name__ == "__main__":
    sys.exit(main())
