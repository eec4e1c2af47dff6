"""A policy is a name for its rules, and rules ask about evidence that somebody gathers."""

from __future__ import annotations

import ast
import inspect
import json
from dataclasses import fields
from pathlib import Path

from chalicelib.domain.verifications.checks import CHECKS, EARLIER, POLICY_VERSION, Evidence
from chalicelib.services.verifications import decisions

REVIEWED = json.loads(Path(__file__).with_name("policies.json").read_text())


def test_a_policy_keeps_its_rules() -> None:
    """Recorded decisions are derived again by the rules of their policy's name."""
    assert POLICY_VERSION not in EARLIER
    rules = {
        version: [check.__name__ for check in EARLIER.get(version, CHECKS)]
        for version in (*EARLIER, POLICY_VERSION)
    }
    assert rules == REVIEWED, (
        "The rules have changed: give POLICY_VERSION a new name, keep the rules of the old one in "
        "EARLIER, and add the new one to policies.json"
    )


def test_all_evidence_is_gathered() -> None:
    """A field that nobody fills keeps its default, and its rule says the same of everybody."""
    calls = ast.walk(ast.parse(inspect.getsource(decisions)))
    given = {
        word.arg
        for call in calls
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "Evidence"
        for word in call.keywords
    }
    not_gathered = {"vendor_vouches"}  # vendors decide without these rules
    assert {spec.name for spec in fields(Evidence)} - given == not_gathered
