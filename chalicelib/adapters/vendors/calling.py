"""HTTP calls to vendors: time budget, retries with jitter, circuit breaker, translated errors."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pybreaker
import requests
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_random_exponential,
)

from chalicelib.domain.deadline import at_most
from chalicelib.domain.errors import BadRequest, Conflict, NotFound, Refused, Unavailable

#: Seconds for all attempts of a call together; the API's own limit is 29.
BUDGET = 8.0
TRIES = 3
LEAST = 0.5  # seconds; a request needs at least this
LARGEST_ANSWER = 2_000_000  # bytes
_backoff = wait_random_exponential(multiplier=0.2, max=2)


class Throttled(Unavailable):
    """The vendor returned 429; `after` is its Retry-After in seconds."""

    code = "vendor_throttles"

    def __init__(self, message: str, after: float) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True, slots=True)
class VendorClient:
    """HTTP calls to one vendor. `breaker` is shared by all processes (see `breaking`). `ready`
    checks the whole secret before anything is sent.
    """

    name: str
    base_url: Callable[[], str]
    breaker: pybreaker.CircuitBreaker
    http: requests.Session
    budget: float = BUDGET
    ready: Callable[[], object] = lambda: None

    def call(
        self,
        method: str,
        path: str,
        headers: Callable[[], Mapping[str, str]],
        body: bytes = b"",
        repeatable: bool = True,
    ) -> Any:
        """The JSON of the answer (None if it is empty). `headers` is called for every attempt,
        since some vendors sign the time. Calls that are not idempotent are not repeated.

        Unavailable: no answer, 429, 5xx, or an open breaker. Refused, NotFound, Conflict,
        BadRequest: the vendor refused. Its message is dropped, since it may quote personal data.
        """
        self.ready()
        budget = self._budget()
        tries = Retrying(
            stop=stop_after_attempt(TRIES if repeatable else 1) | stop_after_delay(budget),
            wait=_wait,
            retry=retry_if_exception_type(Unavailable),
            reraise=True,
        )
        try:
            return self.breaker.call(tries, self._once, method, path, headers, body)
        except pybreaker.CircuitBreakerError:
            raise Unavailable(f"{self.name} is down", "vendor_down") from None

    def _budget(self) -> float:
        """Seconds for all attempts: at most half of the caller's time, so that another vendor can
        still be asked.
        """
        remaining = at_most(2 * self.budget, kept=1.0) / 2
        if remaining < min(LEAST, self.budget):
            raise Unavailable(f"there is no time left to ask {self.name}", "vendor_silent")
        return remaining

    def _once(
        self, method: str, path: str, headers: Callable[[], Mapping[str, str]], body: bytes
    ) -> Any:
        read = self._budget() / 2
        try:
            answer = self.http.request(
                method,
                self.base_url() + path,
                data=body or None,
                headers=dict(headers()),
                timeout=(min(2.0, read), read),
                allow_redirects=False,
                stream=True,
            )
            with answer:
                content = answer.raw.read(LARGEST_ANSWER + 1, decode_content=True)
        except (requests.RequestException, OSError) as error:
            kind = type(error).__name__
            raise Unavailable(f"{self.name} did not answer ({kind})", "vendor_silent") from None
        if answer.status_code >= 300:
            raise self._no(answer)
        if len(content) > LARGEST_ANSWER:
            raise Refused(f"{self.name} answered with too much", "vendor_answer")
        try:
            return json.loads(content) if content.strip() else None
        except ValueError:
            raise Unavailable(f"{self.name} did not answer in JSON", "vendor_answer") from None

    def _no(self, answer: requests.Response) -> Exception:
        status = answer.status_code
        if status == 429:
            after = answer.headers.get("Retry-After", "")
            return Throttled(f"{self.name} throttles", float(after) if after.isdigit() else 0.0)
        if status >= 500:
            return Unavailable(f"{self.name} answered {status}", "vendor_error")
        if status == 404:
            return NotFound(f"{self.name} knows no such session", "vendor_session_unknown")
        if status == 409:
            return Conflict(f"{self.name} answered 409", "vendor_conflict")
        if status in (401, 403):
            return Refused(f"{self.name} does not accept our credentials", "vendor_credentials")
        return BadRequest(f"{self.name} answered {status}", "vendor_refused")


def session() -> requests.Session:
    """The process's connection pool; it ignores proxies and .netrc of the environment."""
    made = requests.Session()
    made.trust_env = False
    made.headers.update({"User-Agent": "vestibule", "Accept": "application/json"})
    return made


@dataclass(frozen=True, slots=True)
class Tools:
    """What the `build` of a vendor receives. `credentials`: the vendor's secret, read at first use.
    `base_url`: replaces every vendor's own address (fakes on a laptop).
    """

    credentials: Callable[[], Mapping[str, Any]]
    breaker: pybreaker.CircuitBreaker
    now: Callable[[], datetime]
    base_url: str = ""
    budget: float = BUDGET
    accepts_test: bool = True
    http: Callable[[], requests.Session] = session

    def client(
        self, name: str, own: Callable[[], str], ready: Callable[[], object] = lambda: None
    ) -> VendorClient:
        """A client of the vendor at the address `own`, unless `base_url` is set. `ready` raises
        Unavailable for a bad secret.
        """
        other = self.base_url.rstrip("/") + f"/{name}" if self.base_url else ""
        return VendorClient(
            name, lambda: other or own(), self.breaker, self.http(), self.budget, ready
        )

    def secrets(self, field: str = "webhookSecrets") -> tuple[str, ...]:
        """The active webhook secrets, newest first, from a list or a text separated by spaces."""
        value = self.credentials().get(field, ())
        return tuple(value.split()) if isinstance(value, str) else tuple(value)

    def key(self, field: str) -> str:
        """One field of the secret; Unavailable if it is missing."""
        value = str(self.credentials().get(field, ""))
        if not value:
            raise not_configured(f"the secret has no {field}")
        return value

    def choice(self, field: str, allowed: Collection[str], default: str = "") -> str:
        """A field of the secret with a closed set of values, compared without case. Unavailable for
        any other value: a guess could send personal data to the wrong place.
        """
        value = str(self.credentials().get(field) or default).strip()
        found = {one.casefold(): one for one in allowed}.get(value.casefold())
        if found is None:
            raise not_configured(f"{field} is one of {', '.join(sorted(allowed))}")
        return found

    def begins(self, field: str, *beginnings: str) -> str:
        """A field of the secret with one of these prefixes; Unavailable for others."""
        value = self.key(field)
        if not value.startswith(beginnings):
            raise not_configured(f"{field} begins with {' or '.join(beginnings)}")
        return value

    def never_tests(self, field: str, *beginnings: str) -> str:
        """A key; Unavailable in production if it has a prefix of the vendor's test mode, in which
        everybody passes unchecked.
        """
        value = self.key(field)
        if not self.accepts_test and value.startswith(beginnings):
            raise not_configured(f"{field} is a key of the vendor's test mode")
        return value


def not_configured(message: str) -> Unavailable:
    """The error for a secret that an operator has to correct."""
    return Unavailable(message, "vendor_not_configured")


def read_json(body: bytes) -> dict[str, Any]:
    """The event of a webhook; BadRequest unless it is a JSON object."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        event = None
    if not isinstance(event, dict):
        raise BadRequest("the event is no JSON object", "event_malformed")
    return event


def _wait(state: RetryCallState) -> float:
    """Seconds to wait: full jitter, or the vendor's Retry-After up to a limit."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, Throttled) and error.after:
        return min(error.after, 2.0)
    return _backoff(state)
