"""Alerts to reviewers and operators: a case waits, or a vendor reported an error."""

from dataclasses import dataclass

from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.domain.screening.screening import LISTED
from chalicelib.domain.verifications.verification import State
from chalicelib.services.consequences.once import Once
from chalicelib.services.ports import Messages

WAITS = "A case waits for review"
FOUND = "A verified person was found on a list"
GAVE_UP = "A vendor could not finish a verification"


@dataclass(frozen=True, slots=True)
class ReviewersAreCalled:
    """Sends one alert per move that needs a human."""

    messages: Messages
    once: Once

    def follow(self, event: VerificationMoved) -> None:
        """Alerts for the states `needs_review` and `error`."""
        if event.mode != "live":
            return
        if event.state is State.NEEDS_REVIEW:
            found = event.previous is State.APPROVED and LISTED & {*event.reasons}
            subject, facts = FOUND if found else WAITS, {"caseId": event.verification_id}
        elif event.state is State.ERROR:
            subject, facts = GAVE_UP, {"verificationId": event.verification_id}
        else:
            return
        self.once.do(
            "reviewers",
            event.verification_id,
            event.move,
            "",
            lambda: self.messages.alert(subject, facts),
        )
