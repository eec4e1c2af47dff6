"""Amazon Cognito user pools.

Secret hash: Base64(HMAC-SHA256(client secret, username + client id)), on every call that names the
client (docs.aws.amazon.com/cognito, "Computing secret hash values").
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.accounts.signed_in import Challenge, Tokens
from chalicelib.domain.accounts.staff import NO_DIRECTORY, Directory
from chalicelib.domain.errors import (
    BadRequest,
    InvalidPassword,
    NotAuthorized,
    Refused,
    TooMany,
    TooManyRequests,
    UsernameExists,
    UserNotFound,
    VestibuleError,
)

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.literals import ChallengeNameTypeType

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
#: Only an account that is there has these states, and some are told whatever the password is (that
#: of an imported user, for example): who signs in hears of none of them.
UNTOLD = dict.fromkeys(
    (
        "InvalidParameterException",
        "MFAMethodNotFoundException",
        "PasswordResetRequiredException",
        "SoftwareTokenMFANotFoundException",
        "UserNotFoundException",
    ),
    MEANINGS["NotAuthorizedException"],
)
#: What keeps a code from being sent, for an account that is there.
UNSENT = dict.fromkeys(
    (
        "CodeDeliveryFailureException",
        "InvalidEmailRoleAccessPolicyException",
        "InvalidLambdaResponseException",
        "InvalidSmsRoleAccessPolicyException",
        "InvalidSmsRoleTrustRelationshipException",
        "UnexpectedLambdaException",
        "UserLambdaValidationException",
    ),
    Refused("the code could not be sent", "code_not_sent"),
)


@dataclass(frozen=True, slots=True)
class PoolAccount:
    """A user of the pool; addresses stay out of `repr`."""

    user_id: str
    email: str = field(repr=False)
    phone: str = field(repr=False)
    confirmed: bool
    created_at: datetime | None = None
    status: str = ""
    enabled: bool = True
    second_factor: bool = False
    email_verified: bool = False
    language: str = "en"
    phone_verified: bool = False


@dataclass(frozen=True, slots=True)
class TokenOwner:
    """The user and the session of a token."""

    user_id: str
    session: str


@dataclass(frozen=True, slots=True)
class CognitoIdentity:
    """The user pool. `secret` returns `{clientId, clientSecret}`; it is called at first use."""

    client: "CognitoIdentityProviderClient"
    pool: str
    secret: Callable[[], dict[str, str]]
    directory: Directory = NO_DIRECTORY

    def sign_up(self, email: str, password: str, phone: str, language: str = "en") -> str:
        """Creates an unconfirmed account; the new user's id (`sub`). UsernameExists, BadRequest.

        Phone and language are written by the backend: attributes that users can write themselves
        are not trusted.
        """
        with translated(MEANINGS):
            answer = self.client.sign_up(
                ClientId=self._client_id,
                SecretHash=self._hash(email),
                Username=email,
                Password=password,
                UserAttributes=[{"Name": "email", "Value": email}],
            )
        user_id = str(answer["UserSub"])
        self._write(user_id, locale=language, **({"phone_number": phone} if phone else {}))
        return user_id

    def note_phone(self, user_id: str, phone: str) -> None:
        """Stores the user's phone number, unverified."""
        self._write(user_id, phone_number=phone)

    def _write(self, user_id: str, **attributes: str) -> None:
        with translated(MEANINGS):
            self.client.admin_update_user_attributes(
                UserPoolId=self.pool,
                Username=user_id,
                UserAttributes=[{"Name": n, "Value": v} for n, v in attributes.items()],
            )

    def confirm(self, user_id: str, phone_verified: bool) -> None:
        """Confirms the user; Cognito then calls PostConfirmation. Idempotent. UserNotFound."""
        account = self.find(user_id)
        if account is None:
            raise UserNotFound("no such account")
        if phone_verified:
            self._write(user_id, phone_number_verified="true")
        if account.confirmed:
            return
        try:
            with translated(MEANINGS):
                self.client.admin_confirm_sign_up(UserPoolId=self.pool, Username=user_id)
        except VestibuleError:
            # Another call confirmed it meanwhile; or the trigger failed or took more than its 5 s.
            # Then the user is confirmed nevertheless, and the nightly reconcile updates the
            # registry.
            account = self.find(user_id)
            if account is None or not account.confirmed:
                raise

    def find(self, username: str) -> PoolAccount | None:
        """The account or None."""
        user = self._user(username)
        return self._account(user) if user else None

    def _user(self, username: str) -> Mapping[str, Any] | None:
        try:
            with translated(MEANINGS):
                answer = self.client.admin_get_user(UserPoolId=self.pool, Username=username)
        except UserNotFound:
            return self._of_directory(username)
        return {**answer, "Attributes": answer["UserAttributes"]}

    def _of_directory(self, user_id: str) -> Mapping[str, Any] | None:
        """A directory's user by `sub`, which AWS does not accept as their user name; None."""
        if not self.directory.provider or not re.fullmatch(r"[0-9a-f-]{36}", user_id):
            return None
        with translated(MEANINGS):
            answer = self.client.list_users(
                UserPoolId=self.pool, Filter=f'sub = "{user_id}"', Limit=1
            )
        return next(iter(answer["Users"]), None)

    def groups(self, user_id: str) -> frozenset[str]:
        """The user's current groups: those of the pool, or those that their directory's map to."""
        try:
            with translated(MEANINGS):
                answer = self.client.admin_list_groups_for_user(
                    UserPoolId=self.pool, Username=user_id, Limit=60
                )
        except UserNotFound:
            user = self._of_directory(user_id)
            return self._groups_there(user) if user else frozenset()
        return frozenset(group["GroupName"] for group in answer["Groups"])

    def _groups_there(self, user: Mapping[str, Any]) -> frozenset[str]:
        attributes = {a["Name"]: a["Value"] for a in user["Attributes"]}
        return self.directory.groups_of(attributes, str(user.get("UserStatus", "")))

    def _account(self, user: Mapping[str, Any]) -> PoolAccount:
        return _account(user, self.directory)

    def delete(self, username: str) -> None:
        """Removes the account if it exists."""
        try:
            with translated(MEANINGS):
                self.client.admin_delete_user(UserPoolId=self.pool, Username=username)
        except UserNotFound:
            return

    def login(self, username: str, password: str) -> Tokens | Challenge:
        """Tokens, or the challenge if a TOTP code is required. NotAuthorized."""
        with translated(MEANINGS | UNTOLD):
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

    def answer(self, username: str, challenge: str, session: str, code: str) -> Tokens | Challenge:
        """Tokens after a TOTP code, or a further challenge. NotAuthorized, BadRequest.

        User name and hash are of the user's id, which Cognito calls USER_ID_FOR_SRP, not of the
        address that was entered. Cognito is asked for an unknown one as well: nobody hears that it
        is unknown.
        """
        account = self.find(username)
        username = account.user_id if account else username
        with translated(MEANINGS | UNTOLD):
            answer = self.client.respond_to_auth_challenge(
                ClientId=self._client_id,
                ChallengeName=cast("ChallengeNameTypeType", challenge),  # Cognito's own name for it
                Session=session,
                ChallengeResponses={
                    "USERNAME": username,
                    "SOFTWARE_TOKEN_MFA_CODE": code,
                    "SECRET_HASH": self._hash(username),
                },
            )
        return _tokens(answer)

    def refresh(self, user_id: str, refresh_token: str) -> Tokens | Challenge:
        """New access and id tokens. The hash is of the user's `sub` here. NotAuthorized."""
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

    def end(self, refresh_token: str) -> None:
        """Ends the session of a refresh token; no error if it has ended already."""
        secret = self.secret()
        with translated(MEANINGS):
            self.client.revoke_token(
                Token=refresh_token,
                ClientId=secret["clientId"],
                ClientSecret=secret["clientSecret"],
            )

    def logout(self, access_token: str) -> TokenOwner:
        """Ends every session of the user; returns the token's owner."""
        with translated(MEANINGS):
            self.client.global_sign_out(AccessToken=access_token)
        return _owner(access_token)

    def whose(self, access_token: str) -> TokenOwner:
        """The owner of a token, which Cognito verifies. NotAuthorized."""
        with translated(MEANINGS):
            self.client.get_user(AccessToken=access_token)
        return _owner(access_token)

    def send_email_code(self, access_token: str, email: str) -> None:
        """Sends a code to the user's address; with `email`, to this new address."""
        with translated(MEANINGS):
            if email:
                self.client.update_user_attributes(
                    AccessToken=access_token, UserAttributes=[{"Name": "email", "Value": email}]
                )
            else:
                self.client.get_user_attribute_verification_code(
                    AccessToken=access_token, AttributeName="email"
                )

    def confirm_email(self, access_token: str, code: str) -> None:
        """Verifies the address to which the code was sent. BadRequest for a wrong code."""
        with translated(MEANINGS):
            self.client.verify_user_attribute(
                AccessToken=access_token, AttributeName="email", Code=code
            )

    def forgot(self, username: str) -> None:
        """Sends a reset code; does nothing for an unknown name, without an error. Refused
        (`code_not_sent`) for a known one that no code can be sent to.
        """
        try:
            with translated(MEANINGS | UNSENT):
                self.client.forgot_password(
                    ClientId=self._client_id,
                    SecretHash=self._hash(username),
                    Username=username,
                )
        except (UserNotFound, BadRequest, NotAuthorized, TooMany):
            return

    def reset(self, username: str, code: str, password: str) -> None:
        """Sets a new password; an unknown name gets the same error as a wrong code."""
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

    def page(self, cursor: str | None) -> tuple[tuple[PoolAccount, ...], str | None]:
        """(up to 60 accounts, Cognito's maximum; cursor of the next page or None)."""
        where = {"PaginationToken": cursor} if cursor else {}
        with translated(MEANINGS):
            answer = self.client.list_users(UserPoolId=self.pool, Limit=60, **where)
        accounts = tuple(self._account(user) for user in answer["Users"])
        return accounts, answer.get("PaginationToken")

    @property
    def _client_id(self) -> str:
        return self.secret()["clientId"]

    def _hash(self, username: str) -> str:
        secret = self.secret()
        message = (username + secret["clientId"]).encode()
        digest = hmac.new(secret["clientSecret"].encode(), message, hashlib.sha256).digest()
        return base64.b64encode(digest).decode()


