"""Where a verification stands, as far as the applicant may know: no score, no internal reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.levels.level import Step
from chalicelib.domain.liveness.liveness import LivenessSession, SessionState, standing
from chalicelib.domain.records import DocumentRecord
from chalicelib.domain.verifications.notices import shown, shown_state
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.ports import Store
from chalicelib.services.verifications.verifications import Verifications


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """The applicant's view. `steps`: what the level of an attempt asks for."""

    verifications: Verifications
    documents: Store[DocumentRecord]
    sessions: Store[LivenessSession]
    steps: Callable[[Verification], Sequence[Step]] = lambda verification: tuple(Step)

    def view(self, user_id: str, verification_id: str) -> dict[str, Any]:
        """State, parts and reasons of this user's verification; NotFound if it is not theirs."""
        verification = self.verifications.of_user(verification_id, user_id)
        return self.view_of(verification, self.documents.find(verification_id))

    def view_of(
        self, verification: Verification, document: DocumentRecord | None
    ) -> dict[str, Any]:
        """The same of a verification and a document that were fetched already."""
        verification_id = verification.verification_id
        session = standing(self.sessions.query("byVerification", verification_id, limit=50))
        seen = shown(verification.state, verification.reasons, _failed_liveness(session))
        person = self.verifications.person(verification.user_id)
        asked = self.steps(verification)
        return {
            "verificationId": verification_id,
            "status": shown_state(verification.state),
            "kycStatus": person.standing(verification.level).status,
            "assurance": session.assurance if session else "",
            "checks": [
                {"check": name, "outcome": outcome}
                for step, name, outcome in (
                    (Step.DOCUMENT, "document", _document(verification, document)),
                    (Step.LIVENESS, "liveness", _liveness(session)),
                )
                if step in asked
            ],
            "reasons": list(seen.reasons),
            "message": seen.message,
            "attempt": verification.attempt,
            "sides": list(verification.sides),
        }


def _document(verification: Verification, document: DocumentRecord | None) -> str:
    if document is None:
        return "pending"
    return "failed" if document.missing else "passed"


def _liveness(session: LivenessSession | None) -> str:
    if session is None or session.state in (SessionState.OPEN, SessionState.CHECKING):
        return "pending"
    return "passed" if session.state is SessionState.PASSED else "failed"


def _failed_liveness(session: LivenessSession | None) -> tuple[str, ...]:
    """Why the last try failed; these codes tell the person what to do better."""
    if session is None or session.state is not SessionState.FAILED:
        return ()
    return session.reasons
