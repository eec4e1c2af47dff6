"""What nobody sees is in no text: controls and marks that turn text around, at every door."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from chalicelib.contracts.http.accounts import SignupStart
from chalicelib.contracts.wire import seen, seen_lines
from chalicelib.domain.errors import BadRequest
from tests.entrypoints.test_routes import WITH_BODY
from tests.present import present

#: Given back as they came, or compared with what was made by machines: never shown to anybody.
OPAQUE = {
    "password", "access_token", "refresh_token", "session", "image", "nonce", "document",
    "code", "username",
}  # fmt: skip
UNSEEN = ["\u202e", "\u2066", "\u200b", "\ufeff", "\u0000", "\u0007", "\u009b", "\u2028"]


def _bodies() -> dict[str, type[BaseModel]]:
    found = {present(shape.body).name: present(shape.body).model() for _, _, shape in WITH_BODY}
    return dict(sorted(found.items()))


FIELDS = [
    pytest.param(model, name, id=f"{title}.{name}")
    for title, model in _bodies().items()
    for name, spec in model.model_fields.items()
    if name not in OPAQUE | {"phone_number"}
    and (spec.annotation is str or spec.annotation == str | None)
]


def test_there_are_texts_to_look_at() -> None:
    assert len(FIELDS) > 10


@pytest.mark.parametrize("mark", UNSEEN, ids=lambda mark: f"U+{ord(mark):04X}")
@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_a_text_with_something_unseen_is_refused(
    model: type[BaseModel], name: str, mark: str
) -> None:
    alias = model.model_fields[name].alias or name
    with pytest.raises(ValidationError) as refused:
        model.model_validate({alias: f"abc{mark}def"})
    faults: list[Any] = refused.value.errors()
    assert [f for f in faults if f["loc"][:1] == (alias,) and f["type"] != "missing"], faults


@pytest.mark.parametrize("mark", UNSEEN, ids=lambda mark: f"U+{ord(mark):04X}")
@pytest.mark.parametrize("written", ["abc{}def", "+3069{}00000001"])
def test_a_number_with_something_unseen_is_no_phone_number(written: str, mark: str) -> None:
    body = {"email": "anna@applicants.example", "password": "Long-enough-1"}
    with pytest.raises(BadRequest) as refused:
        SignupStart.model_validate(body | {"phoneNumber": written.format(mark)})
    assert refused.value.code == "phone_invalid"


@pytest.mark.parametrize("name", ["José", "سارا\u200cجان", "O’Neill-Żółć", "李小龍", "ﬁ"])
def test_names_as_people_write_them_pass(name: str) -> None:
    assert seen(name) == name


def test_lines_are_lines_where_several_are_meant() -> None:
    assert seen_lines("Main Street 1\nAthens") == "Main Street 1\nAthens"
    with pytest.raises(ValueError, match="not seen"):
        seen_lines("Main\u202eStreet")
    assert inspect.isfunction(seen)
