"""`make reconcile [STAGE=dev]`: who is in the user pool and not in the registry? Runs nightly."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from operations import place


def main(arguments: Sequence[str] | None = None) -> int:
    """Announce everybody who is missing; prints how many."""
    parser = argparse.ArgumentParser(prog="make reconcile", description=__doc__)
    place.option(parser)
    chosen = parser.parse_args(arguments)
    place.enter(chosen.stage, chosen.region)
    from chalicelib.application.process import application

    print(f"{application().registration.reconcile().missing} users announced again")
    return 0


if __name__ == "__main__":
    sys.exit(main())
