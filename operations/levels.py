"""Levels of a stage: publishes the files of `levels/`, and backtests one on the whole history.

    python -m operations.levels publish [--folder my-levels] [--stage dev]
    python -m operations.levels backtest exchange_eu [--since 2026-01-01] [--stage prod]

`make levels`, `make backtest LEVEL=… [SINCE=…]`. A backtest takes the file of `levels/` with that
name, not the published version, so that a change can be tried before it is published.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from chalicelib.contracts.levels import read
from chalicelib.domain.levels.level import Level
from chalicelib.domain.levels.lifecycle import Status
from chalicelib.domain.levels.recorded import Report, backtest
from chalicelib.domain.levels.validation import Problem, problems
from operations import place

console = Console(highlight=False)
FOLDER = Path(__file__).resolve().parents[1] / "levels"


def loaded(path: Path) -> tuple[Level | None, tuple[Problem, ...]]:
    """(level or None if it cannot be read, problems) of a JSON file. OSError."""
    level, found = read(path.read_bytes())
    return level, found or (problems(level) if level else ())


def publish(folder: Path = FOLDER) -> int:
    """Publishes each JSON file's version, unless it or a newer one is in force. Returns 1 if a file
    has problems or a rule of assignment names an unpublished level, else 0."""
    from chalicelib.application.process import application

    service, author, wrong = application().levels, getpass.getuser(), 0
    for path in sorted(folder.glob("*.json")):
        level, found = loaded(path)
        if level is None or found:
            wrong += 1
            console.print(f"[red]✗ {path.name}[/]")
            for problem in found:
                console.print(f"    {problem.path}: {problem.sentence}")
            continue
        newest = max((r.version_number for r in service.versions(level.name)), default=0)
        if newest > level.version:
            console.print(f"· {level.key}: version {newest} is there already")
            continue
        record = service.draft(path.read_text(), author)
        if record.status == Status.DRAFT:
            service.shadow(level.name, level.version, author)
        service.publish(level.name, level.version, author)
        console.print(f"[green]✓[/] {level.key} is in force")
    for name in unpublished():
        wrong += 1
        console.print(f"[red]✗ review_rules names the level {name}, which nobody published[/]")
    return 1 if wrong else 0


def unpublished() -> list[str]:
    """The unpublished levels in the rules of assignment, sorted; such a rule matches no case."""
    from chalicelib.application.process import application
    from chalicelib.domain.reviews.rules import rules

    vestibule = application()
    named = set[str]().union(*(rule.levels for rule in rules(vestibule.settings.review_rules)))
    return sorted(
        n for n in named - {vestibule.levels.fallback.name} if not vestibule.levels.versions(n)
    )


def show(report: Report) -> None:
    """Prints the changed decisions by direction, place and reason, and the first ones in detail."""
    console.print(f"{report.level}: {report.flipped} of {report.decisions} decisions flip")
    for title, counts in (
        ("which way", {f"{was} → {becomes}": n for (was, becomes), n in report.ways.items()}),
        ("country", dict(report.countries)),
        ("reason", dict(report.reasons)),
    ):
        table = Table(title, "decisions")
        for name, number in sorted(counts.items(), key=lambda pair: -pair[1]):
            table.add_row(name, str(number))
        if counts:
            console.print(table)
    for flip in report.flips[:20]:
        console.print(f"{flip.verification_id}: {flip.was} → {flip.becomes}")
        console.print(f"    before: {'; '.join(flip.before) or 'nothing was wrong'}")
        console.print(f"    now:    {'; '.join(flip.after) or 'nothing is wrong'}")
    if report.without_evidence:
        console.print(f"{report.without_evidence} decisions left no evidence, as their levels say")
    for name in report.unreadable[:20]:
        console.print(f"[yellow]{name}: the record cannot be read[/]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Publishes or backtests. Exit status: 1 if a file has a problem or a record cannot be read, 2
    for a level that does not exist or has problems."""
    parser = argparse.ArgumentParser(prog="make levels | make backtest", description=__doc__)
    parser.add_argument("what", choices=("publish", "backtest"))
    parser.add_argument("level", nargs="?", default="default")
    parser.add_argument("--since", type=date.fromisoformat, help="first day, YYYY-MM-DD")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="levels of your own")
    place.option(parser)
    chosen = parser.parse_args(arguments)
    if chosen.what == "publish":
        place.enter(chosen.stage, chosen.region)
        return publish(chosen.folder)
    path = chosen.folder / f"{Path(chosen.level).name}.json"
    if not path.exists():
        names = ", ".join(sorted(p.stem for p in chosen.folder.glob("*.json")))
        console.print(f"[red]there is no level {chosen.level!r}; there are: {names}[/]")
        return 2
    level, found = loaded(path)
    if level is None or found:
        for problem in found:
            console.print(f"[red]{problem.path}: {problem.sentence}[/]")
        return 2
    place.enter(chosen.stage, chosen.region)
    from chalicelib.application.process import application

    since = chosen.since or application().now().date() - timedelta(days=30)
    report = backtest(
        level, application().outside.audit.decisions_since(since, until=application().now)
    )
    show(report)
    return 1 if report.unreadable else 0


if __name__ == "__main__":
    sys.exit(main())
