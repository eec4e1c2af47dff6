"""Who signs up with the address of an account gets neither the account nor the address, whatever
Cognito says of it, over HTTP with roles enforced."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from local.applicant import Applicant, Client, expect, wait_for
from tests.e2e.strangers import coming_from

pytestmark = pytest.mark.slow
OWNERS, STRANGERS = "Owners-pass-2026", "Strangers-pass-2026"
PHONE = "+3069000007"


@dataclass
class Account:
    """Somebody's account of the pool, and what is known of it when the stranger comes."""

    email: str
    known: dict[str, Any]


@dataclass
class Pool:
    """The pool as an operator sees it."""

    cognito: Any
    pool: str
    cloud: str

    def made(self, state: str) -> Account:
        """A member of staff: invited, and what follows by the calls that lead to a state; one that
        no call leads to is given by the embedded cloud."""
        email = f"{state.lower().replace('_', '-')}-{secrets.token_hex(3)}@applicants.example"
        where = {"UserPoolId": self.pool, "Username": email}
        told = {
            "email": email, "email_verified": "true",
            "phone_number": f"+3069{secrets.randbelow(10**8):08}", "phone_number_verified": "true",
        }  # fmt: skip
        self.cognito.admin_create_user(
            **where, MessageAction="SUPPRESS",
            UserAttributes=[{"Name": name, "Value": value} for name, value in told.items()],
        )  # fmt: skip
        self.cognito.admin_add_user_to_group(**where, GroupName="reviewers")
        if state != "FORCE_CHANGE_PASSWORD":
            self.cognito.admin_set_user_password(**where, Password=OWNERS, Permanent=True)
        if state == "RESET_REQUIRED":
            self.cognito.admin_reset_user_password(**where)
        if state == "DISABLED":
            self.cognito.admin_disable_user(**where)
        elif state not in ("CONFIRMED", "FORCE_CHANGE_PASSWORD", "RESET_REQUIRED"):
            self.is_given(email, state)
        account = Account(email, self.seen(email))
        assert state in (account.known["UserStatus"], "DISABLED")
        return account

    def is_given(self, email: str, state: str) -> None:
        """By AWS itself."""
        told = {"pool": self.pool, "username": email, "status": state}
        answer = requests.put(f"{self.cloud}/local/users", json=told, timeout=10)
        assert answer.ok, answer.text

    def seen(self, email: str) -> dict[str, Any]:
        """Everything Cognito says of it."""
        where = {"UserPoolId": self.pool, "Username": email}
        user = self.cognito.admin_get_user(**where)
        groups = self.cognito.admin_list_groups_for_user(**where)["Groups"]
        kept = {key: user[key] for key in ("Username", "UserStatus", "Enabled", "UserAttributes")}
        return kept | {"groups": sorted(group["GroupName"] for group in groups)}


@pytest.fixture(scope="module")
def pool(aws: Any, platform: dict[str, Any], system: dict[str, str]) -> Pool:
    return Pool(aws("cognito-idp"), platform["user_pool_id"], system["cloud"])


@pytest.fixture(scope="module")
def states(pool: Pool) -> tuple[str, ...]:
    """Every state that Cognito has for a user, by its own model."""
    model = pool.cognito.meta.service_model.shape_for("UserStatusType")
    assert len(model.enum) >= 8
    return (*model.enum, "DISABLED")


@pytest.fixture
def places(client: Client) -> Iterator[Callable[[], Client]]:
    number = iter(range(1, 250))
    yield lambda: coming_from(client, f"127.0.11.{next(number)}")


def _attack(stranger: Client, email: str) -> None:
    """Signs up, guesses the code, asks for it again, signs in."""
    phone = f"{PHONE}{secrets.randbelow(1000):03}"
    body = {"email": email, "password": STRANGERS, "phoneNumber": phone}
    begun = expect(stranger.call("POST", "/auth/signup/start", body), 202)["onboardingId"]
    for _ in range(2):
        told = {"onboardingId": begun, "code": "000000"}
        assert stranger.call("POST", "/auth/signup/confirm", told).status_code == 400
        expect(stranger.call("POST", "/auth/signup/resend", {"onboardingId": begun}), 202)
    assert stranger.outbox(phone) == []
    assert _signs_in(stranger, email, STRANGERS) == 401


def _signs_in(client: Client, email: str, password: str) -> int:
    body = {"username": email, "password": password}
    return client.call("POST", "/auth/login", body).status_code


def test_no_account_that_is_somebodys_is_taken_whatever_its_state(
    pool: Pool, states: tuple[str, ...], places: Callable[[], Client], steer: Any
) -> None:
    """When it was just made, and when every code that was ever sent has run out."""
    accounts = {state: pool.made(state) for state in states}
    for passing in ({"minutes": 0}, {"minutes": 11}, {"hours": 3}):
        steer.move(**passing)
        for state, account in accounts.items():
            _attack(places(), account.email)
            steer.quiet()
            assert pool.seen(account.email) == account.known, state
    assert _signs_in(places(), accounts["CONFIRMED"].email, OWNERS) == 200
    assert _signs_in(places(), accounts["DISABLED"].email, OWNERS) == 401


def test_one_that_began_here_and_went_on_is_not_taken_either(
    pool: Pool, states: tuple[str, ...], places: Callable[[], Client], steer: Any
) -> None:
    """A sign-up of ours leaves a mark that it may be replaced once its code ran out: the state
    that it has reached since counts for more."""
    accounts: list[Account] = []
    for state in states:
        if state in ("UNCONFIRMED", "DISABLED"):
            continue
        owner = Applicant(places(), "Anna Demosthenous", "1991-03-14", "GRC")
        owner.start()
        owner.read_code()
        pool.is_given(owner.email, state)
        accounts.append(Account(owner.email, pool.seen(owner.email)))
    steer.move(minutes=11)
    for account in accounts:
        _attack(places(), account.email)
        steer.quiet()
        assert pool.seen(account.email) == account.known


def test_what_began_here_and_was_left_is_replaced_once_its_code_ran_out(
    pool: Pool, places: Callable[[], Client], steer: Any
) -> None:
    """So that the test above shows something: this one state gives way, and not a minute sooner."""
    owner = Applicant(places(), "Anna Demosthenous", "1991-03-14", "GRC")
    owner.start()
    owner.read_code()
    before = pool.seen(owner.email)
    steer.move(minutes=9)
    _attack(places(), owner.email)
    assert pool.seen(owner.email)["Username"] == before["Username"]
    steer.move(minutes=11)
    later = Applicant(places(), "Anna Demosthenous", "1991-03-14", "GRC", email=owner.email)
    later.start()
    code = wait_for(lambda: _code(later), "the code of the second sign-up")
    assert later.confirm(code).status_code == 200
    after = pool.seen(owner.email)
    assert after["Username"] != before["Username"] and after["groups"] == []
    assert _signs_in(places(), owner.email, owner.password) == 401
    assert _signs_in(places(), owner.email, later.password) == 200


def _code(person: Applicant) -> str:
    texts = [str(message.get("text", "")) for message in person.client.outbox(person.phone)]
    return next((found[0] for text in texts if (found := re.search(r"\d{6}", text))), "")
