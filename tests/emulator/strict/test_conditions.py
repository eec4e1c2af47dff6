"""Conditions of policies, evaluated as IAM's reference says, for what a request itself says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from emulator.strict.conditions import hold, keys_of

SEALED: dict[str, dict[str, Any]] = {
    "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["username", "execution", "token"]},
    "StringLike": {
        "kms:EncryptionContext:username": ["?*"],
        "kms:EncryptionContext:execution": "?*",
    },
}
RIGHTS = Path(__file__).parents[2] / "infra" / "rights.json"


@pytest.mark.parametrize(
    ("context", "allowed"),
    [
        ({"username": "ann", "execution": "e1"}, True),
        ({"username": "ann", "execution": "e1", "token": "t"}, True),
        ({"username": "ann"}, False),
        ({"username": "ann", "execution": ""}, False),
        ({"username": "ann", "execution": "e1", "caseId": "c"}, False),
        ({"caseId": "c", "step": "s"}, False),
        (None, False),
    ],
)
def test_what_was_sealed_for_one_purpose_is_opened_for_that_one_only(
    context: dict[str, str] | None, allowed: bool
) -> None:
    given: dict[str, Any] = {"CiphertextBlob": b""}
    given |= {"EncryptionContext": context} if context else {}
    assert hold(SEALED, keys_of("kms", "Decrypt", given)) is allowed


def test_a_mail_leaves_under_the_one_address_that_the_role_may_use() -> None:
    only = {"StringEquals": {"ses:FromAddress": "no-reply@company.example"}}
    for sender, allowed in (("no-reply@company.example", True), ("ceo@company.example", False)):
        assert hold(only, keys_of("ses", "SendTemplatedEmail", {"Source": sender})) is allowed


@pytest.mark.parametrize(
    ("operator", "wanted", "found", "holds"),
    [
        ("StringEquals", ["a", "b"], ("b",), True),
        ("StringEquals", "a", ("A",), False),
        ("StringEquals", "a", None, False),
        ("StringEqualsIfExists", "a", None, True),
        ("StringEqualsIfExists", "a", ("b",), False),
        ("StringEqualsIgnoreCase", "a", ("A",), True),
        ("StringNotEquals", ["a", "b"], ("b",), False),
        ("StringNotEquals", ["a", "b"], ("c",), True),
        ("StringNotEquals", "a", None, True),
        ("StringLike", "a?c*", ("abcd",), True),
        ("StringLike", "[ab]c", ("[ab]c",), True),
        ("StringLike", "[ab]c", ("ac",), False),
        ("StringNotLike", "a*", ("abc",), False),
        ("Bool", "false", ("False",), True),
        ("Null", "true", None, True),
        ("Null", "false", None, False),
        ("Null", "false", ("x",), True),
        ("ArnLike", "arn:aws:sqs:*:1:a*", ("arn:aws:sqs:eu:1:abc",), True),
        ("ArnLike", "arn:aws:*:1:a", ("arn:aws:sqs:eu:1:a",), False),
        ("ArnNotEquals", "arn:aws:sqs:eu:1:a", ("arn:aws:sqs:eu:1:a",), False),
        ("ForAllValues:StringEquals", ["a", "b"], ("a", "b"), True),
        ("ForAllValues:StringEquals", ["a", "b"], ("a", "c"), False),
        ("ForAllValues:StringEquals", ["a"], None, True),
        ("ForAnyValue:StringEquals", ["a"], ("c", "a"), True),
        ("ForAnyValue:StringEquals", ["a"], ("c",), False),
        ("ForAnyValue:StringEquals", ["a"], None, False),
    ],
)
def test_an_operator_says_what_the_reference_says(
    operator: str, wanted: list[str] | str, found: tuple[str, ...] | None, holds: bool
) -> None:
    keys = {} if found is None else {"some:key": found}
    assert hold({operator: {"some:Key": wanted}}, keys) is holds


def test_an_operator_that_is_not_known_is_never_passed_over() -> None:
    with pytest.raises(ValueError, match="DateLessThan"):
        hold({"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}, {})


def _conditions(found: Any) -> list[dict[str, Any]]:
    """Every condition below a JSON value."""
    if isinstance(found, list):
        return [one for each in found for one in _conditions(each)]
    if not isinstance(found, dict):
        return []
    own = [found["Condition"]] if found.get("Condition") else []
    return own + [one for each in found.values() for one in _conditions(each)]


def test_every_condition_of_the_plan_can_be_evaluated() -> None:
    found = _conditions(json.loads(RIGHTS.read_text()))
    assert len(found) > 20
    for one in found:
        hold(one, {})
