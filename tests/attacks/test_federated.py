"""Users of the company's own identity provider, on every route of a session: who gets in, and with
which tokens nobody does. The provider is a real one, on this machine.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.adapters.accounts.fetching import GuardedReader
from chalicelib.adapters.accounts.oidc import AGAIN, FRESH, STALE, OidcTokens
from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.federated import LONGEST, SKEW
from chalicelib.domain.errors import Refused, Unavailable
from tests.attacks.test_sessions import ROUTES, USER, ask
from tests.emulator.identity import directory as directories
from tests.entrypoints.backend import Backend

AUDIENCE = "https://verify.company.test"
OVER = (401, "session_over")
STATUS = "GET /v1/session"
OTHER_KEY = rsa.generate_private_key(65537, 2048)
SMALL_KEY = rsa.generate_private_key(65537, 1024)  # noqa: S505 - is to be refused
CURVE_KEY = ec.generate_private_key(ec.SECP256R1())


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Company:
    """A provider, and a backend that trusts it."""

    directory: directories.Directory
    backend: Backend
    person: str = ""

    @property
    def now(self) -> int:
        return int(self.backend.system.now().timestamp())

    def claims(self, **more: Any) -> dict[str, Any]:
        """Those of a good token, changed; without what is None."""
        good = {
            "iss": self.directory.issuer, "aud": AUDIENCE, "sub": "u-1",
            "iat": self.now, "exp": self.now + 300,
        }  # fmt: skip
        return {name: value for name, value in (good | more).items() if value is not None}

    def token(self, key: Any = None, alg: str = "RS256", kid: str = "k1", **more: Any) -> str:
        head = {"kid": kid} | more.pop("head", {})
        return jwt.encode(self.claims(**more), key or self.directory.key, alg, headers=head)

    def code(self, token: str, route: str = STATUS) -> Any:
        """Status and code; only the status where they came in."""
        answer = ask(self.backend, route, token)
        return answer.code if answer.status in (401, 503) else answer.status


@pytest.fixture
def company(backend: Backend) -> Iterator[Company]:
    with directories.running() as directory:
        tokens = OidcTokens(
            issuer=directory.issuer,
            audience=AUDIENCE,
            read=GuardedReader(loopback=True).read,
            now=backend.system.now,
        )
        backend.system.app.outside.provider_tokens = tokens
        yield Company(directory, backend, backend.applicant("u-1"))


@pytest.mark.parametrize("route", ROUTES)
def test_a_user_of_the_provider_is_the_applicant_of_that_name(company: Company, route: str) -> None:
    assert ask(company.backend, route, company.token()).status not in (401, 403, 500, 503)
    wrong = company.token(OTHER_KEY)
    assert ask(company.backend, route, wrong).code == OVER


def test_they_are_who_they_are(company: Company) -> None:
    answer = ask(company.backend, STATUS, company.token())
    assert (answer.json["applicantId"], answer.json["mode"]) == (company.person, "live")


def test_without_a_provider_nobody_comes_in(company: Company) -> None:
    company.backend.system.app.outside.provider_tokens = None
    assert company.code(company.token()) == OVER
    assert company.directory.asked == []


def test_both_algorithms_work_with_keys_of_their_kind(company: Company) -> None:
    curve = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(CURVE_KEY.public_key()))
    company.directory.more.append(curve | {"kid": "k2", "use": "sig"})
    assert company.code(company.token(CURVE_KEY, "ES256", "k2")) == 200
    assert company.code(company.token()) == 200
    # Named rightly, signed with the other one, or the other way round.
    assert company.code(company.token(CURVE_KEY, "ES256", "k1")) == OVER
    assert company.code(company.token(kid="k2")) == OVER
    assert company.code(company.token(alg="PS256")) == OVER
    assert company.code(company.token(alg="RS512")) == OVER


def test_no_signature_and_no_secret_that_is_public(company: Company) -> None:
    body = part(company.claims())
    for alg in ("none", "None", "NONE", ""):
        for end in ("", part(b"x")):
            head = part({"alg": alg, "kid": "k1"})
            assert company.code(f"{head}.{body}.{end}") == OVER
    public = company.directory.key.public_key()
    document = jwt.algorithms.RSAAlgorithm.to_jwk(public).encode()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for secret in (pem, pem.strip(), document, b""):
        signed = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'k1'})}.{body}"
        mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
        assert company.code(f"{signed}.{part(mac)}") == OVER


def test_a_key_that_comes_along_is_not_looked_at(company: Company) -> None:
    own = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OTHER_KEY.public_key()))
    elsewhere = f"{company.directory.issuer}/other-keys"
    company.directory.instead["/other-keys"] = (200, {"keys": [own | {"kid": "k1"}]})
    for head in ({"jwk": own}, {"jku": elsewhere}, {"x5u": elsewhere}):
        assert company.code(company.token(OTHER_KEY, head=head)) == OVER
    assert "/other-keys" not in company.directory.asked


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "somebody-else"}, {"aud": []}, {"aud": ["a", "b"]}, {"aud": None}, {"aud": 7},
        {"iss": "https://evil.test"}, {"iss": None}, {"iss": ["x"]}, {"sub": None}, {"sub": ""},
        {"sub": 7}, {"sub": "u-2"}, {"sub": "a b"}, {"sub": "x" * 200}, {"exp": None},
        {"exp": "soon"}, {"iat": None}, {"iat": "now"}, {"iat": float("nan")}, {"exp": 1e400},
        {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}},
        {"head": {"typ": "logout+jwt"}}, {"head": {"crit": ["b64"], "b64": False}},
        {"head": {"typ": 7}}, {"head": {"kid": None}}, {"head": {"kid": 7}},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_for_others_or_for_nobody_is_none(company: Company, wrong: dict[str, Any]) -> None:
    try:
        token = company.token(**wrong)
    except (TypeError, jwt.InvalidTokenError):  # the library does not write it: by hand
        head = {"alg": "RS256", "kid": "k1"} | wrong.get("head", {})
        claims = company.claims(**{k: v for k, v in wrong.items() if k != "head"})
        signed = f"{part(head)}.{part(claims)}"
        way = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256)
        token = f"{signed}.{part(way.sign(signed.encode(), company.directory.key))}"
    assert company.code(token) == OVER
    assert company.code(company.token(aud=["x", AUDIENCE])) == 200


def test_clocks_may_be_a_minute_apart_and_no_more(company: Company) -> None:
    apart, now = int(SKEW.total_seconds()), company.now
    assert company.code(company.token(exp=now - apart + 1)) == 200
    assert company.code(company.token(exp=now - apart)) == OVER
    assert company.code(company.token(iat=now + apart)) == 200
    assert company.code(company.token(iat=now + apart + 1)) == OVER
    assert company.code(company.token(nbf=now + apart + 1)) == OVER
    old = now - int(LONGEST.total_seconds())
    assert company.code(company.token(iat=old)) == 200
    assert company.code(company.token(iat=old - 1)) == OVER


def test_a_token_makes_nobody_and_never_is_a_test_applicant(company: Company) -> None:
    company.backend.applicant("u-9", Mode.TEST)
    assert company.code(company.token(sub="u-9")) == OVER
    assert company.code(company.token(sub="u-8")) == OVER
    found = company.backend.call("GET", "/v1/applicants", query={"externalUserId": "u-8"})
    assert found.status in (200, 404) and "u-8" not in found.text


def test_revoked_and_erased_are_over_at_once(company: Company) -> None:
    token = company.token()
    company.backend.system.now.move(seconds=5)
    assert company.code(token) == 200
    path = f"/v1/applicants/{company.person}"
    assert company.backend.call("DELETE", f"{path}/sessions").status == 204
    assert company.code(token) == OVER
    company.backend.system.now.move(seconds=1)
    assert company.code(company.token()) == 200
    assert company.backend.call("DELETE", path).status == 200
    assert company.code(company.token()) == OVER


def test_a_token_opens_no_other_door(company: Company) -> None:
    head = {"authorization": f"Bearer {company.token()}"}
    for method, path in (("GET", "/v1/applicants"), ("GET", "/v1/events"), ("GET", "/me")):
        assert company.backend.harness.call(method, path, headers=head).status == 401, path


def test_anothers_attempt_is_not_there(company: Company) -> None:
    _, theirs = company.backend.attempt("u-2")
    route = "GET /v1/session/verifications/{verification_id}"
    heard = [ask(company.backend, route, company.token(), one) for one in (theirs, USER)]
    assert [answer.status for answer in heard] == [404, 404]


def test_keys_are_asked_for_seldom_and_withdrawn_ones_end(company: Company) -> None:
    for _ in range(3):
        assert company.code(company.token()) == 200
        assert company.code(company.token(OTHER_KEY, kid="k7")) == OVER
    assert company.directory.asked.count("/keys") == 1
    company.backend.system.now.move(seconds=AGAIN.total_seconds())
    own = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OTHER_KEY.public_key()))
    company.directory.more.append(own | {"kid": "k7"})
    assert company.code(company.token(OTHER_KEY, kid="k7")) == 200  # a new key, at once
    company.directory.more.clear()
    company.backend.system.now.move(seconds=FRESH.total_seconds())
    assert company.code(company.token(OTHER_KEY, kid="k7")) == OVER
    assert company.directory.asked.count("/keys") == 3


def test_keys_outlive_a_silent_provider_for_an_hour(company: Company) -> None:
    assert company.code(company.token()) == 200
    company.directory.instead["/keys"] = (500, {})
    company.backend.system.now.move(seconds=STALE.total_seconds() - 1)
    assert company.code(company.token()) == 200
    company.backend.system.now.move(seconds=AGAIN.total_seconds())
    assert company.code(company.token()) == (503, "identity_provider_silent")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/.well-known/openid-configuration", (200, {"issuer": "https://evil.test"})),
        ("/.well-known/openid-configuration", (200, [])),
        ("/.well-known/openid-configuration", (302, {})),
        ("/keys", (200, {"keys": "none"})), ("/keys", (200, [])), ("/keys", (404, {})),
        ("/keys", (200, {"keys": ["x" * 300_000]})),
    ],
)  # fmt: skip
def test_what_a_provider_may_not_say_is_no_key(
    company: Company, path: str, said: tuple[int, Any]
) -> None:
    company.directory.instead[path] = said
    assert company.code(company.token()) == (503, "identity_provider_silent")


@pytest.mark.filterwarnings("ignore")  # both libraries object to the weak key
def test_weak_and_foreign_keys_of_the_provider_are_left_out(company: Company) -> None:
    small = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(SMALL_KEY.public_key()))
    other = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OTHER_KEY.public_key()))
    company.directory.more += [
        small | {"kid": "small"}, other | {"kid": "seals", "use": "enc"},
        other | {"kid": "hmac", "alg": "HS256"}, {"kty": "oct", "k": "AAAA", "kid": "oct"},
        {"kty": "EC", "crv": "P-256", "kid": "half"}, {"kty": ["RSA"], "kid": "odd"}, {},
        other | {"kid": ["k1"]}, other | {"kid": "list", "alg": ["RS256"]}, "none", None,
    ]  # fmt: skip
    assert company.code(company.token(SMALL_KEY, kid="small")) == OVER
    assert company.code(company.token(OTHER_KEY, kid="seals")) == OVER
    assert company.code(company.token(OTHER_KEY, kid="hmac")) == OVER
    assert company.code(company.token()) == 200


@pytest.mark.parametrize("at", ["10.0.0.7", "169.254.169.254", "127.0.0.1", "::1"])
def test_a_provider_is_public_and_speaks_https(at: str) -> None:
    inside = GuardedReader(resolve=lambda host, port: [at])
    for url in ("https://login.company.test/keys", "http://127.0.0.1:1/keys", "file:///etc/hosts"):
        with pytest.raises(Refused):
            inside.read(url)


def test_a_redirect_is_not_followed(company: Company) -> None:
    company.directory.instead["/moved"] = (302, {})
    with pytest.raises(Unavailable):
        GuardedReader(loopback=True).read(f"{company.directory.issuer}/moved")


def test_a_hand_off_of_theirs_is_an_ordinary_link(company: Company) -> None:
    answer = ask(company.backend, "POST /v1/session/hand-off", company.token())
    assert answer.status == 201
    assert (
        answer.json["expiresAt"]
        <= (company.backend.system.now() + timedelta(minutes=30)).isoformat()
    )
