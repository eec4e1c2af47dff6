"""The base of every model on the wire: camelCase, nothing extra, immutable; text that is seen."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic.alias_generators import to_camel

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]

#: Control characters, marks that turn the direction of text around, code points that mean nothing.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
#: Persian and Indian names are written with them.
JOINERS = frozenset("\u200c\u200d")


def seen(text: str) -> str:
    """The text, if all of it is seen by who reads it; ValueError otherwise."""
    if any(unicodedata.category(c) in UNSEEN and c not in JOINERS for c in text):
        raise ValueError("characters that are not seen")
    return text


def seen_lines(text: str) -> str:
    """As `seen`; the text may have several lines."""
    seen(text.replace("\n", " ").replace("\r", " "))
    return text


Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f<>]+$"),
    AfterValidator(seen),
]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}$")]


class Wire(BaseModel):
    """Unknown fields are refused, so that a typing error never passes silently."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        defer_build=True,
        hide_input_in_errors=True,
    )