def _owner(access_token: str) -> TokenOwner:
    """The owner in the claims of a token that Cognito has just accepted."""
    part = access_token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return TokenOwner(str(claims["sub"]), str(claims.get("origin_jti", "")))


def _account(user: Mapping[str, Any], directory: Directory) -> PoolAccount:
    attributes = {a["Name"]: a["Value"] for a in user["Attributes"]}
    status = str(user.get("UserStatus", ""))
    return PoolAccount(
        user_id=attributes["sub"],
        email=attributes.get("email", ""),
        phone=attributes.get("phone_number", ""),
        confirmed=status == "CONFIRMED",
        created_at=user.get("UserCreateDate"),
        status=status,
        enabled=bool(user.get("Enabled", False)),
        second_factor="SOFTWARE_TOKEN_MFA" in user.get("UserMFASettingList", ())
        or directory.second_factor(attributes, status),
        email_verified=attributes.get("email_verified") == "true",
        language=attributes.get("locale") or "en",
        phone_verified=attributes.get("phone_number_verified") == "true",
    )


def _tokens(answer: Mapping[str, Any]) -> Tokens | Challenge:
    if "ChallengeName" in answer:
        return Challenge(answer["ChallengeName"], answer["Session"])
    result = answer["AuthenticationResult"]
    return Tokens(
        access=result["AccessToken"],
        id=result["IdToken"],
        expires_in=result["ExpiresIn"],
        refresh=result.get("RefreshToken", ""),
    )
