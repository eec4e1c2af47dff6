"""One embedded cloud per test, on a free port, emptied afterwards."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest

# AWS's 1,500 managed policies take a second to load into each new cloud; only Terraform needs them.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "false"

from emulator.account import ACCOUNT, REGION
from emulator.server import Cloud, reset
from tests.emulator.apps import handlers

#: What Lambda wants of a role before it reads a queue or a stream for its function.
READS = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Action": [
                *("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
                *("dynamodb:GetRecords", "dynamodb:GetShardIterator"),
                *("dynamodb:DescribeStream", "dynamodb:ListStreams"),
            ],
            "Resource": "*",
        },
    }
)
Client = Callable[[str], Any]


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    reset()
    handlers.SEEN.clear()
    with Cloud(port=0) as running:
        yield running
    reset()


@pytest.fixture
def aws(cloud: Cloud) -> Client:
    session = boto3.Session(
        aws_access_key_id="testing", aws_secret_access_key="testing", region_name=REGION
    )
    make: Any = session.client  # by name
    made: dict[str, Any] = {}

    def client(service: str) -> Any:
        if service not in made:
            made[service] = make(service, endpoint_url=cloud.endpoint)
        return made[service]

    return client


@pytest.fixture
def make_function(aws: Client) -> Callable[..., str]:
    """Create a Lambda with a handler of `apps.handlers`; returns its ARN."""

    def make(handler: str, name: str | None = None, **settings: Any) -> str:
        iam = aws("iam")
        document = json.dumps({"Version": "2012-10-17", "Statement": []})
        if not [r for r in iam.list_roles()["Roles"] if r["RoleName"] == "tests"]:
            iam.create_role(RoleName="tests", AssumeRolePolicyDocument=document)
            iam.put_role_policy(RoleName="tests", PolicyName="reads", PolicyDocument=READS)
        answer = aws("lambda").create_function(
            FunctionName=name or handler,
            Runtime="python3.13",
            Role=f"arn:aws:iam::{ACCOUNT}:role/tests",
            Handler=f"tests.emulator.apps.handlers.{handler}",
            Code={"ZipFile": _zip()},
            **settings,
        )
        return str(answer["FunctionArn"])

    return make


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("empty.py", "")
    return buffer.getvalue()
