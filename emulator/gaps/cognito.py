"""User pools survive an update, and their tags can change.

moto's UpdateUserPool drops what only CreateUserPool sets (how users are named), so the next plan
would replace the pool, and everybody in it.
"""

from __future__ import annotations

from typing import Any

from moto.cognitoidp.exceptions import ResourceNotFoundError
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUserPool
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult, EmptyResult

#: Set once at creation; UpdateUserPool neither takes nor changes them.
_CREATE_ONLY = ("UsernameAttributes", "AliasAttributes", "UsernameConfiguration")


def install() -> None:
    """Keeps create-only settings and adds the three tag operations."""
    update = CognitoIdpBackend.update_user_pool

    def update_user_pool(
        self: CognitoIdpBackend, user_pool_id: str, extended_config: dict[str, Any]
    ) -> None:
        pool = self.describe_user_pool(user_pool_id)
        kept = {k: pool.extended_config[k] for k in _CREATE_ONLY if k in pool.extended_config}
        update(self, user_pool_id, {**kept, **extended_config})
        pool.mfa_config = extended_config.get("MfaConfiguration", pool.mfa_config)

    CognitoIdpBackend.update_user_pool = update_user_pool  # type: ignore[method-assign]
    for operation in (tag_resource, untag_resource, list_tags_for_resource):
        setattr(CognitoIdpResponse, operation.__name__, operation)


def _pool(response: CognitoIdpResponse) -> CognitoIdpUserPool:
    arn = response._get_param("ResourceArn")
    for pool in response.backend.user_pools.values():
        if pool.arn == arn:
            return pool
    raise ResourceNotFoundError(f"Resource {arn} does not exist.")


def tag_resource(self: CognitoIdpResponse) -> ActionResult:
    """TagResource of a user pool."""
    pool = _pool(self)
    tags = {**(pool.extended_config.get("UserPoolTags") or {}), **self._get_param("Tags")}
    pool.extended_config["UserPoolTags"] = tags
    return EmptyResult()


def untag_resource(self: CognitoIdpResponse) -> ActionResult:
    """UntagResource of a user pool."""
    pool, gone = _pool(self), set(self._get_param("TagKeys"))
    tags = pool.extended_config.get("UserPoolTags") or {}
    pool.extended_config["UserPoolTags"] = {k: v for k, v in tags.items() if k not in gone}
    return EmptyResult()


def list_tags_for_resource(self: CognitoIdpResponse) -> ActionResult:
    """ListTagsForResource of a user pool."""
    return ActionResult({"Tags": _pool(self).extended_config.get("UserPoolTags") or {}})
