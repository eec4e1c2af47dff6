"""Admission: whether a valid token may still be used.

Checked at every request, because API Gateway only verifies signature and expiry, and may cache its
answer for minutes. An erased or disabled person, an ended session and a reviewer who left the group
are refused at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.errors import Forbidden, Unauthenticated
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.services.ports import Clock, Identity, Store

STAFF_TOKEN = timedelta(minutes=5)
"""How old a token of staff may be; a refreshed one is new."""
SKEW = timedelta(seconds=60)
LIFETIME = timedelta(days=2)
"""A revocation outlives every token that was issued before it."""
YEAR = timedelta(days=366)
SESSIONS_KEPT = 20


@dataclass(frozen=True, slots=True)
class Token:
    """The claims of a verified token: user, issue time, session (Cognito's `origin_jti`)."""

    user_id: str
    issued_at: datetime | None = None
    session: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Checks marks and the user pool."""

    marks: Store[Mark]
    identity: Identity
    now: Clock
    keep_years: int

    def admit(self, token: Token, erasing: bool = False) -> None:
        """Unauthenticated unless this person may use this token now.

        `erasing`: a request for erasure is admitted while an earlier one is unfinished.
        """
        if not token.user_id:
            raise Unauthenticated("log in first")
        if not erasing and self.marks.find(token.user_id, MarkKind.ERASED):
            raise Unauthenticated("log in first")
        revoked = self.marks.find(token.user_id, MarkKind.REVOKED)
        if revoked and self._over(token, revoked):
            raise Unauthenticated("this session is over; log in again", "session_over")
        account = self.identity.find(token.user_id)
        if account is None or not account.enabled:
            raise Unauthenticated("log in first")

    def admit_staff(self, token: Token, group: str) -> None:
        """Forbidden unless this person is in the group now and has a second factor.

        Unauthenticated for a token older than staff's may be: it must be renewed.
        """
        if token.issued_at is None or self.now() - token.issued_at > STAFF_TOKEN + SKEW:
            raise Unauthenticated("renew your token", "token_too_old")
        if group not in self.identity.groups(token.user_id):
            raise Forbidden("you may not do this")
        account = self.identity.find(token.user_id)
        if account is None or not account.second_factor:
            raise Forbidden("turn on a second factor first", "second_factor_required")

    def revoke(self, user_id: str, session: str = "") -> None:
        """Invalidates everything issued before now; `session` is the one that asked for it.

        Tokens have a resolution of one second: whoever signs in again within this second is
        admitted, and of the sessions that began in it only `session` is known to be over.
        """
        before = self.marks.find(user_id, MarkKind.REVOKED)
        sessions = tuple(dict.fromkeys((*(before.ids if before else ()), session)))
        ids = tuple(s for s in sessions if s)[-SESSIONS_KEPT:]
        now = self.now()
        self.marks.put(Mark(user_id, MarkKind.REVOKED, now, now + LIFETIME, ids=ids))

    @staticmethod
    def _over(token: Token, revoked: Mark) -> bool:
        if token.session and token.session in revoked.ids:
            return True
        return token.issued_at is None or token.issued_at < revoked.at.replace(microsecond=0)
