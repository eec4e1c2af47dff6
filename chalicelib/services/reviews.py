"""Human review: the queue, the case, the decision."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain.errors import BadRequest, Conflict, Forbidden, NotFound
from chalicelib.domain.notices import REASONS
from chalicelib.domain.records import DocumentRecord, ScreeningRecord
from chalicelib.domain.review import ASKED_AGAIN, OPEN_STATUSES, ReviewCase
from chalicelib.domain.verification import DECIDED, State
from chalicelib.services.grounds import Grounds
from chalicelib.services.onboarding import OnboardingSteps
from chalicelib.services.ports import Clock, LivenessEngine, Objects, Store
from chalicelib.services.uploads import object_key
from chalicelib.services.verifications import Verifications

LINK_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Reviews:
    """What a reviewer may see and do."""

    cases: Store[ReviewCase]
    verifications: Verifications
    documents: Store[DocumentRecord]
    screenings: Store[ScreeningRecord]
    liveness: LivenessEngine
    pictures: Objects
    onboarding: OnboardingSteps
    grounds: Grounds
    now: Clock
    dismiss: Callable[[DocumentRecord, str], int] | None = None

    def queue(self, status: str, limit: int = 50) -> tuple[ReviewCase, ...]:
        """Cases of one status, newest first."""
        return self.cases.query("byStatus", status, limit)

    def case(self, case_id: str, reviewer: str) -> dict[str, Any]:
        """The case with its evidence; pictures by links that live five minutes.

        Looking is recorded too: who opened whose file, and when.
        """
        case = self._case(case_id, reviewer)
        verification = self.verifications.get(case_id)
        document = self.documents.find(case_id)
        session = self.liveness.view(case_id)
        screening = self.screenings.find(case_id, document.screening_entry) if document else None
        frames = session.frames if session else ()
        history = self.verifications.audit.read(case_id)
        self.verifications.audit.write(case_id, "viewed", {"reviewer": reviewer})
        return {
            "case": case,
            "verification": verification,
            "document": document,
            "screening": screening,
            "session": session,
            "documentLinks": [
                self.pictures.link(object_key(case_id, side), LINK_SECONDS)
                for side in verification.sides
            ],
            "frameLinks": [
                self.liveness.frames.link(self.liveness.frame_key(session, f), LINK_SECONDS)
                for f in frames
                if session
            ],
            "history": list(history),
        }

    def decide(
        self, case_id: str, approved: bool, reasons: tuple[str, ...], note: str, reviewer: str
    ) -> ReviewCase:
        """One reviewer's word. Four-eyes cases close with the second one.

        The same word of the same reviewer again is carried out again, should that have failed.
        """
        unknown = [r for r in reasons if r not in REASONS]
        if unknown or (not approved and not reasons):
            raise BadRequest("give at least one known reason", "reason_unknown")
        case = self._case(case_id, reviewer)
        if (case.status, case.reviewer) == ("approved" if approved else "rejected", reviewer):
            self.carry_out(case)
            return case
        verification = self.verifications.get(case_id)
        if verification.state is not State.NEEDS_REVIEW:
            raise Conflict("this case was already decided", "case_already_decided")
        if approved and verification.provider == "in_house":
            self.grounds.refuse_without(verification)
        decided = case.decided(approved, reasons, note, reviewer, self.now())
        self.cases.save(decided)
        self.verifications.audit.write(
            case_id,
            "reviewed",
            {"approved": approved, "reasons": list(reasons), "reviewer": reviewer},
        )
        if decided.status not in OPEN_STATUSES:
            self.carry_out(decided)
        return decided

    def ask_again(
        self, case_id: str, reasons: tuple[str, ...], note: str, reviewer: str
    ) -> ReviewCase:
        """The applicant shall send better pictures; the case comes back with them."""
        if not reasons or any(r not in REASONS for r in reasons):
            raise BadRequest("give at least one known reason", "reason_unknown")
        case = self._case(case_id, reviewer)
        verification = self.verifications.get(case_id)
        half_done = case.status == ASKED_AGAIN and verification.state is State.NEEDS_REVIEW
        if case.status not in OPEN_STATUSES and not half_done:
            raise Conflict("this case was already decided", "case_already_decided")
        now = self.now()
        asked = replace(
            case.closed(ASKED_AGAIN, now), decision_reasons=reasons, note=note, reviewer=reviewer
        )
        self.cases.save(asked)
        moved = verification.move(State.RESUBMIT_REQUESTED, now, reasons)
        evidence = {**moved.evidence, "askedAgainAt": now.isoformat()}
        self.verifications.store.save(replace(moved, evidence=evidence, sides=()))
        self.documents.delete(case_id)
        facts = {"approved": None, "reasons": list(reasons), "reviewer": reviewer}
        self.verifications.audit.write(case_id, "reviewed", facts)
        self.onboarding.ask_for_more(verification.user_id, reasons)
        return asked

    def _case(self, case_id: str, reviewer: str) -> ReviewCase:
        """The case; Forbidden if it is the reviewer's own: they may not even look."""
        case = self.cases.find(case_id)
        if case is None:
            raise NotFound("no such case", "case_not_found")
        if case.user_id == reviewer:
            raise Forbidden("nobody decides their own case", "own_case")
        return case

    def carry_out(self, case: ReviewCase) -> None:
        """Moves the verification as decided and tells the workflow; safe to repeat."""
        verification = self.verifications.get(case.case_id)
        to = State.APPROVED if case.status == "approved" else State.REJECTED
        if verification.state is State.NEEDS_REVIEW:
            verification = self.verifications.move(verification, to, case.decision_reasons)
        document = self.documents.find(case.case_id)
        if document and self.dismiss and to is State.APPROVED and "watchlist_match" in case.reasons:
            self.dismiss(document, case.reviewer)
        if verification.state in DECIDED:
            self.onboarding.decided(verification)
