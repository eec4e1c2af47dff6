"""Manual review: the queue, the case, the decision."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.domain.applicants.onboarding import Profile
from chalicelib.domain.errors import BadRequest, Conflict, Forbidden, NotFound
from chalicelib.domain.liveness.liveness import LivenessSession
from chalicelib.domain.records import DocumentRecord, ScreeningRecord
from chalicelib.domain.reviews.review import OPEN_STATUSES, ReviewCase
from chalicelib.domain.screening.screening import LISTED, MATCH, MatchReason
from chalicelib.domain.verifications.notices import REASONS
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.services.documents.uploads import object_key
from chalicelib.services.ports import Clock, DocumentPictures, LivenessEngine, Store
from chalicelib.services.reviews.two_person_rule import TwoPersonRule
from chalicelib.services.verifications.grounds import Grounds
from chalicelib.services.verifications.verifications import (
    CHANGED,
    TRIES,
    Also,
    Approval,
    Verifications,
)

LINK_SECONDS = 300
SECOND = "second_review"
WORDS = {True: "approved", False: "rejected"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedCase:
    """A case with its evidence; links are valid for five minutes."""

    case: ReviewCase
    document: DocumentRecord | None
    screening: ScreeningRecord | None
    session: LivenessSession | None
    sides: tuple[str, ...]
    document_links: list[str] = field(repr=False)
    frame_links: list[str] = field(repr=False)
    history: tuple[dict[str, Any], ...]
    declared: Profile | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """What reviewers see and decide."""

    cases: Store[ReviewCase]
    verifications: Verifications
    documents: Store[DocumentRecord]
    screenings: Store[ScreeningRecord]
    liveness: LivenessEngine
    pictures: DocumentPictures
    grounds: Grounds
    vendor_approval: Callable[[Verification, tuple[str, ...]], Approval]
    two_person_rule: TwoPersonRule
    now: Clock
    dismiss: Callable[[DocumentRecord, str], int] | None = None
    vendor_dismiss: Callable[[Verification, str], int] | None = None
    subject: Callable[[Verification], DocumentRecord | None] = lambda verification: None
    match_reason: MatchReason = lambda key, kinds: MATCH

    def queue(
        self, status: str, limit: int = 50, cursor: str = ""
    ) -> tuple[tuple[ReviewCase, ...], str]:
        """(cases of this status, cursor of the next page or ""), oldest first while they wait."""
        newest_first = status not in OPEN_STATUSES
        return self.cases.page("byStatus", status, limit, cursor, newest_first)

    def case(self, case_id: str, reviewer: str) -> OpenedCase:
        """The case with its evidence; links to pictures are valid for five minutes.

        Opening a case is recorded: who opened whose file, and when.
        """
        case = self.openable(case_id, reviewer)
        verification = self.verifications.get(case_id)
        document = self.documents.find(case_id)
        session = self.liveness.view(case_id)
        who = document or self.subject(verification)
        screening = self.screenings.find(case_id, who.screening_entry) if who else None
        frames = session.frames if session else ()
        history = self.verifications.audit.read(case_id)
        self.verifications.audit.write(case_id, "viewed", {"reviewer": reviewer})
        if reviewer in case.mentioned:
            case = self.cases.update(case_id, change=lambda one: one.looked_at(reviewer))
        return OpenedCase(
            case=case,
            document=document,
            screening=screening,
            session=session,
            document_links=[
                self.pictures.link(object_key(case_id, side), LINK_SECONDS)
                for side in verification.sides
            ],
            sides=verification.sides,
            frame_links=[
                self.liveness.frames.link(self.liveness.frame_key(session, f), LINK_SECONDS)
                for f in frames
                if session
            ],
            history=history,
            declared=self.grounds.profiles.find(case.user_id),
        )

    def decide(
        self, case_id: str, approved: bool, reasons: tuple[str, ...], note: str, reviewer: str
    ) -> ReviewCase:
        """Records one reviewer's decision. A four-eyes case closes with the second approval.

        Idempotent: the same decision of the same reviewer changes nothing. BadRequest
        (`reason_unknown`), Forbidden (`four_eyes`, or their own case), Conflict
        (`case_already_decided`, or no grounds for an approval).
        """
        unknown = [r for r in reasons if r not in REASONS]
        if unknown or (not approved and not reasons):
            raise BadRequest("give at least one known reason", "reason_unknown")
        for _ in range(TRIES):
            case = self.openable(case_id, reviewer)
            if (case.status, case.reviewer) == (WORDS[approved], reviewer):
                self._dismiss(case)
                return case
            verification = self.verifications.get(case_id)
            if verification.state is not State.NEEDS_REVIEW:
                raise Conflict("this case was already decided", "case_already_decided")
            approval = self._approval(verification) if approved else None
            if approved:
                self.refuse_same_reviewer(case, reviewer)
            case = self._with_what_was_found(case, verification, approval)
            decided = case.decided(approved, reasons, note, reviewer, self.now())
            try:
                self._carry_out(verification, decided, approval, reviewer)
            except Conflict as lost:
                if lost.code != CHANGED:
                    raise
                continue
            self._dismiss(decided)
            return decided
        raise Conflict("too many changes at once", CHANGED)

    def _carry_out(
        self,
        verification: Verification,
        decided: ReviewCase,
        approval: Approval | None,
        reviewer: str,
    ) -> None:
        """Writes the decision and the move in one transaction. A first approval of two needs the
        same grounds as the second.
        """
        reasons = decided.notes[-1].reasons
        approved = approval is not None
        facts = {"approved": approved, "reasons": list(reasons), "reviewer": reviewer}
        if approval:
            signed = (decided.first_reviewer, reviewer) if decided.first_reviewer else (reviewer,)
            approval = replace(approval, by=signed)
        if decided.status in OPEN_STATUSES:
            self.verifications.review(decided, facts)
            return
        also = Also(entries=(("reviewed", facts),), case=decided)
        to = State.APPROVED if approved else State.REJECTED
        self.verifications.move(verification, to, reasons, also, approval)

    def _approval(self, verification: Verification) -> Approval:
        if not self.verifications.verifies(verification):
            return Approval((), {})  # it confirms less, which rests on no screening
        if verification.provider != "in_house":
            return self.vendor_approval(verification, ())
        return self.grounds.approval(verification, ())

    def ask_again(
        self, case_id: str, reasons: tuple[str, ...], note: str, reviewer: str
    ) -> ReviewCase:
        """Asks the applicant for new pictures; the case opens again when they arrive."""
        if not reasons or any(r not in REASONS for r in reasons):
            raise BadRequest("give at least one known reason", "reason_unknown")
        case = self.openable(case_id, reviewer)
        verification = self.verifications.get(case_id)
        now = self.now()
        asked = case.asked_again(reasons, note, reviewer, now)
        if verification.state is not State.NEEDS_REVIEW:
            raise Conflict("this case was already decided", "case_already_decided")
        evidence = {**verification.evidence, "askedAgainAt": now.isoformat()}
        facts = {"approved": None, "reasons": list(reasons), "reviewer": reviewer}
        also = Also(
            entries=(("reviewed", facts),),
            changes={"evidence": evidence, "sides": ()},
            writes=(self.documents.deleting(case_id),),
            case=asked,
        )
        self.verifications.move(verification, State.RESUBMIT_REQUESTED, reasons, also)
        return asked

    def openable(self, case_id: str, reviewer: str) -> ReviewCase:
        """The case; Forbidden if it is the reviewer's own: they may not even see it."""
        case = self.cases.find(case_id)
        if case is None:
            raise NotFound("no such case", "case_not_found")
        if self.two_person_rule.same(case.user_id, reviewer):
            raise Forbidden("nobody decides their own case", "own_case")
        return case

    def refuse_same_reviewer(self, case: ReviewCase, reviewer: str) -> None:
        """Forbidden (`four_eyes`) unless the second account is known to belong to another
        person.
        """
        first = case.first_reviewer if case.status == SECOND else ""
        if first and not self.two_person_rule.two_people(first, reviewer):
            raise Forbidden("a second person must confirm this case", "four_eyes")

    def _with_what_was_found(
        self, case: ReviewCase, verification: Verification, approval: Approval | None
    ) -> ReviewCase:
        """Adds what came after the case was opened, matches and questions of an earlier attempt, so
        that they take one or two people like any other.
        """
        if approval is None:
            return case
        asked = self.verifications.questions(verification)
        case = replace(case, reasons=tuple(dict.fromkeys((*case.reasons, *asked))))
        if approval.facts.get("screening") != "potential_match":
            return case
        reason = self.match_reason(verification.level_key, approval.facts.get("kinds", ()))
        if not reason or {reason, MATCH} & {*case.reasons}:
            return case
        return replace(case, reasons=(*case.reasons, reason))

    def _dismiss(self, case: ReviewCase) -> None:
        """Dismisses the matches that an approval declared to be other people. It runs after the
        approval, for without one nothing may be dismissed. Idempotent.
        """
        if case.status != "approved" or not LISTED & {*case.reasons}:
            return
        document = self.documents.find(case.case_id)
        if document and self.dismiss:
            self.dismiss(document, case.reviewer)
        verification = self.verifications.get(case.case_id)
        if verification.provider != "in_house" and self.vendor_dismiss:
            self.vendor_dismiss(verification, case.reviewer)
