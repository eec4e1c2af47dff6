"""The safety net: what stood still for ten minutes is moved on, and one fault holds up nobody."""

from datetime import date

import pytest

from chalicelib.domain.errors import Unavailable
from chalicelib.domain.verifications.verification import State
from tests.services.world import passport, printed


@pytest.fixture
def stuck(world):
    """(user, verification) whose comparison was asked for and never ran."""
    _, user_id = world.confirmed()
    verification_id = world.uploaded(user_id)
    session = world.show(user_id, verification_id)
    world.queue.bodies.clear()
    return user_id, verification_id, session


def test_what_moves_by_itself_is_left_alone(world, stuck):
    world.now.move(minutes=9)
    assert world.sweeping.sweep() == 0
    assert world.queue.bodies == []


def test_a_lost_comparison_is_asked_for_again(world, stuck):
    world.now.move(minutes=11)
    assert world.sweeping.sweep() == 1
    assert world.queue.bodies == [{"sessionId": stuck[2].session_id}]


def test_a_lost_reading_screening_and_decision_are_made_up_for(world, stuck):
    _, verification_id, session = stuck
    world.compare(session)
    page = passport("Demosthenous", "Anna", date(1991, 3, 14), "AB123456", "GRC")
    world.ocr.answers[f"{verification_id}.jpg"] = page
    world.now.move(minutes=11)
    assert world.sweeping.sweep() == 1
    assert world.verifications.get(verification_id).state is State.APPROVED


def test_a_source_that_stays_away_ends_with_a_human(world, stuck):
    _, verification_id, session = stuck
    world.compare(session)
    world.read(verification_id)
    world.watchlists[0].fault = Unavailable("not now")
    world.now.move(minutes=11)
    assert world.sweeping.sweep() == 1
    assert world.cases.get(verification_id).reasons == ("screening_unavailable",)


def test_one_that_cannot_be_moved_holds_up_no_other(world, stuck):
    _, other = world.confirmed("berta@applicants.example")
    world.compare(world.show(other, world.uploaded(other)))  # the OCR knows nothing of its picture
    world.queue.bodies.clear()
    world.now.move(minutes=11)
    asked = [v.user_id for v in world.verification_store.query("byStatus", State.PROCESSING)]
    assert asked == [other, stuck[0]], "the one that cannot be moved comes first"
    assert world.sweeping.sweep() == 1
    assert world.queue.bodies == [{"sessionId": stuck[2].session_id}]


def test_sweeping_twice_moves_once(world, stuck):
    _, verification_id, session = stuck
    world.compare(session)
    world.ocr.answers[f"{verification_id}.jpg"] = printed(Name="Anna Demosthenous")
    world.now.move(minutes=11)
    assert world.sweeping.sweep() == 1
    assert world.sweeping.sweep() == 0
