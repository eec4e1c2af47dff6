"""The base of every model on the wire: camelCase, nothing extra, immutable."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


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
