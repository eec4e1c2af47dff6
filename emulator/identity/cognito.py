"""Hook into moto's Cognito: what a client calls behaves as on AWS.

moto keeps pools, clients, groups and users well, but any code confirms, any SRP password logs in,
no secret hash is checked and no trigger is called. The operations an application calls are
replaced here; what Terraform and administrators call stays moto's. All state lives in moto's own
pools and users.

Each public function below `install` is one operation of the API, as a method of moto's response
class. It reads its parameters from the request, and its answer and its errors are those of the API
reference: docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import uuid
from collections.abc import Callable
from typing import Any

from moto.cognitoidp.exceptions import (
    AliasExistsException,
    CodeMismatchException,
    InvalidParameterException,
    NotAuthorizedError,
    ResourceNotFoundError,
    UserNotFoundError,
)
from moto.cognitoidp.models import (
    CognitoIdpBackend,
    CognitoIdpUser,
    CognitoIdpUserPool,
    CognitoIdpUserPoolClient,
    UserStatus,
    cognitoidp_backends,
)
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult, EmptyResult

from emulator import hooks
from emulator.account import ACCOUNT, REGION
from emulator.identity import attributes, codes, login, tokens, totp, triggers

_lock = threading.RLock()
Pool = CognitoIdpUserPool
AppClient = CognitoIdpUserPoolClient


def install(invoke: triggers.Invoke) -> None:
    """Replaces moto's operations; `invoke` calls the triggers' functions."""
    triggers.use(invoke)
    for operation in OPERATIONS:
        setattr(CognitoIdpResponse, operation.__name__, operation)
    hooks.replace(CognitoIdpUserPool, "_get_user", _finder)
    hooks.replace(CognitoIdpBackend, "admin_confirm_sign_up", _confirmer)
    hooks.replace(CognitoIdpBackend, "_verify_email_is_not_used", _addresses)
    hooks.replace(CognitoIdpUserPoolClient, "__init__", _with_a_secret)


def _finder(_: Any) -> Callable[[Pool, str], CognitoIdpUser | None]:
    def _get_user(self: Pool, username: str) -> CognitoIdpUser | None:
        """Finds a user by name, or by an attribute that serves as one, in any letter case."""
        if username in self.users:
            return self.users[username]
        wanted = username.lower()
        kinds = self.extended_config.get("UsernameAttributes") or []
        for user in list(self.users.values()):
            if any(str(user.attribute_lookup.get(kind, "")).lower() == wanted for kind in kinds):
                return user
        return None

    return _get_user


def _confirmer(original: Any) -> Callable[[CognitoIdpBackend, str, str], str]:
    def admin_confirm_sign_up(self: CognitoIdpBackend, user_pool_id: str, username: str) -> str:
        user = self.admin_get_user(user_pool_id, username)
        if user.status != UserStatus.UNCONFIRMED:
            status = UserStatus(user.status).value
            raise NotAuthorizedError(f"User cannot be confirmed. Current status is {status}")
        original(self, user_pool_id, username)
        _confirmed(self.describe_user_pool(user_pool_id), user)
        return ""

    return admin_confirm_sign_up


def _with_a_secret(original: Any) -> Callable[..., None]:
    def __init__(self: AppClient, *args: Any, **words: Any) -> None:
        """Gives a client a secret that Cognito's model allows; moto's has hyphens."""
        original(self, *args, **words)
        self.secret = uuid.uuid4().hex + uuid.uuid4().hex[:19]

    return __init__


def _addresses(_: Any) -> Callable[[CognitoIdpBackend, str, str | None], None]:
    def _verify_email_is_not_used(self: CognitoIdpBackend, pool_id: str, email: str | None) -> None:
        pool = self.describe_user_pool(pool_id)
        names = pool.extended_config.get("UsernameAttributes") or []
        if email and "email" in names and pool._get_user(email) is not None:
            raise AliasExistsException

    return _verify_email_is_not_used


def _confirmed(pool: Pool, user: CognitoIdpUser, client: str = "") -> None:
    triggers.call(pool, user, "PostConfirmation", "PostConfirmation_ConfirmSignUp", client)


def sign_up(self: CognitoIdpResponse) -> ActionResult:
    """SignUp: a code is sent if the pool verifies an attribute, unless PreSignUp confirms."""
    pool, client = _client(self)
    name = self._get_param("Username")
    _check_hash(client, name, self._get_param("SecretHash"))
    backend = cognitoidp_backends[ACCOUNT][REGION]
    attributes.refuse_unwritable(client, self._get_param("UserAttributes", []))
    with _lock:
        user, _ = backend.sign_up(
            client.id, name, self._get_param("Password"), self._get_param("UserAttributes", [])
        )
    verdict = triggers.call(pool, user, "PreSignUp", "PreSignUp_SignUp", client.id)
    answer: dict[str, Any] = {"UserConfirmed": False, "UserSub": user.id}
    if verdict.get("autoConfirmUser"):
        user.status = UserStatus.CONFIRMED
        _confirmed(pool, user, client.id)
        return ActionResult(answer | {"UserConfirmed": True})
    if details := _send_sign_up_code(pool, user):
        answer["CodeDeliveryDetails"] = details
    return ActionResult(answer)


def confirm_sign_up(self: CognitoIdpResponse) -> ActionResult:
    """ConfirmSignUp: the code's attribute is verified, and PostConfirmation is called."""
    pool, client = _client(self)
    name = self._get_param("Username")
    _check_hash(client, name, self._get_param("SecretHash"))
    user = _known(pool, client, name)
    with _lock:
        if user.status != UserStatus.UNCONFIRMED:
            raise NotAuthorizedError("User cannot be confirmed. Current status is CONFIRMED")
        proven = codes.check(user, "sign-up", self._get_param("ConfirmationCode"))
        user.update_attributes([{"Name": f"{proven}_verified", "Value": "true"}])
        user.status = UserStatus.CONFIRMED
    _confirmed(pool, user, client.id)
    return EmptyResult()


