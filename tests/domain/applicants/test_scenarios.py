"""What a scenario plays next, from every state an attempt can be in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.domain.applicants.scenarios import SCENARIOS
from chalicelib.domain.verifications.verification import MOVES, OPEN, State, Verification

NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_only_legal_moves_are_played_and_ends_of_other_scenarios_stay(
    name: str, state: State
) -> None:
    found = SCENARIOS[name].next(Verification("v1", "u1", NOW, NOW, NOW, state=state))
    assert found is None or found.state in MOVES[state]
    played = {step.state for step in SCENARIOS[name].steps}
    ended = State.APPROVED if state is State.CONFIRMED else state
    if ended not in played and state not in OPEN:
        assert found is None


def test_what_is_confirmed_for_less_goes_on_as_what_is_approved() -> None:
    late = SCENARIOS["late_reversal"]
    after = [
        late.next(Verification("v1", "u1", NOW, NOW, NOW, state=state))
        for state in (State.APPROVED, State.CONFIRMED)
    ]
    assert after[0] == after[1] and after[0] is not None
