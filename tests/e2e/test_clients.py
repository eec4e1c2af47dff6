"""The embedded cloud, reached as users of LocalStack reach theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from localstack_client.session import Session


@pytest.fixture(scope="module")
def session(system: dict[str, str]) -> Iterator[Session]:
    """A session of localstack-client; the endpoint is all it is told."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", system["cloud"])
        yield Session("testing", "testing", region_name="eu-west-1")


def test_what_terraform_made_is_there(session: Session) -> None:
    read = session.client("ssm").get_parameter(Name="/vestibule/local/platform")
    told: dict[str, Any] = json.loads(read["Parameter"]["Value"])
    buckets = {b["Name"] for b in session.client("s3").list_buckets()["Buckets"]}
    assert {name for key, name in told.items() if key.startswith("bucket_") and name} <= buckets
    tables = set(session.client("dynamodb").list_tables()["TableNames"])
    assert {name for key, name in told.items() if key.startswith("table_")} <= tables
    pool = session.client("cognito-idp").describe_user_pool(UserPoolId=told["user_pool_id"])
    assert pool["UserPool"]["UsernameAttributes"] == ["email"]
    machines = session.client("stepfunctions").list_state_machines()["stateMachines"]
    assert {m["name"] for m in machines} >= {"vestibule-local-user-onboarding"}


def test_an_object_comes_back_as_it_was_put(session: Session) -> None:
    s3 = session.client("s3")
    bucket = next(b["Name"] for b in s3.list_buckets()["Buckets"] if "watchlists" in b["Name"])
    s3.put_object(Bucket=bucket, Key="tried/by a client", Body=b"\x00bytes")
    found = s3.get_object(Bucket=bucket, Key="tried/by a client")
    assert found["Body"].read() == b"\x00bytes"
    assert found["ServerSideEncryption"] == "aws:kms"
