"""The company's own systems follow: one webhook per move and address."""

from dataclasses import dataclass

from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.domain.vendors.history import PROGRESS
from chalicelib.services.consequences.once import Once
from chalicelib.services.events.outbound import Outbound


@dataclass(frozen=True, slots=True)
class CompanyIsTold:
    """Every move is told, old ones too: `sequence` lets the receiver order them."""

    outbound: Outbound
    once: Once

    def follow(self, event: VerificationMoved) -> None:
        """Queues the webhooks of this move; where there is no address, nothing is to do. That
        somebody is on the way, or that something falls due, is no change of status. What is played
        in test mode is told to endpoints of test mode only."""
        if event.mode != "live":
            return
        if self.outbound.urls and not event.notice and event.state not in PROGRESS:
            self.once.do("company", event.event_id, 1, "", lambda: self.outbound.tell(event))