def resend_confirmation_code(self: CognitoIdpResponse) -> ActionResult:
    """ResendConfirmationCode."""
    pool, client = _client(self)
    name = self._get_param("Username")
    _check_hash(client, name, self._get_param("SecretHash"))
    user = _known(pool, client, name)
    if user.status != UserStatus.UNCONFIRMED:
        raise InvalidParameterException("User is already confirmed.")
    details = _send_sign_up_code(pool, user, "ResendCode")
    if details is None:
        raise InvalidParameterException("Auto verification not turned on.")
    return ActionResult({"CodeDeliveryDetails": details})


def initiate_auth(self: CognitoIdpResponse) -> ActionResult:
    """InitiateAuth."""
    return _start(self)


def admin_initiate_auth(self: CognitoIdpResponse) -> ActionResult:
    """AdminInitiateAuth."""
    return _start(self)


def respond_to_auth_challenge(self: CognitoIdpResponse) -> ActionResult:
    """RespondToAuthChallenge."""
    return _respond(self)


def admin_respond_to_auth_challenge(self: CognitoIdpResponse) -> ActionResult:
    """AdminRespondToAuthChallenge."""
    return _respond(self)


def forgot_password(self: CognitoIdpResponse) -> ActionResult:
    """ForgotPassword: unknown users get the same answer if the client's setting
    PreventUserExistenceErrors says so."""
    pool, client = _client(self)
    name = self._get_param("Username")
    _check_hash(client, name, self._get_param("SecretHash"))
    user = pool._get_user(name)
    if user is None and _secretive(client):
        return ActionResult({"CodeDeliveryDetails": codes.masked("email", name)})
    user = _known(pool, client, name)
    if not user.enabled or user.status == UserStatus.FORCE_CHANGE_PASSWORD:
        raise NotAuthorizedError("User password cannot be reset in the current state.")
    details = codes.send(pool, user, "reset", codes.recovery(pool, user))
    return ActionResult({"CodeDeliveryDetails": details})


