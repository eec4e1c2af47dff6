"""The level of an attempt says which engine judges it; a session stays with the one it has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.errors import BadRequest
from chalicelib.services.liveness.managed_liveness import ManagedLiveness
from tests.services.levels.test_deciding_under_levels import published
from tests.services.liveness.test_liveness_engines import SHOWN, Service
from tests.services.world import World

HIGH = {"engine": "rekognition", "assurance": "high"}


def served(world: World) -> Service:
    """The application with a managed service that can be told."""
    made = Service()
    managed = ManagedLiveness(shared=world.liveness, service=made, confidence=90.0)
    world.app.liveness = replace(world.app.liveness, managed=managed)
    return made


@pytest.fixture
def service(world: World) -> Service:
    return served(world)


def begun(world: World) -> tuple[str, str]:
    _, user_id = world.confirmed()
    case = world.uploaded(user_id)
    world.screening.screen(world.read(case), last_try=True)
    return user_id, case


def shown(world: World, service: Service, user_id: str, case: str) -> str:
    """Through the managed engine."""
    session = world.app.liveness.start(user_id, case)
    service.results[session.session_id] = SHOWN
    world.app.liveness.check_again(user_id, case)
    world.app.liveness.compare(world.faces, session.session_id, 85.0)
    return str(session.assurance)


def test_a_level_that_asks_for_it_gets_the_managed_engine(world, service):
    published(world, 2, liveness=HIGH)
    user_id, case = begun(world)
    assert shown(world, service, user_id, case) == "high"
    assert world.decisions.consider(case).outcome == "approved"
    assert world.app.approvals.look()["stale"] == 0


@pytest.mark.parametrize("when", ["attempts > 0", "amount > 10.0"])
def test_a_level_raises_to_it_where_its_condition_holds_or_cannot_be_said(world, service, when):
    published(world, 2, liveness={"raiseWhen": when})
    user_id, case = begun(world)
    assert shown(world, service, user_id, case) == "high"


def test_without_the_condition_it_stays_with_gestures(world, service):
    published(world, 2, liveness={"raiseWhen": "attempts > 5"})
    user_id, case = begun(world)
    session = world.app.liveness.start(user_id, case)
    assert (session.assurance, bool(session.challenges)) == ("basic", True)
    assert service.results == {}


def test_a_session_stays_with_its_engine_whatever_the_next_level_says(world, service):
    published(world, 2)
    user_id, case = begun(world)
    session = world.show(user_id, case)
    published(world, 3, liveness=HIGH)
    assert world.app.liveness.compare(world.faces, session.session_id, 85.0).similarity
    assert world.decisions.consider(case).outcome == "approved"


def test_the_managed_engine_takes_no_frames(world, service):
    published(world, 2, liveness=HIGH)
    user_id, case = begun(world)
    session = world.app.liveness.start(user_id, case)
    with pytest.raises(BadRequest) as raised:
        world.app.liveness.submit(user_id, session.session_id, None, session.nonce, b"")
    assert raised.value.code == "frames_not_expected"


def test_gestures_under_a_level_that_asks_for_more_go_to_a_human(world):
    published(world, 2, liveness=HIGH)
    user_id, case = begun(world)
    world.compare(world.show(user_id, case))  # as if the engine had been another
    assert world.decisions.consider(case).reasons == ("assurance_low",)


def test_the_setting_speaks_where_no_level_was_published():
    world = World(liveness_engine="rekognition")
    user_id, case = begun(world)
    assert shown(world, served(world), user_id, case) == "high"
