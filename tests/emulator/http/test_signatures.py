"""A route with IAM's authorization: who signs right and may, and nobody else."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import pytest
import requests
from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from emulator.account import ACCOUNT, REGION
from emulator.http import gateway, signatures
from emulator.http.http_server import HttpServer
from tests.emulator.apps import shop

ARN = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:*/api"
MINE = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"{ARN}/GET/mine/*"}


@dataclass
class Somebody:
    """Who signs."""

    key: str
    secret: str
    token: str = ""

    def signed(self, url: str, method: str = "GET", body: bytes = b"", **changed: Any) -> Any:
        """The request, ready to be sent; `changed`: service, region, at, headers."""
        sent = AWSRequest(method, url, data=body, headers=changed.get("headers", {}))
        signer = auth.SigV4Auth(
            Credentials(self.key, self.secret, self.token or None),
            changed.get("service", "execute-api"),
            changed.get("region", REGION),
        )
        at = changed.get("at", datetime.now(UTC))
        with mock.patch.object(auth, "get_current_datetime", lambda: at):
            signer.add_auth(sent)
        return sent.prepare()


def ask(sent: Any, **more: Any) -> requests.Response:
    heads = dict(sent.headers) | more.pop("heads", {})
    url = more.pop("url", sent.url)
    body = more.pop("body", sent.body)
    return requests.request(sent.method, url, headers=heads, data=body, timeout=5)


@pytest.fixture
def url(aws: Any, make_function: Any) -> Any:
    make_function("echo", name="shop")
    aws("lambda").update_function_configuration(
        FunctionName="shop", Handler="tests.emulator.apps.shop.app", Timeout=5
    )
    application = gateway.load("tests.emulator.apps.shop")
    server = HttpServer(
        gateway.app(application, "shop", lambda _: {}, answers=shop.ANSWERS), 0, "shop"
    )
    server.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture
def user(aws: Any) -> Callable[..., Somebody]:
    def made(*statements: dict[str, Any]) -> Somebody:
        iam, name = aws("iam"), f"u-{uuid.uuid4().hex[:8]}"
        iam.create_user(UserName=name)
        if statements:
            iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document(*statements))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return Somebody(key["AccessKeyId"], key["SecretAccessKey"])

    return made


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_who_signs_and_may_arrives_with_their_identity(url: str, user: Any) -> None:
    who = user(MINE)
    answer = ask(who.signed(f"{url}/mine/a%20b%3Ac?z=1&a=%20x&a=b"))
    assert answer.status_code == 200, answer.text
    identity = answer.json()["identity"]
    assert identity["accountId"] == answer.json()["account"] == ACCOUNT
    assert identity["accessKey"] == who.key
    assert identity["userArn"].startswith(f"arn:aws:iam::{ACCOUNT}:user/u-")
    assert identity["caller"] == identity["user"] and identity["cognitoIdentityId"] is None


def test_a_body_is_signed_with_it(url: str, user: Any) -> None:
    who = user({**MINE, "Resource": f"{ARN}/POST/mine/x"})
    head = {"Content-Type": "application/json"}
    sent = who.signed(f"{url}/mine/x", "POST", b'{"a": 1}', headers=head)
    assert ask(sent).status_code == 200
    assert code(ask(sent, body=b'{"a": 2}')) == (403, "signature_mismatch")


def test_a_session_of_a_role_is_the_role(url: str, aws: Any) -> None:
    iam, name = aws("iam"), f"r-{uuid.uuid4().hex[:8]}"
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))["Role"]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(MINE))
    assume = aws("sts").assume_role
    given = assume(RoleArn=role["Arn"], RoleSessionName="s-1")["Credentials"]
    who = Somebody(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    identity = ask(who.signed(f"{url}/mine/x")).json()["identity"]
    assert identity["caller"] == f"{role['RoleId']}:s-1"
    assert identity["userArn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/s-1"
    who.token = "another"
    assert code(ask(who.signed(f"{url}/mine/x"))) == (403, "access_denied")
    narrow = document({**MINE, "Resource": f"{ARN}/GET/mine/y"})
    given = assume(RoleArn=role["Arn"], RoleSessionName="s-2", Policy=narrow)["Credentials"]
    who = Somebody(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    assert code(ask(who.signed(f"{url}/mine/x"))) == (403, "access_denied")
    assert ask(who.signed(f"{url}/mine/y")).status_code == 200


#: An operator that is not evaluated here.
NUMBER = {"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}
OTHERS: dict[str, list[dict[str, Any]]] = {
    "nothing at all": [],
    "another method": [{**MINE, "Resource": f"{ARN}/POST/mine/*"}],
    "another path": [{**MINE, "Resource": f"{ARN}/GET/mine/y"}],
    "another stage": [{**MINE, "Resource": MINE["Resource"].replace("/api/", "/other/")}],
    "another action": [{**MINE, "Action": "execute-api:ManageConnections"}],
    "a denial": [MINE, {**MINE, "Effect": "Deny", "Resource": "*"}],
    "another person's condition": [{**MINE, "Condition": {"StringEquals": {"aws:userid": "x"}}}],
    "a condition that is not known": [{**MINE, "Condition": NUMBER}],
    "a denial that is not known": [
        MINE, {**MINE, "Effect": "Deny", "Condition": NUMBER},
    ],
    "a variable": [{**MINE, "Resource": f"{ARN}/GET/${{aws:username}}/*"}],
    "a denial with a variable": [
        MINE, {**MINE, "Effect": "Deny", "Resource": f"{ARN}/GET/${{aws:username}}/*"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("statements", OTHERS.values(), ids=OTHERS)
def test_who_may_something_else_is_refused(
    url: str, user: Any, statements: list[dict[str, Any]]
) -> None:
    assert code(ask(user(*statements).signed(f"{url}/mine/x"))) == (403, "access_denied")


@pytest.mark.parametrize(
    "statement",
    [
        {**MINE, "Action": "*", "Resource": "*"},
        {**MINE, "Action": ["EXECUTE-API:invoke"]},
        {**MINE, "Resource": [f"{ARN}/?ET/mine/*"]},
        {"Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::*"},
        {**MINE, "Condition": {"StringLike": {"aws:PrincipalArn": "*:user/u-*"}}},
    ],
)
def test_who_may_by_other_words_may(url: str, user: Any, statement: dict[str, Any]) -> None:
    assert ask(user(statement).signed(f"{url}/mine/x")).status_code == 200


def test_what_is_not_signed_right_is_refused(url: str, user: Any) -> None:
    who, place = user(MINE), f"{url}/mine/x"
    sent = who.signed(place)
    assert code(requests.get(place, timeout=5)) == (404, "not_found")
    for text in ("Bearer vk_live_x", "AWS4-HMAC-SHA256", sent.headers["Authorization"] + "0"):
        answer = requests.get(place, headers={"Authorization": text}, timeout=5)
        assert code(answer) == (403, "signature_mismatch"), text
    now = datetime.now(UTC)
    wrong = {
        "service": who.signed(place, service="s3"),
        "region": who.signed(place, region="us-east-1"),
        "old": who.signed(place, at=now - timedelta(seconds=signatures.SKEW + 5)),
        "early": who.signed(place, at=now + timedelta(seconds=signatures.SKEW + 5)),
        "secret": Somebody(who.key, "x" * 40).signed(place),
    }
    for name, request in wrong.items():
        assert code(ask(request)) == (403, "signature_mismatch"), name
    other = urlsplit(place)
    for changed in (f"{url}/mine/y", f"{other.scheme}://localhost:{other.port}/mine/x"):
        assert code(ask(sent, url=changed)) == (403, "signature_mismatch"), changed
    assert code(ask(sent, url=f"{place}?a=1")) == (403, "signature_mismatch")
    assert code(ask(sent, heads={"X-Amz-Date": "20200101T000000Z"})) == (403, "signature_mismatch")
    told = who.signed(place, "GET", headers={"X-Amz-Content-Sha256": "0" * 64})
    assert code(ask(told)) == (403, "signature_mismatch")


def test_a_key_that_is_unknown_or_switched_off_is_nobodys(url: str, user: Any, aws: Any) -> None:
    who, place = user(MINE), f"{url}/mine/x"
    assert code(ask(Somebody("AKIA" + "X" * 16, "x").signed(place))) == (403, "access_denied")
    assert code(ask(Somebody("testing", "testing").signed(place))) == (403, "access_denied")
    aws("iam").update_access_key(
        UserName=aws("iam").get_access_key_last_used(AccessKeyId=who.key)["UserName"],
        AccessKeyId=who.key,
        Status="Inactive",
    )
    assert code(ask(who.signed(place))) == (403, "access_denied")
