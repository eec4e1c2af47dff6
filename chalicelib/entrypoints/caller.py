"""Who calls: the claims that API Gateway's Cognito authorizer has verified."""

import json
from dataclasses import dataclass

from chalice.app import CognitoUserPoolAuthorizer, Request

from chalicelib.domain.errors import Forbidden, Unauthenticated
from chalicelib.settings import user_pool_arn

authorizer = CognitoUserPoolAuthorizer("users", provider_arns=[user_pool_arn()])


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in user, or nobody (`user_id` raises)."""

    id: str
    groups: frozenset[str]
    address: str

    @property
    def user_id(self) -> str:
        """The user's `sub`."""
        if not self.id:
            raise Unauthenticated("log in first")
        return self.id

    def must_be(self, group: str) -> str:
        """The user's id, if they belong to the group."""
        if group not in self.groups:
            raise Forbidden("you may not do this")
        return self.user_id


def caller_of(request: Request) -> Caller:
    """The caller of a request; groups arrive as a list, or as text on API Gateway."""
    context = request.context or {}
    claims = (context.get("authorizer") or {}).get("claims") or {}
    return Caller(
        id=str(claims.get("sub", "")),
        groups=frozenset(_groups(claims.get("cognito:groups", ""))),
        address=str((context.get("identity") or {}).get("sourceIp", "")),
    )


def _groups(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(v) for v in value]
    text = str(value)
    if text.startswith('["'):
        return [str(v) for v in json.loads(text)]
    return text.strip("[]").replace(",", " ").split()
