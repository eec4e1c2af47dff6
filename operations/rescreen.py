"""`make rescreen [STAGE=dev]`: screens everybody verified by the list in force; shows progress.

    python -m operations.rescreen [--stage dev] [--only-look] [--seconds 600]

Continues where the schedule or an earlier call stopped; several may run at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from time import monotonic

from chalicelib.domain.screening.rescreening import Progress
from operations import place

STEP_SECONDS = 5.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Screens and prints the progress. Exit status: 0 once everybody has been screened, 1 if time
    ran out or others do the rest."""
    parser = argparse.ArgumentParser(prog="make rescreen", description=__doc__)
    place.option(parser)
    parser.add_argument("--only-look", action="store_true", help="show the progress, do nothing")
    parser.add_argument("--seconds", type=float, default=3600.0, help="stop after so long")
    chosen = parser.parse_args(arguments)
    place.enter(chosen.stage, chosen.region)
    from chalicelib.application.process import application

    if chosen.only_look:
        progress = application().rescreening.progress(application().lists.store.version())
        _show(progress)
        return 0 if progress.finished else 1
    until, before = monotonic() + chosen.seconds, None
    while True:
        progress = application().rescreen(STEP_SECONDS)
        _show(progress)
        if progress.finished:
            return 0
        if monotonic() > until or progress == before:  # the rest is held by others
            return 1
        before = progress


def _show(progress: Progress) -> None:
    planned = f"{progress.planned:,}{'' if progress.whole else '+'}"
    gone = f", {progress.skipped:,} no longer there" if progress.skipped else ""
    print(
        f"list {progress.job_id}: {progress.screened:,} of {planned} screened, "
        f"{progress.rung:,} rang{gone}"
    )


if __name__ == "__main__":
    sys.exit(main())
