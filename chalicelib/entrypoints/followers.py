"""The followers of verifications' moves: the stream publishes events, queues deliver them."""

import json
from typing import Any

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.domain.events.verification_events import VerificationMoved, from_detail
from chalicelib.entrypoints.runtime import Payload, batch, count_by

followers = Blueprint(__name__)


@followers.lambda_function(name="publish-verifications")
@batch("DynamoDBStreams")
def publish_verifications(record: Payload) -> None:
    """Publishes the event of a changed row of the table of verifications, if its state changed."""
    from boto3.dynamodb.types import TypeDeserializer

    plain = TypeDeserializer()

    def image(name: str) -> dict[str, Any]:
        found = record["dynamodb"].get(name) or {}
        return {key: plain.deserialize(value) for key, value in found.items()}

    if record["eventName"] != "REMOVE":  # erasures publish their own event
        application().publish(image("OldImage"), image("NewImage"))


def _moved(message: Payload) -> VerificationMoved:
    return from_detail(json.loads(message["body"]).get("detail"))


@followers.lambda_function(name="follow-registry")
@batch("SQS")
def follow_registry(message: Payload) -> None:
    """Updates the person's row in PostgreSQL."""
    application().followers["follow-registry"](_moved(message))


@followers.lambda_function(name="follow-workflow")
@batch("SQS")
def follow_workflow(message: Payload) -> None:
    """Resumes the onboarding that waits for the decision."""
    application().followers["follow-workflow"](_moved(message))


@followers.lambda_function(name="follow-reviewers")
@batch("SQS")
def follow_reviewers(message: Payload) -> None:
    """Sends an alert if a human is needed."""
    application().followers["follow-reviewers"](_moved(message))


@followers.lambda_function(name="follow-applicant")
@batch("SQS")
def follow_applicant(message: Payload) -> None:
    """Sends mail and text message to the person."""
    application().followers["follow-applicant"](_moved(message))


@followers.lambda_function(name="follow-events")
@batch("SQS")
def follow_events(message: Payload) -> None:
    """Appends to the log of events, and queues deliveries to subscribed endpoints."""
    application().followers["follow-events"](_moved(message))


@followers.lambda_function(name="follow-company")
@batch("SQS")
def follow_company(message: Payload) -> None:
    """Queues webhooks to the company's own systems."""
    application().followers["follow-company"](_moved(message))


@followers.lambda_function(name="follow-metrics")
@batch("SQS")
def follow_metrics(message: Payload) -> None:
    """Counts the move."""
    application().counted.follow(
        _moved(message), lambda state: count_by("VerificationMoved", "state", state)
    )
