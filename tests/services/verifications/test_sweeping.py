"""The safety net: what stood still for ten minutes is moved on, and one fault holds up nobody."""

from datetime import date

import pytest

from chalicelib.domain.errors import Unavailable
from chalicelib.domain.liveness.liveness import LivenessSession
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import InMemorySystem, passport, printed


@pytest.fixture
def stuck(system: InMemorySystem) -> tuple[str, str, LivenessSession]:
    """(user, verification) whose comparison was asked for and never ran."""
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    session = system.show(user_id, verification_id)
    system.queue.bodies.clear()
    return user_id, verification_id, session


def test_what_moves_by_itself_is_left_alone(
    system: InMemorySystem, stuck: tuple[str, str, LivenessSession]
) -> None:
    system.now.move(minutes=9)
    assert system.sweeping.sweep() == 0
    assert system.queue.bodies == []


def test_a_lost_comparison_is_asked_for_again(
    system: InMemorySystem, stuck: tuple[str, str, LivenessSession]
) -> None:
    system.now.move(minutes=11)
    assert system.sweeping.sweep() == 1
    assert system.queue.bodies == [{"sessionId": stuck[2].session_id}]


def test_a_lost_reading_screening_and_decision_are_made_up_for(
    system: InMemorySystem, stuck: tuple[str, str, LivenessSession]
) -> None:
    _, verification_id, session = stuck
    system.compare(session)
    page = passport("Demosthenous", "Anna", date(1991, 3, 14), "AB123456", "GRC")
    system.ocr.answers[f"{verification_id}.jpg"] = page
    system.now.move(minutes=11)
    assert system.sweeping.sweep() == 1
    assert system.verifications.get(verification_id).state is State.APPROVED


def test_a_source_that_stays_away_ends_with_a_human(
    system: InMemorySystem, stuck: tuple[str, str, LivenessSession]
) -> None:
    _, verification_id, session = stuck
    system.compare(session)
    system.read(verification_id)
    system.watchlists[0].fault = Unavailable("not now")
    system.now.move(minutes=11)
    assert system.sweeping.sweep() == 1
    assert system.cases.get(verification_id).reasons == ("screening_unavailable",)


def test_one_that_cannot_be_moved_holds_up_no_other(
    system: InMemorySystem, stuck: tuple[str, str, LivenessSession]
) -> None:
    _, other = system.confirmed("berta@applicants.example")
    system.compare(
        system.show(other, system.uploaded(other))
    )  # the OCR knows nothing of its picture
    system.queue.bodies.clear()
    system.now.move(minutes=11)
    asked = [v.user_id for v in system.verification_store.query("byStatus", State.PROCESSING)]
    assert asked == [other, stuck[0]], "the one that cannot be moved comes first"
    assert system.sweeping.sweep() == 1
    assert system.queue.bodies == [{"sessionId": stuck[2].session_id}]


def test_sweeping_twice_moves_once(
    system: InMemorySystem, stuck: tuple[str, str, LivenessSession]
) -> None:
    _, verification_id, session = stuck
    system.compare(session)
    system.ocr.answers[f"{verification_id}.jpg"] = printed(Name="Anna Demosthenous")
    system.now.move(minutes=11)
    assert system.sweeping.sweep() == 1
    assert system.sweeping.sweep() == 0
