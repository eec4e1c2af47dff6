"""Every request comes by: a key for each write, more than one try, errors as exceptions."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable
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


class Transport(httpx.BaseTransport):
    """Around the transport that carries requests.

    Everything may be sent twice: a POST carries an `Idempotency-Key`, which stays the same from try
    to try, and the other methods mean the same the second time.
    """

    def __init__(
        self,
        carrier: httpx.BaseTransport,
        retries: Retries,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._carrier, self._retries, self._sleep = carrier, retries, sleep

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, if it is below 400; an exception otherwise."""
        if request.method == "POST" and "idempotency-key" not in request.headers:
            request.headers["idempotency-key"] = str(uuid.uuid4())
        request.read()  # what was a stream can be sent again
        for number in range(self._retries.tries):
            last = number + 1 >= self._retries.tries
            try:
                response = self._carrier.handle_request(request)
                response.read()
            except httpx.TransportError as fault:
                if last:
                    raise ConnectionFailed(f"{type(fault).__name__}: no answer") from fault
                self._sleep(self._retries.pause(number))
                continue
            if response.status_code < 400:
                return response
            asked = asked_to_wait(response)
            error = from_response(response, asked)
            worth = (response.status_code in LATER and error.code != REFUSED) or (
                error.code == IN_PROGRESS
            )
            if last or not worth or (asked or 0) > self._retries.longest:
                raise error
            self._sleep(self._retries.pause(number) if asked is None else asked)
        raise ConnectionFailed("never tried: `tries` is below 1")

    def close(self) -> None:
        """Connections are given back."""
        self._carrier.close()
