"""The onboarding follows: the execution that waits for a decision goes on with it."""

from dataclasses import dataclass

from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.domain.verifications.verification import DECIDED
from chalicelib.services.applicants.onboarding import OnboardingSteps
from chalicelib.services.verifications.verifications import Verifications


@dataclass(frozen=True, slots=True)
class WorkflowGoesOn:
    """Looks at the verification as it is now: an event may be old."""

    verifications: Verifications
    steps: OnboardingSteps

    def follow(self, event: VerificationMoved) -> None:
        """Wakes the execution, or corrects what an ended one says."""
        verification = self.verifications.store.find(event.verification_id)
        if verification and verification.state in DECIDED:
            self.steps.decided(verification)
