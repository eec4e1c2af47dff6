"""Tokens of a user pool: issued with the client's lifetimes by the emulator's clock, verified as
API Gateway's authorizer does, revoked as RevokeToken and GlobalSignOut do.

Claims: docs.aws.amazon.com/cognito, "Understanding user pool JSON web tokens".
"""

from __future__ import annotations

import json
import secrets
import uuid
from typing import Any

import jwt
from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.models import (
    CognitoIdpUser,
    CognitoIdpUserPool,
    CognitoIdpUserPoolClient,
    cognitoidp_backends,
)
from moto.cognitoidp.responses import CognitoIdpJsonWebKeyResponse

from emulator import clock
from emulator.account import ACCOUNT, REGION

KEY_ID = "dummy"  # as moto publishes it under /.well-known/jwks.json
_UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}


def issuer(pool: CognitoIdpUserPool) -> str:
    """The `iss` claim."""
    return f"https://cognito-idp.{pool.region}.amazonaws.com/{pool.id}"


def renew_keys() -> None:
    """Gives every pool an RSA key of its own (2048 bits), in place of the one that all of moto's
    pools share.

    After a fresh start, tokens of an earlier start are then refused: they name accounts that no
    longer exist.
    """
    for pool in cognitoidp_backends[ACCOUNT][REGION].user_pools.values():
        kind = type(pool.json_web_key)
        said: Any = {"alg": "RS256", "use": "sig"}
        pool.json_web_key = kind.generate_key(2048, said, auto_kid=True)
    publish_keys()


def publish_keys() -> None:
    """Publishes the keys of all pools in /.well-known/jwks.json; moto has one answer for all."""
    pools = cognitoidp_backends[ACCOUNT][REGION].user_pools.values()
    keys = [pool.json_web_key.as_dict(private=False) for pool in pools]
    CognitoIdpJsonWebKeyResponse.json_web_key = json.dumps({"keys": keys}).encode()


