"""API keys: made, rotated with an overlap, revoked, and recognized at the door."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.domain.applicants.api_keys import (
    ApiKey,
    Mode,
    checked_name,
    checked_redirects,
    checked_scopes,
    drawn,
    presented,
    written,
)
from chalicelib.domain.errors import BadRequest, Conflict, Unauthenticated
from chalicelib.services.ports import Audit, Clock, Store

SUBJECT = "api-keys"
ID_LENGTH = 12
SECRET_LENGTH = 43
LONGEST_DAYS = 730
LONGEST_OVERLAP = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key and its text, which is shown once and kept nowhere."""

    key: ApiKey
    _text: str

    def reveal(self) -> str:
        """The text that its owner must keep."""
        return self._text

    def __repr__(self) -> str:
        return f"NewKey({self.key.key_id})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeys:
    """`hashed` is a keyed hash of exactly its parts: a stolen table opens nothing."""

    keys: Store[ApiKey]
    audit: Audit
    hashed: Callable[..., str]
    now: Clock
    draw: Callable[[int], str] = drawn

    def make(
        self,
        mode: Mode,
        name: str,
        scopes: tuple[str, ...],
        days: int | None,
        author: str,
        redirects: tuple[str, ...] = (),
    ) -> NewKey:
        """A new key. `redirects` are where hosted pages may send people on. BadRequest."""
        if days is not None and not 1 <= days <= LONGEST_DAYS:
            raise BadRequest(f"a key lasts 1 to {LONGEST_DAYS} days", "api_key_days")
        now, key_id = self.now(), self.draw(ID_LENGTH).lower()
        secret = self.draw(SECRET_LENGTH)
        key = ApiKey(
            key_id=key_id,
            mode=mode,
            name=checked_name(name),
            secret_hash=self._hash(mode, key_id, secret),
            scopes=checked_scopes(scopes),
            created_at=now,
            created_by=author,
            ends_at=now + timedelta(days=days) if days else None,
            redirects=checked_redirects(redirects),
        )
        facts = {"keyId": key_id, "mode": mode, "scopes": list(key.scopes), "by": author}
        self.audit.write(SUBJECT, "made", facts)
        self.keys.add(key)
        return NewKey(key, written(mode, key_id, secret))

    def rotate(self, key_id: str, overlap: timedelta, author: str) -> NewKey:
        """A key with the same rights, made to last as long; the old one works for the overlap.

        NotFound, Conflict.
        """
        old = self._replaceable(self.keys.get(key_id))
        if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
            raise BadRequest("an overlap is at most thirty days", "api_key_overlap")
        new = self.make(old.mode, old.name, tuple(old.scopes), old.days, author, old.redirects)
        until = self.now() + overlap
        self.audit.write(SUBJECT, "rotated", {"keyId": key_id, "to": new.key.key_id, "by": author})

        def replaced(found: ApiKey) -> ApiKey:
            return self._replaceable(found).rotated(new.key.key_id, until)

        self.keys.update(key_id, change=replaced)
        return new

    def _replaceable(self, key: ApiKey) -> ApiKey:
        if not key.usable(self.now()) or key.replaced_by:
            raise Conflict("this key has ended or was replaced", "api_key_ended")
        return key

    def revoke(self, key_id: str, author: str) -> ApiKey:
        """Not usable from now on; again is no error. NotFound."""
        key = self.keys.get(key_id)
        if key.revoked_at is not None:
            return key
        self.audit.write(SUBJECT, "revoked", {"keyId": key_id, "by": author})
        now = self.now()
        # A key in use is written once a day: a revocation wins over that.
        return self.keys.update(key_id, change=lambda found: found.revoked(now))

    def all(self, mode: Mode) -> tuple[ApiKey, ...]:
        """Every key of a mode, newest first."""
        return tuple(reversed(tuple(self.keys.each("byMode", mode))))

    def recognize(self, text: str) -> ApiKey:
        """The key behind what a caller sent. Unauthenticated, whatever is wrong with it."""
        sent = presented(text)
        key = self.keys.find(sent.key_id) if sent else None
        # The hash is computed for unknown keys, too, so that an answer takes the same time.
        expected = key.secret_hash if key else ""
        given = self._hash(sent.mode, sent.key_id, sent.secret) if sent else "-"
        right = hmac.compare_digest(given, expected)
        if sent is None or key is None or not right or key.mode is not sent.mode:
            raise Unauthenticated("this API key is not known", "api_key_invalid")
        if not key.usable(self.now()):
            raise Unauthenticated("this API key is not known", "api_key_invalid")
        return self._used(key)

    def _used(self, key: ApiKey) -> ApiKey:
        """Notes the day of the last use, once a day: a write per call would cost more."""
        today = self.now().date().isoformat()
        if key.last_used_on == today:
            return key
        used = replace(key, last_used_on=today, version=key.version + 1)
        try:
            self.keys.save(used)
        except Conflict:  # another call of the same moment noted it, or the key was just revoked
            again = self.keys.find(key.key_id)
            if again is None or not again.usable(self.now()):
                raise Unauthenticated("this API key is not known", "api_key_invalid") from None
            return again
        return used

    def _hash(self, mode: Mode, key_id: str, secret: str) -> str:
        return self.hashed("api-key", mode, key_id, secret)
