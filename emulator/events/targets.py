"""Sends a document to the resource of an ARN: queue, topic, function, bus, state machine or log
group.

Used by EventBridge rules, Lambda destinations and dead letter queues, so that each can reach all of
them.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from emulator import clock
from emulator.account import ACCOUNT, REGION

_LOG = logging.getLogger(__name__)


class UnknownTarget(Exception):
    """No service of the embedded cloud accepts events at this ARN."""


def send(
    arn: str,
    document: Any,
    source: str = "events",
    attributes: dict[str, str] | None = None,
    options: dict[str, Any] | None = None,
) -> None:
    """Sends `document` (JSON-compatible, or a text as it is); returns once the resource has it.

    `source`: the sending service (`events`, `lambda`). `attributes`: string message attributes, for
    queues and topics. `options`: the rule's target, with SqsParameters. UnknownTarget for another
    service's ARN, else the service's own errors.
    """
    service, name = arn.split(":")[2], arn.split(":", 5)[5]
    text = document if isinstance(document, str) else json.dumps(document)
    if service == "sqs":
        _to_queue(name, text, attributes, (options or {}).get("SqsParameters", {}))
    elif service == "sns":
        _to_topic(arn, text, attributes)
    elif service == "lambda":
        from emulator.lambdas import delivery, lambdas

        delivery.submit(lambdas.function(arn), json.loads(text))
    elif service == "states":
        from moto.stepfunctions.parser.models import stepfunctions_parser_backends

        _start(stepfunctions_parser_backends[ACCOUNT][REGION], arn, text)
    elif service == "events":
        _to_bus(arn, text, source)
    elif service == "logs":
        _to_log_group(name.removeprefix("log-group:").removesuffix(":*"), text)
    else:
        raise UnknownTarget(f"nothing here takes events at {arn}")


def send_logged(
    arn: str,
    document: Any,
    what: str,
    source: str = "events",
    attributes: dict[str, str] | None = None,
) -> bool:
    """As `send`, but an error is logged with `what`; returns whether it was sent."""
    try:
        send(arn, document, source, attributes)
    except Exception:
        _LOG.exception("could not deliver %s to %s", what, arn)
        return False
    return True


def _to_queue(
    name: str, text: str, attributes: dict[str, str] | None, options: dict[str, Any]
) -> None:
    from moto.sqs.models import sqs_backends

    sqs_backends[ACCOUNT][REGION].send_message(
        name,
        text,
        message_attributes={
            key: {"DataType": "String", "StringValue": value}
            for key, value in (attributes or {}).items()
        },
        group_id=options.get("MessageGroupId"),
    )


def _to_topic(arn: str, text: str, attributes: dict[str, str] | None) -> None:
    from moto.sns.models import sns_backends

    sns_backends[ACCOUNT][REGION].publish(
        message=text,
        arn=arn,
        message_attributes={
            key: {"Type": "String", "Value": value} for key, value in (attributes or {}).items()
        },
    )


def _start(backend: Any, arn: str, text: str) -> None:
    import uuid

    backend.start_execution(arn, str(uuid.uuid4()), text)


def _to_bus(arn: str, text: str, source: str) -> None:
    from moto.events.models import events_backends

    document = json.loads(text)
    passed_on = isinstance(document, dict) and "detail-type" in document
    entry = {
        "EventBusName": arn.rsplit("/", 1)[-1],
        "Source": document["source"] if passed_on else source,
        "DetailType": document["detail-type"] if passed_on else "Lambda Function Invocation Result",
        "Detail": json.dumps(document["detail"]) if passed_on else text,
    }
    events_backends[ACCOUNT][REGION].put_events([entry])


def _to_log_group(name: str, text: str) -> None:
    from moto.logs.models import logs_backends

    logs = logs_backends[ACCOUNT][REGION]
    stream = "events"
    if stream not in logs.groups[name].streams:
        logs.create_log_stream(name, stream)
    logs.put_log_events(name, stream, [{"timestamp": int(clock.time() * 1000), "message": text}])
