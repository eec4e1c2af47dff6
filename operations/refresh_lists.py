"""`make refresh-lists [STAGE=dev]`: refreshes the watchlists; also runs on a schedule.

    python -m operations.refresh_lists [--stage dev] [--folder FOLDER]

On AWS the files come from their issuers; on a laptop, or with --folder, from a folder.
Exit code 1 if a file was refused: its old entries stay in force, and operators are alerted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from chalicelib.domain.errors import VestibuleError
from operations import place


def main(arguments: Sequence[str] | None = None) -> int:
    """Refreshes and prints the lists in force. Exit status: 1 if a file was refused."""
    parser = argparse.ArgumentParser(prog="make refresh-lists", description=__doc__)
    place.option(parser)
    parser.add_argument("--folder", type=Path, help="files in their own formats, by their names")
    chosen = parser.parse_args(arguments)
    place.enter(chosen.stage, chosen.region)
    from chalicelib.application.process import application

    if chosen.folder:
        from local import watchlists

        watchlists.put(application().outside.watchlist_files, chosen.folder)
    try:
        found = application().refresh_lists("bucket" if chosen.folder else "")
    except VestibuleError as error:
        print(f"refused: {error} ({error.code}); the old lists stay in force")
        return 1
    print(f"version {found.version} {'is now' if found.changed else 'was already'} in force")
    for source, counts in sorted(found.counts.items()):
        numbers = ", ".join(f"{count:,} {what}" for what, count in counts.items())
        print(f"  {source}: {numbers}{_note(found.refused.get(source))}")
    return 1 if found.refused else 0


def _note(fault: str | None) -> str:
    return f" (old: the new file was refused, {fault})" if fault else ""


if __name__ == "__main__":
    sys.exit(main())
