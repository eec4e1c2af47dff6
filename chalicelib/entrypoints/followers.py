"""Who follows the moves of verifications: the stream publishes them, queues hand them out."""

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
    """A row of the table of verifications has changed: if it moved, the bus is told."""
    from boto3.dynamodb.types import TypeDeserializer

    plain = TypeDeserializer()

    def image(name: str) -> dict[str, Any]:
        found = record["dynamodb"].get(name) or {}
        return {key: plain.deserialize(value) for key, value in found.items()}

    if record["eventName"] != "REMOVE":  # an erasure says so itself
        application().publish(image("OldImage"), image("NewImage"))


def _moved(message: Payload) -> VerificationMoved:
    return from_detail(json.loads(message["body"]).get("detail"))


@followers.lambda_function(name="follow-registry")
@batch("SQS")
def follow_registry(message: Payload) -> None:
    """The person's row in PostgreSQL."""
    application().followers["follow-registry"](_moved(message))


@followers.lambda_function(name="follow-workflow")
@batch("SQS")
def follow_workflow(message: Payload) -> None:
    """The onboarding that waits for the decision."""
    application().followers["follow-workflow"](_moved(message))


@followers.lambda_function(name="follow-reviewers")
@batch("SQS")
def follow_reviewers(message: Payload) -> None:
    """An alert, when a human is needed."""
    application().followers["follow-reviewers"](_moved(message))


@followers.lambda_function(name="follow-applicant")
@batch("SQS")
def follow_applicant(message: Payload) -> None:
    """Mail and text message to the person."""
    application().followers["follow-applicant"](_moved(message))


@followers.lambda_function(name="follow-events")
@batch("SQS")
def follow_events(message: Payload) -> None:
    """The log of events, and whoever wants to hear of them."""
    application().followers["follow-events"](_moved(message))


@followers.lambda_function(name="follow-company")
@batch("SQS")
def follow_company(message: Payload) -> None:
    """Webhooks to the company's own systems."""
    application().followers["follow-company"](_moved(message))


@followers.lambda_function(name="follow-metrics")
@batch("SQS")
def follow_metrics(message: Payload) -> None:
    """Each move counts once."""
    application().counted.follow(
        _moved(message), lambda state: count_by("VerificationMoved", "state", state)
    )
