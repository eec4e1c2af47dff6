"""The adapter of Rekognition Face Liveness against the shapes that botocore knows."""

from __future__ import annotations

import io
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.adapters.liveness.face_liveness import RekognitionLiveness
from chalicelib.domain.errors import NotFound, Unavailable
from local.pictures import face
from local.vision.liveness_api import LIFETIME, SESSIONS, Sessions


def best_frame() -> bytes:
    out = io.BytesIO()
    face("astronaut").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def service(rekognition: Any) -> RekognitionLiveness:
    return RekognitionLiveness(rekognition)


def test_a_session_is_made_once_per_token(service: RekognitionLiveness) -> None:
    session = service.create("token-1")
    assert service.create("token-1") == session != service.create("token-2")
    assert service.result(session).running


def test_a_stream_that_showed_a_person_gives_their_picture(service: RekognitionLiveness) -> None:
    session, picture = service.create("token-3"), best_frame()
    SESSIONS.shown(session, 98.5, picture)
    result = service.result(session)
    assert (result.status, result.confidence, result.reference) == ("SUCCEEDED", 98.5, picture)
    assert result.reasons(90) == () and result.reasons(99) == ("liveness_not_shown",)


def test_a_stream_that_showed_a_screen_fails(service: RekognitionLiveness) -> None:
    session = service.create("token-4")
    SESSIONS.shown(session, 4.0)
    assert service.result(session).reasons(90) == ("liveness_not_shown",)


def test_a_session_nobody_knows_is_not_found(service: RekognitionLiveness) -> None:
    with pytest.raises(NotFound) as missing:
        service.result("00000000-0000-0000-0000-000000000000")
    assert missing.value.code == "session_not_found"


def test_a_session_waits_three_minutes_for_its_stream() -> None:
    clock = [0.0]
    sessions = Sessions(now=lambda: clock[0])
    name = sessions.create({}, lambda *_: b"")["SessionId"]
    clock[0] = LIFETIME - 1
    assert sessions.results({"SessionId": name}, lambda *_: b"")["Status"] == "CREATED"
    clock[0] = LIFETIME + 1
    assert sessions.results({"SessionId": name}, lambda *_: b"")["Status"] == "EXPIRED"


def test_what_is_asked_and_answered_fits_the_service_model() -> None:
    client = boto3.client(
        "rekognition", "eu-west-1", aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    session = "0f959dbb-37cc-45d8-a08d-dc42cce85fa8"
    with Stubber(client) as stub:  # it refuses what AWS's own model does not know
        stub.add_response("create_face_liveness_session", {"SessionId": session})
        stub.add_response(
            "get_face_liveness_session_results",
            {
                "SessionId": session,
                "Status": "SUCCEEDED",
                "Confidence": 96.0,
                "ReferenceImage": {"Bytes": b"jpeg", "BoundingBox": {"Width": 0.5}},
                "AuditImages": [],
                "Challenge": {"Type": "FaceMovementAndLightChallenge", "Version": "2.0.0"},
            },
        )
        stub.add_client_error("get_face_liveness_session_results", "ThrottlingException")
        service = RekognitionLiveness(client)
        assert service.create("token") == session
        result = service.result(session)
        assert (result.confidence, result.reference) == (96.0, b"jpeg")
        with pytest.raises(Unavailable):
            service.result(session)
