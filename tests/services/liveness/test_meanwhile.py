"""Sessions that are asked for again, of who is gone, or of who is not real."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.domain.errors import BadRequest, Conflict
from chalicelib.domain.levels.level import Step
from chalicelib.domain.liveness.liveness import SessionState
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import InMemorySystem
from tests.services.levels.test_lesser_ends import applicant, published
from tests.services.liveness.test_liveness_engines import FRAME, EngineHarness
from tests.services.meanwhile import after

TEST = f"apl_test_{1:032x}"


@pytest.fixture
def managed(system: InMemorySystem) -> EngineHarness:
    return EngineHarness(system, "rekognition")


@pytest.fixture
def case(system: InMemorySystem) -> tuple[str, str]:
    _, user_id = system.confirmed()
    return user_id, system.uploaded(user_id)


def code(act: Callable[..., object], *words: object) -> str:
    with pytest.raises(Conflict) as caught:
        act(*words)
    return caught.value.code


def test_a_session_whose_frames_are_not_all_in_is_not_compared(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    session = system.liveness.start(*case)
    system.frame(session)
    assert code(system.liveness.check_again, *case) == "frames_missing"
    assert system.queue.bodies == []


def test_the_complete_one_of_several_sessions_is_compared_again(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    system.liveness.start(*case)
    system.now.move(minutes=1)
    session = system.show(*case)
    system.queue.bodies.clear()
    system.liveness.check_again(*case)
    assert system.queue.bodies == [{"sessionId": session.session_id}]


def test_a_session_that_ends_after_its_persons_tries_were_erased_writes_none_anew(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    session = system.show(*case)
    after(system.faces, "observe", lambda: system.tries.delete(case[0]))
    assert system.compare(session).state is SessionState.PASSED
    assert system.tries.find(case[0]) is None


def test_a_level_without_a_living_face_starts_no_session(system: InMemorySystem) -> None:
    published(system)
    person = applicant(system)
    found = system.uploaded(person)
    none = replace(system.liveness, steps=lambda verification: (Step.DOCUMENT,))
    assert code(none.start, person, found) == "liveness_not_asked"
    assert system.sessions.items == {} and system.tries.find(person) is None


def test_a_managed_check_that_nobody_began_cannot_be_asked_for(
    managed: EngineHarness, case: tuple[str, str]
) -> None:
    assert code(managed.engine.check_again, *case) == "frames_missing"
    ended = managed.through(*case, well=True)
    assert ended.state is SessionState.PASSED
    assert code(managed.engine.check_again, *case) == "frames_missing"


def test_a_managed_check_that_was_handed_over_is_asked_for_again_as_it_is(
    managed: EngineHarness, case: tuple[str, str]
) -> None:
    session = managed.engine.start(*case)
    managed.engine.check_again(*case)
    before = managed.system.sessions.get(session.session_id)
    assert before.state is SessionState.CHECKING
    managed.system.queue.bodies.clear()
    managed.engine.check_again(*case)
    assert managed.system.sessions.get(session.session_id) == before
    assert managed.system.queue.bodies == [{"sessionId": session.session_id}]


def test_of_who_is_not_real_the_paid_service_hears_nothing(managed: EngineHarness) -> None:
    system = managed.system
    found = system.uploaded(TEST)
    session = managed.engine.start(TEST, found)
    assert (session.assurance, bool(session.challenges)) == ("basic", True)
    assert managed.engine.access(session) is None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(system, "liveness", managed.engine)
        grown = system.frame(session)
    assert len(grown.frames) == 1
    assert managed.service.results == {}


def test_a_frame_of_somebody_real_goes_to_the_service_and_not_to_us(
    managed: EngineHarness, case: tuple[str, str]
) -> None:
    session = managed.engine.start(*case)
    with pytest.raises(BadRequest) as caught:
        managed.engine.submit(case[0], session.session_id, FRAME, session.nonce, b"")
    assert caught.value.code == "frames_not_expected"
    assert managed.system.verifications.get(case[1]).state is State.IN_PROGRESS
