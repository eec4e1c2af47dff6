"""Lambda handlers of the tests: real functions that the embedded cloud runs in process."""

from __future__ import annotations

import os
import threading
import time
from typing import Any

SEEN: list[tuple[str, Any]] = []
_lock = threading.Lock()


class Unavailable(Exception):
    """A typed error, as the workflows match it."""


def _see(name: str, event: Any) -> None:
    with _lock:
        SEEN.append((name, event))


def seen(name: str) -> list[Any]:
    """What the handler `name` was called with, in order."""
    with _lock:
        return [event for each, event in SEEN if each == name]


def echo(event: Any, context: Any) -> Any:
    """Give the event back, with what the runtime told us."""
    print("echoing")
    _see("echo", event)
    return {
        "event": event,
        "function": context.function_name,
        "arn": context.invoked_function_arn,
        "left": context.get_remaining_time_in_millis(),
        "variable": os.environ.get("COLOUR"),
    }


def stopping(event: Any, context: Any) -> Any:
    """Stop in a debugger, then go on."""
    breakpoint()
    print("on my way")
    return event


def failing(event: Any, context: Any) -> Any:
    """Always raise."""
    _see("failing", event)
    raise Unavailable("the dependency is down")


def trigger(event: Any, context: Any) -> Any:
    """Answer a user pool as a trigger must: with its own event."""
    _see("trigger", event)
    return event


def wording(event: Any, context: Any) -> Any:
    """Give a user pool other words for what it sends."""
    _see("wording", event)
    event["response"] = {"emailSubject": "Hallo", "emailMessage": "Ihr Code ist {####}"}
    return event


def sleeping(event: Any, context: Any) -> Any:
    """Take longer than any timeout of the tests, unless told when to end."""
    time.sleep(float(event["seconds"]))


def batch(event: Any, context: Any) -> Any:
    """Take a batch; report the records whose content says "poison"."""
    _see("batch", event)
    failures = []
    for record in event["Records"]:
        number = record.get("messageId") or record["dynamodb"]["SequenceNumber"]
        if "poison" in str(record):
            failures.append({"itemIdentifier": number})
    return {"batchItemFailures": failures}


def whole_batch(event: Any, context: Any) -> Any:
    """Raise if any record says "poison"."""
    _see("whole_batch", event)
    if "poison" in str(event):
        raise Unavailable("poison")


def writing(event: Any, context: Any) -> Any:
    """Write two messages; whatever went wrong with the first, try to say so in a third."""
    import boto3

    make: Any = boto3.client
    sqs = make("sqs")
    url = sqs.get_queue_url(QueueName="notes")["QueueUrl"]
    try:
        sqs.send_message(QueueUrl=url, MessageBody="first")
    except Exception as error:
        sqs.send_message(QueueUrl=url, MessageBody="sorry")
        return {"error": type(error).__name__}
    finally:
        _see("writing", event)
    sqs.send_message(QueueUrl=url, MessageBody="second")
    return {"error": ""}
