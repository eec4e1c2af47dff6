"""Log-in flows of a user pool: password, SRP, refresh, and the challenges in between.

moto checks neither the secret hash, nor SRP, nor one-time passwords, and gives all users one TOTP
secret.
Flows and errors: docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference, InitiateAuth
and RespondToAuthChallenge; throttling of guesses: developer guide, "Lockout behavior".
"""

from __future__ import annotations

import secrets
import threading
from typing import Any

from moto.cognitoidp.exceptions import (
    CodeMismatchException,
    InvalidParameterException,
    NotAuthorizedError,
    UserNotConfirmedException,
)
from moto.cognitoidp.models import (
    CognitoIdpUser,
    CognitoIdpUserPool,
    CognitoIdpUserPoolClient,
    UserStatus,
)
from moto.core.exceptions import JsonRESTError

from emulator import clock
from emulator.identity import srp, totp, triggers
from emulator.identity import tokens as cognito_tokens

WRONG = "Incorrect username or password."
FREE_GUESSES = 5
LONGEST_LOCK_SECONDS = 15 * 60
SESSION_ATTEMPTS = 5
_PASSWORD_FLOWS = {
    "USER_PASSWORD_AUTH": "ALLOW_USER_PASSWORD_AUTH",
    "ADMIN_USER_PASSWORD_AUTH": "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ADMIN_NO_SRP_AUTH": "ALLOW_ADMIN_USER_PASSWORD_AUTH",
}
_lock = threading.Lock()
_REFRESH_FLOWS = ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")


def start(
    pool: CognitoIdpUserPool,
    client: CognitoIdpUserPoolClient,
    flow: str,
    given: dict[str, str],
) -> dict[str, Any]:
    """InitiateAuth and AdminInitiateAuth: AWS's answer, tokens or the next challenge.

    `given`: AuthParameters, whose secret hash the caller has checked. InvalidParameterException,
    NotAuthorizedException, UserNotFoundException, UserNotConfirmedException or
    PasswordResetRequiredException as on AWS.
    """
    if flow in _REFRESH_FLOWS:
        _allowed(client, "ALLOW_REFRESH_TOKEN_AUTH", "REFRESH_TOKEN_AUTH")
        return _refresh(pool, client, _needed(given, "REFRESH_TOKEN"))
    name = _needed(given, "USERNAME")
    if flow == "USER_SRP_AUTH":
        _allowed(client, "ALLOW_USER_SRP_AUTH", flow)
        return _srp(pool, client, name, _needed(given, "SRP_A"))
    if flow not in _PASSWORD_FLOWS:
        raise InvalidParameterException(f"{flow} is not supported here")
    _allowed(client, _PASSWORD_FLOWS[flow], flow)
    password = _needed(given, "PASSWORD")
    user = _admitted(pool, client, name)
    triggers.call(pool, user, "PreAuthentication", "PreAuthentication_Authentication")
    _guess(
        user,
        bool(user.password)
        and secrets.compare_digest(str(user.password).encode(), password.encode()),
    )
    return _after_password(pool, client, user)


def respond(
    pool: CognitoIdpUserPool,
    client: CognitoIdpUserPoolClient,
    name: str,
    session: str | None,
    given: dict[str, str],
) -> dict[str, Any]:
    """RespondToAuthChallenge and AdminRespondToAuthChallenge: tokens or the next challenge.

    `given`: ChallengeResponses, whose secret hash the caller has checked. NotAuthorizedException
    for an unknown, expired or exhausted session and a wrong password; CodeMismatchException for a
    wrong code; InvalidPasswordException for a new password that breaks the pool's policy.
    """
    session = session or given.get("PASSWORD_CLAIM_SECRET_BLOCK", "")
    kept = _sessions(pool).get(session)
    if kept is None or kept["challenge"] != name or kept["client"] != client.id:
        raise NotAuthorizedError("Invalid session for the user.")
    if kept["expires"] <= clock.time():
        raise NotAuthorizedError("Invalid session for the user, session is expired.")
    user = pool.users.get(kept["user"])
    if user is None or not user.enabled:
        raise NotAuthorizedError("Invalid session for the user.")
    if name == "SOFTWARE_TOKEN_MFA":
        kept["attempts"] += 1
        if kept["attempts"] > SESSION_ATTEMPTS:
            raise NotAuthorizedError("Invalid session for the user.")
        if not totp.is_current(user, given.get("SOFTWARE_TOKEN_MFA_CODE", "")):
            raise CodeMismatchException("Invalid code received for user")
    elif name == "PASSWORD_VERIFIER":
        _guess(user, srp.proves(kept["srp"], pool.id, user.username, given))
    elif name == "NEW_PASSWORD_REQUIRED":
        password = _needed(given, "NEW_PASSWORD")
        pool.backend._validate_password(pool.id, password)
        user.password, user.status = password, UserStatus.CONFIRMED
    del _sessions(pool)[session]
    if name == "SOFTWARE_TOKEN_MFA":
        return _tokens(pool, client, user)
    return _after_password(pool, client, user)


