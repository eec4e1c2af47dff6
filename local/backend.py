"""A backend that verifies its own applicants, as an integrator would write it: HTTP only."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from chalicelib.domain.feeds.endpoint import signature
from local.applicant import Applicant, Client, Frames, Unexpected, expect, wait_for

ROOT = Path(__file__).resolve().parents[1]
Step = Callable[[str, Callable[[], Any]], Any]


def new_key(cloud: str, mode: str, *redirects: str) -> str:
    """A new API key with every scope, by the operator's command (`make keys`).

    `cloud`: the embedded AWS's URL; `mode`: live or test; `redirects`: allowed redirect URLs.
    Unexpected, with the command's output, if it fails.
    """
    command = [sys.executable, "-m", "operations.keys", "make", "demo backend"]
    command += ["--mode", mode, *(("--redirects", *redirects) if redirects else ())]
    port = str(urlsplit(cloud).port)
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"VESTIBULE_PORT_CLOUD": port},
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise Unexpected(f"no key: {done.stdout[-300:]}{done.stderr[-300:]}")
    return done.stdout.split()[-1]


class Hooks(ThreadingHTTPServer):
    """The backend's webhook server on a free port of 127.0.0.1. It accepts only requests signed
    with `secret`. `events`: the accepted bodies; `refused`: number of others; `down`: answer 503.
    """

    secret = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Hook)
        self.events: list[dict[str, Any]] = []
        self.refused = 0
        self.down = False

    @property
    def url(self) -> str:
        """The URL for a webhook endpoint."""
        return f"http://127.0.0.1:{self.server_port}/hooks"


class _Hook(BaseHTTPRequestHandler):
    server: Hooks

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        at = datetime.fromtimestamp(int(self.headers["webhook-timestamp"]), UTC)
        own = signature((self.server.secret,), self.headers["webhook-id"], at, body)
        right = own in self.headers["webhook-signature"].split(" ")
        if right and not self.server.down:
            self.server.events.append(json.loads(body))
        self.server.refused += not right
        self.send_response((503 if self.server.down else 204) if right else 401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Does not log."""


@contextmanager
def hooks() -> Iterator[Hooks]:
    """Runs a webhook server during a `with`."""
    server = Hooks()
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Backend:
    """A backend with its API key. `api`, `cloud`: base URLs. Every method raises Unexpected if the
    API does not answer with the expected status."""

    api: str
    cloud: str
    key: str = field(repr=False)
    client: Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.client = Client(self.api, self.cloud, self.key)

    def listen(self, server: Hooks, *events: str) -> str:
        """Creates a webhook endpoint for these events, and gives the server its secret; returns its
        id."""
        body = {"url": server.url, "events": list(events)}
        made = expect(self.client.call("POST", "/v1/webhook-endpoints", body), 201)
        server.secret = made["secret"]
        return str(made["id"])

    def applicant(self, name: str, born: str, nationality: str) -> str:
        """Creates an applicant; returns the id. `born`: ISO 8601; `nationality`: three letters."""
        claims = {"fullName": name, "dateOfBirth": born, "nationality": nationality}
        body = {"externalUserId": f"user-{secrets.token_hex(6)}", "claims": claims}
        once = {"Idempotency-Key": secrets.token_hex(8)}
        return str(expect(self.client.call("POST", "/v1/applicants", body, once), 201)["id"])

    def session(self, applicant: str, **more: Any) -> dict[str, Any]:
        """Creates a session with a hosted page; returns the API's answer. `more`: the request's
        fields."""
        path = f"/v1/applicants/{applicant}/sessions"
        made: dict[str, Any] = expect(self.client.call("POST", path, more), 201)
        return made

    def opened(self, session: dict[str, Any]) -> Applicant:
        """Opens the session's link as a browser does, and checks that a second browser cannot;
        returns the applicant at the hosted page."""
        body = {
            "link": session["url"].partition("#")[2],
            "browser": secrets.token_urlsafe(32),
        }
        anybody = Client(self.api, self.cloud)
        token = expect(anybody.call("POST", "/v1/session-links/open", body), 200)["token"]
        other = body | {"browser": secrets.token_urlsafe(32)}
        expect(anybody.call("POST", "/v1/session-links/open", other), 410)
        return Applicant(Client(f"{self.api}/v1/session", self.cloud, token), "", "", "")

    def verification(self, verification: str) -> dict[str, Any]:
        """The verification, with everything that the key may read."""
        path = f"/v1/verifications/{verification}"
        found: dict[str, Any] = expect(self.client.call("GET", path), 200)
        return found


def journey(
    step: Step, api: str, cloud: str, who: tuple[str, str, str], document: bytes, frames: Frames
) -> dict[str, Any]:
    """Goes from a new key to a signed webhook; returns the verification as the API shows it.

    `step(title, work)` does each step; `who`: (name, birth date, nationality); `document`: JPEG or
    PNG; `frames(gesture, n)`: a JPEG. Unexpected if something fails.
    """
    key = step("an API key (make keys)", lambda: new_key(cloud, "live"))
    backend = Backend(api, cloud, key)
    with hooks() as server:
        step("a webhook endpoint", lambda: backend.listen(server))
        applicant = step("POST /v1/applicants", lambda: backend.applicant(*who))
        session = step("POST …/sessions", lambda: backend.session(applicant))
        person = step("the first click opens the link", lambda: backend.opened(session))
        verification = step("document in the session", lambda: person.upload(document))
        step("liveness: poses and frames", lambda: person.show_liveness(frames))
        step("decision", lambda: person.decided()["status"])

        def told() -> dict[str, Any] | None:
            ends = {"approved", "rejected", "needs_review"}
            return next((e for e in server.events if e["data"]["state"] in ends), None)

        event = step("a signed webhook", lambda: wait_for(told, "the webhook"))
        if server.refused or event["data"]["verificationId"] != verification:
            raise Unexpected(f"a webhook that is not ours: {event}")
        found: dict[str, Any] = step(
            "GET /v1/verifications/{id}", lambda: backend.verification(verification)
        )
    return found
