"""The Lambdas that S3, streams, queues and schedules start."""

import json
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools.metrics import MetricUnit
from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.domain.errors import BadRequest, NotFound, VestibuleError
from chalicelib.entrypoints.runtime import Payload, batch, count, sqs_batch, trigger
from chalicelib.services.documents.uploads import INCOMING

triggers = Blueprint(__name__)

# A source without an answer for this long counts as unavailable, and the case goes to review.
PATIENCE_SECONDS = 300
# Seconds of the five minutes between two calls; the rest is for the person being screened.
RESCREENING_SECONDS = 240.0
# Seconds since the call began; it has a minute.
APPROVALS_SECONDS = 40.0


@triggers.lambda_function(name="ocr-extraction")
@batch("SQS", inbox=lambda: application().outside.pictures_to_read)
def ocr_extraction(message: Payload) -> None:
    """Admits or reads a picture that has arrived in the bucket.

    The bucket notifies a queue, so that no more pictures are read at once than Textract's quota
    allows. Its first message is a test without records.
    """
    for record in json.loads(message["body"]).get("Records", []):
        key = unquote_plus(record["s3"]["object"]["key"])
        if key.startswith(INCOMING):
            found = record["s3"]["object"]
            version = str(found.get("versionId") or found.get("sequencer") or "")
            with suppress(NotFound):  # admitted by an earlier delivery of this event
                application().uploads.admit(key, version)
            continue
        _read(key)


def _read(key: str) -> None:
    started = application().now()
    try:
        document = application().reading.read(key)
    except NotFound:  # deleted or replaced meanwhile
        return
    except BadRequest:
        count("OCRUnreadable")
        application().decisions.unreadable(key)
        return
    milliseconds = (application().now() - started).total_seconds() * 1000
    count("OCRLatency", milliseconds, MetricUnit.Milliseconds)
    if document:
        if document.missing:
            count("OCRMissingFields")
        application().decisions.consider(document.verification_id)


@triggers.lambda_function(name="sanctions-screening")
@batch("DynamoDBStreams")
def sanctions_screening(record: Payload) -> None:
    """Screens the person of a document whose data have changed."""
    if record["eventName"] == "REMOVE":
        return
    verification_id = record["dynamodb"]["Keys"]["verificationId"]["S"]
    document = application().outside.records.documents.find(verification_id)
    if document is None:
        return
    changed_at = float(record["dynamodb"].get("ApproximateCreationDateTime") or 0)
    waited = application().now().timestamp() - changed_at
    result = application().screening.screen(document, last_try=waited > PATIENCE_SECONDS)
    if result and result.sanctions_status == "potential_match":
        count("SanctionsFlags")
    application().decisions.consider(verification_id)


@triggers.lambda_function(name="compare-faces")
@batch("SQS", inbox=lambda: application().outside.comparisons)
def compare_faces(message: Payload) -> None:
    """Judges the gestures and compares the faces, once, when all frames have arrived."""
    body = json.loads(message["body"])
    if application().sandbox.shown(body["sessionId"]):
        return
    similarity = application().settings.face_similarity
    session = application().liveness.compare(application().faces, body["sessionId"], similarity)
    if session.reasons:
        count("LivenessFails")
    application().decisions.consider(session.verification_id)


@triggers.lambda_function(name="process-user-signup")
@sqs_batch
def process_user_signup(bodies: Sequence[Any]) -> Sequence[VestibuleError | None]:
    """Writes the rows of registered users; an error or None for each."""
    return application().registration.record_all(bodies)


@triggers.lambda_function(name="recheck-profiles")
@trigger
def recheck_profiles(event: Payload) -> dict[str, Any]:
    """Every five minutes: resumes onboardings with a complete profile, continues what stopped
    because a message was lost, and continues the daily check of approvals."""
    until = monotonic() + APPROVALS_SECONDS
    woken = application().onboarding.recheck_profiles()
    moved = application().sweeping.sweep()
    approvals = application().approvals.look(lambda: monotonic() > until)
    if approvals["failed"]:
        count("ApprovalsNotLookedAt", approvals["failed"])
    return {"woken": woken, "moved": moved, "approvals": approvals}


@triggers.lambda_function(name="reconcile-users")
@trigger
def reconcile_users(event: Payload) -> dict[str, Any]:
    """Every night: registers users of the pool who are missing in the registry. It continues where
    it had to stop; a call by hand starts another pass.
    """
    found = application().registration.reconcile(again=event.get("source") != "schedule")
    if found.missing:
        count("UsersReconciled", found.missing)
    return {"missing": found.missing, "finished": found.finished}


@triggers.lambda_function(name="audit-checkpoint")
@trigger
def audit_checkpoint(event: Payload) -> dict[str, Any]:
    """Every night: seals the entries of the audit log up to yesterday."""
    return {"sealed": list(application().audit_trail.seal())}


@triggers.lambda_function(name="audit-copy")
@batch("DynamoDBStreams")
def audit_copy(record: Payload) -> None:
    """Copies a new entry of the audit log to the locked bucket."""
    application().audit_copies.copy(record)


@triggers.lambda_function(name="retention")
@trigger
def retention(event: Payload) -> dict[str, int]:
    """Every fifteen minutes: removes pictures past their retention, and completes erasures."""
    return application().cleaning.clean()


@triggers.lambda_function(name="refresh-watchlists")
@trigger
def refresh_watchlists(event: Payload) -> dict[str, Any]:
    """Every night: refreshes the watchlists. The old entries of a refused file stay in force."""
    found = application().refresh_lists()
    if found.refused:
        count("WatchlistRefused", len(found.refused))
    return {"version": found.version, "changed": found.changed, "refused": found.refused}


@triggers.lambda_function(name="rescreen-users")
@trigger
def rescreen_users(event: Payload) -> dict[str, Any]:
    """Every five minutes: continues screening verified people against a changed list."""
    progress = application().rescreen(RESCREENING_SECONDS)
    if progress.rung and not progress.finished:
        count("RescreeningRung", progress.rung)
    return {
        "version": progress.job_id,
        "finished": progress.finished,
        "screened": progress.screened,
        "planned": progress.planned,
        "rung": progress.rung,
    }
