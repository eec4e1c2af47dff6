"""Every right as one table: (what it is attached to, sid) → effect, who, actions, resources, when.

Written to `tests/infra/rights.json` by `.ci/rights.py`, so that a wider action, a wider resource or
a lost condition is a line in a diff that somebody reviews. Ids that AWS draws are told by name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.infra.states import Resource, State

#: Type of resource → (its policy, what names it). Key policies name their key by address.
POLICIES = {
    "aws_iam_role": ("assume_role_policy", "name"),
    "aws_iam_role_policy": ("policy", "role"),
    "aws_kms_key": ("policy", ""),
    "aws_s3_bucket_policy": ("policy", "bucket"),
    "aws_sns_topic_policy": ("policy", "arn"),
    "aws_sqs_queue": ("policy", "name"),
}

Row = dict[str, Any]


def table(state: State) -> dict[str, dict[str, list[Row]]]:
    """Kind → what the policy is attached to → its statements, in an order that never changes."""
    names = _names(state)
    found: dict[str, dict[str, list[Row]]] = {}
    for kind, (policy, name) in POLICIES.items():
        for resource in state.of(kind):
            if not resource.values.get(policy):
                continue
            owner = str(resource.values[name]) if name else _short(resource)
            found.setdefault(kind, {}).setdefault(owner, []).extend(rows_of(resource, names))
    return {
        kind: {owner: sorted(rows, key=json.dumps) for owner, rows in sorted(owners.items())}
        for kind, owners in sorted(found.items())
    }


def rows_of(resource: Resource, names: dict[str, str] | None = None) -> list[Row]:
    """The statements of one resource's policy."""
    text = _told(str(resource.values[POLICIES[resource.type][0]]), names or {})
    return [_row(each) for each in _statements(json.loads(text))]


def _statements(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    found = document["Statement"]
    yield from found if isinstance(found, list) else [found]


def _row(statement: dict[str, Any]) -> Row:
    """One statement with lists in order, and its sid first."""
    return {
        name: _ordered(statement[name])
        for name in ("Sid", "Effect", *sorted(set(statement) - {"Sid", "Effect"}))
        if name in statement
    }


def _ordered(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value, key=json.dumps) if len(value) > 1 else _ordered(value[0])
    if isinstance(value, dict):
        return {name: _ordered(value[name]) for name in sorted(value)}
    return value


def _short(resource: Resource) -> str:
    return resource.module.rpartition("module.")[2]


def _names(state: State) -> dict[str, str]:
    """Id that AWS drew → what to call it."""
    found = {each.values["key_id"]: _short(each) for each in state.of("aws_kms_key")}
    for pool in state.of("aws_cognito_user_pool"):
        found[pool.values["id"]] = "user-pool"
    return found


def _told(text: str, names: dict[str, str]) -> str:
    for drawn, name in names.items():
        text = text.replace(drawn, f"({name})")
    text = re.sub(r"(/stream/)[\d:.T-]+", r"\1(time)", text)
    return re.sub(r"(:secret:[\w/-]+)-\w{6}\b", r"\1-??????", text)
