"""The client: one object per API key, with a part per noun: `vestibule.applicants.create(…)`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import httpx

from ._generated.client import AuthenticatedClient
from ._generated.later import parts as later
from ._generated.later import webhook_endpoints as later_endpoints
from .calling import answered_later
from .parts import Applicants, Events, Sandbox, Sessions, Verifications
from .transport import AsyncTransport, Retries, Transport
from .webhook_endpoints import WebhookEndpoints

T = TypeVar("T")
VERSION = "1.0.0"


def _checked(base_url: str) -> str:
    """The base URL without a slash at its end. ValueError unless it is https, or http to this
    machine: a key is sent over TLS only."""
    parts = urlsplit(base_url)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if not parts.hostname or parts.scheme not in (("https", "http") if local else ("https",)):
        raise ValueError("base_url begins with https:// (http:// for this machine alone)")
    return base_url.rstrip("/")


def _speaking(
    api_key: str,
    base_url: str,
    timeout: float,
    transport: httpx.BaseTransport | httpx.AsyncBaseTransport,
) -> AuthenticatedClient:
    if not api_key.startswith(("vk_live_", "vk_test_")):
        raise ValueError("an API key begins with vk_live_ or vk_test_")
    return AuthenticatedClient(
        base_url=_checked(base_url),
        token=api_key,
        timeout=httpx.Timeout(timeout),
        raise_on_unexpected_status=True,
        headers={"User-Agent": f"vestibule-client-python/{VERSION}"},
        httpx_args={"transport": transport},
    )


class Vestibule:
    """A client of the API. Close it, or use it in a `with`. Threads may share it.

    `api_key`: `vk_live_…` or `vk_test_…`; `base_url`: your Vestibule's URL, https; ValueError for
    others. `timeout`: seconds of one try. `carrier` and `sleep` replace the network and waiting in
    tests.

    Every method raises ApiError, by its kind, for an answer of 400 or more, ConnectionFailed
    without an answer, and UnexpectedAnswer for one that is not Vestibule's.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str,
        *,
        timeout: float = 30.0,
        retries: Retries | None = None,
        carrier: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        wait = {"sleep": sleep} if sleep else {}
        transport = Transport(
            carrier or httpx.HTTPTransport(), retries if retries is not None else Retries(), **wait
        )
        #: For the generated functions of `vestibule_client._generated.api`.
        self.http = _speaking(api_key, base_url, timeout, transport)
        self.applicants = Applicants(self.http)
        self.sessions = Sessions(self.http)
        self.verifications = Verifications(self.http)
        self.events = Events(self.http)
        self.webhook_endpoints = WebhookEndpoints(self.http)
        self.sandbox = Sandbox(self.http)

    def __repr__(self) -> str:
        return "Vestibule(…)"  # never the key

    def close(self) -> None:
        """Closes the connections."""
        self.http.get_httpx_client().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncVestibule:
    """The client for `async` code: `await vestibule.applicants.create(…)`, `async for` with
    `iterate()`.

    Arguments, parts, retries, idempotency keys and exceptions are those of `Vestibule`. Close it
    with `aclose()`, or use it in an `async with`.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str,
        *,
        timeout: float = 30.0,
        retries: Retries | None = None,
        carrier: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] | None = None,
    ) -> None:
        wait = {"sleep": sleep} if sleep else {}
        transport = AsyncTransport(
            carrier or httpx.AsyncHTTPTransport(),
            retries if retries is not None else Retries(),
            **wait,
        )
        #: For the generated functions of `vestibule_client._generated.api`.
        self.http = _speaking(api_key, base_url, timeout, transport)
        self.applicants = later.Applicants(self.http)
        self.sessions = later.Sessions(self.http)
        self.verifications = later.Verifications(self.http)
        self.events = later.Events(self.http)
        self.webhook_endpoints = later_endpoints.WebhookEndpoints(self.http)
        self.sandbox = later.Sandbox(self.http)

    async def call(self, route: Callable[..., Awaitable[T | None]], *given: Any, **named: Any) -> T:
        """Calls a generated function (`applicants_get.asyncio`) with this client; returns its
        result. Exceptions as in `Vestibule`."""
        return await answered_later(route(*given, client=self.http, **named))

    def __repr__(self) -> str:
        return "AsyncVestibule(…)"  # never the key

    async def aclose(self) -> None:
        """Closes the connections."""
        await self.http.get_async_httpx_client().aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()
