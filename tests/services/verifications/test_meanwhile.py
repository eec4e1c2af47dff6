"""Attempts that others open, move or erase at the same moment; and what is written beside them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.reviews.review import ReviewCase
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import InMemorySystem
from tests.services.meanwhile import Busy, after

USER = "00000000-0000-4000-9000-00000000000a"
TEST = f"apl_test_{1:032x}"


def code(act: Any, *words: Any) -> str:
    with pytest.raises(Conflict) as caught:
        act(*words)
    return str(caught.value.code)


def losing(system: Any, lost: str, times: int = 1000) -> list[int]:
    """So many transactions lose against others; how many were tried."""
    commit, tries = system.transactions.commit, [0]

    def racing(*writes: Any) -> None:
        tries[0] += 1
        if tries[0] <= times:
            raise Conflict("somebody was first", lost)
        commit(*writes)

    system.transactions.commit = racing
    return tries


def test_who_never_comes_to_open_an_attempt_hears_so(system: InMemorySystem) -> None:
    tries = losing(system, "person_changed")
    assert code(system.verifications.open, USER) == "changed_meanwhile"
    assert tries == [20] and system.verification_store.items == {}


def test_two_who_open_at_once_open_one(system: InMemorySystem) -> None:
    first = []
    after(system.persons, "find", lambda: first.append(system.verifications.open(USER)))
    assert system.verifications.open(USER) == first[0]
    assert len(system.verification_store.items) == 1


def test_a_step_gives_up_with_a_word_where_somebody_else_is_always_first(
    system: InMemorySystem,
) -> None:
    found = system.verifications.open(USER)
    busy = Busy(system.verification_store)
    close = system.verifications.close
    assert code(close, found.verification_id, State.ABANDONED, ()) == "changed_meanwhile"
    assert busy.looks == 20
    assert system.verification_store.get(found.verification_id).state is State.CREATED


def test_a_step_whose_person_is_erased_is_told_at_once(system: InMemorySystem) -> None:
    found = system.verifications.open(USER)
    after(system.verification_store, "find", lambda: system.verifications.mark_erased(USER))
    assert code(system.verifications.close, found.verification_id, State.ABANDONED, ()) == (
        "person_erased"
    )


@pytest.mark.parametrize(
    ("lost", "said", "most"),
    [("audit_taken", "changed_meanwhile", 20), ("subject_gone", "subject_gone", 1)],
)
def test_what_is_noted_beside_an_attempt_is_tried_where_it_can_be_won(
    system: InMemorySystem, lost: str, said: str, most: int
) -> None:
    found = system.verifications.open(USER)
    tries = losing(system, lost)
    assert code(system.verifications.note, found, (), (("seen", {}),)) == said
    assert tries == [most]


def test_a_note_that_loses_once_is_written_once(system: InMemorySystem) -> None:
    found = system.verifications.open(USER)
    losing(system, "audit_taken", times=1)
    system.verifications.note(found, (), (("seen", {}),))
    assert [e[:2] for e in system.audit.entries].count((found.verification_id, "seen")) == 1


def test_a_case_that_is_open_already_goes_on_with_what_was_said_in_it(
    system: InMemorySystem,
) -> None:
    _, user_id, found = system.ready()
    case = ReviewCase(found, user_id, system.now(), "open", ("fraud_suspected",), system.now())
    system.cases.put(case)
    system.moved(found, State.NEEDS_REVIEW, ("age_unknown",))
    kept = system.cases.get(found)
    assert (kept.status, kept.reasons, kept.opened_at) == ("open", case.reasons, case.opened_at)


def test_what_a_test_applicants_backend_moves_is_not_swept(system: InMemorySystem) -> None:
    found = system.uploaded(TEST)
    session = system.show(TEST, found)
    system.queue.bodies.clear()
    assert session and system.verifications.get(found).state is State.PROCESSING
    system.now.move(minutes=11)
    assert system.sweeping.sweep() == 0
    assert system.queue.bodies == []
    assert system.verifications.get(found).state is State.PROCESSING


def test_who_used_up_every_try_is_decided_by_the_sweep_and_not_given_back(
    system: InMemorySystem,
) -> None:
    """The move that a last failure calls for was lost: the sweep decides, nobody tries again."""
    _, user_id = system.confirmed()
    found = system.uploaded(user_id)
    system.screening.screen(system.read(found), last_try=True)
    for _ in range(5):
        system.now.move(minutes=5)
        session = system.show(user_id, found)
        for frame in session.frames:
            system.faces.seen[system.liveness.frame_key(session, frame)] = ()
        system.compare(session)
    system.verifications.step(found, State.IN_PROGRESS, State.PROCESSING)
    system.now.move(minutes=11)
    assert system.sweeping.sweep() == 1
    end = system.verifications.get(found)
    assert (end.state, "liveness_failed" in end.reasons) == (State.NEEDS_REVIEW, True)
