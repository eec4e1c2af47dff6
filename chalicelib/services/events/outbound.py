"""Webhooks to the company's own systems when a verification's status changes: signed, and sent
again until they are accepted.

Header `Vestibule-Signature: t=<unix>,v1=<hex>[,v1=<hex>]`: HMAC-SHA256 over `<t>.<raw body>`, one
v1 per active secret, newest first. Header `Vestibule-Event-Id` is the same in every attempt.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.errors import Refused, VestibuleError
from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.domain.vendors.signing import sign_timed
from chalicelib.domain.verifications.notices import public_codes
from chalicelib.services.ports import Clock, Messages
from chalicelib.services.vendors.ports import LaterQueue, Poster

KIND = "outbound"
#: Seconds between attempts; about two days in all.
SCHEDULE = (30, 300, 1800, 7200, 28_800, 57_600, 86_400)
LONGEST_DELAY = 900  # seconds; SQS delays a message no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """`urls`: the configured addresses. `secrets`: the active signing secrets, newest first."""

    urls: Sequence[str]
    secrets: Callable[[], Sequence[str]]
    queue: LaterQueue
    poster: Poster
    messages: Messages
    now: Clock

    def tell(self, moved: VerificationMoved) -> None:
        """Queues one message per address, with ids and states but no personal data. `sequence`
        orders a user's events; the same move always has the same event id.
        """
        event = {
            "id": moved.event_id,
            "type": "verification.status_changed",
            "createdAt": moved.occurred_at.isoformat(),
            "data": {
                "verificationId": moved.verification_id,
                "userId": moved.user_id,
                "status": moved.state,
                "kycStatus": moved.kyc_status,
                "provider": moved.provider,
                "attempt": moved.attempt,
                "sequence": moved.sequence,
                "mode": moved.mode,
                "reasons": list(public_codes(moved.reasons)),
            },
        }
        at = self.now().isoformat()
        for url in self.urls:
            self.queue.send({"kind": KIND, "url": url, "event": event, "try": 0, "dueAt": at})

    def process(self, message: Mapping[str, Any]) -> None:
        """Sends the webhook, or delays the message further if its time has not come. After the last
        failed attempt an alarm is raised and the message is dropped."""
        left = int((datetime.fromisoformat(message["dueAt"]) - self.now()).total_seconds())
        if left > 0:
            self.queue.send_later(message, min(left, LONGEST_DELAY))
            return
        url, event = message["url"], message["event"]
        if url not in self.urls:  # the address was removed from the configuration
            return
        body = json.dumps(event, separators=(",", ":")).encode()
        headers = {
            "Content-Type": "application/json",
            "Vestibule-Event-Id": event["id"],
            "Vestibule-Signature": self._signature(body),
        }
        try:
            self.poster.post(url, headers, body)
        except VestibuleError as error:
            self._again(message, error)

    def _signature(self, body: bytes) -> str:
        now = self.now()
        signed = [sign_timed(secret, body, now) for secret in self.secrets() if secret]
        if not signed:
            raise Refused("there is no secret to sign with", "outbound_not_configured")
        return ",".join([signed[0], *(one.partition(",")[2] for one in signed[1:])])

    def _again(self, message: Mapping[str, Any], error: VestibuleError) -> None:
        number = int(message["try"])
        final = isinstance(error, Refused) or number >= len(SCHEDULE)
        if final:
            facts = {"eventId": message["event"]["id"], "errorCode": error.code}
            self.messages.alert("A webhook of ours was never taken", facts)
            return
        wait = SCHEDULE[number]
        due = datetime.fromtimestamp(self.now().timestamp() + wait, self.now().tzinfo)
        later = {**message, "try": number + 1, "dueAt": due.isoformat()}
        self.queue.send_later(later, min(wait, LONGEST_DELAY))
