"""What the emulator is told of this product."""

from __future__ import annotations

import json

import pytest

from emulator.host import Roles
from local import cloud


def test_a_function_without_a_right_is_told_where_to_give_it() -> None:
    table = "arn:aws:dynamodb:eu-west-1:123456789012:table/RateLimits"
    assert cloud.advice("vestibule-local", "dynamodb:GetItem", table) == (
        "`api_handler` lacks dynamodb:GetItem on table/RateLimits: "
        "its words in infra/platform/functions.tf say what it may do"
    )
    assert cloud.advice("vestibule-local-follow-cases", "ses:SendEmail", "*").startswith(
        "`follow-cases` lacks ses:SendEmail on *: "
    )


@pytest.mark.parametrize(
    ("said", "roles"),
    [(None, Roles.ENFORCED), ("off", Roles.IGNORED), ("record", Roles.WATCHED)],
)
def test_the_laptop_enforces_roles_unless_it_is_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, said: str | None, roles: Roles
) -> None:
    monkeypatch.delenv("VESTIBULE_IAM", raising=False)
    if said:
        monkeypatch.setenv("VESTIBULE_IAM", said)
    assert cloud.host(iam="enforce").roles is roles


def test_the_gateway_answers_problems_as_the_functions_do() -> None:
    answers = cloud.answers()
    said = answers["UNAUTHORIZED"]
    assert (said.status, said.content_type) == (401, "application/problem+json")
    document = json.loads(said.body)
    assert document.keys() == {"type", "title", "status", "detail", "code"}
    assert document["type"].endswith("/problems/unauthenticated")
    assert "status" not in json.loads(answers["DEFAULT_4XX"].body)
