"""Fakes on 127.0.0.1, and the real adapters pointed at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import pybreaker
import pytest

from chalicelib.adapters.vendors.calling import Tools
from emulator.http.http_server import HttpServer
from local.vendors import Vendors
from local.vendors.credentials import CREDENTIALS
from tests.vendors.harness import VendorHarness, made


class Clock:
    """A clock that stands still until it is pushed."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def push(self, **how: float) -> datetime:
        self.at += timedelta(**how)
        return self.at


class Adapter(Protocol):
    """Makes the real adapter of a vendor, with the local credentials."""

    def __call__(
        self,
        name: str,
        clock: Clock,
        base_url: str = "",
        breaker: pybreaker.CircuitBreaker | None = None,
        **changes: Any,
    ) -> Any: ...


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def harness() -> VendorHarness:
    return VendorHarness()


@pytest.fixture
def vendors(clock: Clock) -> Iterator[Vendors]:
    """All fakes, reachable over HTTP; webhooks are collected in `desk.posted`."""
    found = Vendors(clock)
    server = HttpServer(found.app, 0, "vendors")
    server.start()
    found.at(f"http://127.0.0.1:{server.port}")
    yield found
    server.stop()


def _adapter(
    name: str,
    clock: Clock,
    base_url: str = "",
    breaker: pybreaker.CircuitBreaker | None = None,
    **changes: Any,
) -> Any:
    tools = Tools(
        credentials=lambda: {**CREDENTIALS[name], **changes},
        breaker=breaker or pybreaker.CircuitBreaker(fail_max=100),
        now=clock,
        base_url=base_url,
        budget=2.0,
    )
    return made(name, tools)


@pytest.fixture
def adapter() -> Adapter:
    """Makes the real adapter of a vendor, with the local credentials."""
    return _adapter


@pytest.fixture
def lowered() -> Callable[[Mapping[str, str]], dict[str, str]]:
    """Header names as the gateway hands them on."""
    return lambda headers: {name.lower(): value for name, value in headers.items()}
