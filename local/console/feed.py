"""All events as one numbered stream: messages, log lines, webhooks, rows, steps of executions.

GET /local/feed?after=<cursor>&wait=<seconds> returns new events as soon as there are any, at the
latest after `wait`; none is sent twice.
GET /local/execution?arn=<arn> returns one execution: its states, position, inputs and outputs.
"""

from __future__ import annotations

import json
import re
import threading
import time
from typing import Any

from werkzeug.wrappers import Request

from emulator import clock
from emulator.account import ACCOUNT, REGION
from emulator.events import outbox
from emulator.lambdas import printed
from emulator.tables import changes

LONGEST = 25.0  # seconds that a request may wait
_LOOK = 0.25
_START = ".".join("0000")  # messages, lines, executions, rows
_LINES = 300  # lines of the log before the first request
_TEXT = 4000  # characters of an input or output
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ROWS = 300  # rows written before the first request
_BYTES = 60_000  # of one answer; of a busy system it has the newest events
#: Functions that process webhooks; steps of the API are recognised by their name.
_CARRIERS = {"follow-company", "follow-events"}
_QUIET = {"INIT_START", "START", "END", "REPORT"}  # Lambda's own lines around every call
Answer = dict[str, Any]


class Changes:
    """Numbers the changes of executions since its creation."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[tuple[str, int], int]] = {}
        self._last = 0

    def since(self, after: int) -> tuple[list[Answer], int]:
        """(summaries of the executions that changed after this number, newest number)."""
        found = []
        with self._lock:
            for machine, execution in _executions():
                arn = execution.execution_arn
                mark = (str(execution.status), len(execution.history()))
                if self._known.get(arn, (None, 0))[0] != mark:
                    self._last += 1
                    self._known[arn] = (mark, self._last)
                if self._known[arn][1] > after:
                    found.append(_summary(machine, execution))
            return found, self._last


_changes = Changes()


def feed(request: Request) -> Answer:
    """The events after the cursor: `{cursor, now, events, older}`; waits for the first of them, at
    most `wait` or LONGEST real seconds. ValueError for an invalid cursor or number.

    `older`: number of events that were left out because the answer would be over 60 KB.
    """
    after = [int(part) for part in request.args.get("after", _START).split(".")]
    if len(after) != 4:
        raise ValueError("a cursor is four numbers")
    end = time.monotonic() + min(LONGEST, float(request.args.get("wait", 0)))
    while True:
        found = _news(after)
        if found["events"] or time.monotonic() >= end:
            return found
        time.sleep(_LOOK)


def _news(after: list[int]) -> Answer:
    messages = [m for m in outbox.messages() if m["number"] > after[0]]
    lines = printed.recent(None, after[1])[-_LINES:]
    rows = changes.since(after[3])[-_ROWS:]
    executions, newest = _changes.since(after[2])
    cursor = (
        messages[-1]["number"] if messages else after[0],
        lines[-1]["number"] if lines else after[1],
        max(newest, after[2]),
        rows[-1]["number"] if rows else after[3],
    )
    events = [_of_message(m) for m in messages] + [e for line in lines if (e := _of_line(line))]
    events += [e for row in rows if (e := _of_row(row))]
    events += [{"kind": "execution", "time": str(e["startDate"]), **e} for e in executions]
    return {
        "cursor": ".".join(map(str, cursor)),
        "now": clock.now().isoformat(),
        **_newest(events),
    }


def _newest(events: list[Answer]) -> Answer:
    """The newest events that fit into an answer, in order, and the number of omitted ones."""
    room, kept = _BYTES, set()
    by_age = sorted(range(len(events)), key=lambda n: str(events[n]["time"]).replace(" ", "T"))
    for n in reversed(by_age):
        room -= len(json.dumps(events[n])) + 2
        if room < 0:
            break
        kept.add(n)
    shown = [event for n, event in enumerate(events) if n in kept]
    return {"events": shown, "older": len(events) - len(shown)}


def _of_message(message: Answer) -> Answer:
    """The message without its HTML, which is fetched when it is opened."""
    shown = {name: message[name] for name in ("number", "time", "to", "subject", "template")}
    text = message["text"] or ""
    ids = sorted(set(_ID.findall(f"{text} {message['html'] or ''}")))
    return {**shown, "kind": message["kind"], "text": text[:400], "ids": ids}


def _of_row(row: Answer) -> Answer | None:
    """The event of a written row, if its key has an id; otherwise None."""
    ids = sorted(set(_ID.findall(" ".join(row["key"]))))
    if not ids:
        return None
    table = str(row["table"]).split("-", 2)[-1]
    shown = {"how": row["how"], "key": [part[:80] for part in row["key"]]}
    return {"kind": "row", "time": row["time"], "table": table, "ids": ids, **shown}


def _of_line(line: Answer) -> Answer | None:
    """The event of a step in a function's log; None for other lines."""
    text = str(line["message"])
    if text.partition(" ")[0] in _QUIET:
        return None
    try:
        fields = json.loads(text)
    except ValueError:
        fields = {}
    if not isinstance(fields, dict) or "_aws" in fields:  # a metric in CloudWatch's format
        return None
    # The API's function has only the system's name.
    name = "".join(str(line["function"]).split("-", 2)[2:]) or "api"
    kept = {k: fields[k] for k in ("step", "status", "errorCode", "ms", "level") if k in fields}
    ids = sorted(set(_ID.findall(text)))
    rest = {} if kept else {"text": text[:400]}
    webhook = name in _CARRIERS or "webhook" in f"{name} {kept.get('step', '')}"
    return {
        "kind": "webhook" if webhook else "log",
        "time": line["time"],
        "function": name,
        "ids": ids,
        **kept,
        **rest,
    }


