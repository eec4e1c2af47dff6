"""What a move writes of its case: it opens when a review begins, and closes when that ends."""

from datetime import datetime

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.reviews.review import OPEN_STATUSES, ReviewCase, new_case
from chalicelib.domain.transaction import Write
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.services.ports import Store

#: The status of a case whose verification leaves the review this way.
CLOSED = {
    State.APPROVED: "approved",
    State.CONFIRMED: "approved",
    State.REJECTED: "rejected",
    State.RESUBMIT_REQUESTED: "asked_again",
}


def case_writes(
    cases: Store[ReviewCase], before: Verification, after: Verification, by: str, now: datetime
) -> tuple[Write, ...]:
    """The writes that open a case when a review begins, and close it when it ends, as `by` says."""
    if State.NEEDS_REVIEW not in (before.state, after.state):
        return ()
    if after.mode == Mode.TEST:  # the sandbox decides; no reviewer meets who is not real
        return ()
    known = cases.find(after.verification_id)
    if after.state is not State.NEEDS_REVIEW:
        if known is None or known.status not in OPEN_STATUSES:
            return ()
        closed = known.closed(CLOSED.get(after.state, "timed_out"), now, by)
        return (cases.saving(closed, "case_changed"),)
    if known is None:
        return (cases.adding(new_case(after, now), "case_changed"),)
    if known.status in OPEN_STATUSES:
        return ()
    again = known.reopened(after.reasons_ever, now)
    return (cases.saving(again, "case_changed"),)
