"""Conditions are bounded, tried before they are published, and never raise."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.levels.conditions import as_context, holds, objection
from chalicelib.domain.levels.facts import FACTS, Facts
from tests.domain.levels.levels import ROOT, all_facts


@given(st.text(max_size=60), all_facts)
def test_no_text_makes_a_condition_raise(text: str, facts: Facts) -> None:
    objection(text)
    context = as_context(facts)
    try:
        holds(text, context)
    except ValueError:
        assert objection(text)  # what cannot be read is never published


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_has_its_sentence_and_samples_of_its_type(name: str) -> None:
    assert FACTS[name]["doc"]
    assert len(FACTS[name]["samples"]) >= 2


@pytest.mark.parametrize(
    ("text", "facts", "says"),
    [
        ("age >= 18", {"age": 18}, True),
        ("age >= 18", {"age": 17}, False),
        ("age >= 18", {"age": None}, None),
        ("vpn == true", {"vpn": None}, False),
        ('document_country in ["DEU", "FRA"]', {"document_country": "FRA"}, True),
        ('"pep" in hit_kinds', {"hit_kinds": ("sanctions",)}, False),
        ("amount > 1000", {"amount": 1000.5}, True),
        ("attempts", {}, None),
        ("attempts / 0 > 1", {}, None),
    ],
)
def test_what_a_condition_says(text: str, facts: dict[str, Any], says: bool | None) -> None:
    assert holds(text, as_context(Facts(**facts))) is says


def test_a_condition_costs_no_import_of_the_librarys_command_line() -> None:
    code = (
        "import sys; from chalicelib.domain.levels.conditions import holds; "
        "assert holds('1 < 2', {}); "
        "print([name for name in ('typer', 'rich', 'prompt_toolkit') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("age > ", "is not a CEL expression"),
        ("years > 1", "names 'years', which is no fact"),
        ("1 > 0", "names no fact, so it always says the same"),
        ("age + attempts + risk + device_age_days + account_age_days + document_days_left > 0", ""),
        ("age + attempts + risk + device_age_days + account_age_days + document_days_left > 0 "
         "&& vpn", "names more than 6 facts"),
        ("age > 0".ljust(400), ""),
        ("age > 0".ljust(401), "is longer than 400 characters"),
    ],
)  # fmt: skip
def test_why_a_condition_cannot_be_published(text: str, why: str) -> None:
    assert objection(text) == why
