"""Legal hold: a person's data are kept despite a request for erasure, until it is lifted.

    python -m operations.hold --user <id in the user pool> --reference <file number> [--lift]

`make hold USER_ID=… REFERENCE=… [LIFT=1] [STAGE=prod]`. The audit log shows when the hold began and
ended. The reference names a proceeding, never a person.
"""

from __future__ import annotations

import argparse
import getpass
import re
import sys
from collections.abc import Sequence

from rich.console import Console

from operations import place

console = Console(highlight=False)
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./_-]{0,63}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Places or lifts the hold and prints the result. Exit status: 2 for an invalid reference."""
    parser = argparse.ArgumentParser(prog="make hold", description=__doc__)
    place.option(parser)
    parser.add_argument("--user", required=True, help="the user's id in the pool (sub)")
    parser.add_argument("--reference", required=True, help="number of the proceeding")
    parser.add_argument("--lift", action="store_true", help="end the hold")
    chosen = parser.parse_args(arguments)
    if not _REFERENCE.fullmatch(chosen.reference):
        console.print("[red]a reference has 1 to 64 letters, digits and . / _ -[/]")
        return 2
    place.enter(chosen.stage, chosen.region)
    from chalicelib.application.process import application
    from chalicelib.domain.privacy.privacy import HOLD_LIFTED, HOLD_PLACED, on_hold

    audit = application().outside.audit
    held = on_hold(audit.read(chosen.user))
    if held is not chosen.lift:
        console.print(f"nothing to do: {'there is a hold' if held else 'there is no hold'}")
        return 0
    kind = HOLD_LIFTED if chosen.lift else HOLD_PLACED
    audit.write(chosen.user, kind, {"reference": chosen.reference, "by": getpass.getuser()})
    console.print("the hold is lifted" if chosen.lift else "erasure is refused from now on")
    return 0


if __name__ == "__main__":
    sys.exit(main())
