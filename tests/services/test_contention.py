"""Somebody else is always first: it is tried again, but not for ever, and only what can be won."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.errors import Conflict, Unavailable, VestibuleError
from chalicelib.domain.verifications.verification import State
from chalicelib.services.verifications.verifications import Also
from tests.services.in_memory import InMemorySystem

#: Words of a lost race that another try can win.
WINNABLE = ("audit_taken", "person_changed", "case_changed", "transaction_conflict")


class Lost:
    """Every transaction fails with this error; counts them."""

    def __init__(self, system: Any, monkeypatch: pytest.MonkeyPatch, error: VestibuleError) -> None:
        self.tries = 0

        def commit(*_: Any, **__: Any) -> None:
            self.tries += 1
            raise error

        monkeypatch.setattr(system.transactions, "commit", commit)


def code(act: Any, *words: Any) -> str:
    with pytest.raises(Conflict) as caught:
        act(*words)
    return str(caught.value.code)


def move(system: Any, case: str) -> None:
    verification = system.verifications.get(case)
    system.verifications.move(verification, State.NEEDS_REVIEW, ("age_unknown",), Also())


@pytest.mark.parametrize("lost", WINNABLE)
def test_a_move_is_tried_twenty_times_where_it_can_be_won(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    _, _, case = system.ready()
    race = Lost(system, monkeypatch, Conflict("somebody was first", lost))
    assert code(move, system, case) == "changed_meanwhile"
    assert race.tries == 20


def test_what_cannot_be_won_is_told_at_once(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, case = system.ready()
    race = Lost(system, monkeypatch, Conflict("this person was erased", "subject_gone"))
    assert code(move, system, case) == "subject_gone"
    assert race.tries == 1


def test_a_decision_looks_again_and_gives_up_with_a_word(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, case = system.ready()
    before = system.verifications.get(case)
    race = Lost(system, monkeypatch, Conflict("somebody was first", "changed_meanwhile"))
    assert code(system.decisions.consider, case) == "changed_meanwhile"
    assert race.tries == 20
    assert system.verifications.get(case) == before


def test_a_decision_that_cannot_be_kept_is_no_decision(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, case = system.ready()
    race = Lost(system, monkeypatch, Conflict("this person was erased", "subject_gone"))
    assert code(system.decisions.consider, case) == "subject_gone"
    assert race.tries == 1


@pytest.mark.parametrize(
    ("lost", "said", "tries"),
    [("changed_meanwhile", "changed_meanwhile", 20), ("subject_gone", "subject_gone", 1)],
)
def test_a_reviewers_word_is_tried_again_where_it_can_be_won(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch, lost: str, said: str, tries: int
) -> None:
    _, _, case = system.ready()
    system.read(case, age=None)
    system.decisions.consider(case)
    race = Lost(system, monkeypatch, Conflict("somebody was first", lost))
    assert code(system.reviews.decide, case, False, ("fraud_suspected",), "", "rita") == said
    assert race.tries == tries


def test_a_store_that_is_away_is_no_race(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, case = system.ready()
    race = Lost(system, monkeypatch, Unavailable("the tables do not answer", "aws_unavailable"))
    with pytest.raises(Unavailable):
        system.decisions.consider(case)
    assert race.tries == 1


def test_an_approval_without_grounds_and_a_state_by_the_back_door_are_refused(
    system: InMemorySystem,
) -> None:
    _, _, case = system.ready()
    verification = system.verifications.get(case)
    assert code(system.verifications.move, verification, State.APPROVED, (), Also()) == "no_grounds"
    assert system.verifications.get(case) == verification
    with pytest.raises(ValueError, match="by a move"):
        system.verifications.change(
            case, lambda found: found.move(State.NEEDS_REVIEW, system.now())
        )
    assert system.verifications.get(case) == verification
