"""Writes docs/limits.md: how often what may be asked, and what it may cost; `--check` compares."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.domain.limits import Limit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
TARGET = ROOT / "docs" / "limits.md"

HEAD = """\
# Limits

Written by `python .ci/limits_doc.py` from
[`domain/limits.py`](../chalicelib/domain/limits.py); change the table there. Who is over a limit
gets 429 with `Retry-After`. *person*: per signed-in user, applicant or API key; *everybody*: all
together, a brake on what is paid for, which tells operators at {share:.0%}. The web ACL's rate
per address comes before all of them.

## Routes

| route | at most | may cause, each time |
|---|---|---|
"""
ACTS = """
## Acts

Counted by services, since only they know the name or number. Of those in *italics* only failures
count.

| act | at most |
|---|---|
"""
UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def _within(seconds: int) -> str:
    length, unit = next((length, unit) for length, unit in UNITS if seconds % length == 0)
    count = seconds // length
    return f"a {unit}".replace("a hour", "an hour") if count == 1 else f"{count} {unit}s"


def _limits(limits: Iterable["Limit"]) -> str:
    return ", ".join(f"{each.allowed} in {_within(each.seconds)} per {each.per}" for each in limits)


def text() -> str:
    """The document."""
    from chalicelib.domain import limits

    lines = []
    for route, budget in sorted(limits.ROUTES.items()):
        paid = ", ".join(f"{count} × {what}" for what, count in (budget.paid or {}).items())
        lines.append(f"| `{route}` | {_limits(budget.limits) or budget.why} | {paid} |")
    acts = []
    for act, each in sorted(limits.ACTS.items()):
        name = f"*{act}*" if act in limits.FAILING else act
        acts.append(f"| {name} | {_limits(each)} |")
    unknown = (
        f"\nA route without a row has {_limits(limits.UNKNOWN.limits)}; the build fails first.\n"
    )
    head = HEAD.format(share=limits.WARN_SHARE)
    return head + "\n".join(lines) + "\n" + unknown + ACTS + "\n".join(acts) + "\n"


if __name__ == "__main__":
    if "--check" not in sys.argv:
        TARGET.write_text(text())
    elif TARGET.read_text() != text():
        sys.exit("docs/limits.md says something else: run .ci/limits_doc.py")
