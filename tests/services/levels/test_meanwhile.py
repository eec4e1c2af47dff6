"""A look at an approval, and the one it is of moves on, is refused elsewhere, or is erased."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import InMemorySystem
from tests.services.levels.test_approvals import EXPIRES, kinds, look, verified
from tests.services.levels.test_deciding_under_levels import published
from tests.services.meanwhile import after, changed

SOON = datetime(2029, 5, 20, tzinfo=UTC)


def lost(system: Any, code: str) -> None:
    """Nobody can write: whoever tries hears this."""

    def commit(*_: Any) -> None:
        raise Conflict("somebody was first", code)

    system.transactions.commit = commit


@pytest.mark.parametrize(
    ("code", "failed"),
    [("changed_meanwhile", 0), ("person_erased", 0), ("illegal_state_move", 0), ("no_such", 1)],
)
def test_who_has_moved_on_meanwhile_is_no_failure_and_anything_else_is(
    system: InMemorySystem, code: str, failed: int
) -> None:
    _, case = verified(system)
    published(system, 2, minimumAge=99)
    lost(system, code)
    assert look(system) == {"looked": 1, "told": 0, "stale": 0, "failed": failed}
    assert system.verifications.get(case).state is State.APPROVED


def test_an_approval_that_changes_while_it_is_looked_at_is_left_to_the_next_pass(
    system: InMemorySystem,
) -> None:
    _, case = verified(system)
    published(system, 2, minimumAge=99)
    after(system.audit, "read", lambda: changed(system.verification_store, case))
    assert look(system) == {"looked": 1, "told": 0, "stale": 0, "failed": 0}
    system.now.move(days=1)
    assert look(system)["stale"] == 1


def test_who_is_erased_while_they_are_looked_at_is_told_nothing(system: InMemorySystem) -> None:
    user_id, _ = verified(system, expiry=EXPIRES)
    system.now.moment = SOON
    after(system.audit, "read", lambda: system.verifications.mark_erased(user_id))
    before = kinds(system)
    assert look(system) == {"looked": 1, "told": 0, "stale": 0, "failed": 0}
    assert kinds(system) == before


def test_who_was_refused_when_renewing_is_not_reminded_of_the_approval_before(
    system: InMemorySystem,
) -> None:
    user_id, first = verified(system, expiry=EXPIRES)
    system.now.moment = SOON
    assert look(system)["told"] == 1
    system.moved(system.verifications.open(user_id).verification_id, State.REJECTED, ("under_age",))
    system.now.moment = datetime(2029, 6, 14, tzinfo=UTC)
    assert look(system) == {"looked": 1, "told": 0, "stale": 0, "failed": 0}
    assert system.verifications.get(first).state is State.APPROVED


def test_a_version_that_is_in_shadow_already_is_left_as_it_is(system: InMemorySystem) -> None:
    published(system, 2, shadow_only=True)
    before = system.levels.in_shadow("default"), dict(system.level_records.items)
    system.now.move(days=1)
    system.levels.shadow("default", 2, "bea")
    assert (system.levels.in_shadow("default"), system.level_records.items) == before
