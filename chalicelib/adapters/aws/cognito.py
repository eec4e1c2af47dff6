"""Amazon Cognito user pools.

Secret hash: Base64(HMAC-SHA256(client secret, username + client id)), on every call that names the
client (docs.aws.amazon.com/cognito, "Computing secret hash values").
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.errors import (
    BadRequest,
    InvalidPassword,
    NotAuthorized,
    TooManyRequests,
    UsernameExists,
    UserNotFound,
    VestibuleError,
)

MEANINGS: dict[str, VestibuleError] = {
    "UserNotFoundException": UserNotFound("no such account"),
    "NotAuthorizedException": NotAuthorized("wrong user name or password"),
    "UserNotConfirmedException": NotAuthorized("confirm the phone number first", "not_confirmed"),
    "PasswordResetRequiredException": NotAuthorized("reset the password first", "reset_required"),
    "UsernameExistsException": UsernameExists("this user name is taken"),
    "AliasExistsException": UsernameExists("this address is taken"),
    "InvalidPasswordException": InvalidPassword(
        "the password needs 12 characters with upper and lower case and a digit"
    ),
    "InvalidParameterException": BadRequest("a value is not acceptable", "value_invalid"),
    "CodeMismatchException": BadRequest("the code is wrong", "code_wrong"),
    "EnableSoftwareTokenMFAException": BadRequest("the code is wrong", "code_wrong"),
    "ExpiredCodeException": BadRequest("the code has expired", "code_expired"),
    "TooManyRequestsException": TooManyRequests("too many requests"),
    "LimitExceededException": TooManyRequests("too many attempts; try later"),
    "TooManyFailedAttemptsException": TooManyRequests("too many attempts; try later"),
}


@dataclass(frozen=True, slots=True)
class PoolAccount:
    """A user of the pool; addresses stay out of `repr`."""

    user_id: str
    email: str = field(repr=False)
    phone: str = field(repr=False)
    confirmed: bool
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CognitoIdentity:
    """The user pool; `secret` yields `{clientId, clientSecret}` when first needed."""

    client: Any
    pool: str
    secret: Callable[[], dict[str, str]]

    def sign_up(self, email: str, password: str, phone: str) -> str:
        """The new user's id (`sub`)."""
        attributes = [{"Name": "email", "Value": email}]
        if phone:
            attributes.append({"Name": "phone_number", "Value": phone})
        with translated(MEANINGS):
            answer = self.client.sign_up(
                ClientId=self._client_id,
                SecretHash=self._hash(email),
                Username=email,
                Password=password,
                UserAttributes=attributes,
            )
        return str(answer["UserSub"])

    def confirm(self, user_id: str, phone_verified: bool) -> None:
        """Confirms the user; repeating it is harmless. Cognito calls PostConfirmation."""
        account = self.find(user_id)
        if account is None:
            raise UserNotFound("no such account")
        if phone_verified:
            with translated(MEANINGS):
                self.client.admin_update_user_attributes(
                    UserPoolId=self.pool,
                    Username=user_id,
                    UserAttributes=[{"Name": "phone_number_verified", "Value": "true"}],
                )
        if not account.confirmed:
            with translated(MEANINGS):
                self.client.admin_confirm_sign_up(UserPoolId=self.pool, Username=user_id)

    def find(self, username: str) -> PoolAccount | None:
        """The account or None."""
        try:
            with translated(MEANINGS):
                answer = self.client.admin_get_user(UserPoolId=self.pool, Username=username)
        except UserNotFound:
            return None
        return _account(answer | {"Attributes": answer["UserAttributes"]})

    def delete(self, username: str) -> None:
        """Removes the account if it is there."""
        try:
            with translated(MEANINGS):
                self.client.admin_delete_user(UserPoolId=self.pool, Username=username)
        except UserNotFound:
            return

    def login(self, username: str, password: str) -> dict[str, Any]:
        """Tokens, or `{challenge, session}` when TOTP is asked."""
        with translated(MEANINGS | {"UserNotFoundException": MEANINGS["NotAuthorizedException"]}):
            answer = self.client.initiate_auth(
                AuthFlow="USER_PASSWORD_AUTH",
                ClientId=self._client_id,
                AuthParameters={
                    "USERNAME": username,
                    "PASSWORD": password,
                    "SECRET_HASH": self._hash(username),
                },
            )
        return _tokens(answer)

    def answer(self, username: str, challenge: str, session: str, code: str) -> dict[str, Any]:
        """Tokens after a TOTP code."""
        with translated(MEANINGS):
            answer = self.client.respond_to_auth_challenge(
                ClientId=self._client_id,
                ChallengeName=challenge,
                Session=session,
                ChallengeResponses={
                    "USERNAME": username,
                    "SOFTWARE_TOKEN_MFA_CODE": code,
                    "SECRET_HASH": self._hash(username),
                },
            )
        return _tokens(answer)

    def refresh(self, user_id: str, refresh_token: str) -> dict[str, Any]:
        """New access and id tokens; the hash is over the user's `sub` here."""
        with translated(MEANINGS):
            answer = self.client.initiate_auth(
                AuthFlow="REFRESH_TOKEN_AUTH",
                ClientId=self._client_id,
                AuthParameters={
                    "REFRESH_TOKEN": refresh_token,
                    "SECRET_HASH": self._hash(user_id),
                },
            )
        return _tokens(answer)

    def logout(self, access_token: str) -> None:
        """Ends every session of the user."""
        with translated(MEANINGS):
            self.client.global_sign_out(AccessToken=access_token)

    def forgot(self, username: str) -> None:
        """Sends a reset code; unknown names get the same silence."""
        try:
            with translated(MEANINGS):
                self.client.forgot_password(
                    ClientId=self._client_id,
                    SecretHash=self._hash(username),
                    Username=username,
                )
        except (UserNotFound, BadRequest, NotAuthorized):
            return

    def reset(self, username: str, code: str, password: str) -> None:
        """Sets a new password; an unknown name looks like a wrong code."""
        wrong = {"UserNotFoundException": MEANINGS["CodeMismatchException"]}
        with translated(MEANINGS | wrong):
            self.client.confirm_forgot_password(
                ClientId=self._client_id,
                SecretHash=self._hash(username),
                Username=username,
                ConfirmationCode=code,
                Password=password,
            )

    def enrol(self, access_token: str) -> str:
        """A TOTP secret (Base32) to be shown once."""
        with translated(MEANINGS):
            answer = self.client.associate_software_token(AccessToken=access_token)
        return str(answer["SecretCode"])

    def confirm_enrolment(self, access_token: str, code: str) -> None:
        """Turns TOTP on for the user."""
        with translated(MEANINGS):
            self.client.verify_software_token(AccessToken=access_token, UserCode=code)
            self.client.set_user_mfa_preference(
                AccessToken=access_token,
                SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True},
            )

    def everyone(self) -> tuple[PoolAccount, ...]:
        """All accounts, page by page."""
        accounts: list[PoolAccount] = []
        with translated(MEANINGS):
            pages = self.client.get_paginator("list_users").paginate(UserPoolId=self.pool)
            for page in pages:
                accounts += [_account(user) for user in page["Users"]]
        return tuple(accounts)

    @property
    def _client_id(self) -> str:
        return self.secret()["clientId"]

    def _hash(self, username: str) -> str:
        secret = self.secret()
        message = (username + secret["clientId"]).encode()
        digest = hmac.new(secret["clientSecret"].encode(), message, hashlib.sha256).digest()
        return base64.b64encode(digest).decode()


def _account(user: dict[str, Any]) -> PoolAccount:
    attributes = {a["Name"]: a["Value"] for a in user["Attributes"]}
    return PoolAccount(
        user_id=attributes["sub"],
        email=attributes.get("email", ""),
        phone=attributes.get("phone_number", ""),
        confirmed=user.get("UserStatus") == "CONFIRMED",
        created_at=user.get("UserCreateDate"),
    )


def _tokens(answer: dict[str, Any]) -> dict[str, Any]:
    if "ChallengeName" in answer:
        return {"challenge": answer["ChallengeName"], "session": answer["Session"]}
    result = answer["AuthenticationResult"]
    tokens = {
        "accessToken": result["AccessToken"],
        "idToken": result["IdToken"],
        "expiresIn": result["ExpiresIn"],
    }
    if "RefreshToken" in result:
        tokens["refreshToken"] = result["RefreshToken"]
    return tokens
