"""The onboarding workflow: the execution that waits for a decision continues with it."""

from dataclasses import dataclass

from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.domain.verifications.verification import DECIDED
from chalicelib.services.applicants.onboarding import OnboardingSteps
from chalicelib.services.verifications.verifications import Verifications


@dataclass(frozen=True, slots=True)
class WorkflowGoesOn:
    """Reads the verification's current state, since an event may be old."""

    verifications: Verifications
    steps: OnboardingSteps

    def follow(self, event: VerificationMoved) -> None:
        """Resumes the execution, or corrects the record of one that has ended."""
        verification = self.verifications.store.find(event.verification_id)
        if verification and verification.state in DECIDED:
            self.steps.decided(verification)
