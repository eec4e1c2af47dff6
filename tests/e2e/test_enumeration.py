"""Whether an address is known is told by no answer and by no time, over HTTP."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from local.applicant import Applicant, Client
from tests.e2e.strangers import coming_from

pytestmark = pytest.mark.slow
SignUp = Callable[..., Applicant]
PASSWORD = "Strangers-pass-2026"


@dataclass
class Heard:
    """What a stranger hears about an address: status, headers that are ours, bytes."""

    said: list[tuple[int, bytes]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def ask(self, client: Client, path: str, body: dict[str, str], mine: dict[str, str]) -> Any:
        answer = client.call("POST", path, body)
        told = answer.content
        for name, value in mine.items():
            told = told.replace(value.encode(), name.encode())
        told = re.sub(rb'"requestId": ?"[^"]+"', b"", told)
        self.said.append((answer.status_code, re.sub(rb"[0-9a-f-]{36}", b"ID", told)))
        self.seconds.append(answer.elapsed.total_seconds())
        return answer.json() if answer.content else None


def _conversation(client: Client, heard: Heard, email: str) -> None:
    """Everything a stranger can ask about an address, one thing after the other."""
    mine = {"EMAIL": email}
    sign_up = {"email": email, "password": PASSWORD, "phoneNumber": "+306900000009"}
    begun = heard.ask(client, "/auth/signup/start", sign_up, mine)["onboardingId"]
    named = {"ONBOARDING": begun, **mine}
    for _ in range(4):
        wrong = {"onboardingId": begun, "code": "000001"}
        heard.ask(client, "/auth/signup/confirm", wrong, named)
        heard.ask(client, "/auth/signup/resend", {"onboardingId": begun}, named)
    for _ in range(6):
        guess = {"username": email, "password": "Wrong-pass-2026"}
        heard.ask(client, "/auth/login", guess, mine)
    for _ in range(6):
        heard.ask(client, "/auth/password/forgot", {"username": email}, mine)
    for _ in range(6):
        shown = {"username": email, "code": "000000", "password": PASSWORD}
        heard.ask(client, "/auth/password/reset", shown, mine)


def test_known_and_unknown_addresses_are_one_conversation_to_the_byte(
    client: Client, sign_up: SignUp
) -> None:
    known, unknown = Heard(), Heard()
    _conversation(coming_from(client, "127.0.3.1"), known, sign_up().email)
    nobody = f"nobody-{secrets.token_hex(4)}@applicants.example"
    _conversation(coming_from(client, "127.0.3.2"), unknown, nobody)
    assert known.said == unknown.said


#: What is asked of each, by so many addresses and of so many names that no limit answers instead.
ASKED: dict[str, Callable[[str], dict[str, str]]] = {
    "/auth/login": lambda email: {"username": email, "password": "Wrong-pass-2026"},
    "/auth/password/forgot": lambda email: {"username": email},
    "/auth/password/reset": lambda email: {
        "username": email, "code": "000000", "password": PASSWORD,
    },
}  # fmt: skip
CALLS, EACH = 200, 4


@pytest.fixture(scope="module")
def known(aws: Any, platform: dict[str, Any]) -> list[str]:
    """Addresses of accounts, as many as it takes."""
    names = [f"known-{number}@applicants.example" for number in range(CALLS // EACH)]
    pools, pool = aws("cognito-idp"), platform["user_pool_id"]
    for number, name in enumerate(names):
        told = {
            "email": name, "email_verified": "true",
            "phone_number": f"+3069000001{number:02}", "phone_number_verified": "true",
        }  # fmt: skip
        pools.admin_create_user(
            UserPoolId=pool, Username=name, MessageAction="SUPPRESS",
            UserAttributes=[{"Name": key, "Value": value} for key, value in told.items()],
        )  # fmt: skip
        pools.admin_set_user_password(
            UserPoolId=pool, Username=name, Password="Owners-pass-2026", Permanent=True
        )
    return names


@pytest.mark.parametrize("path", ASKED)
def test_known_and_unknown_addresses_answer_in_the_same_time(
    path: str, client: Client, known: list[str], capsys: Any
) -> None:
    """Asked in turn, so that a busy machine is as busy for both; the median of the differences is
    within five of a hundred of the median."""
    apart, seconds, statuses = list[float](), list[float](), set[int]()
    for number, name in enumerate(known):
        place = coming_from(client, f"127.0.{4 + list(ASKED).index(path)}.{number + 1}")
        for turn in range(EACH):
            heard, order = Heard(), [name, f"no-{name}"]
            if turn % 2:
                order.reverse()
            for email in order:
                heard.ask(place, path, ASKED[path](email), {})
            first, second = heard.seconds
            apart.append(second - first if turn % 2 else first - second)
            seconds += heard.seconds
            statuses |= {status for status, _ in heard.said}
    median = _median(seconds)
    with capsys.disabled():
        print(f"\n{path}: median {median * 1000:.1f} ms, apart {_median(apart) * 1000:+.2f} ms")
    assert 429 not in statuses
    assert abs(_median(apart)) <= 0.05 * median


def _median(numbers: list[float]) -> float:
    return sorted(numbers)[len(numbers) // 2]
