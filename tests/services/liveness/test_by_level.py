"""The level of an attempt says which engine judges it; a session stays with the one it has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.errors import BadRequest
from chalicelib.services.liveness.by_level import LivenessByLevel
from chalicelib.services.liveness.managed_liveness import ManagedLiveness
from tests.present import present
from tests.services.in_memory import InMemorySystem
from tests.services.levels.test_deciding_under_levels import published
from tests.services.liveness.test_liveness_engines import FRAME, SHOWN, Service

HIGH = {"engine": "rekognition", "assurance": "high"}


def served(system: InMemorySystem) -> Service:
    """The application with a managed service that can be told."""
    made = Service()
    managed = ManagedLiveness(shared=system.liveness, service=made, confidence=90.0)
    by_level = system.app.liveness
    assert isinstance(by_level, LivenessByLevel)
    system.app.liveness = replace(by_level, managed=managed)
    return made


@pytest.fixture
def service(system: InMemorySystem) -> Service:
    return served(system)


def begun(system: InMemorySystem) -> tuple[str, str]:
    _, user_id = system.confirmed()
    case = system.uploaded(user_id)
    system.screening.screen(system.read(case), last_try=True)
    return user_id, case


def shown(system: InMemorySystem, service: Service, user_id: str, case: str) -> str:
    """Through the managed engine."""
    session = system.app.liveness.start(user_id, case)
    service.results[session.session_id] = SHOWN
    system.app.liveness.check_again(user_id, case)
    system.app.liveness.compare(system.faces, session.session_id, 85.0)
    return str(session.assurance)


def test_a_level_that_asks_for_it_gets_the_managed_engine(
    system: InMemorySystem, service: Service
) -> None:
    published(system, 2, liveness=HIGH)
    user_id, case = begun(system)
    assert shown(system, service, user_id, case) == "high"
    assert present(system.decisions.consider(case)).outcome == "approved"
    assert system.app.approvals.look()["stale"] == 0


@pytest.mark.parametrize("when", ["attempts > 0", "amount > 10.0"])
def test_a_level_raises_to_it_where_its_condition_holds_or_cannot_be_said(
    system: InMemorySystem, service: Service, when: str
) -> None:
    published(system, 2, liveness={"raiseWhen": when})
    user_id, case = begun(system)
    assert shown(system, service, user_id, case) == "high"


def test_without_the_condition_it_stays_with_gestures(
    system: InMemorySystem, service: Service
) -> None:
    published(system, 2, liveness={"raiseWhen": "attempts > 5"})
    user_id, case = begun(system)
    session = system.app.liveness.start(user_id, case)
    assert (session.assurance, bool(session.challenges)) == ("basic", True)
    assert service.results == {}


def test_a_session_stays_with_its_engine_whatever_the_next_level_says(
    system: InMemorySystem, service: Service
) -> None:
    published(system, 2)
    user_id, case = begun(system)
    session = system.show(user_id, case)
    published(system, 3, liveness=HIGH)
    assert system.app.liveness.compare(system.faces, session.session_id, 85.0).similarity
    assert present(system.decisions.consider(case)).outcome == "approved"


def test_the_managed_engine_takes_no_frames(system: InMemorySystem, service: Service) -> None:
    published(system, 2, liveness=HIGH)
    user_id, case = begun(system)
    session = system.app.liveness.start(user_id, case)
    with pytest.raises(BadRequest) as raised:
        system.app.liveness.submit(user_id, session.session_id, FRAME, session.nonce, b"")
    assert raised.value.code == "frames_not_expected"


def test_gestures_under_a_level_that_asks_for_more_go_to_a_human(system: InMemorySystem) -> None:
    published(system, 2, liveness=HIGH)
    user_id, case = begun(system)
    system.compare(system.show(user_id, case))  # as if the engine had been another
    assert present(system.decisions.consider(case)).reasons == ("assurance_low",)


def test_the_setting_speaks_where_no_level_was_published() -> None:
    system = InMemorySystem(liveness_engine="rekognition")
    user_id, case = begun(system)
    assert shown(system, served(system), user_id, case) == "high"
