"""Passwords that keep the pool's rules and are tried first all the same."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.accounts.passwords import easily_guessed


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
def test_what_is_tried_first_is_refused(password):
    assert len(password) >= 12 and easily_guessed(password)


@pytest.mark.parametrize(
    "password",
    [
        "Long-enough-2026", "Another-pass-2026", "Correct-Horse-7", "Strangers-pass-2026",
        "vivid7Harbour-Kelp", "Tr0ub4dor&3xyz", "Καλημέρα-Κόσμε-1", "kT9-wq2-Lm4-Zz8",
    ],
)  # fmt: skip
def test_what_has_to_be_thought_of_is_taken(password):
    assert not easily_guessed(password)


def test_ones_own_address_is_no_secret():
    assert easily_guessed("Demosthenous12", "anna.demosthenous@applicants.example")
    assert not easily_guessed("Demosthenous12", "ben@applicants.example")


def test_what_a_machine_draws_is_taken():
    refused = sum(easily_guessed(f"Aa1!{secrets.token_urlsafe(12)}") for _ in range(300))
    assert refused == 0


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.text(max_size=80))
def test_any_text_has_an_answer(password, name):
    assert easily_guessed(password, name) in (True, False)
