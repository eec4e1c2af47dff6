"""What a door is called with, and how its hint says what it is sent."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from chalice.app import Request

from chalicelib.entrypoints.caller import Caller

Body = TypeVar("Body")
Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True)
class Called(Generic[Body, Asked]):
    """A request, parsed. A door's hint says what it is sent: models of contracts.http."""

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
_CALL = re.compile(r"(Call|Query|Called)\[([\w. |]+)(?:, ([\w.]+))?\]")

_ANSWER = re.compile(r"\w+\.\w+")


@dataclass(frozen=True, slots=True)
class Named:
    """A model as a hint writes it, `wire.SignupStart`: looked up when the first request comes,
    because models come with pydantic. Empty where there is none."""

    view: Callable[..., Any] = field(repr=False)
    text: str = ""

    @property
    def name(self) -> str:
        """What the OpenAPI document calls it."""
        return self.text.rpartition(".")[2]

    def model(self) -> Any:
        """The class itself."""
        module, _, name = self.text.partition(".")
        return getattr(self.view.__globals__[module], name)

    def __bool__(self) -> bool:
        return bool(self.text)


def sent(view: Callable[..., Any]) -> tuple[Named, Named]:
    """(body, query) of a door by its hint."""
    hint = str(view.__annotations__["call"])
    found = _CALL.fullmatch(hint)
    if not found:
        raise TypeError(f"a door takes a Call[...], a Query[...] or a Called[..., ...]: {hint}")
    kind, first, second = found.groups()
    first = "" if first == "None" else first.removesuffix(" | bytes")
    body, query = ("", first) if kind == "Query" else (first, second or "")
    return Named(view, body), Named(view, query)


def answered(view: Callable[..., Any]) -> Named:
    """What a door answers with, by its hint; nothing for `None` and for a whole response."""
    hint = str(view.__annotations__["return"])
    if hint in ("None", "Response"):
        return Named(view)
    if not _ANSWER.fullmatch(hint):
        raise TypeError(f"a door answers with a model of contracts.http, or with nothing: {hint}")
    return Named(view, hint)
