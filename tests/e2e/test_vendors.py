"""Third-party verification on the whole system: HTTP in, HTTP out, time by the movable clock."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import requests

from chalicelib.domain.vendors.signing import sign_timed
from local.applicant import Applicant, expect, wait_for
from local.vendors.journey import CASES, PLAYED, applicant, clicked, start, verify
from tests.e2e.conftest import Steering

ROUTE = "/api/webhooks/kyc-status"


def quietly(_: str, work: Any) -> Any:
    return work()


@pytest.fixture
def person(system: dict[str, str]) -> Applicant:
    return joined(system)


def joined(system: dict[str, str]) -> Applicant:
    """Somebody signed in, with a row and a profile."""
    made = applicant(system["api"], system["cloud"])
    made.join()
    return made


@pytest.fixture(autouse=True)
def fair(system: dict[str, str], steer: Any) -> Iterator[None]:
    yield
    steer.fair()
    for name in PLAYED:
        requests.post(f"{system['vendors']}/{name}/sandbox/state", json={"down": False}, timeout=5)


@pytest.mark.parametrize("provider", PLAYED)
def test_a_whole_journey(provider: str, person: Applicant, system: dict[str, str]) -> None:
    verify(quietly, person, provider, CASES[PLAYED[provider][-1]], system["vendors"])


def test_a_forged_webhook_gets_401_and_a_doubled_one_200(system: dict[str, str]) -> None:
    body = json.dumps({"id": "evt_e2e", "type": "customer.created", "created": 1}).encode()
    url = f"{system['api']}{ROUTE}/stripe"
    good = {
        "Content-Type": "application/json",
        "Stripe-Signature": sign_timed("whsec_local_new", body, now(system)),
    }
    forged = requests.post(url, data=body + b" ", headers=good, timeout=10)
    assert (forged.status_code, forged.json()["code"]) == (401, "signature_invalid")
    assert requests.post(url, data=body, headers=good, timeout=10).json()["status"] == "accepted"
    assert requests.post(url, data=body, headers=good, timeout=10).json()["status"] == "accepted"
    nobody = requests.post(f"{system['api']}{ROUTE}/nobody", data=body, headers=good, timeout=10)
    assert nobody.status_code == 404


def test_too_many_starts_get_429_and_a_time(person: Applicant) -> None:
    for _ in range(10):
        start(person, "persona")
    answer = person.client.call("POST", "/api/kyc/start-verification", {})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600


def test_when_a_vendor_is_down_another_takes_over(
    person: Applicant, system: dict[str, str]
) -> None:
    state = f"{system['vendors']}/persona/sandbox/state"
    requests.post(state, json={"down": True}, timeout=5)
    answer = person.client.call("POST", "/api/kyc/start-verification", {"provider": "persona"})
    assert expect(answer, 201)["provider"] == "veriff"


def test_while_we_are_down_the_vendor_tries_again_by_its_schedule(
    person: Applicant, system: dict[str, str], steer: Steering
) -> None:
    page = start(person, "persona")["sessionUrl"]
    steer.quiet()
    steer.outage("sqs", operation="SendMessage")
    clicked(page, "approve")
    wait_for(lambda: _failed(system) and True, "a webhook that was not taken", 20)
    steer.fair()
    steer.move(seconds=4)
    wait_for(lambda: _kyc(person) == "verified", "the retried webhook to verify the user", 30)


def test_a_webhook_that_never_came_is_made_up_for(
    person: Applicant, system: dict[str, str], steer: Steering
) -> None:
    page = start(person, "stripe")["sessionUrl"]
    steer.quiet()
    steer.outage("sqs", operation="SendMessage")
    clicked(page, "approve")
    wait_for(lambda: _failed(system, "stripe") and True, "a webhook that was not taken", 20)
    steer.fair()
    person.client.http.cookies.clear()
    steer.move(minutes=31)
    wait_for(lambda: _kyc(person) == "verified", "the reconcile to verify the user", 30)


def test_the_gateway_answers_within_a_second(system: dict[str, str]) -> None:
    took = []
    for number in range(5):
        told = {"id": f"evt_fast_{number}", "type": "customer.created", "created": 1}
        body = json.dumps(told).encode()
        headers = {
            "Content-Type": "application/json",
            "Stripe-Signature": sign_timed("whsec_local_new", body, now(system)),
        }
        started = time.perf_counter()
        answer = requests.post(f"{system['api']}{ROUTE}/stripe", body, headers=headers, timeout=10)
        assert answer.status_code == 200
        took.append(time.perf_counter() - started)
    assert statistics.median(took) < 1


def now(system: dict[str, str]) -> datetime:
    """The time of the system, whose clock is moved."""
    found = requests.get(f"{system['cloud']}/local/clock", timeout=5).json()["now"]
    return datetime.fromisoformat(found)


def _failed(system: dict[str, str], name: str = "persona") -> list[Any]:
    found = requests.get(f"{system['vendors']}/{name}/sandbox/state", timeout=5).json()
    return [status for _, status in found["attempts"] if not 200 <= status < 300]


def _kyc(person: Applicant) -> str:
    person.login()
    return str(expect(person.client.call("GET", "/api/kyc/status"), 200)["kycStatus"])
