"""Attributes of a user: who may write them, and when another address counts. moto lets everybody
write everything and takes a new address at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emulator import clock
from emulator.events import outbox
from tests.emulator.identity.test_cognito import EMAIL, Pool, code, refused

NEW = "anna@elsewhere.example"
WAITS = {"AttributesRequireVerificationBeforeUpdate": ["email"]}


@pytest.fixture
def pool(aws: Callable[[str], Any]) -> Pool:
    outbox.clear()
    found = Pool(aws("cognito-idp"), UserAttributeUpdateSettings=WAITS)
    client = found.client.describe_user_pool_client(UserPoolId=found.id, ClientId=found.app)
    known = client["UserPoolClient"]
    flows = {"ExplicitAuthFlows": known["ExplicitAuthFlows"]}
    found.client.update_user_pool_client(
        UserPoolId=found.id, ClientId=found.app, WriteAttributes=["email"], **flows
    )
    return found


@pytest.fixture
def token(pool: Pool) -> str:
    """An access token of somebody whose address is proven."""
    pool.person()
    return str(pool.login()["AuthenticationResult"]["AccessToken"])


def _known(pool: Pool, name: str = EMAIL) -> dict[str, str]:
    found = pool.client.admin_get_user(UserPoolId=pool.id, Username=name)
    return {each["Name"]: each["Value"] for each in found["UserAttributes"]}


def _write(pool: Pool, token: str, **attributes: str) -> Any:
    given = [{"Name": name, "Value": value} for name, value in attributes.items()]
    return pool.client.update_user_attributes(AccessToken=token, UserAttributes=given)


@pytest.mark.parametrize(
    "attributes",
    [
        {"phone_number": "+306900000009"},
        {"phone_number_verified": "true"},
        {"email_verified": "true"},
        {"sub": "somebody"},
        {"name": "The Boss"},
        {"email": NEW, "name": "The Boss"},
    ],
)
def test_what_the_client_may_not_write_is_refused_and_nothing_is_written(
    pool: Pool, token: str, attributes: dict[str, str]
) -> None:
    before = _known(pool)
    with refused("NotAuthorizedException"):
        _write(pool, token, **attributes)
    assert _known(pool) == before


def test_a_new_address_counts_once_it_has_answered(pool: Pool, token: str) -> None:
    sent = _write(pool, token, email=NEW)["CodeDeliveryDetailsList"]
    assert [each["AttributeName"] for each in sent] == ["email"]
    assert outbox.messages()[-1]["to"] == [NEW], "the code goes to the address that is to be proven"
    assert (_known(pool)["email"], _known(pool)["email_verified"]) == (EMAIL, "true")
    assert pool.login()["AuthenticationResult"], "the old one works meanwhile"
    verify = {"AccessToken": token, "AttributeName": "email"}
    right = code()
    with refused("CodeMismatchException"):
        pool.client.verify_user_attribute(**verify, Code="x00000")
    assert _known(pool)["email"] == EMAIL
    pool.client.verify_user_attribute(**verify, Code=right)
    assert (_known(pool, NEW)["email"], _known(pool, NEW)["email_verified"]) == (NEW, "true")
    with refused("NotAuthorizedException"):
        pool.login()
    assert pool.login(name=NEW)["AuthenticationResult"]
    with refused("ExpiredCodeException"):  # a code is used once
        pool.client.verify_user_attribute(**verify, Code=right)


def test_a_code_for_an_address_ends_and_cannot_be_guessed(pool: Pool, token: str) -> None:
    _write(pool, token, email=NEW)
    verify = {"AccessToken": token, "AttributeName": "email"}
    for _ in range(5):
        with refused("CodeMismatchException|TooManyFailedAttempts"):
            pool.client.verify_user_attribute(**verify, Code="x00000")
    with refused("TooManyFailedAttempts|ExpiredCodeException"):
        pool.client.verify_user_attribute(**verify, Code=code())
    assert _known(pool)["email"] == EMAIL


def test_an_address_that_was_taken_meanwhile_is_refused(pool: Pool, token: str) -> None:
    _write(pool, token, email=NEW)
    right = code()
    pool.sign_up(NEW)
    with refused("AliasExistsException|UsernameExistsException|InvalidParameter"):
        pool.client.verify_user_attribute(AccessToken=token, AttributeName="email", Code=right)
    assert _known(pool)["email"] == EMAIL


def test_ones_own_address_is_proven_by_a_code_that_goes_there(pool: Pool) -> None:
    user_id = pool.sign_up()["UserSub"]
    pool.client.admin_confirm_sign_up(UserPoolId=pool.id, Username=user_id)
    assert _known(pool).get("email_verified") != "true", "an administrator proves no address"
    token = pool.login()["AuthenticationResult"]["AccessToken"]
    asked = {"AccessToken": token, "AttributeName": "email"}
    told = pool.client.get_user_attribute_verification_code(**asked)["CodeDeliveryDetails"]
    assert told["Destination"] == "a***@c***" and outbox.messages()[-1]["to"] == [EMAIL]
    late = code()
    clock.advance(seconds=86400 + 60)
    token = pool.login()["AuthenticationResult"]["AccessToken"]
    asked["AccessToken"] = token
    with refused("ExpiredCodeException"):
        pool.client.verify_user_attribute(**asked, Code=late)
    pool.client.get_user_attribute_verification_code(**asked)
    pool.client.verify_user_attribute(**asked, Code=code())
    assert _known(pool)["email_verified"] == "true"


def test_a_code_is_for_who_asked_for_it(pool: Pool, token: str) -> None:
    _write(pool, token, email=NEW)
    right = code()
    pool.sign_up("ben@company.example")
    pool.call("confirm_sign_up", "ben@company.example", ConfirmationCode=code())
    other = pool.login(name="ben@company.example")["AuthenticationResult"]["AccessToken"]
    with refused("ExpiredCodeException|CodeMismatchException"):
        pool.client.verify_user_attribute(AccessToken=other, AttributeName="email", Code=right)
