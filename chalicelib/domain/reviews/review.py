"""A case that a human decides."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.errors import Conflict, Forbidden

OPEN_STATUSES = frozenset({"open", "second_review"})
ASKED_AGAIN = "asked_again"
# A second pair of eyes looks at these before anybody is approved.
FOUR_EYES = frozenset(
    {
        "watchlist_match",
        "duplicate_identity",
        "duplicate_person",
        "fraud_suspected",
        "assistance_requested",
        "two_people",
    }
)


@dataclass(frozen=True, slots=True)
class Note:
    """What one reviewer said, and in which words: approved, rejected or asked_again."""

    reviewer: str
    at: datetime
    word: str
    text: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """One per verification; `case_id` is the verification's id."""

    case_id: str
    user_id: str
    opened_at: datetime
    status: str
    reasons: tuple[str, ...]
    updated_at: datetime
    first_reviewer: str = ""
    first_approved: bool = False
    reviewer: str = ""
    decision_reasons: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    version: int = 1

    @property
    def needs_four_eyes(self) -> bool:
        """Does approving this case take two people?"""
        return bool(FOUR_EYES & set(self.reasons))

    def decided(
        self, approved: bool, reasons: tuple[str, ...], note: str, reviewer: str, now: datetime
    ) -> "ReviewCase":
        """The case after this reviewer's word: closed, or waiting for a second reviewer."""
        if self.status not in OPEN_STATUSES:
            raise Conflict("this case was already decided", "case_already_decided")
        if reviewer == self.user_id:
            raise Forbidden("nobody decides their own case", "own_case")
        said = Note(reviewer, now, "approved" if approved else "rejected", note, reasons)
        base = replace(self, updated_at=now, version=self.version + 1, notes=(*self.notes, said))
        if approved and self.needs_four_eyes:
            if self.status == "open":
                return replace(
                    base, status="second_review", first_reviewer=reviewer, first_approved=True
                )
            if reviewer == self.first_reviewer:
                raise Forbidden("a second person must confirm this case", "four_eyes")
        return replace(
            base,
            status="approved" if approved else "rejected",
            reviewer=reviewer,
            decision_reasons=reasons,
        )

    def asked_again(
        self, reasons: tuple[str, ...], note: str, reviewer: str, now: datetime
    ) -> "ReviewCase":
        """The case while the applicant is to send something else."""
        if self.status not in OPEN_STATUSES:
            raise Conflict("this case was already decided", "case_already_decided")
        if reviewer == self.user_id:
            raise Forbidden("nobody decides their own case", "own_case")
        said = Note(reviewer, now, ASKED_AGAIN, note, reasons)
        closed = self.closed(ASKED_AGAIN, now, reviewer)
        return replace(closed, decision_reasons=reasons, notes=(*self.notes, said))

    def closed(self, status: str, now: datetime, by: str = "") -> "ReviewCase":
        """Closed without a reviewer's decision."""
        return replace(self, status=status, reviewer=by, updated_at=now, version=self.version + 1)

    def reopened(self, reasons: tuple[str, ...], now: datetime) -> "ReviewCase":
        """Open again. Every reason the case ever had stays: four eyes follow from all of them."""
        return replace(
            self,
            status="open",
            reasons=tuple(dict.fromkeys((*self.reasons, *reasons))),
            opened_at=now,
            updated_at=now,
            first_reviewer="",
            first_approved=False,
            reviewer="",
            decision_reasons=(),
            version=self.version + 1,
        )
