"""The owner of an access key, and whether their policies allow an action.

docs.aws.amazon.com/IAM, "Policy evaluation logic": a Deny overrides; otherwise the action must be
allowed by one of the principal's policies, and by its permissions boundary and session policy if
there are any. A statement that cannot be evaluated here allows nothing, but denies if it is a Deny.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from emulator.account import ACCOUNT
from emulator.strict import conditions

Statement = dict[str, Any]


@dataclass(frozen=True)
class Principal:
    """A user, or a session of a role. `caller` is the id that API Gateway calls it by; each of
    `bounds` has to allow what one of `policies` allows."""

    arn: str
    caller: str
    key_id: str
    secret: str = field(repr=False)
    token: str = field(repr=False)
    expired: bool
    policies: tuple[Statement, ...]
    bounds: tuple[tuple[Statement, ...], ...] = ()

    def may(self, action: str, resource: str, keys: conditions.Keys) -> bool:
        """Whether IAM would allow `action` (`service:Action`) on `resource`, an ARN."""
        groups = (self.policies, *self.bounds)
        if any(_hits(one, "Deny", action, resource, keys) for group in groups for one in group):
            return False
        return all(
            any(_hits(one, "Allow", action, resource, keys) for one in group) for group in groups
        )


def principal_of(key_id: str) -> Principal | None:
    """The owner of the access key; None if it is unknown or inactive."""
    for role in sts_backends[ACCOUNT]["aws"].assumed_roles:
        if role.access_key_id == key_id:
            return _session(role)
    backend = iam_backends[ACCOUNT]["aws"]
    for user in backend.users.values():
        for key in user.access_keys:
            if key.access_key_id == key_id and key.status == "Active":
                groups = backend.get_groups_for_user(user.name)
                documents = [text for each in (user, *groups) for text in _documents(each)]
                policies = tuple(_statements(documents))
                secret = key.secret_access_key
                return Principal(user.arn, user.id, key_id, secret, "", False, policies)
    return None


def _session(session: Any) -> Principal | None:
    from moto.core.utils import utcnow

    backend = iam_backends[ACCOUNT]["aws"]
    try:
        role = backend.get_role_by_arn(session.role_arn)
    except Exception:  # moto's own; the role was removed, or never was
        return None
    bounds = [[session.policy]] if session.policy else []
    if role.permissions_boundary_arn:
        bounds.append([_version(backend.get_policy(role.permissions_boundary_arn))])
    return Principal(
        arn=session.arn,
        caller=f"{role.id}:{session.session_name}",
        key_id=session.access_key_id,
        secret=session.secret_access_key,
        token=session.session_token,
        expired=utcnow() >= session.expiration,
        policies=tuple(_statements(_documents(role))),
        bounds=tuple(tuple(_statements(texts)) for texts in bounds),
    )


def _documents(holder: Any) -> list[Any]:
    attached = [_version(policy) for policy in holder.managed_policies.values()]
    return [*holder.policies.values(), *attached]


def _version(policy: Any) -> Any:
    return next(v.document for v in policy.versions if v.version_id == policy.default_version_id)


def _statements(documents: Iterable[Any]) -> Iterator[Statement]:
    for document in documents:
        read = json.loads(document) if isinstance(document, str) else document
        yield from _listed(read["Statement"])


def _hits(
    statement: Statement, effect: str, action: str, resource: str, keys: conditions.Keys
) -> bool:
    """Whether a statement with this effect applies to the request."""
    if statement["Effect"] != effect:
        return False
    if not _named(statement, "Action", action.lower(), str.lower):
        return False
    try:
        return _named(statement, "Resource", resource, str) and conditions.hold(
            statement.get("Condition", {}), keys
        )
    except ValueError:  # an operator that is not known here, or a variable
        return effect == "Deny"


def _named(statement: Statement, part: str, value: str, form: Any) -> bool:
    if f"Not{part}" in statement:
        return not any(_like(value, form(each)) for each in _listed(statement[f"Not{part}"]))
    return any(_like(value, form(each)) for each in _listed(statement.get(part, [])))


def _like(value: str, pattern: str) -> bool:
    """Whether the value matches a pattern with `*` and `?`, which also match slashes. ValueError
    for a pattern with a variable."""
    if "${" in pattern:
        raise ValueError(f"what {pattern} is, is not known here")
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch("".join(parts), value, re.DOTALL) is not None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
