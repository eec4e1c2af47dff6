"""Security group rules that name another group keep their description; moto drops it."""

from __future__ import annotations

from moto.ec2.models.security_groups import SecurityGroupRule


def install() -> None:
    """Reads the description of a rule from its group, too."""

    def description(self: SecurityGroupRule) -> str | None:
        return self.ip_range.get("Description") or self.source_group.get("Description")

    SecurityGroupRule.description = property(description)  # type: ignore[assignment,method-assign]
