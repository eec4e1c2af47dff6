"""The embedded Cognito from outside: each thing here moto alone gets wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import warnings
from collections.abc import Callable
from typing import Any

import jwt
import pytest
import requests
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from emulator import clock
from emulator.events import outbox
from emulator.identity import tokens as cognito_tokens
from tests.emulator.apps import handlers

PASSWORD = "Correct-Horse-7"
EMAIL = "anna@company.example"
SENDER = "arn:aws:ses:eu-west-1:123456789012:identity/no-reply@company.example"


class Pool:
    """A user pool with one client, and calls that carry the secret hash."""

    def __init__(self, client: Any, **settings: Any) -> None:
        self.client = client
        self.id = client.create_user_pool(
            PoolName="people",
            UsernameAttributes=["email"],
            **{"AutoVerifiedAttributes": ["email"], **settings},
        )["UserPool"]["Id"]
        made = client.create_user_pool_client(
            UserPoolId=self.id,
            ClientName="api",
            GenerateSecret=True,
            ExplicitAuthFlows=[
                "ALLOW_USER_PASSWORD_AUTH",
                "ALLOW_REFRESH_TOKEN_AUTH",
                "ALLOW_USER_SRP_AUTH",
            ],
            PreventUserExistenceErrors="ENABLED",
            AccessTokenValidity=10,
            IdTokenValidity=10,
            TokenValidityUnits={"AccessToken": "minutes", "IdToken": "minutes"},
        )["UserPoolClient"]
        self.app, self.secret = made["ClientId"], made["ClientSecret"]

    def hash(self, name: str) -> str:
        digest = hmac.new(self.secret.encode(), (name + self.app).encode(), hashlib.sha256)
        return base64.b64encode(digest.digest()).decode()

    def call(self, operation: str, name: str = EMAIL, **given: Any) -> Any:
        return getattr(self.client, operation)(
            ClientId=self.app, SecretHash=self.hash(name), Username=name, **given
        )

    def sign_up(self, email: str = EMAIL) -> Any:
        return self.call("sign_up", email, Password=PASSWORD, UserAttributes=[
            {"Name": "email", "Value": email}
        ])  # fmt: skip

    def login(self, password: str = PASSWORD, name: str = EMAIL) -> Any:
        return self.client.initiate_auth(
            ClientId=self.app,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={
                "USERNAME": name,
                "PASSWORD": password,
                "SECRET_HASH": self.hash(name),
            },
        )

    def person(self) -> str:
        user_id: str = self.sign_up()["UserSub"]
        self.call("confirm_sign_up", ConfirmationCode=code())
        return user_id


@pytest.fixture
def pool(aws: Callable[[str], Any]) -> Pool:
    outbox.clear()
    return Pool(aws("cognito-idp"))


def code() -> str:
    """The newest code in the outbox."""
    return str(outbox.messages()[-1]["text"].removesuffix(".").split()[-1])


def refused(name: str) -> Any:
    return pytest.raises(ClientError, match=name)


def test_a_call_without_the_secret_hash_is_refused(pool: Pool) -> None:
    with refused("NotAuthorizedException"):
        pool.client.sign_up(ClientId=pool.app, Username=EMAIL, Password=PASSWORD)
    with refused("NotAuthorizedException"):
        pool.client.sign_up(
            ClientId=pool.app, Username=EMAIL, Password=PASSWORD, SecretHash=pool.hash("other")
        )


def test_only_the_code_that_was_sent_confirms(pool: Pool) -> None:
    pool.sign_up()
    right = code()
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    with refused("CodeMismatchException"):
        pool.call("confirm_sign_up", ConfirmationCode=wrong)
    with refused("UserNotConfirmedException"):
        pool.login()
    pool.call("confirm_sign_up", ConfirmationCode=right)
    assert pool.login()["AuthenticationResult"]["ExpiresIn"] == 600


def test_a_code_expires_after_a_day_and_another_can_be_had(pool: Pool) -> None:
    pool.sign_up()
    late = code()
    clock.advance(seconds=86400 + 60)
    with refused("ExpiredCodeException"):
        pool.call("confirm_sign_up", ConfirmationCode=late)
    pool.call("resend_confirmation_code")
    pool.call("confirm_sign_up", ConfirmationCode=code())


def test_five_wrong_codes_end_the_code(pool: Pool) -> None:
    pool.sign_up()
    right = code()
    for _ in range(5):
        with refused("CodeMismatchException"):
            pool.call("confirm_sign_up", ConfirmationCode="x00000")
    with refused("TooManyFailedAttemptsException"):
        pool.call("confirm_sign_up", ConfirmationCode=right)


def test_names_do_not_mind_letter_case_and_are_taken_once(pool: Pool) -> None:
    pool.person()
    assert "AuthenticationResult" in pool.login(name=EMAIL.upper())
    with refused("UsernameExistsException"):
        pool.sign_up(EMAIL.title())


def test_unknown_users_look_like_wrong_passwords(pool: Pool) -> None:
    pool.person()
    answers = []
    for name, password in ((EMAIL, "Wrong-Horse-77"), ("nobody@company.example", PASSWORD)):
        with refused("NotAuthorizedException") as caught:
            pool.login(password, name)
        answers.append(str(caught.value))
    assert answers[0] == answers[1]


def test_guessing_passwords_locks_the_account_for_a_while(pool: Pool) -> None:
    pool.person()
    for _ in range(8):
        with refused("Incorrect username or password"):
            pool.login("Wrong-Horse-77")
        clock.advance(seconds=20)
    with refused("Incorrect username or password"):
        pool.login("Wrong-Horse-77")
    with refused("Password attempts exceeded"):
        pool.login()
    clock.advance(seconds=60)
    assert "AuthenticationResult" in pool.login()


def test_srp_admits_the_right_password_only(pool: Pool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pycognito.aws_srp import AWSSRP
    pool.person()

    def login(password: str) -> Any:
        srp = AWSSRP(
            username=EMAIL,
            password=password,
            pool_id=pool.id,
            client_id=pool.app,
            client_secret=pool.secret,
            client=pool.client,
        )
        return srp.authenticate_user()

    assert login(PASSWORD)["AuthenticationResult"]["TokenType"] == "Bearer"
    with refused("Incorrect username or password"):
        login("Wrong-Horse-77")


def test_tokens_say_who_and_for_how_long(pool: Pool) -> None:
    user_id = pool.person()
    pool.client.create_group(UserPoolId=pool.id, GroupName="reviewers")
    pool.client.admin_add_user_to_group(UserPoolId=pool.id, Username=user_id, GroupName="reviewers")
    tokens = pool.login()["AuthenticationResult"]
    claims = cognito_tokens.verify(tokens["IdToken"], pool.id)
    assert claims["sub"] == claims["cognito:username"] == user_id
    assert (claims["email"], claims["email_verified"]) == (EMAIL, True)
    assert (claims["cognito:groups"], claims["aud"]) == (["reviewers"], pool.app)
    assert claims["exp"] - claims["iat"] == 600
    with pytest.raises(ValueError, match="not an ID token"):
        cognito_tokens.verify(tokens["AccessToken"], pool.id)
    clock.advance(seconds=660)
    with pytest.raises(ValueError, match="expired"):
        cognito_tokens.verify(tokens["IdToken"], pool.id)
    with refused("expired"):
        pool.client.get_user(AccessToken=tokens["AccessToken"])


def test_a_token_signed_by_somebody_else_is_refused(pool: Pool) -> None:
    pool.person()
    token = pool.login()["AuthenticationResult"]["IdToken"]
    claims = jwt.decode(token, options={"verify_signature": False})
    for forged in (
        jwt.encode(claims, "x" * 32, algorithm="HS256"),
        jwt.encode(claims, "", algorithm="none"),
        token[:-8] + "AAAAAAAA",
        "rubbish",
    ):
        with pytest.raises(ValueError):
            cognito_tokens.verify(forged, pool.id)


def test_with_new_keys_the_tokens_of_before_are_nobodys(pool: Pool) -> None:
    """A fresh start of the system: same pool, same address, other people."""
    pool.person()
    before = pool.login()["AuthenticationResult"]["IdToken"]
    cognito_tokens.renew_keys()
    with pytest.raises(ValueError, match=r"[Ss]ignature"):
        cognito_tokens.verify(before, pool.id)
    after = pool.login()["AuthenticationResult"]["IdToken"]
    assert cognito_tokens.verify(after, pool.id)["email"] == EMAIL
    url = f"{pool.client.meta.endpoint_url}/{pool.id}/.well-known/jwks.json"
    [published] = requests.get(url, timeout=5).json()["keys"]
    assert published["kid"] == jwt.get_unverified_header(after)["kid"]
    assert jwt.decode(after, jwt.PyJWK(published).key, algorithms=["RS256"], audience=pool.app)


def test_refresh_gives_new_tokens_until_the_session_is_revoked(pool: Pool) -> None:
    user_id = pool.person()
    first = pool.login()["AuthenticationResult"]
    given = {"REFRESH_TOKEN": first["RefreshToken"], "SECRET_HASH": pool.hash(user_id)}

    def refresh() -> Any:
        return pool.client.initiate_auth(
            ClientId=pool.app, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=given
        )["AuthenticationResult"]

    clock.advance(seconds=660)
    second = refresh()
    assert "RefreshToken" not in second
    pool.client.get_user(AccessToken=second["AccessToken"])
    pool.client.revoke_token(
        ClientId=pool.app, ClientSecret=pool.secret, Token=first["RefreshToken"]
    )
    with refused("revoked"):
        refresh()
    with refused("NotAuthorizedException"):
        pool.client.get_user(AccessToken=second["AccessToken"])


def test_global_sign_out_ends_every_session(pool: Pool) -> None:
    pool.person()
    one, two = (pool.login()["AuthenticationResult"]["AccessToken"] for _ in range(2))
    pool.client.global_sign_out(AccessToken=one)
    for token in (one, two):
        with refused("NotAuthorizedException"):
            pool.client.get_user(AccessToken=token)


def test_a_forgotten_password_is_reset_by_the_code_that_was_sent(pool: Pool) -> None:
    pool.person()
    assert pool.call("forgot_password")["CodeDeliveryDetails"]["Destination"] == "a***@c***"
    right = code()
    with refused("CodeMismatchException"):
        pool.call("confirm_forgot_password", ConfirmationCode="x00000", Password="New-Horse-888")
    pool.call("confirm_forgot_password", ConfirmationCode=right, Password="New-Horse-888")
    with refused("NotAuthorizedException"):
        pool.login()
    assert "AuthenticationResult" in pool.login("New-Horse-888")
    before = len(outbox.messages())
    pool.call("forgot_password", "nobody@company.example")
    assert len(outbox.messages()) == before


def test_one_time_passwords_are_each_users_own_and_used_once(pool: Pool) -> None:
    pool.person()
    tokens = pool.login()["AuthenticationResult"]
    secret = pool.client.associate_software_token(AccessToken=tokens["AccessToken"])["SecretCode"]
    totp = TOTP(base64.b32decode(secret), 6, SHA1(), 30)  # noqa: S303 - RFC 6238
    with refused("EnableSoftwareTokenMFAException"):
        pool.client.verify_software_token(AccessToken=tokens["AccessToken"], UserCode=_wrong(totp))
    pool.client.verify_software_token(
        AccessToken=tokens["AccessToken"], UserCode=totp.generate(int(clock.time())).decode()
    )
    pool.client.set_user_mfa_preference(
        AccessToken=tokens["AccessToken"],
        SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True},
    )
    asked = pool.login()
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"

    def answer(digits: str, session: str) -> Any:
        return pool.client.respond_to_auth_challenge(
            ClientId=pool.app,
            ChallengeName="SOFTWARE_TOKEN_MFA",
            Session=session,
            ChallengeResponses={
                "USERNAME": EMAIL,
                "SOFTWARE_TOKEN_MFA_CODE": digits,
                "SECRET_HASH": pool.hash(EMAIL),
            },
        )

    clock.advance(seconds=60)
    now = totp.generate(int(clock.time())).decode()
    with refused("CodeMismatchException"):
        answer("x00000", asked["Session"])
    assert "AuthenticationResult" in answer(now, asked["Session"])
    with refused("CodeMismatchException"):  # the same code again, in another session
        answer(now, pool.login()["Session"])
    late = pool.login()["Session"]
    clock.advance(seconds=240)
    with refused("session is expired"):
        answer(totp.generate(int(clock.time())).decode(), late)


def test_post_confirmation_is_called_and_its_failure_is_told(
    aws: Callable[[str], Any], make_function: Callable[..., str]
) -> None:
    seen = Pool(aws("cognito-idp"), LambdaConfig={"PostConfirmation": make_function("trigger")})
    user_id = seen.person()
    [event] = handlers.seen("trigger")
    assert event["triggerSource"] == "PostConfirmation_ConfirmSignUp"
    assert (event["userPoolId"], event["userName"]) == (seen.id, user_id)
    assert event["request"]["userAttributes"]["email"] == EMAIL

    broken = Pool(aws("cognito-idp"), LambdaConfig={"PostConfirmation": make_function("failing")})
    broken.sign_up()
    with refused("UserLambdaValidationException"):
        broken.call("confirm_sign_up", ConfirmationCode=code())
    assert "AuthenticationResult" in broken.login()  # confirmed all the same, as on AWS


def test_what_a_pool_sends_is_said_by_its_trigger(
    aws: Callable[[str], Any], make_function: Callable[..., str]
) -> None:
    outbox.clear()
    client, trigger = aws("cognito-idp"), {"CustomMessage": make_function("wording")}
    with refused("InvalidLambdaResponseException"):  # words for mails that Cognito itself sends
        Pool(client, LambdaConfig=trigger).sign_up()
    assert not outbox.messages()
    before = len(handlers.seen("wording"))
    sender = {"EmailSendingAccount": "DEVELOPER", "SourceArn": SENDER}
    pool = Pool(client, LambdaConfig=trigger, EmailConfiguration=sender)
    pool.sign_up()
    pool.call("resend_confirmation_code")
    pool.call("confirm_sign_up", ConfirmationCode=code())
    pool.call("forgot_password")
    assert {(mail["subject"], mail["text"].rpartition(" ")[0]) for mail in outbox.messages()} == {
        ("Hallo", "Ihr Code ist")
    }
    asked = handlers.seen("wording")[before:]
    assert [event["triggerSource"] for event in asked] == [
        f"CustomMessage_{occasion}" for occasion in ("SignUp", "ResendCode", "ForgotPassword")
    ]
    assert asked[0]["request"]["codeParameter"] == "{####}"
    assert asked[0]["request"]["userAttributes"]["email"] == EMAIL


def _wrong(totp: TOTP) -> str:
    """Six digits that are none of the codes around now."""
    near = {totp.generate(int(clock.time()) + seconds).decode() for seconds in range(-90, 91, 30)}
    return next(
        code
        for code in ("000000", "111111", *map(str, range(200_000, 200_010)))
        if code not in near
    )
