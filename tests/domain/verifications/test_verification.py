"""The law of how states follow one another."""

from datetime import UTC, datetime

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.verifications.verification import MOVES, State, Verification

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def a_verification(state: State = State.CREATED) -> Verification:
    return Verification("v1", "u1", NOW, NOW, NOW, state=state)


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_row(state):
    assert state in MOVES
    assert state not in MOVES[state]


@pytest.mark.parametrize("start", State)
@pytest.mark.parametrize("to", State)
def test_only_legal_moves_are_made(start, to):
    before = a_verification(start)
    if to in MOVES[start]:
        after = before.move(to, NOW, ("why",))
        assert (after.state, after.version, after.reasons) == (to, 2, ("why",))
    else:
        with pytest.raises(Conflict):
            before.move(to, NOW)


def test_a_rejected_person_is_approved_only_through_a_human():
    assert State.APPROVED not in MOVES[State.REJECTED]
    assert State.NEEDS_REVIEW in MOVES[State.REJECTED]


def test_a_late_reversal_is_legal():
    assert a_verification(State.APPROVED).move(State.REJECTED, NOW).state is State.REJECTED


def test_every_move_counts_and_every_reason_stays():
    first = a_verification(State.CREATED).move(State.NEEDS_REVIEW, NOW, ("watchlist_match",))
    second = first.move(State.RESUBMIT_REQUESTED, NOW, ("document_unreadable",))
    assert (first.moves, second.moves) == (2, 3)
    assert second.reasons_ever == ("watchlist_match", "document_unreadable")
    assert second.questions == ("watchlist_match",)
