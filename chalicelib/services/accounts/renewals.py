"""Renewing what somebody is signed in with. Each renewal hands out another refresh token.

Cognito's own refresh token stays what it is for as long as it lives; what we hand out carries a
number and a keyed hash beside it, and the number of the last one is kept. Who shows an older one
has a copy that somebody else has used: a thief or their victim, nobody can tell which, so both are
signed out. Without the client's secret Cognito takes the token from nobody but us.
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
    """`hashed` makes keyed hashes. A row is named by a hash of the token and has its owner's id."""

    identity: Identity
    marks: Store[Mark]
    door: Door
    messages: Messages
    hashed: Callable[..., str]
    now: Clock

    def renew(self, user_id: str, given: str) -> Tokens:
        """New tokens, another refresh token among them; NotAuthorized for one that is over."""
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
        """The row's version is the number. Whoever asked at the same moment gets the same one."""
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
        """Ends the session at Cognito, and every token of this person that was issued before."""
        self.identity.end(theirs)
        for user_id in row.ids:
            self.door.revoke(user_id)
            self.messages.alert("A refresh token was shown again", {"userId": user_id})
        over = replace(row, note=OVER, expires_at=self.now() + KEPT, version=row.version + 1)
        with suppress(Conflict):  # somebody else noticed it too
            self.marks.save(over)

    def _read(self, given: str) -> tuple[int, str]:
        """(number, Cognito's token); one that Cognito has just issued is the first."""
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
        """Of the token's digest: a keyed hash knows no upper and lower case."""
        digest = hashlib.sha256(theirs.encode()).hexdigest()
        return self.hashed(purpose, str(number), digest)


def _over() -> NotAuthorized:
    return NotAuthorized("this session is over; log in again", "not_authorized")
