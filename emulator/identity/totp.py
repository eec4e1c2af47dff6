"""One-time passwords of an authenticator app (RFC 6238: SHA-1, 30 s, six digits).

moto gives every user the same secret. Here each user has one of 160 bits. A code is valid in its
own half minute, the one before and the one after, and only once.
"""

from __future__ import annotations

import base64
import secrets
import threading
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from moto.cognitoidp.models import CognitoIdpUser

from emulator import clock

STEP_SECONDS = 30
SECRET_BYTES = 20
_lock = threading.Lock()


def new_secret(user: CognitoIdpUser) -> str:
    """A new secret in Base32, pending until `confirm_pending` gets a code of it."""
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    _kept(user)["pending"] = secret
    return secret


def confirm_pending(user: CognitoIdpUser, code: str) -> bool:
    """Whether the code is one of the pending secret, which then becomes the user's secret."""
    pending = _kept(user).get("pending")
    if pending is None or not _matches(user, pending, code):
        return False
    _kept(user)["secret"] = _kept(user).pop("pending")
    return True


def is_current(user: CognitoIdpUser, code: str) -> bool:
    """Whether this is a current code of the user that was not used before; uses it up."""
    secret = _kept(user).get("secret")
    return secret is not None and _matches(user, secret, code)


def _matches(user: CognitoIdpUser, secret: str, code: str) -> bool:
    sha1 = SHA1()  # noqa: S303 - what authenticator apps and Cognito use; RFC 6238
    totp = TOTP(base64.b32decode(secret), 6, sha1, STEP_SECONDS)
    now = int(clock.time()) // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        try:
            totp.verify(code.encode(), step * STEP_SECONDS)
        except InvalidToken:
            continue
        return _use_up(user, step)
    return False


def _use_up(user: CognitoIdpUser, step: int) -> bool:
    """Whether the code's step is later than the last used one; of two callers at once, one wins."""
    with _lock:
        if step <= _kept(user).get("last", -1):
            return False
        _kept(user)["last"] = step
        return True


def _kept(user: CognitoIdpUser) -> dict[str, Any]:
    kept: dict[str, Any] = user.__dict__.setdefault("emulator_totp", {})
    return kept
