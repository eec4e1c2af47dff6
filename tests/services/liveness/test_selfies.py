"""A picture of a face from somebody else's app: compared once, and never taken for liveness."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import BadRequest, Conflict, TooMany
from chalicelib.domain.liveness.liveness import UNPROVEN, Compared, LivenessSession, SessionState
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import CALM, InMemorySystem, picture
from tests.services.levels.test_deciding_under_levels import published

SELFIE = picture("selfie")


def begun(system: InMemorySystem) -> tuple[str, str]:
    """(user, verification) whose document was read and screened."""
    _, user_id = system.confirmed()
    case = system.uploaded(user_id)
    system.screening.screen(system.read(case), last_try=True)
    return user_id, case


def sent(system: InMemorySystem, user_id: str, case: str, data: bytes = SELFIE) -> LivenessSession:
    return system.app.selfies.accept(user_id, case, data)


def compared(system: InMemorySystem, session: LivenessSession) -> LivenessSession:
    """What the queue's Lambda does."""
    found = system.app.liveness.compare(system.faces, session.session_id, 85.0)
    system.decisions.consider(session.verification_id)
    return found


def test_a_level_that_asks_for_liveness_has_a_human_look(system: InMemorySystem) -> None:
    user_id, case = begun(system)
    session = sent(system, user_id, case)
    assert system.verifications.get(case).state is State.PROCESSING
    after = compared(system, session)
    assert (after.state, after.assurance, len(after.similarity)) == (
        SessionState.COMPARED, UNPROVEN, 1,
    )  # fmt: skip
    decided = system.verifications.get(case)
    assert (decided.state, decided.reasons) == (State.NEEDS_REVIEW, ("liveness_failed",))
    facts = [e["facts"] for e in system.audit.read(case) if e["kind"] == "decided"][-1]
    assert (facts["evidence"]["liveness_passed"], facts["facts"]["assurance"]) == (False, UNPROVEN)
    assert facts["evidence"]["liveness_reasons"] == ("only_a_picture",)
    assert facts["evidence"]["same_document"] is True
    checks = {c.check: c.outcome for c in system.verdicts.view(user_id, case).checks}
    assert checks["liveness"] == "failed"


def test_a_level_that_asks_for_the_managed_engine_says_so_too(system: InMemorySystem) -> None:
    published(system, 2, liveness={"engine": "rekognition", "assurance": "high"})
    user_id, case = begun(system)
    compared(system, sent(system, user_id, case))
    reasons = system.verifications.get(case).reasons
    assert {"liveness_failed", "assurance_low"} <= set(reasons)


def test_another_persons_face_is_a_mismatch(system: InMemorySystem, monkeypatch: Any) -> None:
    monkeypatch.setattr(system.faces, "compare", lambda source, target: Compared(12.0))
    user_id, case = begun(system)
    compared(system, sent(system, user_id, case))
    assert "face_mismatch" in system.verifications.get(case).reasons


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
def test_a_bad_picture_is_asked_for_again(system: InMemorySystem, faces: Any, reason: str) -> None:
    user_id, case = begun(system)
    session = sent(system, user_id, case)
    system.faces.seen[system.liveness.frame_key(session, session.frames[0])] = faces
    after = compared(system, session)
    assert (after.state, after.reasons) == (SessionState.FAILED, (reason,))
    assert system.verifications.get(case).state is State.IN_PROGRESS
    compared(system, sent(system, user_id, case, picture("a better one")))
    assert system.verifications.get(case).state is State.NEEDS_REVIEW


def test_the_same_picture_twice_is_one_session(system: InMemorySystem) -> None:
    user_id, case = begun(system)
    first, again = sent(system, user_id, case), sent(system, user_id, case)
    assert first.session_id == again.session_id
    assert len(system.sessions.items) == 1


def test_one_that_died_before_it_was_stored_is_finished_by_the_next(
    system: InMemorySystem, monkeypatch: Any
) -> None:
    user_id, case = begun(system)
    put = system.frames.put
    monkeypatch.setattr(system.frames, "put", lambda *given: (_ for _ in ()).throw(OSError()))
    with pytest.raises(OSError):
        sent(system, user_id, case)
    monkeypatch.setattr(system.frames, "put", put)
    assert compared(system, sent(system, user_id, case)).state is SessionState.COMPARED


@pytest.mark.parametrize("when", ["no document", "shown alive", "closed", "another's"])
def test_where_no_face_is_wanted_none_is_taken(system: InMemorySystem, when: str) -> None:
    user_id, case = begun(system)
    wrong: Any = Conflict
    if when == "no document":
        case = system.verifications.open("nobody-yet").verification_id
        user_id = "nobody-yet"
    elif when == "shown alive":
        system.compare(system.show(user_id, case))
    elif when == "closed":
        system.moved(case, State.ABANDONED)
    else:
        user_id, wrong = "somebody-else", Exception
    with pytest.raises(wrong):
        sent(system, user_id, case)
    assert all(s["assurance"] != UNPROVEN for s in system.sessions.items.values())


def test_a_picture_is_bounded_and_a_picture(system: InMemorySystem) -> None:
    user_id, case = begun(system)
    for data in (b"x" * 5_000_000, b"no picture"):
        with pytest.raises(BadRequest):
            sent(system, user_id, case, data)


def test_who_sends_bad_ones_again_and_again_is_locked_out_and_looked_at(
    system: InMemorySystem,
) -> None:
    user_id, case = begun(system)
    for number in range(5):
        session = sent(system, user_id, case, picture(f"bad {number}"))
        system.faces.seen[system.liveness.frame_key(session, session.frames[0])] = ()
        compared(system, session)
    assert system.verifications.get(case).state is State.NEEDS_REVIEW
    with pytest.raises(TooMany):
        system.liveness.draw(user_id)


def test_a_picture_of_somebody_is_never_enrolled(system: InMemorySystem) -> None:
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
    shared = replace(system.liveness, enrolled=people)
    selfies = replace(system.app.selfies, shared=shared)
    user_id, case = begun(system)
    session = selfies.accept(user_id, case, SELFIE)
    after = selfies.compare(system.faces, session.session_id)
    assert (after.known_as, after.face_id, people.enrolled) == (("another",), "", [])
