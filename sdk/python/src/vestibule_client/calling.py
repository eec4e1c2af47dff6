"""Shared by all parts of the client: one call, its answer, its idempotency key."""

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
    """The result of a generated function. UnexpectedAnswer for an answer that is empty, cannot be
    read, or has a status that the route does not have."""
    with _read():
        found = call()
    if found is None:
        raise UnexpectedAnswer("an empty answer")
    return found


async def answered_later(call: Awaitable[T | None]) -> T:
    """As `answered`, for a generated function's `asyncio` form."""
    with _read():
        found = await call
    if found is None:
        raise UnexpectedAnswer("an empty answer")
    return found


@contextmanager
def _read() -> Iterator[None]:
    """Turns the generated code's errors about an answer into UnexpectedAnswer."""
    try:
        yield
    except UnexpectedStatus as fault:
        raise UnexpectedAnswer(f"status {fault.status_code}, which no route answers") from None
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise UnexpectedAnswer(f"an answer that cannot be read ({type(fault).__name__})") from None


def key(chosen: str | None) -> str | Unset:
    """The caller's idempotency key, or UNSET: then the transport makes one."""
    return UNSET if chosen is None else chosen


class Part:
    """One noun's routes."""

    def __init__(self, http: AuthenticatedClient) -> None:
        self._http = http
