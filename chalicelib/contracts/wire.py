"""The base of all models on the wire: camelCase, no unknown fields, immutable."""

import json
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
    ValidationError,
)
from pydantic.alias_generators import to_camel

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants import api_keys
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.verifications.verification import State

MAX_BODY = 2_000_000

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]

#: Control characters, marks that turn the direction of text around, code points that mean nothing.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
#: Persian and Indian names are written with them.
JOINERS = frozenset("\u200c\u200d")


def seen(text: str) -> str:
    """The text; ValueError if it has invisible characters."""
    if any(unicodedata.category(c) in UNSEEN and c not in JOINERS for c in text):
        raise ValueError("characters that are not seen")
    return text


def seen_lines(text: str) -> str:
    """As `seen`, but the text may have several lines."""
    seen(text.replace("\n", " ").replace("\r", " "))
    return text


Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f<>]+$"),
    AfterValidator(seen),
]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}$")]
Url = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(seen)]
Cursor = Annotated[str, StringConstraints(max_length=1000)]
Limit = Annotated[int, Field(ge=1, le=100)]


class Words:
    """A closed set of the domain, whose words the OpenAPI document lists where they are used."""

    def __get_pydantic_core_schema__(
        self, kind: type[StrEnum], handler: GetCoreSchemaHandler
    ) -> Any:
        words: Any = Literal[tuple(word.value for word in kind)]

        # pydantic inspects the signature, which enums no longer have since Python 3.12.
        def named(word: str) -> StrEnum:
            return kind(word)

        return handler.generate_schema(Annotated[words, AfterValidator(named)])


Mode = Annotated[api_keys.Mode, Words()]
Standing = Annotated[KycStatus, Words()]
StateName = Annotated[State, Words()]


class Wire(BaseModel):
    """A model on the wire. Unknown fields are refused, so that typing errors are noticed."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        defer_build=True,
        hide_input_in_errors=True,
    )


M = TypeVar("M", bound=Wire)


def written(answer: Wire) -> str:
    """An answer as JSON. Fields that were not set are omitted; a `None` that was set is null."""
    return json.dumps(answer.model_dump(by_alias=True, exclude_unset=True), default=_text)


def _text(value: object) -> str:
    """Times as ISO 8601 with the stored offset."""
    return value.isoformat() if isinstance(value, date) else str(value)


def parse(model: type[M], raw: Any) -> M:
    """The model from bytes or a dictionary; BadRequest names the fields, never their values."""
    try:
        if isinstance(raw, dict):
            return model.model_validate(raw)
        if len(raw) > MAX_BODY:
            raise BadRequest("the body is too large", "body_too_large")
        return model.model_validate_json(raw or b"{}")
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(p) for p in e['loc']) or 'body'}: {e['type']}"
            for e in error.errors(include_input=False, include_url=False, include_context=False)
        )
        raise BadRequest(faults[:1000], "invalid_request") from None
