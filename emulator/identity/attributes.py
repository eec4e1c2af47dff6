"""Attributes of a user: who may write them, and when a new address counts.

moto lets every client write every attribute and takes a new address at once. Permissions:
docs.aws.amazon.com/cognito, "Attribute permissions and scopes"; the wait for a code: "Verifying
updates to email addresses and phone numbers" (AttributesRequireVerificationBeforeUpdate).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from moto.cognitoidp.exceptions import InvalidParameterException, NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool, CognitoIdpUserPoolClient

from emulator.identity import codes

ADDRESSES = ("email", "phone_number")
READ_ONLY = frozenset({"sub", "email_verified", "phone_number_verified"})


def refuse_unwritable(
    client: CognitoIdpUserPoolClient, attributes: Iterable[Mapping[str, str]]
) -> None:
    """NotAuthorizedException for an attribute that the client may not write."""
    allowed = client.extended_config.get("WriteAttributes")
    for each in attributes:
        name = each["Name"]
        if name in READ_ONLY or (allowed and name not in allowed):
            raise NotAuthorizedError("A client attempted to write unauthorized attribute")


def update(
    pool: CognitoIdpUserPool,
    client: CognitoIdpUserPoolClient,
    user: CognitoIdpUser,
    attributes: list[dict[str, str]],
) -> list[dict[str, str]]:
    """UpdateUserAttributes; returns AWS's CodeDeliveryDetailsList.

    A new email address or phone number counts at once but is unverified, or counts after its code,
    as the pool's settings say. NotAuthorizedException for an attribute that the client may not
    write, AliasExistsException for a taken email address.
    """
    refuse_unwritable(client, attributes)
    settings = pool.extended_config.get("UserAttributeUpdateSettings") or {}
    waiting = settings.get("AttributesRequireVerificationBeforeUpdate") or []
    proven = pool.extended_config.get("AutoVerifiedAttributes") or []
    at_once: list[dict[str, str]] = []
    sent = []
    for each in attributes:
        name, value = each["Name"], each["Value"]
        if name not in ADDRESSES or user.attribute_lookup.get(name) == value:
            at_once.append(each)
            continue
        pool.backend._verify_email_is_not_used(pool.id, value if name == "email" else None)
        if name in waiting:
            sent.append(_prove(pool, user, name, value))
            continue
        at_once += [each, {"Name": f"{name}_verified", "Value": "false"}]
        if name in proven:
            sent.append(_prove(pool, user, name, value))
    user.update_attributes(at_once)
    return sent


def _prove(pool: CognitoIdpUserPool, user: CognitoIdpUser, name: str, value: str) -> dict[str, str]:
    return codes.send(pool, user, f"prove-{name}", name, value, "UpdateUserAttribute")


def send_code(pool: CognitoIdpUserPool, user: CognitoIdpUser, name: str) -> dict[str, str]:
    """GetUserAttributeVerificationCode: sends a code to the attribute's present value and returns
    CodeDeliveryDetails. InvalidParameterException if the user has no such address."""
    value = user.attribute_lookup.get(name)
    if name not in ADDRESSES or not value:
        raise InvalidParameterException("User does not have that attribute or it is unverifiable")
    return codes.send(pool, user, f"prove-{name}", name, value)


def verify(pool: CognitoIdpUserPool, user: CognitoIdpUser, name: str, code: str) -> None:
    """VerifyUserAttribute: sets the attribute to the address of the code, and marks it as verified.
    Errors of `codes.check`; AliasExistsException if somebody else has that email address by now."""
    value = codes.check(user, f"prove-{name}", code, address=True)
    if user.attribute_lookup.get(name) != value:
        pool.backend._verify_email_is_not_used(pool.id, value if name == "email" else None)
    proven = {"Name": f"{name}_verified", "Value": "true"}
    user.update_attributes([{"Name": name, "Value": value}, proven])


def client_of(pool: CognitoIdpUserPool, access_token: str) -> Any:
    """The client that an access token was issued to. KeyError for an unknown token."""
    return pool.clients[pool.access_tokens[access_token][0]]
