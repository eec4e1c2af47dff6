"""Webhooks to the company's own systems: one per move and address."""

from dataclasses import dataclass

from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.domain.vendors.history import PROGRESS
from chalicelib.services.consequences.once import Once
from chalicelib.services.events.outbound import Outbound


@dataclass(frozen=True, slots=True)
class CompanyIsTold:
    """Sends every move, also late ones: receivers order them by `sequence`."""

    outbound: Outbound
    once: Once

    def follow(self, event: VerificationMoved) -> None:
        """Queues the webhooks of this move; does nothing without configured addresses. Progress and
        reminders are no change of status and are not sent. Moves in test mode go to endpoints of
        test mode only."""
        if event.mode != "live":
            return
        if self.outbound.urls and not event.notice and event.state not in PROGRESS:
            self.once.do("company", event.event_id, 1, "", lambda: self.outbound.tell(event))
