"""What a stranger's or an applicant's calls cost, counted at the paid services themselves: no route
causes more than its row of domain/limits.py says, however often it is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import requests

from chalicelib.domain import limits
from chalicelib.domain.limits import Paid
from local.applicant import Applicant, Client, expect
from local.pictures import Person, document, face, selfies

pytestmark = pytest.mark.slow

PAID = {
    Paid.TEXTRACT: ("textract:AnalyzeDocument", "textract:AnalyzeID"),
    Paid.REKOGNITION: ("rekognition:DetectFaces", "rekognition:CompareFaces"),
    Paid.LIVENESS: ("rekognition:CreateFaceLivenessSession",),
}


class Bill:
    """What was called, and which codes were sent, since it was opened."""

    def __init__(self, system: dict[str, str], steer: Any) -> None:
        self.cloud, self.steer = system["cloud"], steer
        requests.delete(f"{self.cloud}/local/usage", timeout=10)
        self._before = self._sent()

    def _sent(self) -> Counter[str]:
        told = requests.get(f"{self.cloud}/local/outbox", timeout=10).json()["messages"]
        return Counter(message["kind"] for message in told)

    def total(self) -> Counter[Paid]:
        self.steer.quiet()
        calls = requests.get(f"{self.cloud}/local/usage", timeout=10).json()["calls"]
        made: Counter[str] = Counter()
        for counts in calls.values():
            made.update(counts)
        assert made, "nothing was counted: the cloud does not watch"
        sent = self._sent()
        found = {
            paid: sum(n for call, n in made.items() if call.startswith(names))
            for paid, names in PAID.items()
        }
        found[Paid.SMS] = sent["sms"] - self._before["sms"]
        found[Paid.MAIL] = sent["email"] - self._before["email"]
        return Counter(found)


@pytest.fixture
def bill(system: dict[str, str], steer: Any) -> Callable[[], Bill]:
    def opened() -> Bill:
        steer.quiet()
        return Bill(system, steer)

    return opened


def _within(bill: Bill, route: str, times: int) -> Counter[Paid]:
    allowed, made = limits.ROUTES[route].paid or {}, bill.total()
    for paid, count in made.items():
        assert count <= times * allowed.get(paid, 0), (route, paid, count)
    return made


def test_signing_up_sends_a_code_each_time_and_stops(client: Client, bill: Any) -> None:
    """Ten addresses, one number: the number's owner gets no more than ten texts an hour."""
    opened, statuses = bill(), []
    for number in range(14):
        body = {
            "email": f"costs-{number}@applicants.example",
            "password": "Long-enough-2026",
            "phoneNumber": "+306977000001",
        }
        statuses.append(client.call("POST", "/auth/signup/start", body).status_code)
    made = _within(opened, "POST /auth/signup/start", len(statuses))
    assert statuses[0] == 202 and statuses[-1] == 429
    assert 1 <= made[Paid.SMS] <= 10


def test_a_document_is_read_once_per_upload(sign_up: Callable[..., Applicant], bill: Any) -> None:
    who, person = sign_up(), Person("Anna", "Demosthenous", "1991-03-14", "GRC", "KN4411223")
    opened = bill()
    for seed in range(4):
        who.upload(document("td3", person, face("astronaut"), seed=seed))
    made = _within(opened, "POST /upload-id", 4)
    assert made[Paid.TEXTRACT] >= 1


def test_frames_are_looked_at_once_however_often_it_is_asked_for(
    sign_up: Callable[..., Applicant], bill: Any
) -> None:
    who, person = sign_up(), Person("Anna", "Demosthenous", "1991-03-14", "GRC", "KN4411224")
    who.upload(document("td3", person, face("astronaut"), seed=3))
    takes = selfies(face("astronaut"), 7)
    opened = bill()
    who.show_liveness(lambda gesture, number: takes[gesture][number])
    for _ in range(17):
        ref = {"verificationId": who.verification_id}
        assert who.client.call("POST", "/verify", ref).status_code in (202, 409, 429)
    made = opened.total()
    assert 0 < made[Paid.REKOGNITION] <= limits.SESSION_LOOKS, made


def test_forgotten_passwords_and_addresses_have_their_budgets(
    sign_up: Callable[..., Applicant], bill: Any
) -> None:
    who = sign_up()
    opened = bill()
    for _ in range(12):
        who.client.call("POST", "/auth/password/forgot", {"username": who.email})
    made = _within(opened, "POST /auth/password/forgot", 12)
    assert made[Paid.SMS] <= 5
    opened = bill()
    shown = {"accessToken": who.access_token, "password": who.password}
    statuses = [who.client.call("POST", "/auth/email", shown).status_code for _ in range(8)]
    made = _within(opened, "POST /auth/email", 8)
    assert statuses[-1] == 429 and made[Paid.MAIL] <= 5


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/start-liveness", {"verificationId": "00000000-0000-4000-8000-00000000dead"}),
        ("POST", "/verify", {"verificationId": "00000000-0000-4000-8000-00000000dead"}),
        ("POST", "/upload-id", b"no picture at all"),
        ("POST", "/auth/signup/resend", {"onboardingId": "00000000-0000-4000-8000-00000000dead"}),
    ],
)
def test_what_is_refused_costs_nothing(
    sign_up: Callable[..., Applicant], bill: Any, method: str, path: str, body: Any
) -> None:
    who = sign_up()
    opened = bill()
    for _ in range(10):
        expect(who.client.call(method, path, body), 202, 400, 404, 409, 415, 422, 429)
    assert sum(opened.total().values()) == 0


def test_nothing_that_is_paid_for_is_without_a_count_here() -> None:
    counted = {*PAID, Paid.SMS, Paid.MAIL, Paid.VENDOR}  # vendors: tests/vendors/test_sessions.py
    assert set(Paid) == counted
