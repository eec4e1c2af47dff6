"""Asynchronous Lambda invocations: a queue, two retries on the clock, destinations and a dead
letter queue.

AWS's rules: 202 at once, up to two retries after one and then two minutes, none after
MaximumEventAgeInSeconds, then OnFailure destination and DLQ. With `share_delivered_twice(1.0)`
every event comes twice, which AWS's "at least once" allows.
"""

from __future__ import annotations

import json
import random
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from emulator import activity, clock

if TYPE_CHECKING:
    from emulator.lambdas.lambdas import Function

RETRY_SECONDS = (60.0, 120.0)
OLDEST_SECONDS = 21_600.0
_share_doubled = 0.0


@dataclass(slots=True)
class Job:
    """One event for one function. `accepted`: seconds since 1970, by the clock."""

    function_arn: str
    event: Any
    request_id: str
    accepted: float
    attempts: int = 0


def share_delivered_twice(share: float | None = None) -> float:
    """The share of events, 0 to 1, that are delivered twice; sets it if given."""
    global _share_doubled
    if share is not None:
        _share_doubled = max(0.0, min(1.0, share))
    return _share_doubled


def times_to_deliver() -> int:
    """How often to deliver the next event: once, or twice for the share of events set above."""
    return 2 if random.random() < _share_doubled else 1


def submit(function: Function, event: Any) -> None:
    """Accepts an event, which must be JSON-compatible, and returns; a thread calls the function."""
    frozen = json.dumps(event)
    for _ in range(times_to_deliver()):
        job = Job(function.function_arn, json.loads(frozen), str(uuid.uuid4()), clock.time())
        activity.spawn(lambda job=job: _attempt(job), f"event for {function.function_name}")  # type: ignore[misc]


def _attempt(job: Job) -> None:
    from emulator.lambdas import lambdas

    function = lambdas.function(job.function_arn)
    job.attempts += 1
    outcome = function.call(job.event)
    config = _invoke_config(function)
    if outcome.error is None:
        _record(job, config, "OnSuccess", "Success", outcome.payload)
        return
    retries = int(config.get("MaximumRetryAttempts", 2))
    oldest = float(config.get("MaximumEventAgeInSeconds", OLDEST_SECONDS))
    pause = RETRY_SECONDS[min(job.attempts, len(RETRY_SECONDS)) - 1]
    if job.attempts <= retries and clock.time() + pause - job.accepted <= oldest:
        name = f"retry {job.attempts} of {function.function_name}"
        clock.call_later(pause, lambda: activity.spawn(lambda: _attempt(job), name), name)
        return
    condition = "RetriesExhausted" if job.attempts > retries else "EventAgeExceeded"
    _record(job, config, "OnFailure", condition, outcome.payload)
    _bury(job, function, outcome.payload)


def _invoke_config(function: Function) -> dict[str, Any]:
    return function.event_invoke_config[0].response() if function.event_invoke_config else {}


def _record(job: Job, config: dict[str, Any], which: str, condition: str, payload: bytes) -> None:
    """Sends AWS's destination document, if the function has a destination for this outcome."""
    from emulator.events import targets

    arn = config.get("DestinationConfig", {}).get(which, {}).get("Destination")
    if not arn:
        return
    failed = which == "OnFailure"
    document = {
        "version": "1.0",
        "timestamp": clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "requestContext": {
            "requestId": job.request_id,
            "functionArn": f"{job.function_arn}:$LATEST",
            "condition": condition,
            "approximateInvokeCount": job.attempts,
        },
        "requestPayload": job.event,
        "responseContext": {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            **({"functionError": "Unhandled"} if failed else {}),
        },
        "responsePayload": json.loads(payload),
    }
    targets.send_logged(arn, document, f"{which} of {job.function_arn}", "lambda")


def _bury(job: Job, function: Function, payload: bytes) -> None:
    """Sends the event to the function's dead letter queue or topic, with AWS's three attributes."""
    from emulator.events import targets

    arn = function.get_configuration().get("DeadLetterConfig", {}).get("TargetArn")
    if arn:
        attributes = {
            "RequestID": job.request_id,
            "ErrorCode": "200",
            "ErrorMessage": json.loads(payload).get("errorMessage", "")[:1024],
        }
        targets.send_logged(arn, job.event, f"DLQ of {job.function_arn}", "lambda", attributes)
