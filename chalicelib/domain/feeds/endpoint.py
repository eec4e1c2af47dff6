"""A backend's webhook endpoint: its address, its filter of events, and its signing secrets.

Messages are signed by the Standard Webhooks specification (standardwebhooks.com): headers
`webhook-id`, `webhook-timestamp`, and `webhook-signature` with `v1,<base64 of HMAC-SHA256 over
id.timestamp.body>` for every active secret.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.derived import derived
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.events.verification_events import KIND, NOTICES
from chalicelib.domain.verifications.verification import State

MOST_ENDPOINTS = 20
DISABLED_AFTER = timedelta(days=5)
LONGEST_OVERLAP = timedelta(days=7)
KINDS = frozenset(f"{KIND}{word}" for word in (*State, *NOTICES.values()))
PING = "endpoint.ping"
SECRET = "whsec_"  # noqa: S105 - the prefix of one
_DESCRIPTION = re.compile(r"[\w .,:@/()-]{0,200}")


@dataclass(frozen=True, slots=True)
class WebhookEndpoint:
    """An endpoint. Empty `events` subscribes to all. `failing_since` is the first failure since the
    last success."""

    mode: Mode
    endpoint_id: str
    url: str
    created_at: datetime
    events: tuple[str, ...] = ()
    description: str = ""
    created_by: str = ""
    generation: int = 1
    previous_until: datetime | None = None
    failing_since: datetime | None = None
    disabled_at: datetime | None = None
    version: int = 1

    def wants(self, kind: str) -> bool:
        """Whether the endpoint is enabled and subscribed to this kind of event."""
        return self.disabled_at is None and (not self.events or kind in self.events)

    def generations(self, now: datetime) -> tuple[int, ...]:
        """The generations of the secrets that sign at `now`, newest first."""
        overlaps = self.previous_until is not None and now < self.previous_until
        return (self.generation, self.generation - 1) if overlaps else (self.generation,)

    def rotated(self, now: datetime, overlap: timedelta) -> "WebhookEndpoint":
        """The endpoint with a new secret; the previous one also signs until the overlap ends."""
        return replace(
            self,
            generation=self.generation + 1,
            previous_until=now + overlap,
            version=self.version + 1,
        )

    def taken(self) -> "WebhookEndpoint":
        """The endpoint after a successful delivery; itself if nothing changes."""
        if self.failing_since is None:
            return self
        return replace(self, failing_since=None, version=self.version + 1)

    def failed(self, now: datetime) -> "WebhookEndpoint":
        """The endpoint after a failed delivery: disabled after days of failures; itself if nothing
        changes."""
        if self.disabled_at:
            return self
        if self.failing_since is None:
            return replace(self, failing_since=now, version=self.version + 1)
        if now - self.failing_since < DISABLED_AFTER:
            return self
        return replace(self, disabled_at=now, version=self.version + 1)


def secret(pepper: bytes, endpoint: WebhookEndpoint, generation: int) -> str:
    """The signing secret of a generation, in the form that its owner stores (`whsec_…`)."""
    made = derived(pepper, "webhook", endpoint.mode, endpoint.endpoint_id, str(generation))
    return SECRET + base64.b64encode(made).decode()


def signature(secrets: tuple[str, ...], message_id: str, at: datetime, body: bytes) -> str:
    """The header `webhook-signature`: one signature per secret, newest first."""
    signed = f"{message_id}.{int(at.timestamp())}.".encode() + body
    return " ".join(
        "v1,"
        + base64.b64encode(
            hmac.new(base64.b64decode(one.removeprefix(SECRET)), signed, hashlib.sha256).digest()
        ).decode()
        for one in secrets
    )


def checked_url(url: str) -> str:
    """The URL; BadRequest (`webhook_url`) unless it may be posted to. Its host name is resolved and
    checked at each delivery."""
    try:
        place = urlsplit(url)
        host, _ = place.hostname, place.port
    except ValueError:
        raise BadRequest("a webhook's address is https", "webhook_url") from None
    own = place.scheme == "http" and host == "127.0.0.1"
    if not host or place.username or place.fragment or not (place.scheme == "https" or own):
        raise BadRequest("a webhook's address is https", "webhook_url")
    return url


def checked_events(events: tuple[str, ...]) -> tuple[str, ...]:
    """The event kinds; BadRequest (`event_unknown`) for one that does not exist."""
    if set(events) - KINDS:
        raise BadRequest(f"events are {', '.join(sorted(KINDS))}", "event_unknown")
    return tuple(sorted(set(events)))


def checked_description(text: str) -> str:
    """The description; BadRequest (`webhook_description`) unless it is one line of plain text."""
    if not _DESCRIPTION.fullmatch(text):
        raise BadRequest("a description has at most 200 plain characters", "webhook_description")
    return text
