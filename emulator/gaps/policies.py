"""Bucket policies that deny plain HTTP.

moto applies a Deny whatever its condition says, so a policy "deny when aws:SecureTransport is
false" makes every read a 403. The embedded cloud listens on loopback only, which counts as a
secure transport here; a Deny that hangs on a condition moto cannot read is left out.
"""

from __future__ import annotations

from typing import Any

from moto.iam.access_control import IAMPolicyStatement, PermissionResult


def install() -> None:
    """Let a conditional Deny stand aside instead of denying everything."""
    is_action_permitted = IAMPolicyStatement.is_action_permitted

    def judged(self: IAMPolicyStatement, *args: Any, **kwargs: Any) -> PermissionResult:
        if self._statement.get("Effect") == "Deny" and self._statement.get("Condition"):
            return PermissionResult.NEUTRAL
        return is_action_permitted(self, *args, **kwargs)

    IAMPolicyStatement.is_action_permitted = judged  # type: ignore[method-assign]
