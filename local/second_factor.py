"""An authenticator app for applicants of the local system: RFC 6238 on the cloud's clock."""

from __future__ import annotations

import base64
from datetime import datetime

import requests
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from local.applicant import Applicant, expect

STEP_SECONDS = 30


def code(secret: str, cloud: str, ahead: int = 0) -> str:
    """The code of six digits, now or `ahead` steps of 30 s later: each code is valid once, and the
    next one early.

    `secret`: Base32; `cloud`: the embedded AWS's URL.
    """
    told = requests.get(f"{cloud}/local/clock", timeout=10).json()["now"]
    now = datetime.fromisoformat(told).timestamp() + ahead * STEP_SECONDS
    sha1 = SHA1()  # noqa: S303 - what authenticator apps use
    return TOTP(base64.b32decode(secret), 6, sha1, STEP_SECONDS).generate(int(now)).decode()


def turn_on(person: Applicant) -> str:
    """Enrols an authenticator for a person who is signed in; returns its secret in Base32.
    Unexpected."""
    client = person.client
    body = {"accessToken": person.access_token, "password": person.password}
    secret: str = expect(client.call("POST", "/auth/mfa/enrol", body), 200)["secret"]
    proof = {"accessToken": person.access_token, "code": code(secret, client.cloud)}
    expect(client.call("POST", "/auth/mfa/confirm", proof), 204)
    return secret


def sign_in(person: Applicant, secret: str) -> None:
    """Signs a person in with password and the next code, since `turn_on` has used the present one.
    Unexpected."""
    client = person.client
    body = {"username": person.email, "password": person.password}
    asked = expect(client.call("POST", "/auth/login", body), 200)
    answer = {
        "username": person.email,
        "session": asked["session"],
        "code": code(secret, client.cloud, ahead=1),
    }
    tokens = expect(client.call("POST", "/auth/mfa/answer", answer), 200)
    client.token, person.access_token = tokens["idToken"], tokens["accessToken"]
