"""What a browser is lent to film for managed liveness, against AWS's own model of the call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.adapters.liveness.face_liveness import Lender, RekognitionLiveness
from chalicelib.domain.errors import Refused, Unavailable
from chalicelib.domain.liveness.managed_liveness import StreamAccess

if TYPE_CHECKING:
    from mypy_boto3_rekognition import RekognitionClient

ROLE = "arn:aws:iam::123456789012:role/vestibule-dev-face-liveness"
SESSION = "0f959dbb-37cc-45d8-a08d-dc42cce85fa8"
UNTIL = datetime(2026, 11, 27, 18, 3, tzinfo=UTC)
ASKED = {
    "RoleArn": ROLE,
    "RoleSessionName": SESSION,
    "DurationSeconds": 900,
    "Policy": json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "rekognition:StartFaceLivenessSession",
                    "Resource": "*",
                    "Condition": {"DateLessThan": {"aws:CurrentTime": "2026-11-27T18:03:00Z"}},
                }
            ],
        }
    ),
}
SECRETS = {"AccessKeyId": "ASIAEXAMPLEEXAMPLE00", "SecretAccessKey": "secret", "SessionToken": "t"}

#: Lending asks Rekognition for nothing.
UNASKED = cast("RekognitionClient", None)


@pytest.fixture
def sts() -> Iterator[tuple[Any, Stubber]]:
    client = boto3.client(
        "sts", "eu-west-1", aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    with Stubber(client) as stub:  # it refuses what AWS's own model does not know
        yield client, stub


def lent(sts: tuple[Any, Stubber], lasts: timedelta) -> StreamAccess | None:
    client, stub = sts
    credentials = SECRETS | {"Expiration": UNTIL + lasts}
    stub.add_response("assume_role", {"Credentials": credentials}, ASKED)
    return RekognitionLiveness(UNASKED, Lender(client, ROLE)).lend(SESSION, UNTIL)


def test_a_loan_is_for_filming_alone_and_ends_with_its_session(sts: tuple[Any, Stubber]) -> None:
    assert lent(sts, timedelta(minutes=12)) == StreamAccess(
        url="wss://streaming-rekognition.eu-west-1.amazonaws.com/start-face-liveness-session-websocket",
        region="eu-west-1",
        access_key_id="ASIAEXAMPLEEXAMPLE00",
        secret_access_key="secret",
        session_token="t",
        expires_at=UNTIL,
    )


def test_what_ends_sooner_is_said_to(sts: tuple[Any, Stubber]) -> None:
    access = lent(sts, -timedelta(minutes=1))
    assert access is not None and access.expires_at == UNTIL - timedelta(minutes=1)


@pytest.mark.parametrize(("code", "kind"), [("AccessDenied", Refused), ("Throttling", Unavailable)])
def test_faults_are_in_our_words(
    sts: tuple[Any, Stubber], code: str, kind: type[Exception]
) -> None:
    client, stub = sts
    stub.add_client_error("assume_role", code)
    with pytest.raises(kind):
        Lender(client, ROLE).lend(SESSION, UNTIL)


def test_without_a_role_nothing_is_lent() -> None:
    assert RekognitionLiveness(UNASKED).lend(SESSION, UNTIL) is None
