"""Compares what functions did with what their roles allow."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from tests.infra.states import Statement

Used = dict[str, set[tuple[str, str]]]


def recorded(file: Path) -> Used:
    """Function -> rights it used, from the recorder's file."""
    found: Used = defaultdict(set)
    for line in file.read_text().splitlines():
        function, action, resource = json.loads(line)
        found[function].add((action, resource))
    return dict(found)


def covers(statement: Statement, action: str, resource: str) -> bool:
    """Whether the statement allows it; a secret asked for by name ends in six wild characters."""
    if statement.all_but:
        return statement.allows(action, resource)
    if resource == "*":  # what has no ARN is allowed by nothing that names one
        return action in statement.actions and "*" in statement.resources
    return action in statement.actions and any(
        resource == "?" or fnmatchcase(resource, pattern) or fnmatchcase(pattern, resource)
        for pattern in statement.resources
    )


def missing(parts: Iterable[Statement], used: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """What was done without a right to."""
    allowed = tuple(parts)
    return {each for each in used if not any(covers(part, *each) for part in allowed)}


def unused(parts: Iterable[Statement], used: set[tuple[str, str]]) -> set[tuple[str, str, str]]:
    """(statement, action, resource) that nothing asked for; an index counts with its table."""
    found = set()
    for part in parts:
        for action in part.actions:
            for resource in part.resources:
                if resource.endswith("/index/*") and action != "dynamodb:Query":
                    continue
                one = Statement(part.sid, (action,), (resource,), {}, part.all_but)
                if not any(covers(one, *each) for each in used):
                    found.add((part.sid, action, resource))
    return found
