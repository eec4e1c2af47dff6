"""Hook into moto's EventBridge: every kind of target, and rules that run on a schedule.

moto answers PutEvents with 500 for targets it does not know, fires disabled rules, ignores
InputPath, and never runs a schedule. Here a target that fails goes to its dead letter queue and
PutEvents stays 200; `rate(...)` and `cron(...)` run on the clock.
"""

from __future__ import annotations

import json
import logging
import threading
import uuid
from collections.abc import Iterator
from typing import Any

from moto.events.models import EventTemplateParser, Rule, events_backends

from emulator import activity, clock, hooks
from emulator.account import ACCOUNT, REGION
from emulator.events import schedules, targets
from emulator.lambdas import delivery

_LOG = logging.getLogger(__name__)
_lock = threading.Lock()
_running: dict[str, clock.Deadline] = {}
#: After MANY runs of a schedule in one call of clock.advance(), it runs every SPARSE seconds.
MANY, SPARSE = 300, 86_400.0
_in_leap: dict[str, tuple[int, int]] = {}  # rule -> (leap, runs)


def install() -> None:
    """Replaces the way a rule sends an event to its targets."""
    hooks.replace(Rule, "send_to_targets", lambda original: _hand_out(original))


def _hand_out(original: Any) -> Any:
    def send_to_targets(self: Rule, original_event: Any, transform_input: bool = True) -> None:
        if self.state != "ENABLED" or self.scheduled_expression:
            return
        if not self.event_pattern.matches_event(original_event):
            return
        if any(":archive/" in target["Arn"] or _to_archive(target) for target in self.targets):
            original(self, original_event, transform_input)
            return
        event = {**original_event, "time": _instant(original_event.get("time"))}
        for target in self.targets:
            for _ in range(delivery.times_to_deliver()):
                _deliver(self, target, _shaped(target, event) if transform_input else event)

    return send_to_targets


def _to_archive(target: dict[str, Any]) -> bool:
    arn: str = target["Arn"]
    return arn.split(":")[2] == "events" and arn.endswith(":")


def _instant(value: Any) -> str:
    """The event's time in ISO 8601, as AWS sends it."""
    return value if isinstance(value, str) else clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")


def _shaped(target: dict[str, Any], event: dict[str, Any]) -> Any:
    """The target's input: a constant, a part of the event, a filled template, or the event."""
    if "Input" in target:
        return target["Input"]
    if "InputPath" in target:
        found: Any = event
        for name in target["InputPath"].removeprefix("$").strip(".").split("."):
            found = found[name] if name else found
        return found
    if "InputTransformer" not in target:
        return {name: value for name, value in event.items() if name != "ingestion-time"}
    transformer = target["InputTransformer"]
    return EventTemplateParser.parse(
        input_template=transformer.get("InputTemplate"),
        input_paths_map=transformer.get("InputPathsMap", {}),
        event={"ingestion-time": event["time"], **event},  # type: ignore[typeddict-item]
    )


def _deliver(rule: Rule, target: dict[str, Any], document: Any) -> None:
    try:
        targets.send(target["Arn"], document, "events", options=target)
    except Exception as error:
        _LOG.warning("rule %s could not reach %s", rule.name, target["Arn"])
        dead_letter_queue = target.get("DeadLetterConfig", {}).get("Arn")
        if dead_letter_queue:
            attributes = {
                "RULE_ARN": rule.arn,
                "TARGET_ARN": target["Arn"],
                "ERROR_CODE": type(error).__name__,
            }
            targets.send_logged(
                dead_letter_queue, document, f"rule {rule.name}", "events", attributes
            )


def start_schedules() -> None:
    """Starts the schedules of all rules on the clock; to be called again after rules were added."""
    for rule in _scheduled():
        _arm(rule)


def stop_schedules() -> None:
    """Stops every schedule."""
    with _lock:
        for deadline in _running.values():
            deadline.cancel()
        _running.clear()


def _scheduled() -> Iterator[Rule]:
    for bus in events_backends[ACCOUNT][REGION].event_buses.values():
        yield from (rule for rule in bus.rules.values() if rule.scheduled_expression)


def _arm(rule: Rule, at_least: float = 0.0) -> None:
    pause = schedules.seconds_until_next(str(rule.scheduled_expression), clock.now())
    with _lock:
        if (old := _running.pop(rule.arn, None)) is not None:
            old.cancel()
        name = f"schedule {rule.name}"
        _running[rule.arn] = clock.call_later(max(pause, at_least), lambda: _run(rule), name)


def _run(rule: Rule) -> None:
    """Sends the scheduled event to the targets and sets the next run.

    A rule of every five minutes would run a hundred thousand times when the clock is moved by a
    year. After MANY runs it runs once a day, and once more at the end of the move.
    """
    leap = clock.current_advance()
    if leap is None or not _too_often(rule.arn, leap):
        _arm(rule)
    else:
        _arm(rule, SPARSE)
        clock.after_advance(f"schedule {rule.name}", lambda: _run_last(rule))
    _send(rule)


def _too_often(arn: str, leap: int) -> bool:
    counted, runs = _in_leap.get(arn, (leap, 0))
    runs = runs + 1 if counted == leap else 1
    _in_leap[arn] = (leap, runs)
    return runs > MANY


def _run_last(rule: Rule) -> None:
    """The last run of a call of clock.advance(); from then on the schedule runs as written."""
    if rule.arn not in _running:  # the schedules were stopped
        return
    _arm(rule)
    _send(rule)


def _send(rule: Rule) -> None:
    if rule.state != "ENABLED":
        return
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [rule.arn],
        "detail": {},
    }
    for target in list(rule.targets):
        shaped = json.loads(json.dumps(_shaped(target, event)))
        activity.spawn(
            lambda target=target, shaped=shaped: _deliver(rule, target, shaped),  # type: ignore[misc]
            f"schedule {rule.name}",
        )
