"""The state of a verification as the applicant may see it: no scores, no internal reasons."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.levels.level import Engine, Level, Step
from chalicelib.domain.liveness.liveness import SHOWN, LivenessSession, SessionState, standing
from chalicelib.domain.records import DocumentRecord
from chalicelib.domain.verifications.notices import Progress, shown, shown_state
from chalicelib.domain.verifications.verification import OPEN, State, Verification
from chalicelib.services.liveness.engines import Engines
from chalicelib.services.ports import Store
from chalicelib.services.verifications.verifications import Verifications


@dataclass(frozen=True, slots=True)
class Check:
    """The progress of one check, by name."""

    check: str
    outcome: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The applicant's view of a verification. `liveness_engine` judges the face that is to be shown
    next; None where none is.
    """

    verification_id: str
    status: State
    kyc_status: KycStatus
    assurance: str
    checks: tuple[Check, ...]
    reasons: tuple[str, ...]
    message: str
    attempt: int
    sides: tuple[str, ...]
    liveness_engine: Engine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Makes the applicant's view."""

    verifications: Verifications
    documents: Store[DocumentRecord]
    sessions: Store[LivenessSession]
    pinned: Callable[[str], Level]
    engines: Engines

    def view(self, user_id: str, verification_id: str) -> Verdict:
        """State, checks and public reasons of this user's verification; NotFound if it is not
        theirs.
        """
        verification = self.verifications.of_user(verification_id, user_id)
        return self.view_of(verification, self.documents.find(verification_id))

    def view_of(self, verification: Verification, document: DocumentRecord | None) -> Verdict:
        """`view` of a verification and a document that are already at hand."""
        verification_id = verification.verification_id
        session = standing(self.sessions.query("byVerification", verification_id, limit=50))
        seen = shown(verification.state, verification.reasons, _failed_liveness(session))
        person = self.verifications.person(verification.user_id)
        level = self.pinned(verification.level_key)
        parts = (
            (Step.DOCUMENT, Check("document", _document(document))),
            (Step.LIVENESS, Check("liveness", _liveness(session))),
        )
        return Verdict(
            verification_id=verification_id,
            status=shown_state(verification.state),
            kyc_status=person.standing(verification.level).status,
            assurance=session.assurance if session else "",
            checks=tuple(check for step, check in parts if step in level.steps),
            reasons=seen.reasons,
            message=seen.message,
            attempt=verification.attempt,
            sides=verification.sides,
            liveness_engine=self._engine(verification, level, session),
        )

    def _engine(
        self, verification: Verification, level: Level, session: LivenessSession | None
    ) -> Engine | None:
        shown = session and session.state in SHOWN and session.created_at >= verification.since
        if verification.state not in OPEN or Step.LIVENESS not in level.steps or shown:
            return None
        return self.engines.following(verification, level)


def _document(document: DocumentRecord | None) -> Progress:
    if document is None:
        return Progress.PENDING
    return Progress.FAILED if document.missing else Progress.PASSED


def _liveness(session: LivenessSession | None) -> Progress:
    if session is None or session.state in (SessionState.OPEN, SessionState.CHECKING):
        return Progress.PENDING
    return Progress.PASSED if session.state is SessionState.PASSED else Progress.FAILED


def _failed_liveness(session: LivenessSession | None) -> tuple[str, ...]:
    """Reason codes of a failed liveness check; each tells the applicant what to do better."""
    if session is None or session.state is not SessionState.FAILED:
        return ()
    return session.reasons