def _srp(
    pool: CognitoIdpUserPool, client: CognitoIdpUserPoolClient, name: str, srp_a: str
) -> dict[str, Any]:
    user = _admitted(pool, client, name)
    _refuse_locked(user)
    try:
        made = srp.challenge(pool.id, user.username, str(user.password), srp_a)
    except ValueError as error:
        raise InvalidParameterException(str(error)) from error
    answer = _challenge(pool, client, user, "PASSWORD_VERIFIER", made["public"])
    # As on AWS, the secret block identifies the session in this challenge.
    kept = _sessions(pool).pop(answer.pop("Session"))
    _sessions(pool)[made["secret"]["block"]] = {**kept, "srp": made["secret"]}
    return answer


def _refresh(
    pool: CognitoIdpUserPool, client: CognitoIdpUserPoolClient, token: str
) -> dict[str, Any]:
    user = pool.users[cognito_tokens.grant_of(pool, client, token)["user"]]
    if not user.enabled:
        raise NotAuthorizedError("User is disabled.")
    changes = _changes(pool, user, "TokenGeneration_RefreshTokens")
    return _result(cognito_tokens.refresh(pool, client, token, changes))


def _after_password(
    pool: CognitoIdpUserPool, client: CognitoIdpUserPoolClient, user: CognitoIdpUser
) -> dict[str, Any]:
    if user.status == UserStatus.UNCONFIRMED:
        raise UserNotConfirmedException("User is not confirmed.")
    if user.status == UserStatus.RESET_REQUIRED:
        raise JsonRESTError(
            "PasswordResetRequiredException", "Password reset required for the user"
        )
    if user.status == UserStatus.FORCE_CHANGE_PASSWORD:
        return _challenge(pool, client, user, "NEW_PASSWORD_REQUIRED", {})
    if user.software_token_mfa_enabled:
        return _challenge(pool, client, user, "SOFTWARE_TOKEN_MFA", {})
    return _tokens(pool, client, user)


def _tokens(
    pool: CognitoIdpUserPool, client: CognitoIdpUserPoolClient, user: CognitoIdpUser
) -> dict[str, Any]:
    triggers.call(pool, user, "PostAuthentication", "PostAuthentication_Authentication")
    changes = _changes(pool, user, "TokenGeneration_Authentication")
    return _result(cognito_tokens.log_in(pool, client, user, changes))


def _changes(pool: CognitoIdpUserPool, user: CognitoIdpUser, source: str) -> dict[str, Any]:
    response = triggers.call(pool, user, "PreTokenGeneration", source)
    return response.get("claimsOverrideDetails") or {}


def _result(tokens: dict[str, Any]) -> dict[str, Any]:
    return {"ChallengeParameters": {}, "AuthenticationResult": tokens}


def _challenge(
    pool: CognitoIdpUserPool,
    client: CognitoIdpUserPoolClient,
    user: CognitoIdpUser,
    name: str,
    parameters: dict[str, Any],
) -> dict[str, Any]:
    session = secrets.token_urlsafe(64)
    minutes = int(client.extended_config.get("AuthSessionValidity") or 3)
    _sessions(pool)[session] = {
        "challenge": name,
        "client": client.id,
        "user": user.username,
        "expires": clock.time() + 60 * minutes,
        "attempts": 0,
    }
    shown = {"USER_ID_FOR_SRP": user.username, **parameters}
    return {"ChallengeName": name, "Session": session, "ChallengeParameters": shown}


def _admitted(
    pool: CognitoIdpUserPool, client: CognitoIdpUserPoolClient, name: str
) -> CognitoIdpUser:
    """The enabled user. An unknown one gets the error of a wrong password if the client's setting
    PreventUserExistenceErrors says so."""
    user = pool._get_user(name)
    if user is None:
        if client.extended_config.get("PreventUserExistenceErrors") == "ENABLED":
            raise NotAuthorizedError(WRONG)
        raise JsonRESTError("UserNotFoundException", "User does not exist.")
    if not user.enabled:
        raise NotAuthorizedError("User is disabled.")
    return user


def _guess(user: CognitoIdpUser, right: bool) -> None:
    """Counts wrong passwords. From the fifth on, each locks the account: for one second, then twice
    as long each time, up to LONGEST_LOCK_SECONDS."""
    with _lock:
        _refuse_locked(user)
        if right:
            user.__dict__.pop("emulator_guesses", None)
            return
        wrong = user.__dict__.get("emulator_guesses", {"count": 0})["count"] + 1
        over = wrong - FREE_GUESSES
        lock = 0 if over < 0 else min(2**over, LONGEST_LOCK_SECONDS)
        user.__dict__["emulator_guesses"] = {"count": wrong, "until": clock.time() + lock}
    raise NotAuthorizedError(WRONG)


def _refuse_locked(user: CognitoIdpUser) -> None:
    if user.__dict__.get("emulator_guesses", {"until": 0})["until"] > clock.time():
        raise NotAuthorizedError("Password attempts exceeded")


def _allowed(client: CognitoIdpUserPoolClient, needed: str, flow: str) -> None:
    flows = client.extended_config.get("ExplicitAuthFlows") or [
        "ALLOW_REFRESH_TOKEN_AUTH",
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_CUSTOM_AUTH",
    ]
    if needed not in flows and flow not in flows:
        raise InvalidParameterException(f"{flow} flow not enabled for this client")


def _needed(given: dict[str, str], name: str) -> str:
    value = given.get(name)
    if not value:
        raise InvalidParameterException(f"Missing required parameter {name}")
    return value


def _sessions(pool: CognitoIdpUserPool) -> dict[str, dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = pool.__dict__.setdefault("emulator_sessions", {})
    return kept
