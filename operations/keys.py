"""API keys of backends: make, list, rotate, revoke. A key's text is shown only once.

    python -m operations.keys make "shop backend" --mode test [--scopes a b] [--days 90]
    python -m operations.keys list [--mode live]
    python -m operations.keys rotate 0a1b2c3d4e5f [--overlap-hours 24]
    python -m operations.keys revoke 0a1b2c3d4e5f

`make keys` is `list`; `make keys WHAT=make NAME="shop backend" MODE=test`.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from datetime import timedelta

from rich.console import Console
from rich.table import Table

from chalicelib.domain.applicants.api_keys import Mode, Scope
from chalicelib.domain.errors import VestibuleError
from chalicelib.services.applicants.api_keys import ApiKeys, NewKey
from operations import place

console = Console(highlight=False)


def shown(new: NewKey) -> None:
    """Prints a new key: a line about it, then its text on a line of its own, for scripts."""
    console.print(f"key {new.key.key_id} ({new.key.mode}): {', '.join(new.key.scopes)}")
    print(new.reveal())


def listed(service: ApiKeys, mode: Mode) -> None:
    """Prints the keys of a mode, newest first, without their texts."""
    table = Table("key", "name", "scopes", "made", "ends", "last used", "replaced by")
    for key in service.all(mode):
        ends = key.revoked_at or key.ends_at
        table.add_row(
            key.key_id,
            key.name,
            " ".join(key.scopes),
            f"{key.created_at:%Y-%m-%d}",
            f"{ends:%Y-%m-%d %H:%M}" if ends else "",
            key.last_used_on,
            key.replaced_by,
        )
    console.print(table)


def act(chosen: argparse.Namespace, service: ApiKeys, author: str) -> None:
    """Runs the subcommand. VestibuleError if it is refused. `author`: for the audit log."""
    if chosen.what == "list":
        for mode in Mode if chosen.mode is None else (Mode(chosen.mode),):
            console.print(f"[bold]{mode}[/]")
            listed(service, mode)
    elif chosen.what == "make":
        mode = Mode(chosen.mode or Mode.TEST)
        scopes = tuple(chosen.scopes or Scope)
        redirects = tuple(chosen.redirects or ())
        shown(service.make(mode, chosen.subject, scopes, chosen.days, author, redirects))
    elif chosen.what == "rotate":
        shown(service.rotate(chosen.subject, timedelta(hours=chosen.overlap_hours), author))
    else:
        key = service.revoke(chosen.subject, author)
        console.print(f"{key.key_id} is revoked; who used it lately is refused within a minute")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command. Exit status: 1, after the reason, if it is refused."""
    parser = argparse.ArgumentParser(prog="make keys", description=__doc__)
    parser.add_argument("what", choices=("make", "list", "rotate", "revoke"))
    parser.add_argument("subject", nargs="?", default="", help="the new key's name, or a key's id")
    parser.add_argument("--mode", choices=[str(mode) for mode in Mode])
    parser.add_argument("--scopes", nargs="+", help="all of them, if left out")
    parser.add_argument("--days", type=int, help="until it ends by itself")
    parser.add_argument("--redirects", nargs="+", help="addresses hosted pages may go on to")
    parser.add_argument("--overlap-hours", type=float, default=24.0)
    place.option(parser)
    chosen = parser.parse_args(arguments)
    place.enter(chosen.stage, chosen.region)
    from chalicelib.application.process import application

    try:
        act(chosen, application().api_keys, getpass.getuser())
    except VestibuleError as error:
        console.print(f"[red]{error}[/]")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
