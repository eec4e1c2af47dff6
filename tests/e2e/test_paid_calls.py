"""What a stranger's or an applicant's calls cost, counted at the paid services themselves: no route
causes more than its row of domain/limits.py says, however often it is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from chalicelib.domain import limits
from chalicelib.domain.limits import Paid
from local import demo
from local.applicant import Applicant, Client, expect, post_form
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


def cards(count: int) -> list[bytes]:
    """Pictures of one person's passport, each another one."""
    person = Person("Anna", "Demosthenous", "1991-03-14", "GRC", demo.fresh_number())
    return [document("td3", person, face("astronaut"), seed=seed) for seed in range(count)]


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


def test_twenty_five_uploads_are_refused_from_the_twenty_first_on(
    sign_up: Callable[..., Applicant], bill: Any
) -> None:
    """Each another picture; and forms beside them, which cost nothing until one is posted."""
    who, opened = sign_up(), bill()
    sent = [who.client.call("POST", "/upload-id", picture).status_code for picture in cards(25)]
    taken = sent.count(201)
    assert sent[:taken] == [201] * taken and set(sent[taken:]) == {429}
    assert taken <= 20
    form = {"contentType": "image/jpeg", "size": 50_000, "side": "back"}
    asked = [who.client.call("POST", "/upload-id?mode=presigned", form) for _ in range(25)]
    assert {answer.status_code for answer in asked} == {429}, "one budget for both ways"
    made = opened.total()
    assert 1 <= made[Paid.TEXTRACT] <= taken
    again = sign_up()
    forms = [again.client.call("POST", "/upload-id?mode=presigned", form) for _ in range(25)]
    statuses = [answer.status_code for answer in forms]
    assert statuses[0] == 201 and statuses[-1] == 429 and statuses.count(201) <= 20


def test_a_form_is_for_one_size_one_kind_and_one_picture(
    sign_up: Callable[..., Applicant], bill: Any, aws: Any, platform: dict[str, Any]
) -> None:
    """What is posted with it a second time is neither kept nor read."""
    who, (first, second) = sign_up(), cards(2)
    second += bytes(len(first) - len(second)) if len(first) > len(second) else b""
    first += bytes(len(second) - len(first))
    form = {"contentType": "image/jpeg", "size": len(first), "side": "front"}
    given = expect(who.client.call("POST", "/upload-id?mode=presigned", form), 201)
    opened, (url, fields) = bill(), (given["upload"]["url"], given["upload"]["fields"])
    for wrong in (first + b"x", first[:-1], b""):
        assert post_form(url, fields, wrong).status_code >= 400
    for changed in (
        {"Content-Type": "image/svg+xml"}, {"key": f"incoming/{'0' * 36}.jpg"},
        {"acl": "public-read"}, {"x-amz-server-side-encryption": "AES256"},
    ):  # fmt: skip
        assert post_form(url, fields | changed, first).status_code >= 400, changed
    for picture in (first, second, second):
        assert post_form(url, fields, picture).status_code < 300
        opened.steer.quiet()
    made = opened.total()
    assert made[Paid.TEXTRACT] == 1
    case, uploads = given["verificationId"], platform["bucket_id_uploads"]
    found = aws("s3").list_object_versions(Bucket=uploads)
    kept = [one["Key"] for one in found.get("Versions", []) if case in one["Key"]]
    assert sorted(kept) == [f"{case}.facts", f"{case}.jpg"]
    rows = aws("dynamodb").scan(TableName=platform["table_kyc_audit_log"])["Items"]
    used = [row for row in rows if case in str(row) and "form_used" in str(row)]
    assert len(used) == 2, "counted where operators see it"


class Keeping(Client):
    """Remembers what was sent last."""

    last: Any = None

    def call(self, method: str, path: str, body: Any = None, headers: Any = None) -> Any:
        self.last = (method, path, body) if path == "/submit-frame" else self.last
        return super().call(method, path, body, headers)


def test_a_comparison_is_claimed_once_by_whoever_asks_at_the_same_moment(
    sign_up: Callable[..., Applicant], bill: Any
) -> None:
    """The last frame and `/verify`, seventeen times each, all at once."""
    who = sign_up()
    who.client = Keeping(who.client.api, who.client.cloud, who.client.token)
    who.upload(cards(1)[0])
    takes, opened = selfies(face("astronaut"), 7), bill()
    who.show_liveness(lambda gesture, number: takes[gesture][number])
    last, ref = who.client.last, {"verificationId": who.verification_id}
    asked = [last, ("POST", "/verify", ref)] * 17

    def ask(each: tuple[str, str, Any]) -> int:
        mine = Client(who.client.api, who.client.cloud, who.client.token)
        return mine.call(*each).status_code

    with ThreadPoolExecutor(12) as many:
        statuses = set(many.map(ask, asked))
    assert statuses <= {202, 409, 429, 504}, statuses  # 504: the machine is busy; it is paid, too
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
