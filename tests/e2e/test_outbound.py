"""The company's own systems hear of a status, signed, although they were down at first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from chalicelib.domain.vendors.signing import check_timed
from local.applicant import wait_for
from local.vendors.journey import applicant, clicked, start
from tests.e2e.conftest import Aws, Steering


class Systems(ThreadingHTTPServer):
    """The company's systems: down for the first try."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.tries: list[tuple[dict[str, str], bytes]] = []


class Answering(BaseHTTPRequestHandler):
    server: Systems

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.tries.append((dict(self.headers.items()), body))
        self.send_response(503 if len(self.server.tries) == 1 else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def systems() -> Iterator[Systems]:
    server = Systems()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def system(zygote: Any, systems: Systems) -> Iterator[dict[str, str]]:
    address = f"http://127.0.0.1:{systems.server_port}/kyc"
    with zygote.fork(VESTIBULE_OUTBOUND_URLS=address) as urls:
        yield urls


def test_a_status_is_told_again_until_it_is_taken(
    system: dict[str, str], systems: Systems, steer: Steering, aws: Aws
) -> None:
    secret = json.dumps({"secrets": "new-secret old-secret"})
    aws("secretsmanager").put_secret_value(
        SecretId="vestibule-local/providers/outbound", SecretString=secret
    )
    person = applicant(system["api"], system["cloud"])
    person.join()
    clicked(start(person, "persona")["sessionUrl"], "approve")
    wait_for(lambda: len(systems.tries) >= 1, "the first try", 30)
    steer.quiet()
    assert len(systems.tries) == 1  # not again at once
    steer.move(seconds=31)
    wait_for(lambda: len(systems.tries) >= 2, "the second try", 30)
    (first, _), (second, body) = systems.tries[:2]
    assert first["Vestibule-Event-Id"] == second["Vestibule-Event-Id"]
    told = json.loads(body)["data"]
    assert (told["status"], told["kycStatus"]) == ("approved", "verified")
    assert told["verificationId"] == person.verification_id
    for key in ("new-secret", "old-secret"):
        signed = second["Vestibule-Signature"]
        assert check_timed(signed, body, [key], _moment(signed)) == _moment(signed)
    assert _moment(second["Vestibule-Signature"]) > _moment(first["Vestibule-Signature"])


def _moment(signature: str) -> datetime:
    """The time a signature names: the system's clock was moved, ours was not."""
    return datetime.fromtimestamp(int(signature.split(",")[0].removeprefix("t=")), UTC)
