"""Bucket policies that deny plain HTTP.

moto applies a Deny without looking at its condition, so that a policy "deny when
aws:SecureTransport is false" makes every read a 403. The embedded cloud listens on loopback only,
which counts as a secure transport here; so a Deny with any condition is ignored.
"""

from __future__ import annotations

from typing import Any

from moto.iam.access_control import IAMPolicyStatement, PermissionResult


def install() -> None:
    """Ignores Deny statements with a condition, which moto would apply always."""
    is_action_permitted = IAMPolicyStatement.is_action_permitted

    def judged(self: IAMPolicyStatement, *args: Any, **kwargs: Any) -> PermissionResult:
        if self._statement.get("Effect") == "Deny" and self._statement.get("Condition"):
            return PermissionResult.NEUTRAL
        return is_action_permitted(self, *args, **kwargs)

    IAMPolicyStatement.is_action_permitted = judged  # type: ignore[method-assign]
