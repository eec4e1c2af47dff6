"""What every part of the client is made of: one call, its answer, its key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from ._generated.client import AuthenticatedClient
from ._generated.errors import UnexpectedStatus
from ._generated.types import UNSET, Unset
from .errors import UnexpectedAnswer

T = TypeVar("T")


def answered(call: Callable[[], T | None]) -> T:
    """What a generated function answers; the wrong kind of answer is an exception."""
    with _read():
        found = call()
    if found is None:
        raise UnexpectedAnswer("an empty answer")
    return found


async def answered_later(call: Awaitable[T | None]) -> T:
    """The same of a generated function's `asyncio` form."""
    with _read():
        found = await call
    if found is None:
        raise UnexpectedAnswer("an empty answer")
    return found


@contextmanager
def _read() -> Iterator[None]:
    """What the generated code says of an answer that no route gives, in our words."""
    try:
        yield
    except UnexpectedStatus as fault:
        raise UnexpectedAnswer(f"status {fault.status_code}, which no route answers") from None
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise UnexpectedAnswer(f"an answer that cannot be read ({type(fault).__name__})") from None


def key(chosen: str | None) -> str | Unset:
    """The caller's idempotency key; the transport makes one where there is none."""
    return UNSET if chosen is None else chosen


class Part:
    """One noun's routes."""

    def __init__(self, http: AuthenticatedClient) -> None:
        self._http = http
