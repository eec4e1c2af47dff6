"""Every right is the one that was reviewed: nothing wider, nothing without its condition."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.infra.rights import rows_of, table
from tests.infra.states import State

FILE = Path(__file__).with_name("rights.json")


@pytest.fixture(scope="module")
def granted(platform_state: State) -> dict[str, Any]:
    return table(platform_state)


def test_the_rights_are_those_that_were_reviewed(granted: dict[str, Any]) -> None:
    """Where they should differ: run `.ci/rights.py`, then read the diff."""
    reviewed = json.loads(FILE.read_text())
    different = [
        f"{kind} {owner}"
        for kind in sorted({*granted, *reviewed})
        for owner in sorted({*granted.get(kind, {}), *reviewed.get(kind, {})})
        if granted.get(kind, {}).get(owner) != reviewed.get(kind, {}).get(owner)
    ]
    assert not different, different


def widened(statement: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The statement with one more action, another resource, or a condition less."""
    yield {**statement, "Action": [*_listed(statement["Action"]), "dynamodb:Scan"]}
    if "Resource" in statement:
        yield {**statement, "Resource": "*"}
    if "Condition" in statement:
        yield {name: value for name, value in statement.items() if name != "Condition"}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_whatever_is_wider_changes_the_table(platform_state: State) -> None:
    roles = [
        each for each in platform_state.of("aws_iam_role_policy") if "signup" in each.values["role"]
    ]
    tried = 0
    for role in roles:
        document = json.loads(role.values["policy"])
        for number, statement in enumerate(document["Statement"]):
            for wider in widened(statement):
                if wider == statement:
                    continue
                changed = [*document["Statement"]]
                changed[number] = wider
                other = copy.deepcopy(role)
                other.values["policy"] = json.dumps({**document, "Statement": changed})
                assert rows_of(other) != rows_of(role), (statement["Sid"], wider)
                tried += 1
    assert tried > 10
