"""Reads small public documents of an identity provider; protected against SSRF."""

from dataclasses import dataclass

import urllib3

from chalicelib.adapters.vendors.posting import Resolve, connection, parsed, resolve
from chalicelib.domain.deadline import at_most
from chalicelib.domain.errors import Unavailable

CONNECT_SECONDS, READ_SECONDS = 2.0, 4.0
LEAST = 0.5  # seconds; a request needs at least this
MOST_BYTES = 256_000


@dataclass(frozen=True, slots=True)
class GuardedReader:
    """Reads by https from public addresses, without redirects. `loopback`: http to this host."""

    loopback: bool = False
    resolve: Resolve = resolve

    def read(self, url: str) -> bytes:
        """The body of one GET. Refused if the address is not allowed; Unavailable for anything but
        a 200 within the size limit."""
        place = parsed(url)
        seconds = at_most(READ_SECONDS, kept=1.0)
        if seconds < LEAST:
            raise Unavailable("there is no time left to ask", "identity_provider_silent")
        time = urllib3.Timeout(
            connect=min(CONNECT_SECONDS, seconds), read=seconds, total=seconds + CONNECT_SECONDS
        )
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        sent = {"Host": place.netloc, "Accept": "application/json", "Accept-Encoding": "identity"}
        try:
            with connection(place, self.loopback, self.resolve) as pool:
                answer = pool.urlopen(
                    "GET", path, headers=sent, redirect=False, retries=False, timeout=time,
                    preload_content=False,
                )  # fmt: skip
                body: bytes = answer.read(MOST_BYTES + 1, decode_content=False)
                status = answer.status
                answer.close()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            kind = type(error).__name__
            raise Unavailable(
                f"the identity provider did not answer ({kind})", "identity_provider_silent"
            ) from None
        if status != 200 or len(body) > MOST_BYTES:
            raise Unavailable(
                f"the identity provider answered {status}, {len(body)} bytes",
                "identity_provider_silent",
            )
        return body
