"""Signatures of webhooks: HMAC over the raw bytes, as each vendor documents it.

The algorithm is fixed by us, never chosen by a header. Several secrets may be active at once
(rotation). Comparisons take constant time. Only lowercase hex is accepted, so that every change of
a signature is noticed.
Sources: docs.withpersona.com/webhooks, docs.stripe.com/webhooks (scheme v1), devdocs.veriff.com
(HMAC authentication), developers.onfido.com (manual webhook signature verification),
docs.sumsub.com/docs/webhook-manager.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from chalicelib.domain.errors import Unauthenticated

TOLERANCE = timedelta(seconds=300)
LONGEST_HEADER = 4096
MOST_SIGNATURES = 10
_HEX = {"sha256": re.compile(r"[0-9a-f]{64}"), "sha512": re.compile(r"[0-9a-f]{128}")}
_COMMA = re.compile(r" *, *")
_TIME = re.compile(r"[0-9]{1,11}")


def sign(secret: str, message: bytes, algorithm: str = "sha256") -> str:
    """Lowercase hex HMAC of `message`."""
    return hmac.new(secret.encode(), message, algorithm).hexdigest()


def sign_timed(secret: str, body: bytes, at: datetime) -> str:
    """The signature header of Stripe, Persona and our own webhooks: `t=<unix>,v1=<hex>`."""
    stamp = str(int(at.timestamp()))
    return f"t={stamp},v1={sign(secret, stamp.encode() + b'.' + body)}"


def check_digest(
    signature: str, body: bytes, secrets: Sequence[str], algorithm: str = "sha256"
) -> None:
    """Checks a hex HMAC of the body (Veriff, Onfido, Sumsub); Unauthenticated if no secret fits."""
    if not _HEX[algorithm].fullmatch(signature):
        raise Unauthenticated("the signature is malformed", "signature_malformed")
    if not _any_fits((signature,), body, secrets, algorithm):
        raise Unauthenticated("the signature does not fit", "signature_invalid")


def check_timed(header: str, body: bytes, secrets: Sequence[str], now: datetime) -> datetime:
    """The signed time in a header `t=…,v1=…[,v1=…]` (Stripe, Persona).

    During a rotation the header has several groups, separated by spaces. Extra spaces and groups of
    other schemes are ignored. Unauthenticated if no signature fits, or if the time is more than
    300 s early or late.
    """
    if len(header) > LONGEST_HEADER:
        raise Unauthenticated("the signature is malformed", "signature_malformed")
    groups = list(filter(None, map(_group, _texts(header))))
    if not groups:
        raise Unauthenticated("the signature is malformed", "signature_malformed")
    fitting = [
        stamp
        for stamp, signatures in groups
        if _any_fits(signatures, stamp.encode() + b"." + body, secrets, "sha256")
    ]
    if not fitting:
        raise Unauthenticated("the signature does not fit", "signature_invalid")
    for stamp in fitting:
        signed = datetime.fromtimestamp(int(stamp), UTC)
        if abs(now - signed) <= TOLERANCE:
            return signed
    raise Unauthenticated("the signature is too old, or not yet valid", "signature_expired")


def _texts(header: str) -> list[str]:
    """The groups of a header. A text with several times is two headers joined by a proxy."""
    found = []
    for text in _COMMA.sub(",", header).split():
        parts, first = text.split(","), 0
        begins = [place for place, part in enumerate(parts) if part.startswith("t=")]
        for end in [*begins[1:], len(parts)]:
            found.append(",".join(parts[first:end]))
            first = end
    return found


def _group(text: str) -> tuple[str, tuple[str, ...]] | None:
    """(time, v1 signatures) of one group; None for a group of another scheme. Elements of other
    schemes are ignored.
    """
    pairs = [part.partition("=") for part in text.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    signatures = tuple(
        value for name, _, value in pairs if name == "v1" and _HEX["sha256"].fullmatch(value)
    )
    fits = len(times) == 1 and _TIME.fullmatch(times[0]) and 0 < len(signatures) <= MOST_SIGNATURES
    return (times[0], signatures) if fits else None


def _any_fits(
    signatures: Sequence[str], message: bytes, secrets: Sequence[str], algorithm: str
) -> bool:
    """Whether a signature fits a secret. Every pair is compared, so that the duration does not show
    which one fits."""
    fits = False
    for secret in secrets:
        if not secret:
            continue  # anybody could sign with an empty secret
        expected = sign(secret, message, algorithm)
        for signature in signatures:
            fits |= hmac.compare_digest(expected, signature)
    return fits


def fingerprint(body: bytes) -> str:
    """SHA-256 of the body in hex, stored instead of the body."""
    return hashlib.sha256(body).hexdigest()
