"""Processes the queue of webhooks: events of vendors, and webhooks to the company's systems."""

import json
from typing import Any

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.entrypoints.runtime import Payload, batch, count, trigger
from chalicelib.services.events import outbound
from chalicelib.services.feeds import endpoints

webhook_tasks = Blueprint(__name__)


@webhook_tasks.lambda_function(name="process-webhook")
@batch("SQS")
def process_webhook(message: Payload) -> None:
    """Processes one message of the queue, incoming or outgoing."""
    body = json.loads(message["body"])
    if body.get("kind") == outbound.KIND:
        application().outbound.process(body)
    elif body.get("kind") == endpoints.KIND:
        application().deliveries.process(body)
    else:
        application().webhooks.process(body)


@webhook_tasks.lambda_function(name="reconcile-webhooks")
@trigger
def reconcile_webhooks(event: Payload) -> dict[str, Any]:
    """Every fifteen minutes: asks vendors about sessions without webhooks."""
    found = application().vendor_cases.reconcile(everything=bool(event.get("everything")))
    if found["moved"]:
        count("WebhooksLost", found["moved"])
    return found
