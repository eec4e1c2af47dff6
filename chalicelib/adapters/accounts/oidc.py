"""Tokens of the company's own OpenID provider (RFC 7519, RFC 8725, OpenID Connect Discovery).

A token's header only selects one of the provider's published keys. Two algorithms are accepted,
each for its kind of key; URLs in a header are ignored. joserfc verifies, and is imported at the
first token.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.domain.applicants.federated import SKEW, Shown
from chalicelib.domain.errors import Refused, Unauthenticated, Unavailable

if TYPE_CHECKING:
    from joserfc.jwk import ECKey, RSAKey

#: Kind of key -> the only algorithm accepted with it. No HMAC: a public key is no secret.
ALGORITHMS = {"RSA": "RS256", "EC": "ES256"}
#: Accepted values of `typ`: ID tokens and access tokens (RFC 9068), but no logout tokens.
TYPES = frozenset({None, "JWT", "at+jwt", "application/at+jwt"})
LONGEST_TOKEN, MOST_KEYS, LEAST_BITS = 8_000, 50, 2048
FRESH = timedelta(minutes=10)
"""How long keys are cached; a withdrawn key works no longer than this."""
STALE = timedelta(hours=1)
"""How long keys are cached while the provider does not answer."""
AGAIN = timedelta(seconds=60)
"""Shortest time between requests caused by unknown key ids."""


@dataclass(slots=True)
class Keys:
    """The provider's published keys, and when they were fetched."""

    by_id: dict[str, "RSAKey | ECKey"] = field(default_factory=dict)
    read_at: datetime | None = None
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcTokens:
    """Verifies tokens of one provider. `read` fetches a small document; Refused, Unavailable."""

    issuer: str
    audience: str
    read: Callable[[str], bytes]
    now: Callable[[], datetime]
    keys: Keys = field(default_factory=Keys, repr=False)

    def verified(self, text: str) -> Shown:
        """The token's subject and time of issue. Unauthenticated for an invalid token; Unavailable
        if the provider's keys cannot be fetched."""
        if len(text) > LONGEST_TOKEN or text.count(".") != 2:
            raise _unknown()
        from joserfc import jws, jwt
        from joserfc.errors import JoseError

        try:
            header = jws.extract_compact(text.encode()).headers()
            key = self._key(header)
            registry = jws.JWSRegistry(algorithms=[ALGORITHMS[key.key_type]])
            registry.strict_check_header = False  # providers add headers of their own
            claims = jwt.decode(text, key, registry=registry).claims
            self._expected().validate(claims)
            return Shown(claims["sub"], _moment(claims["iat"]))
        except (JoseError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
            raise _unknown() from None

    def _expected(self) -> Any:
        """The checks of claims: issuer, audience, times, and no `events`, which a logout token has
        (RFC 8725, 3.11)."""
        from joserfc.jwt import JWTClaimsRegistry

        return JWTClaimsRegistry(
            now=int(self.now().timestamp()),
            leeway=int(SKEW.total_seconds()),
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.audience},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            events={"values": ["none is expected"]},
        )

    def _key(self, header: dict[str, Any]) -> "RSAKey | ECKey":
        """The published key that the header names, if its algorithm is the key's; ValueError."""
        name, kind = header.get("kid"), header.get("typ")
        if not isinstance(name, str) or header.get("alg") not in ALGORITHMS.values():
            raise ValueError("no key of ours")
        if kind is not None and (not isinstance(kind, str) or _plain(kind) not in TYPES):
            raise ValueError("another kind of token")
        key = self._published(name)
        if key is None or ALGORITHMS[key.key_type] != header["alg"]:
            raise ValueError("no key of ours")
        return key

    def _published(self, name: str) -> "RSAKey | ECKey | None":
        now, known = self.now(), self.keys
        age = now - known.read_at if known.read_at else None
        fresh = age is not None and timedelta(0) <= age < FRESH
        if fresh and name in known.by_id:
            return known.by_id[name]
        waits = known.asked_at is not None and timedelta(0) <= now - known.asked_at < AGAIN
        if not waits:
            known.asked_at = now
            try:
                known.by_id, known.read_at = self._asked(), now
                fresh = True
            except (Unavailable, Refused, ValueError, RecursionError):
                pass  # a cached key may still fit, below
        usable = fresh or (age is not None and timedelta(0) <= age < STALE)
        if not usable:
            raise Unavailable("the identity provider has no keys", "identity_provider_silent")
        return known.by_id.get(name)

    def _asked(self) -> dict[str, "RSAKey | ECKey"]:
        """Key id -> key, by discovery and the provider's key set. ValueError for malformed ones."""
        place = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = json.loads(self.read(place))
        if not isinstance(found, dict) or found.get("issuer") != self.issuer:
            raise ValueError("another issuer")
        listed = json.loads(self.read(str(found.get("jwks_uri"))))
        keys = listed.get("keys") if isinstance(listed, dict) else None
        if not isinstance(keys, list):
            raise ValueError("no keys")
        read = (_usable(entry) for entry in keys[:MOST_KEYS])
        return {key.kid: key for key in read if key is not None and key.kid}


def _usable(entry: Any) -> "RSAKey | ECKey | None":
    """The key, if it verifies signatures by an accepted algorithm; otherwise None."""
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, RSAKey

    if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
        return None
    if not isinstance(entry.get("kty"), str) or not isinstance(entry.get("kid"), str):
        return None
    if entry.get("alg", ALGORITHMS.get(entry["kty"])) not in ALGORITHMS.values():
        return None
    public = {name: entry[name] for name in ("kty", "n", "e", "crv", "x", "y", "kid")
              if name in entry}  # fmt: skip
    try:
        if entry.get("kty") == "RSA":
            key = RSAKey.import_key(public)
            return key if key.raw_value.key_size >= LEAST_BITS else None
        curve = ECKey.import_key(public) if entry.get("crv") == "P-256" else None
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return curve


def _plain(kind: str) -> str:
    """A media type in one spelling: RFC 7515 compares them without case."""
    return "JWT" if kind.lower() == "jwt" else kind.lower()


def _moment(value: Any) -> datetime:
    return datetime.fromtimestamp(int(value), UTC)


def _unknown() -> Unauthenticated:
    return Unauthenticated("this token is not known", "session_over")
