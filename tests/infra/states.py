"""Reads what Terraform made from its state file: resources by type, policies by role."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Resource:
    """One instance of a resource: its address and what AWS says of it."""

    address: str
    type: str
    module: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Statement:
    """One statement of a role's policy."""

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: dict[str, dict[str, Any]]
    #: The resources are those it does not speak of (NotResource).
    all_but: bool = False

    def allows(self, action: str, resource: str | None = None) -> bool:
        """Whether this statement speaks of the action (and of the resource, if one is given)."""
        if not any(fnmatchcase(action.lower(), each.lower()) for each in self.actions):
            return False
        named = any(fnmatchcase(resource or "", each) for each in self.resources)
        return resource is None or named != self.all_but


class State:
    """One state file."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.resources = tuple(_resources(document))

    @classmethod
    def read(cls, path: Path) -> State:
        """From Terraform's file."""
        return cls(json.loads(path.read_text()))

    def of(self, kind: str) -> tuple[Resource, ...]:
        """Every resource of a type; never none, so that a test cannot pass by finding nothing."""
        found = tuple(each for each in self.resources if each.type == kind)
        assert found, f"no {kind} in the state"
        return found

    def roles(self) -> dict[str, tuple[Statement, ...]]:
        """Function's role name -> statements of all its policies."""
        found: dict[str, list[Statement]] = {}
        for policy in self.of("aws_iam_role_policy"):
            if ".module.function_role[" in f".{policy.module}":
                document = json.loads(policy.values["policy"])
                found.setdefault(policy.values["role"], []).extend(statements(document))
        return {role: tuple(parts) for role, parts in found.items()}


def statements(policy: dict[str, Any]) -> Iterator[Statement]:
    """The statements of a policy document, with lists where JSON may say one thing alone."""
    for each in _listed(policy["Statement"]):
        yield Statement(
            each.get("Sid", ""),
            tuple(_listed(each["Action"])),
            tuple(_listed(each.get("NotResource", each.get("Resource", [])))),
            each.get("Condition", {}),
            "NotResource" in each,
        )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _resources(document: dict[str, Any]) -> Iterator[Resource]:
    for entry in document["resources"]:
        if entry["mode"] != "managed":
            continue
        module = entry.get("module", "")
        for instance in entry["instances"]:
            key = f"[{json.dumps(instance['index_key'])}]" if "index_key" in instance else ""
            name = ".".join(part for part in (module, entry["type"], entry["name"]) if part)
            yield Resource(name + key, entry["type"], module, instance["attributes"])
