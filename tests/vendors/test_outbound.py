"""The company's systems are told: signed, again until taken, and nowhere else than allowed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from chalicelib.adapters.vendors.posting import GuardedPoster
from chalicelib.adapters.vendors.special_addresses import public
from chalicelib.domain.errors import Refused, Unavailable
from chalicelib.domain.vendors.signing import check_timed
from chalicelib.services.events.outbound import SCHEDULE
from tests.vendors.harness import COMPANY, VendorHarness


@pytest.fixture
def harness() -> VendorHarness:
    made = VendorHarness()
    _, session = made.started("persona")
    desk = made.vendors.desks["persona"]
    made.now.move(minutes=1)
    desk.act(session.id, "approve")
    made.deliver(desk.posted[-1])
    made.work()
    return made


def test_a_change_is_told_once_with_ids_and_states_only(harness: VendorHarness) -> None:
    harness.work()
    ((url, headers, body),) = harness.inbox.taken
    event = json.loads(body)
    (session,) = harness.vendors.desks["persona"].sessions.values()
    assert url == COMPANY
    assert event["data"] == {
        "verificationId": session.reference,
        "userId": harness.user_id,
        "status": "approved",
        "kycStatus": "verified",
        "provider": "persona",
        "attempt": 1,
        "mode": "live",
        "sequence": 2,
        "reasons": [],
    }
    assert headers["Vestibule-Event-Id"] == event["id"]


@pytest.mark.parametrize("secret", ["new-secret", "old-secret"])
def test_the_signature_fits_every_active_secret(harness: VendorHarness, secret: str) -> None:
    harness.work()
    ((_, headers, body),) = harness.inbox.taken
    assert check_timed(headers["Vestibule-Signature"], body, [secret], harness.now())


def test_it_is_told_again_until_it_is_taken_and_signed_anew(harness: VendorHarness) -> None:
    harness.inbox.down = 2
    harness.work()
    harness.work()  # too early: nothing is sent before its time
    assert not harness.inbox.taken
    harness.now.move(seconds=SCHEDULE[0])
    harness.work()
    harness.now.move(seconds=SCHEDULE[1])
    harness.work()
    ((_, headers, body),) = harness.inbox.taken
    assert check_timed(headers["Vestibule-Signature"], body, ["new-secret"], harness.now())


def test_after_the_last_try_somebody_hears_of_it(harness: VendorHarness) -> None:
    harness.inbox.down = 100
    for seconds in (0, *SCHEDULE):
        harness.now.move(seconds=seconds)
        harness.work()
    assert not harness.queue.bodies
    assert harness.system.messages.alerts[-1][0] == "A webhook of ours was never taken"


def test_an_address_that_was_taken_out_gets_nothing_more(harness: VendorHarness) -> None:
    object.__setattr__(harness.outbound, "urls", ())
    harness.work()
    assert not harness.inbox.taken
    assert not harness.queue.bodies


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.1", "0.0.0.0",  # noqa: S104 (asked for, never bound to)
     "100.64.0.1", "::1", "fd00::1", "fe80::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
     "2002:a00:1::", "224.0.0.1", "255.255.255.255", "fec0::1", "192.0.0.192", "192.88.99.1",
     "3fff::1", "::ffff:0:10.0.0.1", "::10.0.0.1", "64:ff9b:1::1", "fe80::1%eth0", "ff02::1",
     "2001:db8::1", "5f00::1", "198.18.0.1", "240.0.0.1", "100::1", "2001:20::1"],
)  # fmt: skip
def test_addresses_inside_are_refused_however_they_are_written(address: str) -> None:
    assert not public(address)
    poster = GuardedPoster(resolve=lambda host, port: ["93.184.215.14", address])
    with pytest.raises(Refused):
        poster.post("https://company.example/hook", {}, b"{}")


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_addresses_outside_are_allowed(address: str) -> None:
    assert public(address)


@pytest.mark.parametrize(
    "url",
    ["http://company.example/", "ftp://company.example/", "https://u:p@company.example/",
     "https://company.example:22/", "file:///etc/passwd", "https://", "https://[::1", "nonsense"],
)  # fmt: skip
def test_other_ways_in_are_refused(url: str) -> None:
    with pytest.raises(Refused):
        GuardedPoster(resolve=lambda host, port: ["93.184.215.14"]).post(url, {}, b"{}")


class Receiver(HTTPServer):
    """Keeps what was posted, and says `says`."""

    seen: list[tuple[str, bytes]]
    says = 200

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.seen = []


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.seen.append((self.path, body))
            self.send_response(server.says)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = Receiver(("127.0.0.1", 0), Door)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_on_a_laptop_the_own_machine_is_allowed_and_elsewhere_never(receiver: Receiver) -> None:
    url = f"http://127.0.0.1:{receiver.server_port}/hook?x=1"
    GuardedPoster(loopback=True).post(url, {"Content-Type": "application/json"}, b"{}")
    assert receiver.seen == [("/hook?x=1", b"{}")]
    with pytest.raises(Refused):
        GuardedPoster().post(url, {}, b"{}")


@pytest.mark.parametrize("status", [301, 307, 400, 500])
def test_anything_but_yes_means_again_and_no_redirect_is_followed(
    receiver: Receiver, status: int
) -> None:
    receiver.says = status
    with pytest.raises(Unavailable):
        GuardedPoster(loopback=True).post(f"http://127.0.0.1:{receiver.server_port}/", {}, b"{}")
    assert len(receiver.seen) == 1


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["203.0.113.7"]  # TEST-NET-3: documentation only, so it is not public

    with pytest.raises(Refused):
        GuardedPoster(resolve=resolve).post("https://company.example/", {}, b"{}")
    assert asked == ["company.example"]


def test_without_any_secret_nothing_is_told_unsigned(harness: VendorHarness) -> None:
    harness.signing.clear()
    with pytest.raises(Refused) as caught:
        harness.work()
    assert (caught.value.code, harness.inbox.taken) == ("outbound_not_configured", [])
