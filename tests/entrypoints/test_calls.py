"""A door's hints say what it is sent and what it answers; what it does not say is not sent."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum
from inspect import Parameter, Signature
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from chalicelib.contracts.http import accounts, feeds, models
from chalicelib.contracts.wire import Words, written
from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.entrypoints.calls import Call, Called, Query, answered, sent
from tests.entrypoints.test_routes import the_doors

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
#: They have a value where nothing is said, and their doors say it.
SAID = {"SignupConfirmed.status", "Health.status", "ReviewList.next_cursor"}
#: An erasure's receipt leaves out what is empty.
LEFT_OUT = {"StoreFate.law", "StoreFate.why"}


def test_hints_are_read_when_the_first_request_comes() -> None:
    def one(call: Called[accounts.Login | bytes, feeds.PageQuery]) -> accounts.Tokens:
        raise NotImplementedError

    def two(call: Query[feeds.PageQuery]) -> None: ...
    def three(call: Call[None]) -> accounts.Me:
        raise NotImplementedError

    assert [[named.name for named in sent(view)] for view in (one, two, three)] == [
        ["Login", "PageQuery"], ["", "PageQuery"], ["", ""]
    ]  # fmt: skip
    assert [answered(view).name for view in (one, two, three)] == ["Tokens", "", "Me"]
    assert sent(one)[0].model().__name__ == "Login"


def test_a_door_of_plain_dictionaries_is_none() -> None:
    def door(call: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    for look in (sent, answered):
        with pytest.raises(TypeError):
            look(door)


def test_what_is_not_said_is_not_sent_and_nothing_is_null() -> None:
    tokens = accounts.Tokens(challenge="SOFTWARE_TOKEN_MFA", session="s")
    assert written(tokens) == '{"challenge": "SOFTWARE_TOKEN_MFA", "session": "s"}'
    told = feeds.EndpointOut(
        id="e", url="u", events=[], description="", mode=Mode.LIVE, created_at=NOON, enabled=True,
        failing_since=None,
    )  # fmt: skip
    assert '"failingSince": null' in written(told) and "secret" not in written(told)
    assert '"createdAt": "2026-11-20T12:00:00+00:00"' in written(told)


def test_a_word_of_a_closed_set_is_one_of_the_domain() -> None:
    said: dict[str, Any] = {"user_id": "u", "email": ""}
    said |= {"email_verified": False, "registered": False}
    me = accounts.Me(**said | {"kyc_status": "pending"}, onboarding={})
    assert me.kyc_status is KycStatus.PENDING
    with pytest.raises(ValidationError):
        accounts.Me(**said | {"kyc_status": "perhaps"}, onboarding={})


def test_a_closed_set_is_read_whatever_this_python_says_of_an_enum() -> None:
    """Since Python 3.12 an enum has the signature `(*values)`: no validator for pydantic."""

    class Colour(StrEnum):
        RED = "red"

    values = Parameter("values", Parameter.VAR_POSITIONAL)
    Colour.__signature__ = Signature([values])  # type: ignore[attr-defined]  # as newer ones have it
    read: TypeAdapter[Colour] = TypeAdapter(Annotated[Colour, Words()])
    assert read.validate_python("red") is Colour.RED


def _inside(kind: type[BaseModel]) -> set[type[BaseModel]]:
    found, every = {kind}, models().values()
    for info in kind.model_fields.values():
        text = repr(info.annotation)
        for other in every:
            if re.search(rf"\.{other.__name__}\b", text) and other not in found:
                found |= _inside(other)
    return found


def _silent(info: FieldInfo) -> bool:
    return not info.is_required() and info.get_default(call_default_factory=True) is not None


def test_answers_say_everything_that_has_a_value() -> None:
    shown = {shape.answer.model() for _, _, _, shape in the_doors() if shape.answer}
    every = {model for kind in shown for model in _inside(kind)}
    assert len(every) > 50
    found = {
        f"{model.__name__}.{name}"
        for model in every
        for name, info in model.model_fields.items()
        if _silent(info)
    }
    assert found == SAID | LEFT_OUT
