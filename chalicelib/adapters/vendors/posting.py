"""Posts to configured addresses; protected against server-side request forgery (SSRF).

The host name is resolved once, all its addresses must be public, and the connection is made to one
of them, so that a later answer of the name server changes nothing. No redirects.
"""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

import urllib3

from chalicelib.adapters.vendors.special_addresses import public
from chalicelib.domain.deadline import at_most
from chalicelib.domain.errors import Refused, Unavailable

CONNECT_SECONDS, READ_SECONDS = 3.0, 7.0
LEAST = 0.5  # seconds; a request needs at least this
PORTS = frozenset({443, 8443})
Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Every IP address of a host name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@dataclass(frozen=True, slots=True)
class GuardedPoster:
    """Posts webhooks. `loopback` allows http to 127.0.0.1, for a laptop."""

    loopback: bool = False
    resolve: Resolve = resolve

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Sends one POST. Refused for a forbidden address; Unavailable for any answer but 2xx, or
        none.
        """
        place = parsed(url)
        read = at_most(READ_SECONDS, kept=1.0)
        if read < LEAST:
            raise Unavailable("there is no time left to post", "outbound_silent")
        time = urllib3.Timeout(connect=min(CONNECT_SECONDS, read), read=read)
        pool = connection(place, self.loopback, self.resolve)
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        sent = {**headers, "Host": place.netloc, "User-Agent": "vestibule"}
        try:
            with pool:
                answer = pool.urlopen(
                    "POST", path, body=body, headers=sent, redirect=False, retries=False,
                    timeout=time, preload_content=False,
                )  # fmt: skip
                status = answer.status
                answer.close()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            kind = type(error).__name__
            raise Unavailable(f"the address did not answer ({kind})", "outbound_silent") from None
        if not 200 <= status < 300:
            raise Unavailable(f"the address answered {status}", "outbound_not_taken")


def connection(place: SplitResult, loopback: bool, resolve: Resolve = resolve) -> Any:
    """A connection pool to one public IP address of the host; Refused if it has others, Unavailable
    if its name does not resolve."""
    host, port = str(place.hostname), place.port or 443
    if place.scheme == "http" and loopback and host == "127.0.0.1":
        return urllib3.HTTPConnectionPool(host, place.port or 80)
    if place.scheme != "https" or port not in PORTS:
        raise Refused("only https is allowed", "outbound_address")
    try:
        addresses = resolve(host, port)
    except (OSError, ValueError):  # ValueError: no resolver takes such a name
        raise Unavailable("the name does not resolve", "outbound_silent") from None
    if not addresses or not all(public(address) for address in addresses):
        raise Refused("the address is not public", "outbound_address")
    return urllib3.HTTPSConnectionPool(
        addresses[0], port, server_hostname=host, assert_hostname=host
    )


def parsed(url: str) -> SplitResult:
    """The parts of an absolute URL; Refused if it is relative or has credentials."""
    try:
        place = urlsplit(url)
        _ = place.port
    except ValueError:
        raise Refused("this is no address", "outbound_address") from None
    if not place.hostname or place.username or place.password:
        raise Refused("this is no address", "outbound_address")
    return place
