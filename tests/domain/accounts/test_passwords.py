"""Passwords that keep the pool's rules and are tried first all the same."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.accounts.passwords import (
    EASILY_GUESSED,
    OUTSIDE_THE_RULES,
    SHORTEST,
    easily_guessed,
    weakness,
)


@pytest.mark.parametrize(
    "password",
    [
        "Password1234", "Passw0rd2026", "P@ssw0rd1234", "Password!2024", "Welcome12345",
        "Qwerty123456",
        "Qwertyuiop12", "Abcdefgh1234", "Abc123456789", "1234567890Ab", "Aaaaaaaaaaa1",
        "Iloveyou2024",
        "Summer2026!!", "Letmein12345", "Administrator1", "1qaz2wsx3EDC", "Passwordpassword1",
        "Football2023", "Dragon123456", "Changeme2026!", "Zyxwvuts9876", "VestibuleLogin1",
        "Company2026Admin", "AbAbAbAbAb12",
    ],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert len(password) >= 12 and easily_guessed(password)


@pytest.mark.parametrize(
    "password",
    [
        "Long-enough-2026", "Another-pass-2026", "Correct-Horse-7", "Strangers-pass-2026",
        "vivid7Harbour-Kelp", "Tr0ub4dor&3xyz", "Καλημέρα-Κόσμε-1", "kT9-wq2-Lm4-Zz8",
    ],
)  # fmt: skip
def test_what_has_to_be_thought_of_is_taken(password: str) -> None:
    assert not easily_guessed(password)


@pytest.mark.parametrize(
    "password",
    [
        "Kelp-Vivid-7", "vivid7Harbour-Kelp", "Vivid 7 harbour", "Tr0ub4dor&3xyz",
        "Καλημέρα-Kόσμε-1x",
    ],
)  # fmt: skip
def test_what_the_pool_takes_is_within_the_rules(password: str) -> None:
    assert weakness(password) == ""


@pytest.mark.parametrize(
    "password",
    [
        "Kelp-Vivid7", "vivid7harbour-kelp", "VIVID7HARBOUR-KELP", "Vivid-Harbour-Kelp",
        " Vivid7Harbour", "Vivid7Harbour ", "Vivid7\nHarbour-Kelp", "Vivid7Harbour-Kelp\n",
        "Vivid٧Harbour-Kelp", "ΚΑΛΗΜΈΡΑ-κόσμε-1",
    ],
)  # fmt: skip
def test_what_the_pool_would_refuse_is_refused_before_it_is_asked(password: str) -> None:
    assert weakness(password) == OUTSIDE_THE_RULES


def test_within_the_rules_and_tried_first_is_a_reason_of_its_own() -> None:
    assert weakness("Password1234") == EASILY_GUESSED
    assert weakness("Demosthenous12", "anna.demosthenous@applicants.example") == EASILY_GUESSED


def test_the_rules_are_those_of_the_pool() -> None:
    """infra/modules/identity: the same length, the same three kinds of characters, no other."""
    module = Path(__file__).parents[3] / "infra" / "modules" / "identity"
    pool = (module / "main.tf").read_text(encoding="utf-8")
    policy = dict(re.findall(r"(\w+) += (\S+)", pool.split("password_policy {")[1].split("}")[0]))
    kinds = {name for name, value in policy.items() if value == "true"}
    assert kinds == {"require_lowercase", "require_uppercase", "require_numbers"}
    assert policy["minimum_length"] == "var.password_length"
    told = (module / "variables.tf").read_text(encoding="utf-8").split('"password_length"')[1]
    assert re.findall(r"default += (\d+)", told)[0] == str(SHORTEST)


def test_ones_own_address_is_no_secret() -> None:
    assert easily_guessed("Demosthenous12", "anna.demosthenous@applicants.example")
    assert not easily_guessed("Demosthenous12", "ben@applicants.example")


def test_what_a_machine_draws_is_taken() -> None:
    refused = sum(easily_guessed(f"Aa1!{secrets.token_urlsafe(12)}") for _ in range(300))
    assert refused == 0


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.text(max_size=80))
def test_any_text_has_an_answer(password: str, name: str) -> None:
    assert easily_guessed(password, name) in (True, False)