def confirm_forgot_password(self: CognitoIdpResponse) -> ActionResult:
    """ConfirmForgotPassword: sets the new password and ends every session of the user."""
    pool, client = _client(self)
    name, password = self._get_param("Username"), self._get_param("Password")
    _check_hash(client, name, self._get_param("SecretHash"))
    if pool._get_user(name) is None and _secretive(client):
        raise CodeMismatchException("Invalid verification code provided, please try again.")
    user = _known(pool, client, name)
    pool.backend._validate_password(pool.id, password)
    with _lock:
        codes.check(user, "reset", self._get_param("ConfirmationCode"))
        user.password = password
        if user.status in (UserStatus.RESET_REQUIRED, UserStatus.UNCONFIRMED):
            user.status = UserStatus.CONFIRMED
        user.__dict__.pop("emulator_guesses", None)
        tokens.revoke_all(pool, user)
    triggers.call(
        pool, user, "PostConfirmation", "PostConfirmation_ConfirmForgotPassword", client.id
    )
    return EmptyResult()


def get_user(self: CognitoIdpResponse) -> ActionResult:
    """GetUser, by access token."""
    _, user = tokens.owner(self._get_param("AccessToken"))
    return ActionResult(user.to_json(extended=True, attributes_key="UserAttributes"))


def change_password(self: CognitoIdpResponse) -> ActionResult:
    """ChangePassword, by access token; sessions stay."""
    pool, user = tokens.owner(self._get_param("AccessToken"))
    if user.password != self._get_param("PreviousPassword"):
        raise NotAuthorizedError(login.WRONG)
    pool.backend._validate_password(pool.id, self._get_param("ProposedPassword"))
    user.password = self._get_param("ProposedPassword")
    return EmptyResult()


def delete_user(self: CognitoIdpResponse) -> ActionResult:
    """DeleteUser, by access token."""
    pool, user = tokens.owner(self._get_param("AccessToken"))
    tokens.revoke_all(pool, user)
    pool.backend.admin_delete_user(pool.id, user.username)
    return EmptyResult()


def global_sign_out(self: CognitoIdpResponse) -> ActionResult:
    """GlobalSignOut, by access token: ends every session of the user."""
    tokens.revoke_all(*tokens.owner(self._get_param("AccessToken")))
    return EmptyResult()


def admin_user_global_sign_out(self: CognitoIdpResponse) -> ActionResult:
    """AdminUserGlobalSignOut: ends every session of the user."""
    pool_id = self._get_param("UserPoolId")
    user = self.backend.admin_get_user(pool_id, self._get_param("Username"))
    tokens.revoke_all(self.backend.describe_user_pool(pool_id), user)
    return EmptyResult()


def revoke_token(self: CognitoIdpResponse) -> ActionResult:
    """RevokeToken: ends one session; an unknown token is no error."""
    pool, client = _client(self)
    if client.generate_secret and self._get_param("ClientSecret") != client.secret:
        raise JsonRESTError("UnauthorizedException", "Client authentication failed")
    tokens.revoke(pool, self._get_param("Token"))
    return EmptyResult()


def associate_software_token(self: CognitoIdpResponse) -> ActionResult:
    """AssociateSoftwareToken, by access token: the new secret in Base32."""
    _, user = tokens.owner(self._get_param("AccessToken") or "")
    return ActionResult({"SecretCode": totp.new_secret(user)})


def verify_software_token(self: CognitoIdpResponse) -> ActionResult:
    """VerifySoftwareToken, by access token."""
    _, user = tokens.owner(self._get_param("AccessToken") or "")
    if not totp.confirm_pending(user, self._get_param("UserCode")):
        raise JsonRESTError("EnableSoftwareTokenMFAException", "Code mismatch")
    user.token_verified = True
    return ActionResult({"Status": "SUCCESS"})


def update_user_attributes(self: CognitoIdpResponse) -> ActionResult:
    """UpdateUserAttributes, by access token."""
    token = self._get_param("AccessToken")
    pool, user = tokens.owner(token)
    client = attributes.client_of(pool, token)
    with _lock:
        sent = attributes.update(pool, client, user, self._get_param("UserAttributes"))
    return ActionResult({"CodeDeliveryDetailsList": sent})


