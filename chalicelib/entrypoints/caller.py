"""Who calls: the claims that API Gateway's Cognito authorizer has verified."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chalice.app import CognitoUserPoolAuthorizer, Request

from chalicelib import wiring
from chalicelib.domain.errors import Forbidden, Unauthenticated
from chalicelib.services.door import Token
from chalicelib.settings import user_pool_arn

LATELY = timedelta(minutes=15)
authorizer = CognitoUserPoolAuthorizer("users", provider_arns=[user_pool_arn()])


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in user, or nobody (`user_id` raises)."""

    id: str
    groups: frozenset[str]
    address: str
    issued_at: datetime | None = None
    session: str = ""
    signed_in_at: datetime | None = None

    @property
    def user_id(self) -> str:
        """The user's `sub`."""
        if not self.id:
            raise Unauthenticated("log in first")
        return self.id

    @property
    def token(self) -> Token:
        """What the door wants to know."""
        return Token(self.id, self.issued_at, self.session)

    def must_have_signed_in_lately(self) -> str:
        """The user's id, if they have shown their password within a quarter of an hour: a token
        that was renewed since tells nothing of who holds it.
        """
        if self.signed_in_at is None or wiring.now() - self.signed_in_at > LATELY:
            raise Unauthenticated("sign in again first", "sign_in_again")
        return self.user_id

    def must_be(self, group: str) -> str:
        """The user's id, if they belong to the group now, whatever their token says."""
        if group not in self.groups:
            raise Forbidden("you may not do this")
        wiring.door().admit_staff(self.token, group)
        return self.user_id


def caller_of(request: Request) -> Caller:
    """The caller of a request; groups arrive as a list, or as text on API Gateway."""
    context = request.context or {}
    claims = (context.get("authorizer") or {}).get("claims") or {}
    return Caller(
        id=str(claims.get("sub", "")),
        groups=frozenset(_groups(claims.get("cognito:groups", ""))),
        address=str((context.get("identity") or {}).get("sourceIp", "")),
        issued_at=_moment(claims.get("iat")),
        session=str(claims.get("origin_jti", "")),
        signed_in_at=_moment(claims.get("auth_time")),
    )


def _moment(value: object) -> datetime | None:
    """A claim's time: seconds since 1970, as text on API Gateway; None for anything else.

    API Gateway hands some times over in words ("Thu Nov 26 16:00:00 UTC 2026").
    """
    text = str(value or "")
    try:
        if text.isdigit():
            return datetime.fromtimestamp(int(text), UTC)
        return datetime.strptime(text, "%a %b %d %H:%M:%S UTC %Y").replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _groups(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(v) for v in value]
    text = str(value)
    if text.startswith('["'):
        return [str(v) for v in json.loads(text)]
    return text.strip("[]").replace(",", " ").split()
