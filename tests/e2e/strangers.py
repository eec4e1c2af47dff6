"""Strangers who call from several addresses of the loopback."""

from __future__ import annotations

from typing import Any

from requests.adapters import HTTPAdapter

from local.applicant import Client


class From(HTTPAdapter):
    """Requests that come from another address of the loopback."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        more["source_address"] = (self.address, 0)
        super().init_poolmanager(*args, **more)


def coming_from(client: Client, address: str) -> Client:
    """A client of the same system, at another address."""
    made = Client(client.api, client.cloud)
    made.http.mount("http://", From(address))
    return made
