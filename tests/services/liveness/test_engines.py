"""What people are told of the face step before it begins: who will judge it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.levels.level import Step
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import InMemorySystem
from tests.services.levels import test_lesser_ends as lesser
from tests.services.levels.test_deciding_under_levels import published
from tests.services.liveness.test_by_level import HIGH, begun, served


def told(system: InMemorySystem, user_id: str, case: str) -> str | None:
    return system.verdicts.view(user_id, case).liveness_engine


@pytest.mark.parametrize(
    ("liveness", "engine"),
    [
        ({}, "gestures"),
        (HIGH, "rekognition"),
        ({"raiseWhen": "attempts > 0"}, "rekognition"),
        ({"raiseWhen": "amount > 10.0"}, "rekognition"),  # nobody said the amount
        ({"raiseWhen": "attempts > 5"}, "gestures"),
    ],
)
def test_the_engine_that_is_told_is_the_one_that_a_session_gets(
    system: InMemorySystem, liveness: dict[str, str], engine: str
) -> None:
    served(system)
    published(system, 2, liveness=liveness)
    user_id, case = begun(system)
    assert told(system, user_id, case) == engine
    session = system.app.liveness.start(user_id, case)
    assert (session.assurance == "high") == (engine == "rekognition")
    assert told(system, user_id, case) == engine, "still, for whoever comes back"


def test_the_setting_is_told_where_no_level_was_published() -> None:
    system = InMemorySystem(liveness_engine="rekognition")
    assert told(system, *begun(system)) == "rekognition"


def test_once_the_face_was_shown_no_engine_is_told(system: InMemorySystem) -> None:
    user_id, case = begun(system)
    session = system.show(user_id, case)
    assert told(system, user_id, case) is None
    system.compare(session)
    assert told(system, user_id, case) is None


def test_who_failed_is_told_again(system: InMemorySystem) -> None:
    user_id, case = begun(system)
    session = system.show(user_id, case)
    system.faces.seen = dict.fromkeys(system.faces.seen, ())  # nobody was before the camera
    system.compare(session)
    assert told(system, user_id, case) == "gestures"


@pytest.mark.parametrize("state", [State.NEEDS_REVIEW, State.REJECTED, State.EXPIRED])
def test_a_closed_verification_tells_none(system: InMemorySystem, state: State) -> None:
    user_id, case = begun(system)
    system.moved(case, state, ("liveness_failed",))
    assert told(system, user_id, case) is None


def test_where_no_face_is_asked_for_no_engine_is_told(system: InMemorySystem) -> None:
    user_id, case = begun(system)
    without = replace(system.levels.pinned(""), steps=(Step.DOCUMENT,))
    verdicts = replace(system.verdicts, pinned=lambda key: without)
    assert verdicts.view(user_id, case).liveness_engine is None


def test_nobody_who_is_not_real_is_filmed() -> None:
    system = InMemorySystem(liveness_engine="rekognition")
    lesser.published(system, "selfie", json.dumps(lesser.FACE | {"liveness": HIGH}))
    for mode, engine in ((Mode.TEST, "gestures"), (Mode.LIVE, "rekognition")):
        made, _ = system.app.applicants.create(mode, f"u-{mode}", "selfie", None, "en", {})
        person = str(made.applicant_id)
        case = system.verifications.open(person).verification_id
        assert told(system, person, case) == engine
