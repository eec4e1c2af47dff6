"""What a door is called with, and how its hint says what it is sent."""

import re
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from chalice.app import Request

from chalicelib.entrypoints.caller import Caller

Body = TypeVar("Body")
Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True)
class Called(Generic[Body, Asked]):
    """A request, parsed. A door's hint says what it is sent: models of contracts.http, by name."""

    request: Request
    body: Body = field(repr=False)
    query: Asked
    caller: Caller

    @property
    def user_id(self) -> str:
        """The signed-in user."""
        return self.caller.user_id


#: A request with a body, with `None` for one without.
Call = Called[Body, None]
#: A request that is told what it wants in its query.
Query = Called[None, Asked]
_HINT = re.compile(r"(Call|Query|Called)\[([\w |]+)(?:, (\w+))?\]")


def sent(hint: str) -> tuple[str, str]:
    """Names of (body, query) in the hint of a door, which stays text: models come with pydantic."""
    found = _HINT.fullmatch(hint)
    if not found:
        raise TypeError(f"a door takes a Call[...], a Query[...] or a Called[..., ...]: {hint}")
    kind, first, second = found.groups()
    first = "" if first == "None" else first.removesuffix(" | bytes")
    return ("", first) if kind == "Query" else (first, second or "")
