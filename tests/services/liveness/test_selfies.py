"""A picture of a face from somebody else's app: compared once, and never taken for liveness."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import BadRequest, Conflict, TooMany
from chalicelib.domain.liveness.liveness import UNPROVEN, Compared, LivenessSession, SessionState
from chalicelib.domain.verifications.verification import State
from tests.services.levels.test_deciding_under_levels import published
from tests.services.world import CALM, World, picture

SELFIE = picture("selfie")


def begun(world: World) -> tuple[str, str]:
    """(user, verification) whose document was read and screened."""
    _, user_id = world.confirmed()
    case = world.uploaded(user_id)
    world.screening.screen(world.read(case), last_try=True)
    return user_id, case


def sent(world: World, user_id: str, case: str, data: bytes = SELFIE) -> LivenessSession:
    return world.app.selfies.accept(user_id, case, data)


def compared(world: World, session: LivenessSession) -> LivenessSession:
    """What the queue's Lambda does."""
    found = world.app.liveness.compare(world.faces, session.session_id, 85.0)
    world.decisions.consider(session.verification_id)
    return found


def test_a_level_that_asks_for_liveness_has_a_human_look(world: World) -> None:
    user_id, case = begun(world)
    session = sent(world, user_id, case)
    assert world.verifications.get(case).state is State.PROCESSING
    after = compared(world, session)
    assert (after.state, after.assurance, len(after.similarity)) == (
        SessionState.COMPARED, UNPROVEN, 1,
    )  # fmt: skip
    decided = world.verifications.get(case)
    assert (decided.state, decided.reasons) == (State.NEEDS_REVIEW, ("liveness_failed",))
    facts = [e["facts"] for e in world.audit.read(case) if e["kind"] == "decided"][-1]
    assert (facts["evidence"]["liveness_passed"], facts["facts"]["assurance"]) == (False, UNPROVEN)
    assert facts["evidence"]["liveness_reasons"] == ("only_a_picture",)
    assert facts["evidence"]["same_document"] is True
    checks = {c.check: c.outcome for c in world.verdicts.view(user_id, case).checks}
    assert checks["liveness"] == "failed"


def test_a_level_that_asks_for_the_managed_engine_says_so_too(world: World) -> None:
    published(world, 2, liveness={"engine": "rekognition", "assurance": "high"})
    user_id, case = begun(world)
    compared(world, sent(world, user_id, case))
    reasons = world.verifications.get(case).reasons
    assert {"liveness_failed", "assurance_low"} <= set(reasons)


def test_another_persons_face_is_a_mismatch(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(world.faces, "compare", lambda source, target: Compared(12.0))
    user_id, case = begun(world)
    compared(world, sent(world, user_id, case))
    assert "face_mismatch" in world.verifications.get(case).reasons


@pytest.mark.parametrize(
    ("faces", "reason"),
    [
        ((), "no_face"),
        ((CALM, CALM), "several_faces"),
        ((replace(CALM, brightness=1.0),), "too_dark"),
        ((replace(CALM, width=0.01),), "face_too_small"),
        ((replace(CALM, occluded=True),), "face_occluded"),
    ],
)
def test_a_bad_picture_is_asked_for_again(world: World, faces: Any, reason: str) -> None:
    user_id, case = begun(world)
    session = sent(world, user_id, case)
    world.faces.seen[world.liveness.frame_key(session, session.frames[0])] = faces
    after = compared(world, session)
    assert (after.state, after.reasons) == (SessionState.FAILED, (reason,))
    assert world.verifications.get(case).state is State.IN_PROGRESS
    compared(world, sent(world, user_id, case, picture("a better one")))
    assert world.verifications.get(case).state is State.NEEDS_REVIEW


def test_the_same_picture_twice_is_one_session(world: World) -> None:
    user_id, case = begun(world)
    first, again = sent(world, user_id, case), sent(world, user_id, case)
    assert first.session_id == again.session_id
    assert len(world.sessions.items) == 1


def test_one_that_died_before_it_was_stored_is_finished_by_the_next(
    world: World, monkeypatch: Any
) -> None:
    user_id, case = begun(world)
    put = world.frames.put
    monkeypatch.setattr(world.frames, "put", lambda *given: (_ for _ in ()).throw(OSError()))
    with pytest.raises(OSError):
        sent(world, user_id, case)
    monkeypatch.setattr(world.frames, "put", put)
    assert compared(world, sent(world, user_id, case)).state is SessionState.COMPARED


@pytest.mark.parametrize("when", ["no document", "shown alive", "closed", "another's"])
def test_where_no_face_is_wanted_none_is_taken(world: World, when: str) -> None:
    user_id, case = begun(world)
    wrong: Any = Conflict
    if when == "no document":
        case = world.verifications.open("nobody-yet").verification_id
        user_id = "nobody-yet"
    elif when == "shown alive":
        world.compare(world.show(user_id, case))
    elif when == "closed":
        world.moved(case, State.ABANDONED)
    else:
        user_id, wrong = "somebody-else", Exception
    with pytest.raises(wrong):
        sent(world, user_id, case)
    assert all(s["assurance"] != UNPROVEN for s in world.sessions.items.values())


def test_a_picture_is_bounded_and_a_picture(world: World) -> None:
    user_id, case = begun(world)
    for data in (b"x" * 5_000_000, b"no picture"):
        with pytest.raises(BadRequest):
            sent(world, user_id, case, data)


def test_who_sends_bad_ones_again_and_again_is_locked_out_and_looked_at(world: World) -> None:
    user_id, case = begun(world)
    for number in range(5):
        session = sent(world, user_id, case, picture(f"bad {number}"))
        world.faces.seen[world.liveness.frame_key(session, session.frames[0])] = ()
        compared(world, session)
    assert world.verifications.get(case).state is State.NEEDS_REVIEW
    with pytest.raises(TooMany):
        world.liveness.draw(user_id)


def test_a_picture_of_somebody_is_never_enrolled(world: World) -> None:
    """It may be anybody's; who is known by this face is looked at all the same."""

    class People:
        def __init__(self) -> None:
            self.enrolled: list[str] = []

        def search(self, *given: Any) -> tuple[str, ...]:
            return ("another",)

        def enrol(self, *given: Any) -> str:
            self.enrolled.append("face")
            return "face"

    people = People()
    shared = replace(world.liveness, enrolled=people)  # type: ignore[arg-type]  # as much as is asked of it
    selfies = replace(world.app.selfies, shared=shared)
    user_id, case = begun(world)
    session = selfies.accept(user_id, case, SELFIE)
    after = selfies.compare(world.faces, session.session_id)
    assert (after.known_as, after.face_id, people.enrolled) == (("another",), "", [])
