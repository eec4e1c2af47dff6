"""Token renewal with rotation: each renewal returns another refresh token.

Cognito's own refresh token stays the same. What we return adds a number and a keyed hash to it, and
the last number is stored. An older number is a copy that somebody else has used, thief or victim,
so the session is ended for both. Cognito takes its token from nobody but us, because it needs the
client's secret.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.domain.accounts.signed_in import Challenge, Tokens
from chalicelib.domain.errors import Conflict, NotAuthorized
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.services.accounts.door import Door
from chalicelib.services.ports import Clock, Identity, Messages, Store

GRACE = timedelta(seconds=30)
"""An answer may get lost, two windows may ask at once: so long the token before the last works."""
KEPT = timedelta(days=31)
"""Longer than Cognito's refresh token lives."""
OVER = "over"
_OURS = re.compile(r"r(\d{1,9})\.([0-9a-f]{64})\.(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewals:
    """`hashed`: makes keyed hashes. A row's key is a hash of the token; it has its owner's id."""

    identity: Identity
    marks: Store[Mark]
    door: Door
    messages: Messages
    hashed: Callable[..., str]
    now: Clock

    def renew(self, user_id: str, given: str) -> Tokens:
        """New tokens, with another refresh token; NotAuthorized for one that is over."""
        number, theirs = self._read(given)
        subject = self._hash("renewed", theirs)
        row = self.marks.find(subject, MarkKind.RENEWED)
        last = row.version if row else 0
        if (row and row.note == OVER) or number > last:
            raise _over()
        if row and number < last and not self._lost_answer(row, number):
            self._shown_again(row, theirs)
            raise _over()
        tokens = self.identity.refresh(user_id, theirs)
        if isinstance(tokens, Challenge):  # Cognito asks nothing more of who shows a refresh token
            raise _over()
        if number == last:
            self._count(row, subject, user_id)
            last += 1
        return replace(tokens, refresh=self._written(last, theirs))

    def _count(self, row: Mark | None, subject: str, user_id: str) -> None:
        """Counts the renewal: the row's version is the number. Concurrent calls get the same
        one.
        """
        now = self.now()
        with suppress(Conflict):
            if row is None:
                self.marks.add(Mark(subject, MarkKind.RENEWED, now, now + KEPT, ids=(user_id,)))
            else:
                again = replace(row, at=now, expires_at=now + KEPT, version=row.version + 1)
                self.marks.save(again)

    def _lost_answer(self, row: Mark, number: int) -> bool:
        return number == row.version - 1 and self.now() - row.at <= GRACE

    def _shown_again(self, row: Mark, theirs: str) -> None:
        """Ends the session at Cognito, and invalidates all earlier tokens of this person."""
        self.identity.end(theirs)
        for user_id in row.ids:
            self.door.revoke(user_id)
            self.messages.alert("A refresh token was shown again", {"userId": user_id})
        over = replace(row, note=OVER, expires_at=self.now() + KEPT, version=row.version + 1)
        with suppress(Conflict):  # somebody else noticed it too
            self.marks.save(over)

    def _read(self, given: str) -> tuple[int, str]:
        """(number, Cognito's token); a token just issued by Cognito has number 1."""
        found = _OURS.fullmatch(given)
        if found is None:
            return 0, given
        number, seal, theirs = int(found[1]), found[2], found[3]
        if not hmac.compare_digest(seal, self._hash("renewal", theirs, number)):
            raise _over()
        return number, theirs

    def _written(self, number: int, theirs: str) -> str:
        return f"r{number}.{self._hash('renewal', theirs, number)}.{theirs}"

    def _hash(self, purpose: str, theirs: str, number: int = 0) -> str:
        """A keyed hash of the token's digest (the token itself is case-sensitive, the hash's input
        is not).
        """
        digest = hashlib.sha256(theirs.encode()).hexdigest()
        return self.hashed(purpose, str(number), digest)


def _over() -> NotAuthorized:
    return NotAuthorized("this session is over; log in again", "not_authorized")
