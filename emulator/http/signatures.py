"""Verifies requests that are signed with IAM credentials, as API Gateway's AWS_IAM authorization.

botocore's own signer computes the signature again over the received request: Signature Version 4
in the Authorization header, for the service `execute-api` and the region of the API. Then the
caller's policies must allow `execute-api:Invoke` on the path that was called.
Kinds of refusal: docs.aws.amazon.com/apigateway, "Gateway response types", and
repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials
from werkzeug.wrappers import Request

from emulator.account import ACCOUNT, REGION
from emulator.strict.principals import Principal, principal_of

SKEW = 300  # seconds that a signature may be old, or early
_WRITTEN = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/\s]+)/(?P<scope>[^,\s]+), ?"
    r"SignedHeaders=(?P<signed>[^,\s]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)


class Refused(Exception):
    """The request is not signed by somebody who may call the API. `kind`: the type of API Gateway's
    response, such as INVALID_SIGNATURE."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def identity_of(request: Request, context: dict[str, Any]) -> dict[str, Any]:
    """The fields of `requestContext.identity` that name the signer.

    `context`: the `requestContext` so far. Refused if the signature is missing, wrong, expired or
    older than SKEW seconds, or if the caller's policies do not allow the call.
    """
    caller = _signer(request)
    stage, method = context["stage"], context["httpMethod"]
    place = f"{context['apiId']}/{stage}/{method}/{request.path.lstrip('/')}"
    keys = {
        "aws:principalarn": (caller.arn,),
        "aws:principalaccount": (ACCOUNT,),
        "aws:userid": (caller.caller,),
        "aws:sourceip": (context["identity"]["sourceIp"],),
    }
    resource = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{place}"
    if not caller.may("execute-api:Invoke", resource, keys):
        raise Refused("ACCESS_DENIED")
    return {
        "accountId": ACCOUNT,
        "caller": caller.caller,
        "user": caller.caller,
        "userArn": caller.arn,
        "accessKey": caller.key_id,
        "principalOrgId": None,
        "cognitoIdentityId": None,
        "cognitoIdentityPoolId": None,
        "cognitoAuthenticationType": None,
        "cognitoAuthenticationProvider": None,
    }


def _signer(request: Request) -> Principal:
    text = request.headers.get("Authorization", "")
    if not text:
        raise Refused("MISSING_AUTHENTICATION_TOKEN")
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise Refused("INVALID_SIGNATURE")
    stamp = request.headers.get("X-Amz-Date", "")
    signed = written["signed"].split(";")
    if written["scope"] != f"{stamp[:8]}/{REGION}/execute-api/aws4_request":
        raise Refused("INVALID_SIGNATURE")
    if not {"host", "x-amz-date"} <= set(signed) or not _lately(stamp):
        raise Refused("INVALID_SIGNATURE")
    caller = principal_of(written["key"])
    if caller is None or request.headers.get("X-Amz-Security-Token", "") != caller.token:
        raise Refused("ACCESS_DENIED")  # "The security token included in the request is invalid."
    if caller.expired:
        raise Refused("EXPIRED_TOKEN")
    if not hmac.compare_digest(_signature(request, caller, signed, stamp), written["signature"]):
        raise Refused("INVALID_SIGNATURE")
    return caller


def _lately(stamp: str) -> bool:
    """Whether the signature is at most SKEW seconds old or early by real time: signers do not know
    the emulator's clock, which may have been moved."""
    try:
        at = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return False
    return abs(time.time() - at.timestamp()) <= SKEW


class _Again(SigV4Auth):
    """Signs exactly the headers that the caller signed."""

    def headers_to_sign(self, request: AWSRequest) -> HTTPHeaders:
        return request.headers


def _signature(request: Request, caller: Principal, signed: list[str], stamp: str) -> str:
    body = request.get_data()
    told = request.headers.get("X-Amz-Content-Sha256")
    if told is not None and told != hashlib.sha256(body).hexdigest():
        raise Refused("INVALID_SIGNATURE")
    host = request.headers.get("Host", "")
    target = request.environ.get("RAW_URI") or quote(request.path)
    headers = {name: request.headers.get(name, "") for name in signed}
    again = AWSRequest(request.method, f"http://{host}{target}", headers=headers, data=body)
    again.context["timestamp"] = stamp
    signer = _Again(Credentials(caller.key_id, caller.secret), "execute-api", REGION)
    canonical = signer.canonical_request(again)
    return str(signer.signature(signer.string_to_sign(again, canonical), again))
