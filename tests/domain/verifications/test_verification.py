"""The law of how states follow one another."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.verifications.verification import (
    MOVES,
    OPEN,
    Asker,
    Beginning,
    State,
    Verification,
    may_begin,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def a_verification(state: State = State.CREATED) -> Verification:
    return Verification("v1", "u1", NOW, NOW, NOW, state=state)


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_row(state: State) -> None:
    assert state in MOVES
    assert state not in MOVES[state]


@pytest.mark.parametrize("start", State)
@pytest.mark.parametrize("to", State)
def test_only_legal_moves_are_made(start: State, to: State) -> None:
    before = a_verification(start)
    if to in MOVES[start]:
        after = before.move(to, NOW, ("why",))
        assert (after.state, after.version, after.reasons) == (to, 2, ("why",))
    else:
        with pytest.raises(Conflict):
            before.move(to, NOW)


def test_a_rejected_person_is_approved_only_through_a_human() -> None:
    assert State.APPROVED not in MOVES[State.REJECTED]
    assert State.NEEDS_REVIEW in MOVES[State.REJECTED]


def test_a_late_reversal_is_legal() -> None:
    assert a_verification(State.APPROVED).move(State.REJECTED, NOW).state is State.REJECTED


def test_every_move_counts_and_every_reason_stays() -> None:
    first = a_verification(State.CREATED).move(State.NEEDS_REVIEW, NOW, ("watchlist_match",))
    second = first.move(State.RESUBMIT_REQUESTED, NOW, ("document_unreadable",))
    assert (first.moves, second.moves) == (2, 3)
    assert second.reasons_ever == ("watchlist_match", "document_unreadable")
    assert second.questions == ("watchlist_match",)


@pytest.mark.parametrize("asker", Asker)
def test_whoever_has_no_attempt_begins_one_and_whoever_has_an_open_one_goes_on(
    asker: Asker,
) -> None:
    assert may_begin(None, asker) is Beginning.NEW
    assert {may_begin(state, asker) for state in OPEN} == {Beginning.GO_ON}


def test_the_workflow_goes_on_with_whatever_its_applicant_opened_but_an_error() -> None:
    begun = {state: may_begin(state, Asker.WORKFLOW) for state in State}
    assert begun.pop(State.ERROR) is Beginning.NEW
    assert set(begun.values()) == {Beginning.GO_ON}


def test_an_applicant_leaves_no_review_and_no_approval_behind() -> None:
    begun = {state: may_begin(state, Asker.APPLICANT) for state in State if state not in OPEN}
    assert begun.pop(State.NEEDS_REVIEW) is Beginning.UNDER_REVIEW
    assert begun.pop(State.APPROVED) is Beginning.VERIFIED
    assert set(begun.values()) == {Beginning.NEW}


def test_liveness_counts_from_the_start_or_from_when_we_asked_for_new_pictures() -> None:
    later = NOW + timedelta(hours=3)
    assert a_verification().since == NOW
    asked = a_verification().changed(later, evidence={"askedAgainAt": later.isoformat()})
    assert asked.since == later
