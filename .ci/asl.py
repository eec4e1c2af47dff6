"""Checks the state machines' definitions: `python .ci/asl.py [file ...]`, one line per finding.

What is wrong with a workflow is seen after days, when an execution comes to the state in question.
Here it is seen at once:

  target       StartAt, Next, Default or a Catch names a state that does not exist
  unreachable  no path leads to a state
  endless      no path leads from a state to an end
  variable     an expression reads a variable that nobody assigned on the way (the Choice bug of a
               thousand tutorials: `$userExists` for `$states.input.userExists`), or one that a
               path to the state leaves unassigned; a branch assigns a variable of its parent
  expression   what JSONata cannot read; `=` against undefined is false, `==` is no JSONata
  default      a Choice without Default: what nobody thought of must be said, not fallen into
  retry        a Task without Retry, or one whose retries have no bound, backoff or jitter
  catch        a Task without Catch of States.ALL
  way back     a Catch that notes `failedAt` under another name than its own, or a state that is
               noted there and to which no Choice of `$failedAt` leads back after a redrive
  waits        a machine that ends before its Tasks may
  timeout      a Task without TimeoutSeconds: the default is 99,999,999 seconds
  secret       a payload with a key that names a secret or personal data, or the whole input
  placeholder  a FunctionName that is not a ${name}

Exit code 1 if anything was found.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from asl_variables import undefined

MACHINES = Path(__file__).resolve().parents[1] / "stepfunctions"
Machine = dict[str, Any]
# Keys of a payload, without case and marks. `token` is allowed for the task's own token only.
SECRETS = re.compile(
    r"^(password|passwd|pwd|secret|clientsecret|apikey|accesstoken|idtoken|refreshtoken|token"
    r"|code|otp|pin|email|phone|phonenumber|fullname|firstname|lastname|dateofbirth|birthdate"
    r"|address|nationality|documentnumber|passportnumber|mrz|image|picture|frame|selfie)$"
)
KEY = re.compile(r"""["'](\w+)["']\s*:\s*([^,}]*)""")
ALLOWED = "$states.context.Task.Token"
WHOLE = {"$states.input", "$states.result", "$states.result.Payload", "$states"}
TERMINAL = {"Succeed", "Fail"}


def findings(text: str) -> list[str]:
    """Every finding as `kind: where: what`, in the order of the file."""
    try:
        machine = json.loads(text)
    except ValueError as error:
        return [f"expression: /: not JSON: {error}"]
    return [*_machine(machine, ""), *undefined(machine)]


def _machine(machine: Machine, path: str) -> Iterator[str]:
    """Findings of a machine or branch, and of those within."""
    states: dict[str, Machine] = machine.get("States", {})
    start = machine.get("StartAt")
    if start not in states:
        yield f"target: {path}StartAt: there is no state {start!r}"
    for name, state in states.items():
        where = f"{path}{name}"
        for label, target in targets(state):
            if target not in states:
                yield f"target: {where}: {label} leads to {target!r}, which does not exist"
        yield from _state(state, where)
        for number, branch in enumerate(branches(state)):
            yield from _machine(branch, f"{where}/{number}/")
    yield from _unreachable(states, start, path)
    yield from _without_way_back(states, path)
    yield from _too_short(machine, states, path)


def _without_way_back(states: dict[str, Machine], path: str) -> Iterator[str]:
    leads = {
        (match[1], rule.get("Next"))
        for state in states.values()
        for rule in state.get("Choices", [])
        if (match := re.search(r"\$failedAt = '(\w+)'", rule.get("Condition", "")))
    }
    for name, state in states.items():
        for rule in state.get("Catch", []):
            noted = rule.get("Assign", {}).get("failedAt", name)
            if noted != name:
                yield f"way back: {path}{name}: a Catch notes {noted!r} as the state that failed"
            elif "failedAt" in rule.get("Assign", {}) and (name, name) not in leads:
                yield f"way back: {path}{name}: no Choice of $failedAt leads back here"


def _too_short(machine: Machine, states: dict[str, Machine], path: str) -> Iterator[str]:
    whole = machine.get("TimeoutSeconds")
    needed = sum(s.get("TimeoutSeconds", 0) for s in states.values() if s.get("Type") == "Task")
    if whole is not None and needed > whole:
        yield f"waits: {path or '/'}: {whole} s are fewer than its Tasks may take, {needed} s"


def _unreachable(states: dict[str, Machine], start: Any, path: str) -> Iterator[str]:
    reached = _closure({name: {t for _, t in targets(s)} for name, s in states.items()}, {start})
    for name in states:
        if name not in reached:
            yield f"unreachable: {path}{name}: no path leads here"
    back: dict[str, set[str]] = {name: set() for name in states}
    for name, state in states.items():
        for _, target in targets(state):
            back.setdefault(target, set()).add(name)
    ends = {n for n, s in states.items() if s.get("End") or s.get("Type") in TERMINAL}
    for name in states:
        if name not in _closure(back, ends):
            yield f"endless: {path}{name}: no path leads from here to an end"


def _closure(graph: dict[str, set[str]], known: set[Any]) -> set[Any]:
    seen, new = set(known), set(known)
    while new:
        new = {t for n in new for t in graph.get(n, ())} - seen
        seen |= new
    return seen


def targets(state: Machine) -> Iterator[tuple[str, str]]:
    """(label, name) of every state that may follow."""
    for label in ("Next", "Default"):
        if label in state:
            yield label, state[label]
    for label in ("Choices", "Catch"):
        for rule in state.get(label, []):
            if "Next" in rule:
                yield label, rule["Next"]


def branches(state: Machine) -> list[Machine]:
    """The machines within a Parallel or Map state."""
    within = [state[key] for key in ("ItemProcessor", "Iterator") if key in state]
    return [*state.get("Branches", []), *within]


def _state(state: Machine, where: str) -> Iterator[str]:
    kind = state.get("Type")
    if kind == "Choice":
        if "Default" not in state:
            yield f"default: {where}: a Choice without Default"
        for rule in state.get("Choices", []):
            yield from _condition(rule.get("Condition", ""), where)
    if kind == "Task":
        yield from _task(state, where)


def _condition(text: str, where: str) -> Iterator[str]:
    if re.search(r"[^=!<>]===?[^=]", text):
        yield f"expression: {where}: `==` is no JSONata, equality is `=`: {text}"


def _task(state: Machine, where: str) -> Iterator[str]:
    if not state.get("Retry"):
        yield f"retry: {where}: a Task without Retry"
    for rule in state.get("Retry", []):
        if rule.get("BackoffRate", 1) <= 1 or rule.get("JitterStrategy") != "FULL":
            yield f"retry: {where}: a Retry needs BackoffRate above 1 and JitterStrategy FULL"
        if "MaxAttempts" not in rule or "MaxDelaySeconds" not in rule:
            yield f"retry: {where}: a Retry needs MaxAttempts and MaxDelaySeconds"
        if "States.ALL" in rule["ErrorEquals"]:
            yield f"retry: {where}: a Retry of States.ALL repeats what can never succeed"
    if not any("States.ALL" in rule["ErrorEquals"] for rule in state.get("Catch", [])):
        yield f"catch: {where}: a Task without Catch of States.ALL"
    if "TimeoutSeconds" not in state and "TimeoutSecondsPath" not in state:
        yield f"timeout: {where}: a Task without TimeoutSeconds"
    function = state.get("Arguments", {}).get("FunctionName")
    if function is not None and not re.fullmatch(r"\$\{[\w-]+\}", function):
        yield f"placeholder: {where}: FunctionName {function!r} is not a ${{name}}"
    yield from _secrets(state, where)


def _secrets(state: Machine, where: str) -> Iterator[str]:
    """What must not stand in an execution's history, which operators read for 90 days."""
    for slot in ("Arguments", "Parameters", "Assign", "Output", "Result"):
        for key, value in _pairs(state.get(slot, {})):
            plain = re.sub(r"[^a-z]", "", key.lower())
            if SECRETS.match(plain) and value != ALLOWED:
                yield f"secret: {where}: {slot} holds {key!r}"
            if key == "Payload" and value in WHOLE:
                yield f"secret: {where}: {slot} hands on everything ({value}); name the fields"


def _pairs(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """(key, expression or text) of everything within, also of objects within expressions."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _pairs(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner, key)
    elif isinstance(value, str):
        text = value.removeprefix("{%").removesuffix("%}").strip()
        yield key, text
        yield from ((name, inner.strip()) for name, inner in KEY.findall(text))


def main(names: Sequence[str]) -> int:
    """Prints the findings of the files, or of every machine of the project."""
    files = [Path(name) for name in names] or sorted(MACHINES.glob("*.asl.json"))
    lines = [f"{file.name}: {line}" for file in files for line in findings(file.read_text())]
    for line in lines:
        print(line)
    print(f"{len(files)} state machines, {len(lines)} findings", file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
