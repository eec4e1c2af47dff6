"""Whether an address is known is told by no answer and by no time, over HTTP."""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median, quantiles
from typing import Any

import pytest
import requests

from local.applicant import Applicant, Client
from tests.e2e.strangers import coming_from

pytestmark = pytest.mark.slow
SignUp = Callable[..., Applicant]
PASSWORD = "Strangers-pass-2026"
#: Outside the pool's rules, each in its own way, and one that is tried first.
WEAK = ("without-upper-7", "WITHOUT-LOWER-7", "Without-Digits", " Blank-Before-7", "Password1234")
#: Headers that are never the same: the moment, and the request's own id.
IN_BETWEEN = 20  # seconds from a question about one address to that about the other, at most
PASSING = {"date", "x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id", "apigw-requestid"}


@dataclass
class Heard:
    """What a stranger hears about an address: status, headers, bytes; and how long it took."""

    place: Client
    said: list[tuple[str, int, dict[str, str], bytes]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    waits: list[int] = field(default_factory=list)

    def ask(self, path: str, body: dict[str, str], mine: dict[str, str]) -> requests.Response:
        """`mine` are words of the question: another one for each address, and no answer."""
        answer = self.place.call("POST", path, body)
        told, headers = answer.content, dict(answer.headers)
        for name, value in mine.items():
            told = told.replace(value.encode(), name.encode())
        told = re.sub(rb'"requestId": ?"[^"]+"', b"", told)
        told = re.sub(rb"[0-9a-f]{8}-[0-9a-f-]{27}", b"ID", told)
        kept = {name: text for name, text in headers.items() if name.lower() not in PASSING}
        self.waits.append(int(kept.pop("Retry-After", 0)))
        self.said.append((path, answer.status_code, kept, told))
        self.seconds[path] = answer.elapsed.total_seconds()
        return answer


def _conversation(heard: Heard, email: str) -> Iterator[None]:
    """Everything a stranger can ask about an address, one thing after the other."""
    mine = {"EMAIL": email}
    sign_up = {"email": email, "password": PASSWORD, "phoneNumber": "+306900000009"}
    for weak in WEAK:
        yield
        heard.ask("/auth/signup/start", sign_up | {"password": weak}, mine)
        shown = {"username": email, "code": "000000", "password": weak}
        yield
        heard.ask("/auth/password/reset", shown, mine)
    begun = heard.ask("/auth/signup/start", sign_up, mine).json()["onboardingId"]
    named = {"ONBOARDING": begun, **mine}
    for _ in range(4):
        wrong = {"onboardingId": begun, "code": "000001"}
        yield
        heard.ask("/auth/signup/confirm", wrong, named)
        yield
        heard.ask("/auth/signup/resend", {"onboardingId": begun}, named)
    for _ in range(6):
        guess = {"username": email, "password": "Wrong-pass-2026"}
        yield
        heard.ask("/auth/login", guess, mine)
    for _ in range(6):
        yield
        heard.ask("/auth/password/forgot", {"username": email}, mine)
    for _ in range(6):
        shown = {"username": email, "code": "000000", "password": PASSWORD}
        yield
        heard.ask("/auth/password/reset", shown, mine)
    for _ in range(6):
        factor = {"username": email, "session": "s" * 40, "code": "000000"}
        yield
        heard.ask("/auth/mfa/answer", factor, mine)


def test_known_and_unknown_addresses_are_one_conversation_to_the_byte(
    client: Client, sign_up: SignUp, steer: Any
) -> None:
    now = requests.get(f"{client.cloud}/local/clock", timeout=10).json()["now"]
    # No window ends in it.
    steer.move(seconds=3601 - datetime.fromisoformat(now).timestamp() % 3600)
    known = Heard(coming_from(client, "127.0.3.1"))
    unknown = Heard(coming_from(client, "127.0.3.2"))
    nobody = f"nobody-{secrets.token_hex(4)}@applicants.example"
    asked = _conversation(known, sign_up().email), _conversation(unknown, nobody)
    for _ in zip(*asked, strict=True):
        """In turn: how long one has to wait depends on the moment, too."""
    assert len(known.said) > 40
    for first, second in zip(known.said, unknown.said, strict=True):
        assert first == second
    # to the second by a clock that stands still: tests/services/accounts/test_sign_in.py
    assert known.waits == pytest.approx(unknown.waits, abs=IN_BETWEEN)


CALLS, AT_ONCE, APART = 200, 3, 0.05


@pytest.fixture(scope="module")
def known(aws: Any, platform: dict[str, Any]) -> list[str]:
    """Addresses of accounts: no two calls of one kind ask for the same."""
    names = [f"known-{number}@applicants.example" for number in range(CALLS)]
    pools, pool = aws("cognito-idp"), platform["user_pool_id"]
    for number, name in enumerate(names):
        told = {
            "email": name, "email_verified": "true",
            "phone_number": f"+306900001{number:03}", "phone_number_verified": "true",
        }  # fmt: skip
        pools.admin_create_user(
            UserPoolId=pool, Username=name, MessageAction="SUPPRESS",
            UserAttributes=[{"Name": key, "Value": value} for key, value in told.items()],
        )  # fmt: skip
        pools.admin_set_user_password(
            UserPoolId=pool, Username=name, Password="Owners-pass-2026", Permanent=True
        )
    return names


def _asked(heard: Heard, email: str, new: str, number: int) -> None:
    """One call of each kind; `new`: with which one signs up, so that `email` stays what it is."""
    body = {"email": new, "password": PASSWORD, "phoneNumber": f"+30690002{number:04}"}
    begun = heard.ask("/auth/signup/start", body, {"EMAIL": new}).json()["onboardingId"]
    heard.ask("/auth/signup/confirm", {"onboardingId": begun, "code": "000001"}, {"O": begun})
    heard.ask("/auth/signup/resend", {"onboardingId": begun}, {"O": begun})
    heard.ask("/auth/login", {"username": email, "password": "Wrong-pass-2026"}, {})
    heard.ask("/auth/password/forgot", {"username": email}, {})
    shown = {"username": email, "code": "000000", "password": PASSWORD}
    heard.ask("/auth/password/reset", shown, {})
    heard.ask("/auth/mfa/answer", {"username": email, "session": "s" * 40, "code": "000000"}, {})


def test_known_and_unknown_addresses_answer_in_the_same_time(
    client: Client, known: list[str], capsys: Any
) -> None:
    """Two hundred calls of each kind, from as many addresses as keep every limit away. A known and
    an unknown one are asked in turn, each first as often as the other, so that a busy machine is as
    busy for both."""

    def pair(number: int) -> tuple[Heard, Heard]:
        places = (coming_from(client, f"127.0.{part}.{number + 1}") for part in (4, 5))
        here, there = (Heard(place) for place in places)
        questions = [
            (here, known[number], known[number], number),
            (there, f"no-{number}@applicants.example", f"new-{number}@applicants.example",
             CALLS + number),
        ]  # fmt: skip
        for question in reversed(questions) if number % 2 else questions:
            _asked(*question)
        return here, there

    with ThreadPoolExecutor(AT_ONCE) as strangers:
        pairs = list(strangers.map(pair, range(CALLS)))
    times: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for here, there in pairs:
        assert here.said == there.said
        assert 429 not in {status for _, status, _, _ in here.said}
        for path in here.seconds:
            times[path][0].append(here.seconds[path])
            times[path][1].append(there.seconds[path])
    wide = dict[str, float]()
    for path, (of_known, of_unknown) in times.items():
        assert len(of_known) == len(of_unknown) == CALLS
        ours, theirs = median(of_known), median(of_unknown)
        wide[path] = abs(ours - theirs) / max(ours, theirs)
        tails = (quantiles(each, n=20)[-1] * 1000 for each in (of_known, of_unknown))
        with capsys.disabled():
            print(
                f"\n{path:<24} known {ours * 1000:6.1f} ms, unknown {theirs * 1000:6.1f} ms, "
                f"{wide[path]:.2%} apart; 95 of 100 within "
                + " and ".join(f"{tail:.0f} ms" for tail in tails),
                end="",
            )
    assert max(wide.values()) <= APART, wide
