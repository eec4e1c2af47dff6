"""Whoever walks through the system: applicants, reviewers, the company's own systems. HTTP only."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests
from PIL import Image

from local import demo, second_factor
from local.applicant import Applicant, Client, expect
from local.backend import Backend
from local.pictures import Person, document, face, selfies
from local.pictures.documents import Kind

FAMILY = "GRC"
#: How somebody's answers are worded is part of what must not give anything away.
Conversation = list[tuple[str, int, str]]


class Broken(AssertionError):
    """What must be so is not."""


@dataclass
class Careful(Client):
    """Signs in again when a token has run out, and remembers that nothing may answer 5xx."""

    sign_in: Any = None
    #: While something of AWS is away, an answer may be 5xx.
    injected: list[str] = field(default_factory=list)

    def call(
        self, method: str, path: str, body: Any = None, headers: Any = None
    ) -> requests.Response:
        answer = super().call(method, path, body, headers)
        if answer.status_code == 401 and self.token and not path.startswith("/auth"):
            self.token = ""
            self.sign_in()
            answer = super().call(method, path, body, headers)
        if answer.status_code >= 500 and not self.injected:
            raise Broken(f"{method} {path} answered {answer.status_code}: {answer.text[:300]}")
        return answer


@dataclass
class Walker(Applicant):
    """An applicant who does as they please; `shown` is whom they truly showed, by verification."""

    given: str = ""
    surname: str = ""
    portrait: str = "astronaut"
    imported: bool = False
    erased: bool = False
    shown: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    faced: dict[str, str] = field(default_factory=dict)
    attempts: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    shop: Backend | None = None  # whose applicant they are, without an account of the pool

    @property
    def marks(self) -> list[str]:
        """What names them."""
        return [mark for mark in (self.email, self.phone, *self.numbers) if mark]

    def kyc(self) -> str:
        """Where the API says they stand."""
        if self.shop is None:
            return str(self.client.call("GET", "/api/kyc/status").json()["kycStatus"])
        return str(
            self.shop.client.call("GET", f"/v1/applicants/{self.user_id}").json()["kycStatus"]
        )

    def comes_from_a_shop(self) -> None:
        """As the person of another backend: no account, no profile of their own."""
        assert self.shop is not None
        self.email = self.phone = ""
        self.user_id = self.shop.applicant(self.name, self.born, self.nationality)
        self.renews()

    def renews(self) -> None:
        """A new session of the shop's."""
        assert self.shop is not None
        self.client.token = str(self.shop.session(self.user_id)["token"])

    def card(self, kind: str, name: tuple[str, str], born: str) -> bytes:
        """A document: `certain` has a zone, `uncertain` none, `expired` ran out."""
        number = demo.fresh_number()
        self.numbers.append(number)
        expiry = "2021-05-20" if kind == "expired" else "2038-05-20"
        person = Person(*name, born, FAMILY, number, expiry_date=expiry)
        form: Kind = "id_card" if kind == "uncertain" else "td3"
        return document(form, person, portrait(self.portrait), seed=len(self.numbers))


@cache
def portrait(name: str) -> Image.Image:
    return face(name)


@cache
def frames(name: str, seed: int) -> dict[str, tuple[bytes, ...]]:
    """Drawing heads costs more than anything else here; a picture may not be shown twice."""
    return selfies(portrait(name), seed=seed)


@dataclass
class Staff:
    """A reviewer with their second factor."""

    who: Applicant
    secret: str

    @property
    def user_id(self) -> str:
        return self.who.user_id

    def call(self, method: str, path: str, body: Any = None) -> requests.Response:
        return self.who.client.call(method, path, body)


def reviewer(api: str, cloud: str, pools: Any, pool: str) -> Staff:
    """Signed up, put into the group by an operator, with an authenticator."""
    client = Careful(api, cloud)
    who = Applicant(client, "Review Er", "1980-01-01", FAMILY)
    who.start()
    expect(who.confirm(who.read_code()), 200)
    pools.admin_add_user_to_group(UserPoolId=pool, Username=who.email, GroupName="reviewers")
    who.login()
    secret = second_factor.turn_on(who)
    second_factor.sign_in(who, secret)
    client.sign_in = lambda: _again(who, secret)
    return Staff(who, secret)


def _again(who: Applicant, secret: str) -> None:
    """After an hour; a code is taken once, so the next one is tried, too."""
    client = who.client
    body = {"username": who.email, "password": who.password}
    for ahead in (0, 1):
        asked = expect(client.call("POST", "/auth/login", body), 200)
        proof = {
            "username": who.email,
            "session": asked["session"],
            "code": second_factor.code(secret, client.cloud, ahead),
        }
        answer = client.call("POST", "/auth/mfa/answer", proof)
        if answer.status_code == 200:
            client.token = answer.json()["idToken"]
            return
    raise Broken(f"a reviewer cannot sign in again: {answer.text}")


class Company(ThreadingHTTPServer):
    """The company's own systems, which take every webhook; now and then they are away."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.told: list[dict[str, Any]] = []
        self.away = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/kyc"


class _Answering(BaseHTTPRequestHandler):
    server: Company

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        away = self.server.away > 0
        if away:
            self.server.away -= 1
        else:
            self.server.told.append({"id": self.headers["Vestibule-Event-Id"], **json.loads(body)})
        self.send_response(503 if away else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""