def get_user_attribute_verification_code(self: CognitoIdpResponse) -> ActionResult:
    """GetUserAttributeVerificationCode, by access token."""
    pool, user = tokens.owner(self._get_param("AccessToken"))
    sent = attributes.send_code(pool, user, self._get_param("AttributeName"))
    return ActionResult({"CodeDeliveryDetails": sent})


def verify_user_attribute(self: CognitoIdpResponse) -> ActionResult:
    """VerifyUserAttribute, by access token."""
    pool, user = tokens.owner(self._get_param("AccessToken"))
    name, code = self._get_param("AttributeName"), self._get_param("Code")
    with _lock:
        attributes.verify(pool, user, name, code)
    return EmptyResult()


OPERATIONS: tuple[Callable[[CognitoIdpResponse], ActionResult], ...] = (
    sign_up,
    confirm_sign_up,
    resend_confirmation_code,
    initiate_auth,
    admin_initiate_auth,
    respond_to_auth_challenge,
    admin_respond_to_auth_challenge,
    forgot_password,
    confirm_forgot_password,
    get_user,
    change_password,
    delete_user,
    global_sign_out,
    admin_user_global_sign_out,
    revoke_token,
    associate_software_token,
    verify_software_token,
    update_user_attributes,
    get_user_attribute_verification_code,
    verify_user_attribute,
)


def _start(response: CognitoIdpResponse) -> ActionResult:
    pool, client = _client(response)
    given = response._get_param("AuthParameters") or {}
    flow = response._get_param("AuthFlow")
    name = given.get("USERNAME")
    if token := given.get("REFRESH_TOKEN"):  # hashed over the user's own name, as it is not given
        name = tokens.grants(pool).get(token, {}).get("user", "")
    _check_hash(client, name or "", given.get("SECRET_HASH"))
    return ActionResult(login.start(pool, client, flow, given))


def _respond(response: CognitoIdpResponse) -> ActionResult:
    pool, client = _client(response)
    given = response._get_param("ChallengeResponses") or {}
    _check_hash(client, given.get("USERNAME", ""), given.get("SECRET_HASH"))
    name, session = response._get_param("ChallengeName"), response._get_param("Session")
    return ActionResult(login.respond(pool, client, name, session, given))


def _client(response: CognitoIdpResponse) -> tuple[Pool, AppClient]:
    """The pool and client of an unsigned call, which names only the client."""
    wanted = response._get_param("ClientId")
    for pool in cognitoidp_backends[ACCOUNT][REGION].user_pools.values():
        if wanted in pool.clients:
            return pool, pool.clients[wanted]
    raise ResourceNotFoundError(f"User pool client {wanted} does not exist.")


def _check_hash(client: AppClient, name: str, given: str | None) -> None:
    if not client.generate_secret:
        return
    if not given:
        raise NotAuthorizedError(
            f"Client {client.id} is configured with secret but SECRET_HASH was not received"
        )
    digest = hmac.new(client.secret.encode(), (name + client.id).encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(base64.b64encode(digest), given.encode()):
        raise NotAuthorizedError(f"SecretHash does not match for the client: {client.id}")


def _known(pool: Pool, client: AppClient, name: str) -> CognitoIdpUser:
    user = pool._get_user(name)
    if user is None:
        if _secretive(client):
            raise NotAuthorizedError(login.WRONG)
        raise UserNotFoundError("User does not exist.")
    return user


def _secretive(client: AppClient) -> bool:
    return client.extended_config.get("PreventUserExistenceErrors") == "ENABLED"


def _send_sign_up_code(
    pool: Pool, user: CognitoIdpUser, occasion: str = "SignUp"
) -> dict[str, str] | None:
    """Sends a code if the pool verifies an attribute that the user has, the phone number first."""
    proven = pool.extended_config.get("AutoVerifiedAttributes") or []
    for attribute in ("phone_number", "email"):
        if attribute in proven and attribute in user.attribute_lookup:
            return codes.send(pool, user, "sign-up", attribute, occasion=occasion)
    return None
