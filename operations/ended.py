"""Records that the company's relationship with a user of the pool has ended, or has not.

    python -m operations.ended --user <id in the user pool> [--at 2026-11-26] [--resume]

`make ended USER_ID=… [AT=2026-11-26] [RESUME=1] [STAGE=prod]`. Levels may count the retention of
pictures from this day; reminders and renewals stop. Backends use
`PUT /v1/applicants/{id}/relationship` for their applicants.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from rich.console import Console

from operations import place

console = Console(highlight=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Records the end and prints the consequences. Exit status: 2 for a day that is refused."""
    parser = argparse.ArgumentParser(prog="make ended", description=__doc__)
    place.option(parser)
    parser.add_argument("--user", required=True, help="the user's id in the pool (sub)")
    parser.add_argument("--at", type=date.fromisoformat, help="the day; now if not said")
    parser.add_argument("--resume", action="store_true", help="it lasts after all")
    chosen = parser.parse_args(arguments)
    place.enter(chosen.stage, chosen.region)
    from chalicelib.application.process import application
    from chalicelib.domain.errors import BadRequest

    relationships, author = application().relationships, getpass.getuser()
    if chosen.resume:
        relationships.resume(chosen.user, author)
        console.print("the relationship lasts")
        return 0
    day = datetime.combine(chosen.at, time(), UTC) if chosen.at else application().now()
    try:
        relationships.end(chosen.user, day, author)
    except BadRequest as error:
        console.print(f"[red]{error}[/]")
        return 2
    console.print(f"the relationship ended on {day.date()}: clocks of retention start there")
    return 0


if __name__ == "__main__":
    sys.exit(main())
