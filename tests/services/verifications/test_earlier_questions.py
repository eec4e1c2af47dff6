"""What an earlier attempt was asked, when its answer would be passed by: each moved at the core,
without the doors that ask the same before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.services.verifications.verifications import Approval
from tests.services.in_memory import InMemorySystem

USER = "00000000-0000-4000-9000-00000000000a"
BY_RULE = Approval(("rules",), {})


def ran_out(system: InMemorySystem) -> tuple[Verification, Verification]:
    """An attempt that ended undecided, and the next one."""
    old = system.verifications.open(USER)
    system.verifications.move(old, State.EXPIRED, ("timed_out",))
    system.now.move(minutes=1)
    return system.verifications.get(old.verification_id), system.verifications.open(USER)


def asked(system: InMemorySystem, found: Verification, *reasons: str) -> Verification:
    """The same, with what it was asked meanwhile."""
    return system.verifications.change(
        found.verification_id, lambda v: replace(v, version=v.version + 1, reasons_ever=reasons)
    )


def working(system: InMemorySystem, found: Verification) -> Verification:
    begun = system.verifications.move(found, State.IN_PROGRESS)
    return system.verifications.move(begun, State.PROCESSING)


def test_nobody_is_approved_beside_a_question_that_an_earlier_attempt_is_asked_meanwhile(
    system: InMemorySystem,
) -> None:
    old, new = ran_out(system)
    new = working(system, new)
    asked(system, old, "fraud_suspected")
    with pytest.raises(Conflict) as caught:
        system.verifications.move(new, State.APPROVED, approval=BY_RULE)
    assert caught.value.code == "changed_meanwhile"
    assert system.verifications.get(new.verification_id) == new


def test_what_new_pictures_answer_stops_no_approval(system: InMemorySystem) -> None:
    old, new = ran_out(system)
    asked(system, old, "document_not_read")
    moved = system.verifications.move(working(system, new), State.APPROVED, approval=BY_RULE)
    assert moved.state is State.APPROVED


@pytest.mark.parametrize("end", [State.EXPIRED, State.ABANDONED])
def test_an_attempt_with_a_question_goes_to_people_and_does_not_end_beside_an_approval(
    system: InMemorySystem, end: State
) -> None:
    old, new = ran_out(system)
    system.verifications.move(working(system, new), State.APPROVED, approval=BY_RULE)
    again = working(system, asked(system, old, "fraud_suspected"))
    moved = system.verifications.move(again, end, ("timed_out",))
    assert (moved.state, moved.reasons) == (State.NEEDS_REVIEW, ("asked_before",))
    assert system.verifications.person(USER).standing("default").status == "pending"


def test_without_a_question_it_ends(system: InMemorySystem) -> None:
    old, new = ran_out(system)
    system.verifications.move(working(system, new), State.APPROVED, approval=BY_RULE)
    moved = system.verifications.move(working(system, old), State.EXPIRED, ("timed_out",))
    assert (moved.state, moved.reasons) == (State.EXPIRED, ("timed_out",))


def test_a_review_with_a_question_does_not_run_out_beside_an_approval(
    system: InMemorySystem,
) -> None:
    old, new = ran_out(system)
    system.verifications.move(working(system, new), State.APPROVED, approval=BY_RULE)
    looked_at = system.verifications.move(
        working(system, old), State.NEEDS_REVIEW, ("low_quality",)
    )
    looked_at = asked(system, looked_at, *looked_at.reasons_ever, "fraud_suspected")
    assert system.verifications.move(looked_at, State.EXPIRED, ("timed_out",)) == looked_at
    assert system.verifications.get(old.verification_id) == looked_at
