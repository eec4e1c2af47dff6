"""Errors of a state machine's definition that AWS refuses and moto accepts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from jsonata import Jsonata
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser


def definition_errors(definition: str) -> list[str]:
    """The reasons to refuse `definition`, a JSON text, each with AWS's code first; empty if there
    is none."""
    try:
        document = json.loads(definition)
    except ValueError as error:
        return [f"INVALID_JSON_DESCRIPTION: {error}"]
    if not isinstance(document, dict):
        return ["INVALID_JSON_DESCRIPTION: a state machine is an object"]
    found = list(_dangling(document, "/"))
    if not found:
        try:
            AmazonStateLanguageParser.parse(definition)
        except Exception as error:  # the parser raises what it likes
            found.append(f"SCHEMA_VALIDATION_FAILED: {error!r}")
    return found + list(_broken_expressions(document, "/"))


def _dangling(machine: dict[str, Any], path: str) -> Iterator[str]:
    states = machine.get("States")
    if not isinstance(states, dict) or not states:
        yield f"SCHEMA_VALIDATION_FAILED: no States at {path}"
        return
    targets = [(machine.get("StartAt"), f"{path}StartAt")]
    for name, state in states.items():
        where = f"{path}States/{name}/"
        rules = [*state.get("Choices", []), *state.get("Catch", []), state]
        targets += [(rule["Next"], f"{where}Next") for rule in rules if "Next" in rule]
        targets += [(state["Default"], f"{where}Default")] if "Default" in state else []
        for index, branch in enumerate(state.get("Branches", [])):
            yield from _dangling(branch, f"{where}Branches/{index}/")
        for inner in ("ItemProcessor", "Iterator"):
            if inner in state:
                yield from _dangling(state[inner], f"{where}{inner}/")
    for target, where in targets:
        if target not in states:
            yield f"MISSING_TRANSITION_TARGET: {where} names {target!r}, which does not exist"


def _broken_expressions(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _broken_expressions(inner, f"{path}{key}/")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _broken_expressions(inner, f"{path}{index}/")
    elif isinstance(value, str) and value.startswith("{%") and value.endswith("%}"):
        try:
            Jsonata(value[2:-2].strip())
        except Exception as error:  # jsonata-python raises more than its own class
            yield f"INVALID_JSONATA: {path} {error}"
