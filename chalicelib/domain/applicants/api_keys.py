"""Keys with which a backend calls the API: what one looks like, what it may do, until when."""

import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from chalicelib.domain.errors import BadRequest, Forbidden


class Mode(StrEnum):
    """Live and test never meet: every key and every record belongs to one of them."""

    LIVE = "live"
    TEST = "test"


class Scope(StrEnum):
    """What a key may do. Nothing implies anything else."""

    APPLICANTS_READ = "applicants:read"
    APPLICANTS_WRITE = "applicants:write"
    SESSIONS_WRITE = "sessions:write"
    VERIFICATIONS_READ = "verifications:read"
    VERIFICATIONS_WRITE = "verifications:write"
    ATTRIBUTES_READ = "attributes:read"
    REASONS_READ = "reasons:read"
    EVIDENCE_READ = "evidence:read"
    EVENTS_READ = "events:read"
    WEBHOOKS_WRITE = "webhooks:write"


#: `vk_live_<id>_<secret>`: the prefix tells a person and a secret scanner what it is.
_KEY = re.compile(r"vk_(live|test)_([0-9a-z]{12})_([0-9A-Za-z]{43})")
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
MOST_ADDRESS = 500
_NAME = re.compile(r"[\w .,:@/()-]{1,80}")


@dataclass(frozen=True, slots=True)
class Rights:
    """What a backend may do, however it is known; `holder` is who it is."""

    holder: str
    mode: Mode
    scopes: tuple[Scope, ...]
    redirects: tuple[str, ...] = ()

    def must_have(self, scope: Scope) -> None:
        """Forbidden (`scope_missing`) unless the caller was given this right."""
        if scope not in self.scopes:
            raise Forbidden(f"this caller has no scope {scope}", "scope_missing")


@dataclass(frozen=True, slots=True)
class PresentedKey:
    """A key as a caller sent it; it does not print its secret."""

    mode: Mode
    key_id: str
    _secret: str

    @property
    def secret(self) -> str:
        """The part that is hashed."""
        return self._secret

    def __repr__(self) -> str:
        return f"PresentedKey({self.mode}, {self.key_id})"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept: by a keyed hash of its secret."""

    key_id: str
    mode: Mode
    name: str
    secret_hash: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    created_by: str
    ends_at: datetime | None = None
    revoked_at: datetime | None = None
    replaced_by: str = ""
    last_used_on: str = ""
    redirects: tuple[str, ...] = ()
    version: int = 1

    def usable(self, now: datetime) -> bool:
        """Neither revoked nor at its end; a key that was rotated lives until its end."""
        ended = self.ends_at is not None and now >= self.ends_at
        return not ended and (self.revoked_at is None or now < self.revoked_at)

    @property
    def rights(self) -> Rights:
        """What whoever sends it may do."""
        return Rights(self.key_id, self.mode, self.scopes, self.redirects)

    @property
    def days(self) -> int | None:
        """How many days it was made to last; None for one without an end."""
        return (self.ends_at - self.created_at).days if self.ends_at else None

    def revoked(self, now: datetime) -> "ApiKey":
        """No longer usable, from now on."""
        return replace(self, revoked_at=self.revoked_at or now, version=self.version + 1)

    def rotated(self, to: str, until: datetime) -> "ApiKey":
        """Replaced by another key, usable until then at the latest."""
        ends = min(filter(None, (self.ends_at, until)))
        return replace(self, replaced_by=to, ends_at=ends, version=self.version + 1)


def drawn(count: int) -> str:
    """A random text of letters and digits; 43 of them carry 256 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(count))


def written(mode: Mode, key_id: str, secret: str) -> str:
    """The key as its owner gets it, once."""
    return f"vk_{mode}_{key_id}_{secret}"


def presented(text: str) -> PresentedKey | None:
    """The parts of what was sent; None if it is no key of ours."""
    found = _KEY.fullmatch(text)
    return PresentedKey(Mode(found[1]), found[2], found[3]) if found else None


def checked_name(name: str) -> str:
    """BadRequest unless people can tell the key from others by it."""
    if not _NAME.fullmatch(name.strip()):
        raise BadRequest("a key's name has 1 to 80 plain characters", "api_key_name")
    return name.strip()


def checked_scopes(scopes: tuple[str, ...]) -> tuple[Scope, ...]:
    """BadRequest for none, or for a word that is no scope."""
    unknown = sorted(set(scopes) - set(Scope))
    if not scopes or unknown:
        raise BadRequest(f"scopes are {', '.join(Scope)}", "scope_unknown")
    return tuple(scope for scope in Scope if scope in scopes)


def address(url: str) -> tuple[str, str, int | None, str]:
    """Scheme, host, port and path of an address; its query may be anything."""
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or "", parts.port, parts.path
    except ValueError:
        return "", "", None, ""


def checked_redirects(urls: tuple[str, ...]) -> tuple[str, ...]:
    """BadRequest (`redirect_invalid`) unless each is https with a host, or http on this machine."""
    for url in urls:
        scheme, host, _, _ = address(url)
        own = scheme == "http" and host in ("127.0.0.1", "localhost")
        if not (host and (scheme == "https" or own)) or "@" in url or len(url) > MOST_ADDRESS:
            raise BadRequest("an address to go on to is https", "redirect_invalid")
    return urls
