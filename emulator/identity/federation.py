"""Sign-in through an OIDC provider of the pool, as Cognito's `/oauth2/idpresponse` does it.

Cognito exchanges the provider's code for tokens, asks for `userinfo`, and writes the mapped claims
into a user of its own: docs.aws.amazon.com/cognito, "OIDC user pool IdP authentication flow" and
"Mapping IdP attributes to profiles and tokens". A claim of several values becomes one text, `[one,
two]`. Each sign-in writes all mapped attributes again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import jwt
import requests
from moto.cognitoidp.exceptions import InvalidParameterException, NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool, cognitoidp_backends

from emulator import clock
from emulator.account import ACCOUNT, REGION
from emulator.identity import tokens

STATUS = "EXTERNAL_PROVIDER"
_LONGEST = 2048
_SECONDS = 5


@dataclass(frozen=True)
class Page:
    """A provider's sign-in page: its URL, and the query that every request has."""

    address: str
    asked: dict[str, str]


def sign_in_page(pool_id: str, provider: str) -> Page:
    """The sign-in page in the provider's discovery document. KeyError for an unknown pool or
    provider, `requests` errors if the provider does not answer."""
    pool = cognitoidp_backends[ACCOUNT][REGION].user_pools[pool_id]
    details = pool.identity_providers[provider].extended_config["ProviderDetails"]
    found = _json(f"{details['oidc_issuer']}/.well-known/openid-configuration")
    asked = {
        "client_id": details["client_id"],
        "response_type": "code",
        "scope": details["authorize_scopes"],
    }
    return Page(found["authorization_endpoint"], asked)


def sign_in(pool_id: str, client_id: str, code: str, back_to: str) -> dict[str, Any]:
    """Exchanges a provider's code and returns the AuthenticationResult of the user's new session.

    `back_to`: the redirect URI that the provider was given. The provider is the first of the pool's
    that the client supports. InvalidParameterException if there is none, or an attribute has over
    2,048 characters; NotAuthorizedException if the provider refuses or its tokens prove nothing.
    """
    pool = cognitoidp_backends[ACCOUNT][REGION].user_pools[pool_id]
    client = pool.clients[client_id]
    allowed = client.extended_config.get("SupportedIdentityProviders") or []
    name = next((one for one in pool.identity_providers if one in allowed), "")
    if not name:
        raise InvalidParameterException("No identity provider for this client")
    provider = pool.identity_providers[name].extended_config
    claims = _asked(provider["ProviderDetails"], code, back_to)
    user = _written(pool, name, claims, provider.get("AttributeMapping") or {})
    return tokens.log_in(pool, client, user, {})


def _asked(details: dict[str, str], code: str, back_to: str) -> dict[str, Any]:
    """The claims of ID token and userinfo; NotAuthorizedException if they prove nothing."""
    issuer, ours = details["oidc_issuer"], details["client_id"]
    places = _json(f"{issuer}/.well-known/openid-configuration")
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_to,
        "client_id": ours,
        "client_secret": details["client_secret"],
    }
    try:
        given = _json(places["token_endpoint"], form)
        key = jwt.PyJWKClient(places["jwks_uri"]).get_signing_key_from_jwt(given["id_token"])
        proven = jwt.decode(
            given["id_token"], key, algorithms=["RS256"], audience=ours, issuer=issuer
        )
        told = _json(places["userinfo_endpoint"], bearer=given["access_token"])
    except (OSError, KeyError, ValueError, jwt.PyJWTError) as error:
        raise NotAuthorizedError(f"the provider refused: {type(error).__name__}") from error
    if told.get("sub") != proven["sub"]:
        raise NotAuthorizedError("userinfo speaks of somebody else")
    return {**proven, **told}


def _json(address: str, form: dict[str, str] | None = None, bearer: str = "") -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    asked = requests.request(
        "POST" if form else "GET", address, data=form, headers=headers, timeout=_SECONDS
    )
    asked.raise_for_status()
    found: dict[str, Any] = asked.json()
    return found


def _written(
    pool: CognitoIdpUserPool, provider: str, claims: dict[str, Any], mapping: dict[str, str]
) -> CognitoIdpUser:
    name = f"{provider}_{claims['sub']}"
    attributes = {
        attribute: _text(claims[claim]) for attribute, claim in mapping.items() if claim in claims
    }
    if any(len(text) > _LONGEST for text in attributes.values()):
        raise InvalidParameterException("Attribute value is too long")
    identity = {"userId": claims["sub"], "providerName": provider, "providerType": "OIDC"}
    attributes["identities"] = json.dumps([{**identity, "primary": True}])
    # An attribute whose claim the provider no longer sends is emptied.
    attributes |= {attribute: "" for attribute in mapping if attribute not in attributes}
    written = [{"Name": key, "Value": value} for key, value in attributes.items()]
    user: CognitoIdpUser | None = pool._get_user(name)
    if user is None:
        user = CognitoIdpUser(pool.id, name, None, STATUS, written)
        user.create_date = user.last_modified_date = clock.now()
        pool.users[name] = user
    else:
        user.update_attributes(written)
    return user


def _text(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
