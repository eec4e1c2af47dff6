"""A company's directory that speaks OpenID Connect: discovery, codes, tokens, keys, userinfo."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(65537, 2048)
CLIENT, SECRET = "shop", "a-secret-of-the-directory"


class Directory:
    """People by their id, with the claims that are said of them."""

    def __init__(self) -> None:
        self.people: dict[str, dict[str, Any]] = {}
        self.codes: dict[str, tuple[str, str]] = {}
        self.tokens: dict[str, str] = {}
        self.key = KEY
        self.signs_with = self.key
        self.issuer = ""
        #: What is published beside its own key; what is said instead, by path; what was asked.
        self.more: list[Any] = []  # tests put in what is no key
        self.instead: dict[str, tuple[int, Any]] = {}
        self.asked: list[str] = []

    def code(self, person: str, back_to: str) -> str:
        """What a browser brings back when this person has signed in."""
        asked = urlencode(
            {
                "client_id": CLIENT,
                "redirect_uri": back_to,
                "response_type": "code",
                "scope": "openid",
                "login_hint": person,
            }
        )
        answer = build_opener(_Stays()).open(f"{self.issuer}/authorization?{asked}", timeout=5)
        location = str(answer.headers["Location"])
        return dict(parse_qsl(urlsplit(location).query))["code"]

    def id_token(self, person: str) -> str:
        now = int(time.time())
        about = {"iss": self.issuer, "aud": CLIENT, "sub": person, "iat": now, "exp": now + 300}
        said = {k: v for k, v in self.people[person].items() if k != "sub"}
        return jwt.encode({**said, **about}, self.signs_with, "RS256", headers={"kid": "k1"})


class _Stays(HTTPRedirectHandler):
    """Answers a redirection as it is."""

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        return fp


class _Handler(BaseHTTPRequestHandler):
    directory: ClassVar[Directory]

    def do_GET(self) -> None:
        url, of = urlsplit(self.path), self.directory
        asked = dict(parse_qsl(url.query))
        of.asked.append(url.path)
        if url.path in of.instead:
            self._say(*of.instead[url.path])
        elif url.path.endswith("openid-configuration"):
            places = ("authorization", "token", "userinfo")
            found = {f"{place}_endpoint": f"{of.issuer}/{place}" for place in places}
            self._say(200, {"issuer": of.issuer, "jwks_uri": f"{of.issuer}/keys", **found})
        elif url.path == "/authorization" and asked["client_id"] == CLIENT:
            self._signed_in(asked) if "login_hint" in asked else self._page(asked)
        elif url.path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(of.key.public_key()))
            self._say(200, {"keys": [key | {"kid": "k1", "use": "sig", "alg": "RS256"}, *of.more]})
        elif url.path == "/userinfo":
            person = of.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            self._say(200, {"sub": person, **of.people[person]}) if person else self._say(401, {})
        else:
            self._say(404, {})

    def _signed_in(self, asked: dict[str, str]) -> None:
        code = secrets.token_urlsafe(16)
        self.directory.codes[code] = (asked["login_hint"], asked["redirect_uri"])
        told = urlencode({"code": code, "state": asked.get("state", "")})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{told}")
        self.end_headers()

    def _page(self, asked: dict[str, str]) -> None:
        """What a browser shows: who is it? In place of a password and a second factor."""
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value, quote=True)}">'
            for name, value in asked.items()
        )
        people = "".join(
            f'<p><button name="login_hint" value="{person}">{person}</button></p>'
            for person in self.directory.people
        )
        page = f"<!doctype html><title>Company</title><form><h1>Who is it?</h1>{fields}{people}"
        refused = urlencode({"error": "access_denied", "state": asked.get("state", "")})
        away = escape(f"{asked['redirect_uri']}?{refused}", quote=True)
        body = f'{page}</form><a href="{away}">Not me</a>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given, of = dict(parse_qsl(text)), self.directory
        person, back_to = of.codes.pop(given.get("code", ""), ("", ""))
        known = (given["client_id"], given["client_secret"]) == (CLIENT, SECRET)
        if not person or not known or given["redirect_uri"] != back_to:
            self._say(400, {"error": "invalid_grant"})
            return
        token = secrets.token_urlsafe(16)
        of.tokens[token] = person
        self._say(200, {"access_token": token, "id_token": of.id_token(person)})

    def _say(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@contextmanager
def running() -> Iterator[Directory]:
    """A directory at a free port of this machine."""
    directory = Directory()
    handler = type("Handler", (_Handler,), {"directory": directory})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    directory.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield directory
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
