"""Every benchmark, one after the other, each in a process of its own: `make bench [ONLY=name]`."""

from __future__ import annotations

import subprocess
import sys
import time

from rich.console import Console

#: In this order; each is `python -m benchmarks.<name>` and prints its own figures.
BENCHMARKS = {
    "cold_start": "importing the application, beside its libraries alone",
    "documents": "fields read from drawn documents, at four levels of wear",
    "documents_world": "cards of many countries, upright and turned, and their barcodes",
    "documents_held_out": "cards of 45 countries by another hand, which no rule was written for",
    "forgeries": "signs of forgery, by kind, and false ones on honest pictures",
    "faces": "same and other people, gestures, stills, replays",
    "attacks": "presentation attacks by kind: APCER, BPCER",
    "screening": "2,000 names against 50,000 listed people",
    "lists": "real people as documents show them, strangers of many scripts (LISTS=folder)",
    "rescreening": "100,000 users against a changed list",
    "levels": "decisions under a level, and a backtest of 100,000 recorded ones",
    "approvals": "a level is raised over 100,000 approvals",
    "workflow": "transitions and Lambda seconds per onboarding",
    "moves": "from a decision to the registry's row, and calls of AWS per verified user",
    "api": "routes of other backends: latency, calls of AWS, decision to webhook",
    "webhooks": "500 a second, a fifth of them twice",
    "latency": "how long a person on AWS would wait",
    "flow": "the applicant's way in a browser: first heading, clicks, bytes, main thread",
}
#: What one name stands for: documents are read from three hands' drawings.
GROUPS = {"documents": ("documents", "documents_world", "documents_held_out")}


def main() -> int:
    """0 when each of them met its goals."""
    asked = sys.argv[1:] or list(BENCHMARKS)
    chosen = [one for name in asked for one in GROUPS.get(name, (name,))]
    console = Console(highlight=False)
    if unknown := set(chosen) - set(BENCHMARKS):
        console.print(f"[red]no such benchmark: {', '.join(sorted(unknown))}[/]")
        console.print(f"there are: {', '.join(BENCHMARKS)}")
        return 2
    missed = []
    for name in chosen:
        console.rule(f"[bold]{name}[/] · {BENCHMARKS[name]}", align="left")
        started = time.monotonic()
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode:
            missed.append(name)
        console.print(f"[dim]{time.monotonic() - started:.0f} s[/]")
    if missed:
        console.print(f"[red bold]goal missed:[/] {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
