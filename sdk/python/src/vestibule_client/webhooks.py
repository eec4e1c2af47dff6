"""Verifies webhooks, which are signed by standardwebhooks.com. Trust none before `verify`."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .errors import WebhookInvalid

PREFIX = "whsec_"
TOLERANCE = 300


@dataclass(frozen=True)
class WebhookEvent:
    """An event. `id` is the same at every delivery; `data["sequence"]` orders the events of one
    person; `mode`: live or test; `position`: the event's place in `GET /v1/events`, None for a
    ping."""

    id: str
    type: str
    timestamp: datetime
    data: Mapping[str, Any]
    mode: str = ""
    position: int | None = None


def sign(body: bytes, message_id: str, timestamp: int, secret: str) -> str:
    """The signature of a webhook, `v1,…`, for tests of your receiver. `timestamp`: seconds since
    1970; `secret`: `whsec_…`, else WebhookInvalid."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise WebhookInvalid("the secret is none: it begins with whsec_") from None
    said = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(key, said, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def verify(
    body: bytes | str,
    headers: Mapping[str, str],
    secrets: str | Iterable[str],
    *,
    tolerance: int = TOLERANCE,
    now: float | None = None,
) -> WebhookEvent:
    """The event, if `body` is signed with one of the secrets and its timestamp is within
    `tolerance` seconds of now; else WebhookInvalid.

    `body`: the raw bytes as received, not parsed and serialised again. `headers`: in any letter
    case. `now`: seconds since 1970, the present by default.
    """
    raw = body.encode() if isinstance(body, str) else bytes(body)
    told = {name.lower(): value for name, value in headers.items()}
    message_id, stamp = told.get("webhook-id", ""), told.get("webhook-timestamp", "")
    signatures = told.get("webhook-signature", "").split()
    if not message_id or not signatures or not re.fullmatch(r"[0-9]{1,12}", stamp, re.ASCII):
        raise WebhookInvalid("no signature")
    at = time.time() if now is None else now
    if abs(at - int(stamp)) > tolerance:
        raise WebhookInvalid("too old, or from the future")
    known = [secrets] if isinstance(secrets, str) else list(secrets)
    right = [sign(raw, message_id, int(stamp), secret).encode() for secret in known]
    # Every pair is compared, so that the time says nothing.
    hits = [hmac.compare_digest(sent.encode(), own) for sent in signatures for own in right]
    if not any(hits):
        raise WebhookInvalid("not signed with this secret")
    return _event(raw)


def _event(raw: bytes) -> WebhookEvent:
    try:
        told = json.loads(raw)
        return WebhookEvent(
            id=str(told["id"]),
            type=str(told["type"]),
            timestamp=datetime.fromisoformat(told["timestamp"]),
            data=dict(told["data"]),
            mode=str(told.get("mode", "")),
            position=told.get("position"),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise WebhookInvalid("signed, but no event") from None
