"""Our client of Cognito, where AWS does otherwise than one would think."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import pytest
from botocore.exceptions import ClientError

from chalicelib.adapters.accounts.cognito import CognitoIdentity
from chalicelib.domain.errors import NotAuthorized, Refused, Unavailable, VestibuleError

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

POOL, SECRET = "eu-west-1_abcDEF123", {"clientId": "client", "clientSecret": "secret"}
USER, EMAIL = "5f0c6b1e-0000-4000-8000-000000000001", "anna@applicants.example"


class Cognito:
    """The calls that are looked at; the user's own name is an id, the address an alias of it."""

    def __init__(self, confirmed: bool = False, fault: str = "", known: bool = True) -> None:
        self.status = "CONFIRMED" if confirmed else "UNCONFIRMED"
        self.fault, self.known, self.answers = fault, known, list[dict[str, Any]]()

    def admin_get_user(self, **given: Any) -> dict[str, Any]:
        if not self.known:
            raise _error("UserNotFoundException")
        attributes = [{"Name": "sub", "Value": USER}, {"Name": "email", "Value": EMAIL}]
        return {"Username": USER, "UserStatus": self.status, "UserAttributes": attributes}

    def admin_confirm_sign_up(self, **given: Any) -> None:
        if self.fault != "TooManyRequestsException":
            self.status = "CONFIRMED"  # before the trigger is asked, and it stays
        if self.fault:
            raise _error(self.fault)

    def initiate_auth(self, **given: Any) -> dict[str, Any]:
        raise _error(self.fault)

    def forgot_password(self, **given: Any) -> None:
        raise _error(self.fault)

    def respond_to_auth_challenge(self, **given: Any) -> dict[str, Any]:
        self.answers.append(given["ChallengeResponses"])
        if self.fault or not self.known:
            raise _error(self.fault or "NotAuthorizedException")
        tokens = {"AccessToken": "a", "IdToken": "i", "ExpiresIn": 3600, "RefreshToken": "r"}
        return {"AuthenticationResult": tokens}


def _error(code: str) -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {}}
    return ClientError(response, "Call")


def identity(cognito: Cognito) -> CognitoIdentity:
    client = cast("CognitoIdentityProviderClient", cognito)
    return CognitoIdentity(client, POOL, lambda: SECRET)


@pytest.mark.parametrize("fault", ["UserLambdaValidationException", "UnexpectedLambdaException"])
def test_a_trigger_that_was_too_slow_leaves_a_confirmed_user(fault: str) -> None:
    """5 s a try, three tries, then an error of AdminConfirmSignUp: the user is confirmed."""
    cognito = Cognito(fault=fault)
    identity(cognito).confirm(USER, phone_verified=False)
    assert cognito.status == "CONFIRMED"


def test_a_confirmation_that_did_not_happen_is_an_error() -> None:
    with pytest.raises(VestibuleError):
        identity(Cognito(fault="TooManyRequestsException")).confirm(USER, phone_verified=False)


def test_a_second_factor_is_answered_in_the_users_own_name() -> None:
    """USER_ID_FOR_SRP of the challenge, for the name and for the hash; not the address."""
    cognito = Cognito(confirmed=True)
    identity(cognito).answer(EMAIL, "SOFTWARE_TOKEN_MFA", "session", "123456")
    (given,) = cognito.answers
    assert given["USERNAME"] == USER
    message = (USER + SECRET["clientId"]).encode()
    digest = hmac.new(SECRET["clientSecret"].encode(), message, hashlib.sha256).digest()
    assert given["SECRET_HASH"] == base64.b64encode(digest).decode()


def test_for_an_unknown_name_cognito_is_asked_as_for_a_known_one() -> None:
    cognito = Cognito(known=False)
    with pytest.raises(NotAuthorized):
        identity(cognito).answer(EMAIL, "SOFTWARE_TOKEN_MFA", "session", "123456")
    assert [given["USERNAME"] for given in cognito.answers] == [EMAIL]


@pytest.mark.parametrize(
    "state",
    [
        "PasswordResetRequiredException", "InvalidParameterException", "UserNotFoundException",
        "MFAMethodNotFoundException", "SoftwareTokenMFANotFoundException",
    ],
)  # fmt: skip
def test_no_state_of_an_account_is_told_to_who_cannot_sign_in(state: str) -> None:
    """Of an imported user, for one, Cognito tells the state whatever the password is."""
    pool = identity(Cognito(confirmed=True, fault=state))
    acts: tuple[Callable[[], object], ...] = (
        lambda: pool.login(EMAIL, "Wrong-pass-2026"),
        lambda: pool.answer(EMAIL, "SOFTWARE_TOKEN_MFA", "session", "123456"),
    )
    for act in acts:
        with pytest.raises(NotAuthorized) as refused:
            act()
        wrong = (NotAuthorized.code, "wrong user name or password")
        assert (refused.value.code, str(refused.value)) == wrong


def test_a_code_that_reaches_nobody_is_told_from_a_pool_that_is_away() -> None:
    with pytest.raises(Refused) as refused:
        identity(Cognito(fault="CodeDeliveryFailureException")).forgot(EMAIL)
    assert refused.value.code == "code_not_sent"
    with pytest.raises(Unavailable):
        identity(Cognito(fault="InternalErrorException")).forgot(EMAIL)
    identity(Cognito(fault="UserNotFoundException")).forgot(EMAIL)


def test_a_service_that_says_slow_down_is_told_from_one_that_is_away() -> None:
    from chalicelib.adapters.aws.failures import translated

    for code, ours in (("ThrottlingException", "throttled"), ("InternalFailure", "unavailable")):
        with pytest.raises(Unavailable) as caught, translated():
            raise _error(code)
        assert caught.value.code == ours
