"""The safety net, run every five minutes: moves on what got stuck because a message was lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.errors import VestibuleError
from chalicelib.domain.levels.level import Step
from chalicelib.domain.liveness.liveness import LivenessSession, SessionState
from chalicelib.domain.records import DocumentRecord
from chalicelib.domain.verifications.verification import OPEN, State, Verification
from chalicelib.services.documents.uploads import object_key
from chalicelib.services.ports import Clock, Queue, Store
from chalicelib.services.screening.screening import Screening
from chalicelib.services.verifications.decisions import Decisions
from chalicelib.services.verifications.verifications import Verifications

STILL = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeping:
    """Resumes verifications that have been in `processing` for ten minutes, and ends expired
    ones.
    """

    verifications: Verifications
    sessions: Store[LivenessSession]
    documents: Store[DocumentRecord]
    comparisons: Queue
    read: Callable[[str], object]
    screening: Screening
    decisions: Decisions
    give_back: Callable[[str], None]
    now: Clock

    def sweep(self) -> int:
        """The number of verifications that were moved; one that fails does not stop the others."""
        moved = 0
        before = self.now() - STILL
        for verification in self.verifications.store.each("byStatus", State.PROCESSING):
            if verification.updated_at > before:
                break  # oldest first: what follows is younger
            try:
                moved += self._move_on(verification)
            except VestibuleError:
                continue
        return moved + self._close_what_ran_out() + self._close_long_reviews()

    def _close_what_ran_out(self) -> int:
        """Expires open verifications past `closes_at`, so that a new attempt may begin; how
        many.
        """
        closed, now = 0, self.now()
        for state in sorted(OPEN):
            for verification in self.verifications.store.each("byStatus", state):
                if verification.closes_at > now:
                    continue
                try:
                    after = self.verifications.close(
                        verification.verification_id, State.EXPIRED, ("timed_out",)
                    )
                except VestibuleError:
                    continue
                closed += after.state is State.EXPIRED
        return closed

    def _close_long_reviews(self) -> int:
        """Expires reviews that are older than the level's `review_days`; how many. Reviews of
        somebody who was approved before stay open: a later match is never dropped.
        """
        closed, now = 0, self.now()
        for verification in self.verifications.store.each("byStatus", State.NEEDS_REVIEW):
            if not verification.level_key or verification.mode == Mode.TEST:
                continue
            try:
                closed += self._close_review(verification, now)
            except VestibuleError:
                continue
        return closed

    def _close_review(self, verification: Verification, now: datetime) -> bool:
        days = self.decisions.levels.pinned(verification.level_key).limits.review_days
        since = verification.moved_at or verification.updated_at
        if since + timedelta(days=days) > now or self._approved_once(verification):
            return False
        self.verifications.move(verification, State.EXPIRED, ("timed_out",))
        return True

    def _approved_once(self, verification: Verification) -> bool:
        ends = (State.APPROVED, State.CONFIRMED)
        entries = self.verifications.audit.read(verification.verification_id)
        return any(e["kind"] == "moved" and e["facts"].get("to") in ends for e in entries)

    def _move_on(self, verification: Verification) -> int:
        case_id = verification.verification_id
        if verification.mode == Mode.TEST:  # moved by its backend's word alone
            return 0
        sessions = self.sessions.query("byVerification", case_id, 50)
        for session in sessions:
            if session.state is SessionState.CHECKING:
                self.comparisons.send({"sessionId": session.session_id})
                return 1
        shown = any(
            s.state in (SessionState.PASSED, SessionState.COMPARED)
            and s.created_at >= verification.since
            for s in sessions
        )
        if not shown and not verification.provider_session:
            if not self.decisions.consider(case_id):
                self.give_back(case_id)  # nothing works on it: the person may try again
            return 1
        document = self.documents.find(case_id)
        asked = self.decisions.levels.pinned(verification.level_key).steps
        if document is None and Step.DOCUMENT in asked:
            self.read(object_key(case_id, "front"))
            document = self.documents.find(case_id)
        if document is not None:
            self.screening.screen(document, last_try=True)
        return 1 if self.decisions.consider(case_id) else 0