def verify(token: str, pool_id: str) -> dict[str, Any]:
    """The claims of a valid ID token of this pool; ValueError for anything else.

    As in API Gateway for methods without scopes: access tokens are refused, and revocation is not
    checked.
    """
    pool = cognitoidp_backends[ACCOUNT][REGION].user_pools.get(pool_id)
    if pool is None:
        raise ValueError("no such user pool")
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            pool.json_web_key.public_key,
            algorithms=["RS256"],
            issuer=issuer(pool),
            options={
                "require": ["exp", "iss", "sub", "token_use"],
                "verify_aud": False,  # the client is looked up among the pool's below
                "verify_exp": False,  # the cloud's clock decides
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
    except jwt.PyJWTError as error:
        raise ValueError(str(error)) from error
    if claims["token_use"] != "id" or claims.get("aud") not in pool.clients:
        raise ValueError("not an ID token of this pool")
    if not isinstance(claims["exp"], int) or claims["exp"] <= clock.time():
        raise ValueError("the token has expired")
    return claims


def log_in(
    pool: CognitoIdpUserPool,
    client: CognitoIdpUserPoolClient,
    user: CognitoIdpUser,
    changes: dict[str, Any],
) -> dict[str, Any]:
    """Opens a session and returns AWS's AuthenticationResult with three tokens.

    `changes`: `claimsOverrideDetails` of the PreTokenGeneration trigger, or {}.
    """
    refresh = secrets.token_urlsafe(96)
    grants(pool)[refresh] = {
        "client": client.id,
        "user": user.username,
        "origin": str(uuid.uuid4()),
        "time": int(clock.time()),
        "expires": clock.time() + _lifetime(client, "Refresh", 30 * 86400),
    }
    return {**_pair(pool, client, user, grants(pool)[refresh], changes), "RefreshToken": refresh}


def refresh(
    pool: CognitoIdpUserPool,
    client: CognitoIdpUserPoolClient,
    token: str,
    changes: dict[str, Any],
) -> dict[str, Any]:
    """New access and ID tokens of a session, as AuthenticationResult without a refresh token.
    NotAuthorizedException if the session is over."""
    grant = grant_of(pool, client, token)
    return _pair(pool, client, pool.users[grant["user"]], grant, changes)


def grant_of(
    pool: CognitoIdpUserPool, client: CognitoIdpUserPoolClient, token: str
) -> dict[str, Any]:
    """The session of a refresh token: `{client, user, origin, time, expires}`, times in seconds
    since 1970. NotAuthorizedException if it is unknown, another client's, revoked or expired."""
    grant: dict[str, Any] | None = grants(pool).get(token)
    if grant is None or grant["client"] != client.id or grant["user"] not in pool.users:
        raise NotAuthorizedError("Invalid Refresh Token")
    if grant.get("revoked"):
        raise NotAuthorizedError("Refresh Token has been revoked")
    if grant["expires"] <= clock.time():
        raise NotAuthorizedError("Refresh Token has expired")
    return grant


def grants(pool: CognitoIdpUserPool) -> dict[str, dict[str, Any]]:
    """Refresh token -> its session. They are kept in the pool, so that a snapshot includes them."""
    kept: dict[str, dict[str, Any]] = pool.__dict__.setdefault("emulator_grants", {})
    return kept


def revoke(pool: CognitoIdpUserPool, token: str) -> None:
    """Ends one session: its refresh token and its access tokens. Nothing for an unknown token. ID
    tokens stay valid until they expire, as on AWS."""
    grant = grants(pool).get(token)
    if grant is None:
        return
    grant["revoked"] = True
    for access, (_, _, origin) in list(_accesses(pool).items()):
        if origin == grant["origin"]:
            del _accesses(pool)[access]
            pool.access_tokens.pop(access, None)


def revoke_all(pool: CognitoIdpUserPool, user: CognitoIdpUser) -> None:
    """Ends every session of the user."""
    for token, grant in list(grants(pool).items()):
        if grant["user"] == user.username:
            revoke(pool, token)


def owner(access_token: str) -> tuple[CognitoIdpUserPool, CognitoIdpUser]:
    """The pool and user of an access token. NotAuthorizedException if it is unknown, revoked or
    expired, or the user disabled."""
    for pool in cognitoidp_backends[ACCOUNT][REGION].user_pools.values():
        name, expires, _ = _accesses(pool).get(access_token, (None, 0.0, ""))
        user = pool.users.get(name) if name else None
        if user is None:
            continue
        if expires <= clock.time():
            raise NotAuthorizedError("Access Token has expired")
        if not user.enabled:
            raise NotAuthorizedError("User is disabled.")
        return pool, user
    raise NotAuthorizedError("Invalid Access Token")


def _accesses(pool: CognitoIdpUserPool) -> dict[str, tuple[str, float, str]]:
    """Access token -> (user name, expiry in seconds since 1970, session)."""
    kept: dict[str, tuple[str, float, str]] = pool.__dict__.setdefault("emulator_accesses", {})
    return kept


def _lifetime(client: CognitoIdpUserPoolClient, kind: str, otherwise: int) -> int:
    """The lifetime of tokens of a kind, in seconds. Without a unit AWS counts days for refresh
    tokens, else hours."""
    settings = client.extended_config
    number = settings.get(f"{kind}TokenValidity")
    if not number:
        return otherwise
    units = settings.get("TokenValidityUnits") or {}
    unit = units.get(f"{kind}Token") or ("days" if kind == "Refresh" else "hours")
    return int(number) * _UNITS[unit]


def _pair(
    pool: CognitoIdpUserPool,
    client: CognitoIdpUserPoolClient,
    user: CognitoIdpUser,
    grant: dict[str, Any],
    changes: dict[str, Any],
) -> dict[str, Any]:
    """A new access and ID token, with the client's lifetimes."""
    now = int(clock.time())
    life = _lifetime(client, "Access", 3600)
    common = {
        "sub": user.id,
        "iss": issuer(pool),
        "origin_jti": grant["origin"],
        "auth_time": grant["time"],
        "iat": now,
    }
    override = (changes.get("groupOverrideDetails") or {}).get("groupsToOverride")
    groups = override or sorted(group.group_name for group in user.groups)
    if groups:
        common["cognito:groups"] = groups
    access = {
        **common,
        "token_use": "access",
        "client_id": client.id,
        "username": user.username,
        "scope": "aws.cognito.signin.user.admin",
        "exp": now + life,
    }
    identity = {
        **_attributes(user),
        **common,
        "token_use": "id",
        "aud": client.id,
        "cognito:username": user.username,
        "exp": now + _lifetime(client, "Id", 3600),
        **(changes.get("claimsToAddOrOverride") or {}),
    }
    for name in changes.get("claimsToSuppress") or ():
        identity.pop(name, None)
    token = _sign(pool, access)
    _accesses(pool)[token] = (user.username, now + life, grant["origin"])
    pool.access_tokens[token] = (client.id, user.username)  # moto's own operations look here
    return {
        "AccessToken": token,
        "IdToken": _sign(pool, identity),
        "ExpiresIn": life,
        "TokenType": "Bearer",
    }


def _attributes(user: CognitoIdpUser) -> dict[str, Any]:
    """Attributes as claims: the two `..._verified` ones are booleans."""
    return {
        name: value == "true" if name.endswith("_verified") else value
        for name, value in user.attribute_lookup.items()
    }


def _sign(pool: CognitoIdpUserPool, claims: dict[str, Any]) -> str:
    # The key itself, not its PEM: reading a PEM checks the primes, 40 ms per token.
    key = pool.json_web_key.private_key
    if key is None:
        raise ValueError("a pool signs with a private key")
    return jwt.encode(
        {**claims, "jti": str(uuid.uuid4())},
        key,
        algorithm="RS256",
        headers={"kid": pool.json_web_key.kid or KEY_ID},
    )