def _executions() -> list[tuple[Any, Any]]:
    from moto.stepfunctions.parser.models import stepfunctions_parser_backends

    machines: list[Any] = stepfunctions_parser_backends[ACCOUNT][REGION].state_machines
    # An execution that is just starting is listed without a status.
    return [
        (machine, each)
        for machine in list(machines)
        for each in list(machine.executions)
        if each.exec_status is not None
    ]


def _summary(machine: Any, execution: Any) -> Answer:
    events = execution.history()
    states = [name for event in events if (name := _entered(event))]
    given = json.dumps(execution.describe().get("input", ""), default=str)
    return {
        "arn": execution.execution_arn,
        "machine": machine.arn.rpartition(":")[2],
        "name": execution.name,
        "status": str(execution.status).rpartition(".")[2],
        "startDate": str(execution.start_date),
        "stopDate": str(execution.stop_date) if execution.stop_date else None,
        "state": states[-1] if states else "",
        "ids": sorted(set(_ID.findall(f"{execution.name} {given}"))),
    }


def _entered(event: Answer) -> str:
    return str((event.get("stateEnteredEventDetails") or {}).get("name", ""))


def execution(request: Request) -> Answer:
    """One execution: its summary, `startAt`, `states` for the drawing and `events`. KeyError for an
    unknown ARN, and for a request without one."""
    for machine, found in _executions():
        if found.execution_arn == request.args["arn"]:
            definition = json.loads(found.describe().get("definition") or machine.definition)
            return {
                **_summary(machine, found),
                "startAt": definition["StartAt"],
                "states": _states(definition["States"]),
                "events": [_step(each) for each in found.history()],
            }
    raise KeyError(request.args["arn"])


def _states(states: Answer) -> Answer:
    """The data of each state for the drawing; branches and items are drawn as one box."""
    return {
        name: {
            "type": state["Type"],
            "comment": state.get("Comment", ""),
            "next": [
                *([state["Next"]] if "Next" in state else []),
                *(choice["Next"] for choice in state.get("Choices", ())),
                *([state["Default"]] if "Default" in state else []),
            ],
            "catch": sorted({each["Next"] for each in state.get("Catch", ())}),
        }
        for name, state in states.items()
    }


def _step(event: Answer) -> Answer:
    """The event with its state, input, output, error and cause, which AWS names differently for
    each kind of event."""
    details: Answer = next(
        (value for name, value in event.items() if name.endswith("EventDetails") and value), {}
    )
    cut = {
        name: str(details[name])[:_TEXT]
        for name in ("name", "input", "output", "error", "cause")
        if details.get(name)
    }
    return {"id": event["id"], "type": event["type"], "time": str(event["timestamp"]), **cut}
