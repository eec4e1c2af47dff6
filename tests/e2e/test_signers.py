"""A backend of the same account that signs with IAM, through the gateway of a whole system."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from emulator.account import ACCOUNT, REGION
from local.applicant import wait_for
from local.pictures import face, selfies
from local.zygote import Zygote

pytestmark = pytest.mark.slow
SCOPES = "applicants:read,applicants:write,verifications:read,verifications:write,attributes:read"
MAY = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:*/v1/iam/test/*"


@pytest.fixture(scope="module")
def account(zygote: Zygote) -> Iterator[dict[str, str]]:
    with zygote.fork(VESTIBULE_IAM_SCOPES=SCOPES) as urls:
        yield urls


@pytest.fixture(scope="module")
def credentials(account: dict[str, str]) -> Credentials:
    """A user whose policy lets it call the test routes, and no live one."""
    iam = boto3.client(
        "iam", endpoint_url=account["cloud"], region_name=REGION,
        aws_access_key_id="testing", aws_secret_access_key="testing",
    )  # fmt: skip
    name = f"shop-{secrets.token_hex(4)}"
    iam.create_user(UserName=name)
    allowed = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": MAY}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    iam.put_user_policy(UserName=name, PolicyName="test-routes", PolicyDocument=policy)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return Credentials(key["AccessKeyId"], key["SecretAccessKey"])


@pytest.fixture(scope="module")
def call(account: dict[str, str], credentials: Credentials) -> Any:
    def ask(method: str, path: str, body: Any = None, data: bytes = b"", **heads: str) -> Any:
        if body is not None:
            data = json.dumps(body).encode()
            heads["Content-Type"] = "application/json"
        heads["Idempotency-Key"] = secrets.token_hex(8)
        sent = AWSRequest(method, account["api"] + path, data=data, headers=heads)
        SigV4Auth(credentials, "execute-api", REGION).add_auth(sent)
        ready = sent.prepare()
        made: Any = ready.body  # botocore allows more than it ever makes
        return requests.request(
            method, str(ready.url), data=made, headers=dict(ready.headers), timeout=30
        )

    return ask


def test_who_signs_takes_somebody_to_the_end_that_a_magic_document_chooses(call: Any) -> None:
    someone = {"externalUserId": f"u-{secrets.token_hex(6)}"}
    made = call("POST", "/v1/iam/test/applicants", someone)
    assert made.status_code in (200, 201), made.text
    one = f"/v1/iam/test/applicants/{made.json()['id']}"
    attempt = call("POST", f"{one}/verifications", {})
    assert attempt.status_code in (200, 201), attempt.text
    case = f"/v1/iam/test/verifications/{attempt.json()['id']}"
    drawn = call("GET", "/v1/iam/test/sandbox/document?scenario=under_age")
    assert drawn.status_code == 200, drawn.text
    card = base64.b64decode(drawn.json()["image"])
    own = {"Content-Type": "image/jpeg"}
    shown = call("POST", f"{case}/documents?side=front", data=card, **own)
    assert shown.status_code in (200, 201, 202), shown.text

    filmed = call("POST", f"{case}/face", data=selfies(face("astronaut"), 7)["neutral"][0], **own)
    assert filmed.status_code in (200, 201, 202), filmed.text

    def decided() -> Any:
        found = call("GET", case).json()
        return found if found["state"] in ("approved", "rejected", "needs_review") else None

    assert wait_for(decided, "a decision")["state"] == "rejected"


def test_what_the_policy_does_not_name_is_refused_by_the_gateway(call: Any) -> None:
    refused = call("GET", "/v1/iam/live/applicants")
    assert (refused.status_code, refused.json()["code"]) == (403, "access_denied")


def test_nobody_is_there_without_a_signature(account: dict[str, str]) -> None:
    answer = requests.get(f"{account['api']}/v1/iam/test/applicants", timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
