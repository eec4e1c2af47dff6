"""Secrets that are derived and kept nowhere: whoever holds the key of all keyed hashes can say them
again, and a stolen table says none of them."""

import base64
import hashlib
import hmac


def derived(pepper: bytes, *parts: str) -> bytes:
    """256 bits that only this key and exactly these parts make."""
    return hmac.new(pepper, "\x1f".join(parts).encode(), hashlib.sha256).digest()


def derived_text(pepper: bytes, *parts: str) -> str:
    """The same in 43 characters that fit into an address."""
    return base64.urlsafe_b64encode(derived(pepper, *parts)).decode().rstrip("=")
