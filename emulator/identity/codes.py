"""One-time codes of a user pool: made, sent to the outbox, checked once, expired by the clock.

Lifetimes and limits: docs.aws.amazon.com/cognito, "Quotas" and "Verifying updates to attributes";
when a trigger may word the mail: "Custom message Lambda trigger".
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from moto.cognitoidp.exceptions import (
    CodeMismatchException,
    ExpiredCodeException,
    InvalidParameterException,
)
from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool
from moto.core.exceptions import JsonRESTError

from emulator import clock
from emulator.events import outbox
from emulator.identity import triggers

SIGN_UP_SECONDS = 24 * 3600
RESET_SECONDS = 3600
ATTEMPTS = 5
SENDS_PER_HOUR = 5
OCCASIONS = {
    "sign-up": "SignUp",
    "reset": "ForgotPassword",
    "prove-email": "VerifyUserAttribute",
    "prove-phone_number": "VerifyUserAttribute",
}
PLACE = "{####}"


def send(
    pool: CognitoIdpUserPool,
    user: CognitoIdpUser,
    purpose: str,
    attribute: str,
    address: str = "",
    occasion: str = "",
) -> dict[str, str]:
    """Makes a code of six digits, sends it, and returns AWS's CodeDeliveryDetails.

    It goes to the user's `attribute` (email or phone_number), or to the `address` that is to become
    its value. `purpose`: a key of OCCASIONS; a new code replaces an earlier one of its purpose.
    `occasion`: the CustomMessage trigger's name for it, if it differs from OCCASIONS.
    LimitExceededException after SENDS_PER_HOUR.
    """
    now = clock.time()
    sent = [at for at in _kept(user).get(f"{purpose}:sent", []) if at > now - 3600]
    if len(sent) >= SENDS_PER_HOUR:
        raise JsonRESTError(
            "LimitExceededException", "Attempt limit exceeded, please try after some time."
        )
    code = f"{secrets.randbelow(10**6):06d}"
    life = RESET_SECONDS if purpose == "reset" else SIGN_UP_SECONDS
    _kept(user)[f"{purpose}:sent"] = [*sent, now]
    address = address or user.attribute_lookup[attribute]
    _kept(user)[purpose] = {
        "code": code,
        "expires": now + life,
        "attempts": 0,
        "of": attribute,
        "address": address,
    }
    words = _words(pool, user, occasion or OCCASIONS[purpose])
    return _deliver(pool, purpose, attribute, address, code, words)


def check(user: CognitoIdpUser, purpose: str, code: str, address: bool = False) -> str:
    """Uses a code up and returns the attribute that it proved, with `address` the address.

    CodeMismatchException for a wrong code, TooManyFailedAttemptsException after ATTEMPTS of them,
    ExpiredCodeException if there is none or it has expired.
    """
    kept = _kept(user).get(purpose)
    if kept is None or kept["expires"] <= clock.time():
        raise ExpiredCodeException("Invalid code provided, please request a code again.")
    if kept["attempts"] >= ATTEMPTS:
        raise JsonRESTError(
            "TooManyFailedAttemptsException", "Too many failed attempts, request a code again."
        )
    if not hmac.compare_digest(kept["code"].encode(), code.encode()):
        kept["attempts"] += 1
        raise CodeMismatchException("Invalid verification code provided, please try again.")
    del _kept(user)[purpose]
    return str(kept["address" if address else "of"])


def recovery(pool: CognitoIdpUserPool, user: CognitoIdpUser) -> str:
    """The verified attribute that a reset code goes to, email or phone_number.
    InvalidParameterException if there is none."""
    setting = (pool.extended_config.get("AccountRecoverySetting") or {}).get("RecoveryMechanisms")
    ways = setting or [
        {"Name": "verified_phone_number", "Priority": 1},
        {"Name": "verified_email", "Priority": 2},
    ]
    for way in sorted(ways, key=lambda way: way["Priority"]):
        attribute = way["Name"].removeprefix("verified_")
        if user.attribute_lookup.get(f"{attribute}_verified") == "true":
            return str(attribute)
    raise InvalidParameterException(
        "Cannot reset password for the user as there is no registered/verified email or"
        " phone_number"
    )


def masked(attribute: str, value: str) -> dict[str, str]:
    """CodeDeliveryDetails with the masked address, `a***@e***` or `+*******` and four digits."""
    if attribute == "email":
        name, _, domain = value.partition("@")
        destination, medium = f"{name[:1]}***@{domain[:1]}***", "EMAIL"
    else:
        destination, medium = f"+*******{value[-4:]}", "SMS"
    return {"Destination": destination, "DeliveryMedium": medium, "AttributeName": attribute}


def _words(pool: CognitoIdpUserPool, user: CognitoIdpUser, occasion: str) -> dict[str, Any]:
    asked = {"codeParameter": PLACE, "usernameParameter": None, "linkParameter": "{##Click Here##}"}
    said = triggers.call(pool, user, "CustomMessage", f"CustomMessage_{occasion}", more=asked)
    sends = pool.extended_config.get("EmailConfiguration") or {}
    ours = sends.get("EmailSendingAccount") == "DEVELOPER"
    if not ours and (said.get("emailMessage") or said.get("emailSubject")):
        raise JsonRESTError(
            "InvalidLambdaResponseException",
            "emailMessage and emailSubject are for pools whose EmailSendingAccount is DEVELOPER",
        )
    return said


def _deliver(
    pool: CognitoIdpUserPool,
    purpose: str,
    attribute: str,
    address: str,
    code: str,
    said: dict[str, Any],
) -> dict[str, str]:
    words = {"sign-up": "confirmation", "reset": "password reset"}.get(purpose, "verification")
    kind = "email" if attribute == "email" else "sms"
    own = said.get("emailMessage" if kind == "email" else "smsMessage")
    text = str(own or f"Your {words} code is {PLACE}.").replace(PLACE, code)
    subject = (said.get("emailSubject") or f"Your {words} code") if kind == "email" else None
    outbox.add(kind, [address], subject=subject, text=text, from_=f"Cognito {pool.name}")
    return masked(attribute, address)


def _kept(user: CognitoIdpUser) -> dict[str, Any]:
    """The user's codes. They are kept in the user, so that a snapshot includes them."""
    kept: dict[str, Any] = user.__dict__.setdefault("emulator_codes", {})
    return kept
