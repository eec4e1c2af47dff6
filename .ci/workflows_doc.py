"""Writes docs/workflows.md from the state machines: what follows what, how long each step may take,
how often it is tried; `--check` compares."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "workflows.md"
MACHINES = ("user-onboarding", "user-authentication")
HEAD = """\
# Workflows

Drawn from [`stepfunctions/`](../stepfunctions/README.md) by `python .ci/workflows_doc.py`; change
the machines there. A number that changes here changes how long somebody waits.
"""
UNITS = ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))
State = dict[str, Any]


def _time(seconds: Any) -> str:
    if not isinstance(seconds, int):
        return f"`{seconds}`"
    length, unit = next((length, unit) for length, unit in UNITS if seconds % length == 0)
    return f"{seconds // length} {unit}"


def _states(states: dict[str, State], inside: str = "") -> Iterator[tuple[str, str, State]]:
    """(name, path, state), those of parallel branches behind the state that holds them."""
    for name, state in states.items():
        yield name, inside + name, state
        for branch in state.get("Branches", []):
            yield from _states(branch["States"], f"{inside}{name} / ")


def _edges(name: str, state: State) -> Iterator[tuple[str, str, str]]:
    if "Next" in state:
        yield name, state["Next"], ""
    for choice in state.get("Choices", []):
        yield name, choice["Next"], choice["Condition"].strip("{% }")
    if "Default" in state:
        yield name, state["Default"], "otherwise"
    for catch in state.get("Catch", []):
        yield name, catch["Next"], " or ".join(catch["ErrorEquals"])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


class Retries:
    """Gives each different way of trying again a letter."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def letter(self, retry: State) -> str:
        """The letter of this one."""
        told = json.dumps(retry, sort_keys=True)
        return self.known.setdefault(told, chr(ord("A") + len(self.known)))

    def table(self) -> str:
        """What the letters stand for."""
        lines = [
            "",
            "## Trying again",
            "",
            "| | after | times | then | for |",
            "|---|---|---|---|---|",
        ]
        for told, letter in self.known.items():
            retry = json.loads(told)
            extra = {k: v for k, v in retry.items() if k in ("MaxDelaySeconds", "JitterStrategy")}
            then = f"× {retry.get('BackoffRate', 2)}" + "".join(
                f", {name} {value}" for name, value in sorted(extra.items())
            )
            errors = ", ".join(f"`{each}`" for each in retry["ErrorEquals"])
            lines.append(
                f"| {letter} | {_time(retry.get('IntervalSeconds', 1))} |"
                f" {retry.get('MaxAttempts', 3)} | {then} | {errors} |"
            )
        return "\n".join(lines) + "\n"


def _machine(name: str, retries: Retries) -> str:
    machine = json.loads((ROOT / "stepfunctions" / f"{name}.asl.json").read_text())
    found = list(_states(machine["States"]))
    start = [("[*]", machine["StartAt"], "")]
    steps = ["| step | does | at most | tries again | goes on |", "|---|---|---|---|---|"]
    for own, path, state in found:
        again = " ".join(retries.letter(each) for each in state.get("Retry", []))
        limit = state.get("TimeoutSeconds", state.get("Seconds"))
        follows = "; ".join(
            f"{target}" + (f" if {_cell(why)}" if why else "")
            for _, target, why in _edges(own, state)
        )
        ends = "end" if state.get("End") else ""
        does = state["Type"] + (" (waits for a word)" if "waitForTaskToken" in json.dumps(
            state.get("Resource", "")) else "")  # fmt: skip
        steps.append(
            f"| {path} | {does} | {_time(limit) if limit else ''} | {again} | {follows or ends} |"
        )
    drawn = start + [(a, b, "") for own, _, state in found for a, b, _ in _edges(own, state)]
    lines = [f"  {a} --> {b}" for a, b, _ in dict.fromkeys(drawn)]
    whole = machine.get("TimeoutSeconds")
    limit = f" The whole may take {_time(whole)}." if whole else ""
    graph = "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])
    return f"\n## {name}\n\n{machine['Comment']}{limit}\n\n{graph}\n\n" + "\n".join(steps) + "\n"


def text() -> str:
    """The page."""
    retries = Retries()
    machines = "".join(_machine(name, retries) for name in MACHINES)
    return HEAD + machines + retries.table()


if __name__ == "__main__":
    if "--check" not in sys.argv:
        TARGET.write_text(text())
    elif TARGET.read_text() != text():
        sys.exit("docs/workflows.md says something else: run .ci/workflows_doc.py")
