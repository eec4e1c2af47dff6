"""Every request comes by: a key for each write, more than one try, errors as exceptions."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from .errors import ConnectionFailed, from_response

LATER = frozenset({429, 502, 503, 504})
IN_PROGRESS = "request_in_progress"
REFUSED = "refused"


@dataclass(frozen=True)
class Retries:
    """How often a request is tried, and how long one waits between two tries at most, in seconds.

    Without `Retry-After` the wait is drawn from 0 to `first * 2**n`, so that many clients that fail
    together do not come back together. An answer that asks for more than `longest` is raised.
    """

    tries: int = 4
    first: float = 0.5
    longest: float = 60.0

    def pause(self, number: int) -> float:
        """Before the try after this one."""
        return random.uniform(0, min(self.longest, self.first * 2**number))  # noqa: S311 (no secret: it spreads tries)


def asked_to_wait(response: httpx.Response) -> float | None:
    """Seconds of `Retry-After`, which is a number or a date."""
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


@dataclass(frozen=True)
class _Tries:
    """What follows a try: its answer, a pause and another one, or an exception."""

    retries: Retries

    def prepare(self, request: httpx.Request) -> None:
        """Everything may be sent twice: a POST carries an `Idempotency-Key`, which stays the same
        from try to try, and the other methods mean the same the second time."""
        if request.method == "POST" and "idempotency-key" not in request.headers:
            request.headers["idempotency-key"] = str(uuid.uuid4())

    def after_fault(self, number: int, fault: httpx.TransportError) -> float:
        """How long to wait after no answer; ConnectionFailed after the last try."""
        if self._last(number):
            raise ConnectionFailed(f"{type(fault).__name__}: no answer") from fault
        return self.retries.pause(number)

    def after(self, number: int, response: httpx.Response) -> float | None:
        """How long to wait after this answer; None if it is the one, an exception if it stays a
        refusal."""
        if response.status_code < 400:
            return None
        asked = asked_to_wait(response)
        error = from_response(response, asked)
        worth = (response.status_code in LATER and error.code != REFUSED) or (
            error.code == IN_PROGRESS
        )
        if self._last(number) or not worth or (asked or 0) > self.retries.longest:
            raise error
        return self.retries.pause(number) if asked is None else asked

    def _last(self, number: int) -> bool:
        return number + 1 >= self.retries.tries


class Transport(httpx.BaseTransport):
    """Around the transport that carries requests."""

    def __init__(
        self,
        carrier: httpx.BaseTransport,
        retries: Retries,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._carrier, self._tries, self._sleep = carrier, _Tries(retries), sleep

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, if it is below 400; an exception otherwise."""
        self._tries.prepare(request)
        request.read()  # what was a stream can be sent again
        for number in range(self._tries.retries.tries):
            try:
                response = self._carrier.handle_request(request)
                response.read()
            except httpx.TransportError as fault:
                self._sleep(self._tries.after_fault(number, fault))
                continue
            wait = self._tries.after(number, response)
            if wait is None:
                return response
            self._sleep(wait)
        raise ConnectionFailed("never tried: `tries` is below 1")

    def close(self) -> None:
        """Connections are given back."""
        self._carrier.close()


class AsyncTransport(httpx.AsyncBaseTransport):
    """The same for `async` code: nothing waits in the way of others."""

    def __init__(
        self,
        carrier: httpx.AsyncBaseTransport,
        retries: Retries,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._carrier, self._tries, self._sleep = carrier, _Tries(retries), sleep

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, if it is below 400; an exception otherwise."""
        self._tries.prepare(request)
        await request.aread()
        for number in range(self._tries.retries.tries):
            try:
                response = await self._carrier.handle_async_request(request)
                await response.aread()
            except httpx.TransportError as fault:
                await self._sleep(self._tries.after_fault(number, fault))
                continue
            wait = self._tries.after(number, response)
            if wait is None:
                return response
            await self._sleep(wait)
        raise ConnectionFailed("never tried: `tries` is below 1")

    async def aclose(self) -> None:
        """Connections are given back."""
        await self._carrier.aclose()
