"""Who calls: a user by the claims that API Gateway's Cognito authorizer has verified, a backend by
its API key or by the IAM signature that API Gateway has verified, an applicant by the token of a
session or of the company's own identity provider. One type for all of them.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from chalice.app import CognitoUserPoolAuthorizer, Request

from chalicelib.application.process import application
from chalicelib.domain.accounts.staff import GROUPS
from chalicelib.domain.applicants.api_keys import Mode, Rights, Scope
from chalicelib.domain.errors import Conflict, Forbidden, NotFound, Unauthenticated
from chalicelib.services.accounts.door import Token
from chalicelib.settings import user_pool_arn

LATELY = timedelta(minutes=15)
authorizer = CognitoUserPoolAuthorizer("users", provider_arns=[user_pool_arn()])


class Kind(StrEnum):
    """What a caller is known by."""

    USER = "user"
    BACKEND = "backend"
    SIGNER = "signer"
    APPLICANT = "applicant"
    FEDERATED = "federated"


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in user, an applicant in a session, a backend, or nobody (`user_id` raises).

    `mode` is that of the key or the session; whoever has neither is live. `steps` are those of the
    session; empty for all.
    """

    id: str
    groups: frozenset[str]
    address: str = field(repr=False)
    issued_at: datetime | None = None
    session: str = ""
    signed_in_at: datetime | None = None
    kind: Kind = Kind.USER
    mode: Mode = Mode.LIVE
    rights: Rights | None = None
    steps: tuple[str, ...] = ()

    @property
    def user_id(self) -> str:
        """The user's `sub`, or the applicant's id: whose things these are."""
        if not self.id:
            raise Unauthenticated("log in first")
        if self.kind in (Kind.BACKEND, Kind.SIGNER):
            raise Forbidden("a backend is nobody's applicant")
        return self.id

    @property
    def token(self) -> Token:
        """What the door wants to know."""
        return Token(self.id, self.issued_at, self.session)

    def must_have_signed_in_lately(self) -> str:
        """The user's id, if they have shown their password within a quarter of an hour: a token
        that was renewed since tells nothing of who holds it.
        """
        if self.signed_in_at is None or application().now() - self.signed_in_at > LATELY:
            raise Unauthenticated("sign in again first", "sign_in_again")
        return self.user_id

    def must_be_led_through(self, step: str) -> None:
        """Conflict (`step_not_asked`) where the session leads through others only."""
        if self.steps and step not in self.steps:
            raise Conflict(f"this session does not ask for the {step}", "step_not_asked")

    def must_be(self, group: str) -> str:
        """The user's id, if they belong to the group now, whatever their token says."""
        if group not in self.groups:
            raise Forbidden("you may not do this")
        application().door.admit_staff(self.token, group)
        return self.user_id


def caller_of(request: Request) -> Caller:
    """The caller of a request; groups arrive as a list, or as text on API Gateway."""
    context = request.context or {}
    claims = (context.get("authorizer") or {}).get("claims") or {}
    groups = frozenset(_groups(claims.get("cognito:groups", "")))
    if GROUPS in claims:
        groups |= application().directory.groups_in(claims)
    return Caller(
        id=str(claims.get("sub", "")),
        groups=groups,
        address=_address(request),
        issued_at=_moment(claims.get("iat")),
        session=str(claims.get("origin_jti", "")),
        signed_in_at=_moment(claims.get("auth_time")),
    )


def backend_of(request: Request, scope: str) -> Caller:
    """The backend behind an API key that has this scope, if one is wanted; Unauthenticated,
    Forbidden."""
    key = application().recent_keys.find(_bearer(request))
    if scope:
        key.rights.must_have(Scope(scope))
    return Caller(
        id=f"key:{key.key_id}",
        groups=frozenset(),
        address=_address(request),
        kind=Kind.BACKEND,
        mode=key.mode,
        rights=key.rights,
    )


def signer_of(request: Request, scope: str) -> Caller:
    """The backend that signed with IAM, in the mode that its path names. Unauthenticated for one of
    another account, and for a person of an identity pool; NotFound, Forbidden."""
    context = request.context or {}
    identity = context.get("identity") or {}
    # A role by its id, whatever a session of it is called.
    principal = str(identity.get("caller") or "").partition(":")[0]
    account = identity.get("accountId")
    if not principal or not account or account != context.get("accountId"):
        raise Unauthenticated("sign with IAM, as this account", "signature_unknown")
    if identity.get("cognitoIdentityId"):
        raise Unauthenticated("an identity pool's people are no backends", "signature_unknown")
    named = str((request.uri_params or {}).get("mode", ""))
    if named not in set(Mode):
        raise NotFound("there are live and test")
    rights = application().signers_rights(principal, Mode(named))
    rights.must_have(Scope(scope))
    return Caller(
        id=f"iam:{rights.mode}:{principal}",
        groups=frozenset(),
        address=_address(request),
        kind=Kind.SIGNER,
        mode=rights.mode,
        rights=rights,
    )


def applicant_of(request: Request) -> Caller:
    """The applicant behind the token of a session, or behind one of the company's own identity
    provider, which is a JWT; Unauthenticated."""
    text = _bearer(request)
    if text.count(".") == 2:
        return Caller(
            id=application().federated.recognize(text).applicant_id,
            groups=frozenset(),
            address=_address(request),
            kind=Kind.FEDERATED,
        )
    session = application().applicant_sessions.recognize(text)
    return Caller(
        id=session.applicant_id,
        groups=frozenset(),
        address=_address(request),
        session=session.session_id,
        kind=Kind.APPLICANT,
        mode=session.mode,
        steps=session.steps,
    )


def _bearer(request: Request) -> str:
    kind, _, text = str(request.headers.get("authorization", "")).partition(" ")
    return text.strip() if kind.lower() == "bearer" else ""


def _address(request: Request) -> str:
    return str(((request.context or {}).get("identity") or {}).get("sourceIp", ""))


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
