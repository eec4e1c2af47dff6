"""The transport of every request: idempotency keys, retries, errors as exceptions."""

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
    """`tries`: how often a request is tried at most. `first` and `longest`: seconds.

    Without `Retry-After` the wait after try n, from 0, is random: up to `first * 2**n` and at most
    `longest`, so that many clients that fail together do not retry together. An answer whose
    `Retry-After` is more than `longest` is raised at once.
    """

    tries: int = 4
    first: float = 0.5
    longest: float = 60.0

    def pause(self, number: int) -> float:
        """Random seconds to wait after the try with this number, from 0."""
        return random.uniform(0, min(self.longest, self.first * 2**number))  # noqa: S311 (no secret: it spreads tries)


def asked_to_wait(response: httpx.Response) -> float | None:
    """The seconds of `Retry-After`, which is a number or a date; None without a valid one."""
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
    """Decides what follows a try: its answer, a wait and another try, or an exception."""

    retries: Retries

    def prepare(self, request: httpx.Request) -> None:
        """Makes the request safe to repeat: a POST gets an `Idempotency-Key`, the same at every
        try; the other methods are idempotent."""
        if request.method == "POST" and "idempotency-key" not in request.headers:
            request.headers["idempotency-key"] = str(uuid.uuid4())

    def after_fault(self, number: int, fault: httpx.TransportError) -> float:
        """Seconds to wait after a try without an answer; ConnectionFailed after the last try."""
        if self._last(number):
            raise ConnectionFailed(f"{type(fault).__name__}: no answer") from fault
        return self.retries.pause(number)

    def after(self, number: int, response: httpx.Response) -> float | None:
        """Seconds to wait after this answer; None if it is final and below 400. ApiError if it is
        final and not."""
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
    """Wraps a transport with retries. `sleep(seconds)` waits between tries."""

    def __init__(
        self,
        carrier: httpx.BaseTransport,
        retries: Retries,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._carrier, self._tries, self._sleep = carrier, _Tries(retries), sleep

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, if its status is below 400; ApiError or ConnectionFailed otherwise."""
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
        """Closes the connections."""
        self._carrier.close()


class AsyncTransport(httpx.AsyncBaseTransport):
    """As `Transport`, for `async` code."""

    def __init__(
        self,
        carrier: httpx.AsyncBaseTransport,
        retries: Retries,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._carrier, self._tries, self._sleep = carrier, _Tries(retries), sleep

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, if its status is below 400; ApiError or ConnectionFailed otherwise."""
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
        """Closes the connections."""
        await self._carrier.aclose()
