"""Storage, OCR, faces and queues fail during a journey: it ends right, nothing is lost or done
twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from local import demo
from local.applicant import Applicant, Unexpected, expect
from local.pictures import Person, document, face, selfies
from operations import redrive
from tests.e2e.conftest import Aws, Steering
from tests.e2e.test_registration import count, enter

THROTTLED = {"error": "ThrottlingException", "status": 400}


def card() -> bytes:
    """Anna's passport, another one each time."""
    person = Person("Anna", "Demosthenous", "1991-03-14", "GRC", demo.fresh_number())
    return document("td3", person, face("astronaut"), seed=11)


def show(applicant: Applicant) -> None:
    """Makes every movement that is asked for."""
    shows = selfies(face("astronaut"), seed=12)
    applicant.show_liveness(lambda gesture, number: shows[gesture][number])


@pytest.fixture
def done(aws: Aws, platform: dict[str, Any]) -> Callable[[Applicant], Counter[str]]:
    """How often each thing was written to the audit log of a verification."""

    def look(applicant: Applicant) -> Counter[str]:
        items = aws("dynamodb").query(
            TableName=platform["table_kyc_audit_log"],
            KeyConditionExpression="subjectId = :s",
            ExpressionAttributeValues={":s": {"S": applicant.verification_id}},
        )["Items"]
        return Counter(item["kind"]["S"] for item in items if "kind" in item)

    return look


def check(applicant: Applicant, done: Any, steer: Any) -> None:
    """Approved, by one comparison, one screening and one decision.

    On a busy machine a try may come before what it waits for: the next one is minutes later.
    """
    for _ in range(6):
        if applicant.status()["status"] != "processing":
            break
        time_passes(steer, 1)
    assert applicant.decided()["status"] == "approved"
    kinds = done(applicant)
    assert (kinds["liveness"], kinds["screened"], kinds["decided"]) == (1, 1, 1), kinds


def time_passes(steer: Any, times: int = 3) -> None:
    """The pauses after which queues and asynchronous calls try again."""
    for _ in range(times):
        steer.quiet()
        steer.move(minutes=5)
    steer.quiet()


@pytest.mark.slow
def test_throttled_engines_only_cost_time(
    sign_up: Callable[..., Applicant], steer: Steering, done: Callable[[Applicant], Counter[str]]
) -> None:
    applicant = sign_up()
    steer.outage("textract", count=4, **THROTTLED)  # one call outlives three
    applicant.upload(card())
    time_passes(steer, 1)
    assert [fault["hits"] for fault in steer.fair()] == [4]
    steer.outage("rekognition", count=4, **THROTTLED)
    show(applicant)
    time_passes(steer)
    assert [fault["hits"] for fault in steer.fair()] == [4]
    check(applicant, done, steer)


def test_an_ocr_that_stays_away_leaves_a_dead_letter_that_can_be_tried_again(
    sign_up: Callable[..., Applicant],
    steer: Steering,
    done: Callable[[Applicant], Counter[str]],
    aws: Aws,
    system: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    applicant = sign_up()
    steer.outage("textract", error="InternalServerError", status=500)
    applicant.upload(card())
    time_passes(steer, 8)  # eight tries, then it is buried
    steer.fair()
    assert count(aws, "vestibule-local-documents-dlq") == 1
    enter(system, monkeypatch)
    assert redrive.redrive("documents") == (1, 0)
    applicant.login()
    show(applicant)
    time_passes(steer, 1)
    check(applicant, done, steer)
    assert count(aws, "vestibule-local-documents-dlq") == 0


def test_busy_storage_tells_the_applicant_when_to_come_back(
    sign_up: Callable[..., Applicant], steer: Steering, done: Callable[[Applicant], Counter[str]]
) -> None:
    applicant = sign_up()
    steer.outage("s3", error="SlowDown", status=503)
    picture = card()
    answer = applicant.client.call("POST", "/upload-id?side=front", picture)
    assert (answer.status_code, answer.json()["code"]) == (429, "storage_busy")
    assert int(answer.headers["Retry-After"]) >= 1
    steer.fair()
    applicant.upload(picture)
    show(applicant)
    time_passes(steer)
    check(applicant, done, steer)


def test_a_queue_that_is_away_when_the_last_frame_comes_loses_nothing(
    sign_up: Callable[..., Applicant], steer: Steering, done: Callable[[Applicant], Counter[str]]
) -> None:
    applicant = sign_up()
    applicant.upload(card())
    steer.quiet()
    steer.outage("sqs", operation="SendMessage")
    with pytest.raises(Unexpected, match="503"):
        show(applicant)
    steer.fair()
    ref = {"verificationId": applicant.verification_id}
    expect(applicant.client.call("POST", "/verify", ref), 202)
    expect(applicant.client.call("POST", "/verify", ref), 202)
    time_passes(steer)
    check(applicant, done, steer)
