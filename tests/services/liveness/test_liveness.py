"""Liveness sessions: one use, in order, in time, never a repetition or a recording."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import (
    BadRequest,
    Conflict,
    NotFound,
    TooMany,
    Unavailable,
    VestibuleError,
)
from chalicelib.domain.liveness.liveness import (
    Compared,
    FaceSeen,
    Frame,
    Gesture,
    LivenessSession,
    SessionState,
)
from chalicelib.domain.verifications.verification import State
from chalicelib.services.liveness.drawing import challenges
from tests.present import present
from tests.services.in_memory import CALM, InMemorySystem, picture
from tests.services.pretended import Detector

USER = "00000000-0000-4000-9000-00000000000a"


@pytest.fixture
def case(system: InMemorySystem) -> str:
    return system.uploaded(USER)


@pytest.fixture
def session(system: InMemorySystem, case: str) -> LivenessSession:
    return system.liveness.start(USER, case)


def code_of(kind: type[VestibuleError], call: Callable[[], object]) -> str:
    with pytest.raises(kind) as caught:
        call()
    return caught.value.code


def test_a_session_asks_for_a_neutral_face_and_three_other_gestures(
    session: LivenessSession,
) -> None:
    gestures = [challenge.gesture for challenge in session.challenges]
    assert gestures[0] is Gesture.NEUTRAL
    assert len(set(gestures)) == 4
    assert session.assurance == "basic"


def test_what_is_asked_cannot_be_foreseen(system: InMemorySystem, case: str) -> None:
    asked = {tuple(c.gesture for c in challenges(system.new_id)) for _ in range(30)}
    assert len(asked) > 10


def test_secrets_of_sessions_differ(system: InMemorySystem, case: str) -> None:
    sessions = [system.liveness.start(USER, case) for _ in range(5)]
    assert len({s.nonce for s in sessions}) == 5
    assert len({c.id for s in sessions for c in s.challenges}) == 20


def test_nobody_starts_or_feeds_the_session_of_another(
    system: InMemorySystem, case: str, session: LivenessSession
) -> None:
    stranger = "00000000-0000-4000-9000-00000000000b"
    assert code_of(NotFound, lambda: system.liveness.start(stranger, case)) == (
        "verification_not_found"
    )
    assert code_of(NotFound, lambda: system.frame(session, user_id=stranger)) == "session_not_found"
    assert system.frames.items == {}


def test_without_a_document_there_is_nothing_to_compare_with(system: InMemorySystem) -> None:
    verification_id = system.uploads.accept(USER, picture(), "back").verification_id
    assert code_of(Conflict, lambda: system.liveness.start(USER, verification_id)) == (
        "document_missing"
    )


@pytest.mark.parametrize(
    ("changed", "kind", "code"),
    [
        ({"nonce": "another"}, BadRequest, "nonce_wrong"),
        ({"seq": 2}, Conflict, "frame_out_of_order"),
        ({"challenge_id": "another"}, Conflict, "frame_out_of_order"),
        ({"captured_at": "2026-11-21T07:00:00+00:00"}, BadRequest, "frame_stale"),
        ({"captured_at": "2026-11-21T09:00:00+00:00"}, BadRequest, "frame_stale"),
        ({"captured_at": "2026-11-21T08:00:00"}, BadRequest, "captured_at_invalid"),
        ({"captured_at": "now"}, BadRequest, "captured_at_invalid"),
        ({"data": b"GIF89a"}, BadRequest, "image_type_unsupported"),
        ({"data": b"\xff\xd8\xff" + b"0" * 1_000_000}, BadRequest, "frame_too_large"),
        ({"data": picture(size=(100, 100))}, BadRequest, "image_too_small"),
    ],
)
def test_a_frame_out_of_place_is_refused_and_not_kept(
    system: InMemorySystem,
    session: LivenessSession,
    changed: dict[str, Any],
    kind: type[VestibuleError],
    code: str,
) -> None:
    assert code_of(kind, lambda: system.frame(session, **changed)) == code
    assert system.frames.items == {}
    assert system.sessions.get(session.session_id).frames == ()


def test_the_same_picture_twice_is_refused(
    system: InMemorySystem, session: LivenessSession
) -> None:
    still = picture("still")
    session = system.frame(session, data=still)
    assert code_of(BadRequest, lambda: system.frame(session, data=still)) == "frame_duplicate"


def test_a_recording_of_an_earlier_session_is_refused(
    system: InMemorySystem, case: str, session: LivenessSession
) -> None:
    recorded = picture("recorded")
    system.frame(session, data=recorded)
    system.now.move(minutes=4)
    second = system.liveness.start(USER, case)
    assert code_of(BadRequest, lambda: system.frame(second, data=recorded)) == "frame_replayed"


def test_a_frame_sent_again_after_a_lost_answer_is_harmless(
    system: InMemorySystem, session: LivenessSession
) -> None:
    first = picture("first")
    grown = system.frame(session, data=first)
    again = Frame("f1", session.challenges[0].id, 1, grown.frames[0].captured_at, "")
    assert system.liveness.submit(USER, session.session_id, again, session.nonce, first) == grown
    other = picture("other")
    with pytest.raises(BadRequest) as caught:
        system.liveness.submit(USER, session.session_id, again, session.nonce, other)
    assert caught.value.code == "frame_id_reused"


def test_frames_go_back_in_time_never(system: InMemorySystem, session: LivenessSession) -> None:
    session = system.frame(session)
    earlier = session.frames[0].captured_at
    assert code_of(Conflict, lambda: system.frame(session, captured_at=earlier)) == (
        "frame_out_of_order"
    )


@pytest.mark.parametrize(("seconds", "good"), [(179, True), (180, False)])
def test_a_session_lives_three_minutes(
    system: InMemorySystem, session: LivenessSession, seconds: int, good: bool
) -> None:
    system.now.move(seconds=seconds - 0.1)
    if good:
        system.frame(session)
    else:
        assert code_of(Conflict, lambda: system.frame(session)) == "session_expired"


def test_a_complete_session_is_compared_once_and_closes_the_document(
    system: InMemorySystem, case: str
) -> None:
    session = system.show(USER, case)
    assert session.state is SessionState.CHECKING
    assert system.queue.bodies == [{"sessionId": session.session_id}]
    assert system.verifications.get(case).state is State.PROCESSING
    passed = system.compare(session)
    assert (passed.state, passed.reasons) == (SessionState.PASSED, ())
    assert len(passed.similarity) == 12
    entries = len(system.audit.entries)
    assert system.compare(session) == passed
    assert len(system.audit.entries) == entries


def test_a_used_session_takes_no_more_frames(system: InMemorySystem, case: str) -> None:
    session = system.show(USER, case)
    frame = Frame("f13", session.challenges[-1].id, 13, system.now().isoformat(), "")
    with pytest.raises(Conflict) as caught:
        system.liveness.submit(USER, session.session_id, frame, session.nonce, picture("x"))
    assert caught.value.code == "session_used"


def test_who_has_shown_liveness_does_not_start_again(system: InMemorySystem, case: str) -> None:
    system.compare(system.show(USER, case))
    assert code_of(Conflict, lambda: system.liveness.start(USER, case)) == "liveness_already_done"


def wrong_gesture(
    system: InMemorySystem, case: str, user_id: str = USER
) -> tuple[LivenessSession, Gesture]:
    """Shows everything but one of the gestures that were asked."""
    system.now.move(seconds=1)
    session = system.show(user_id, case)
    asked = session.challenges[1].gesture
    for key in [system.liveness.frame_key(session, f) for f in session.frames[3:6]]:
        system.faces.seen[key] = (CALM,)
    return session, asked


def test_a_gesture_that_was_not_made_fails_with_its_name(system: InMemorySystem, case: str) -> None:
    session, asked = wrong_gesture(system, case)
    failed = system.compare(session)
    assert (failed.state, failed.reasons) == (SessionState.FAILED, (f"gesture_not_seen:{asked}",))
    assert failed.similarity == ()
    assert system.verifications.get(case).state is State.IN_PROGRESS


def test_five_failures_lock_for_half_an_hour(system: InMemorySystem, case: str) -> None:
    for _ in range(5):
        system.compare(wrong_gesture(system, case)[0])
    with pytest.raises(TooMany) as caught:
        system.liveness.start(USER, case)
    assert caught.value.code == "liveness_locked"
    assert 29 * 60 < caught.value.retry_after <= 30 * 60
    system.now.move(seconds=caught.value.retry_after)
    system.liveness.start(USER, case)


def test_faces_of_two_people_do_not_pass(system: InMemorySystem, case: str) -> None:
    session = system.show(USER, case)
    system.faces.similarity[system.liveness.frame_key(session, session.frames[5])] = 20.0
    assert system.compare(session).reasons == ("several_people",)


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        ((), "no_face"),
        ((CALM, CALM), "several_faces"),
        ((replace(CALM, width=0.01),), "face_too_small"),
        ((replace(CALM, brightness=1.0),), "too_dark"),
    ],
)
def test_a_bad_frame_gives_a_reason_to_act_on(
    system: InMemorySystem, case: str, seen: tuple[FaceSeen, ...], reason: str
) -> None:
    session = system.show(USER, case)
    system.faces.seen[system.liveness.frame_key(session, session.frames[4])] = seen
    assert reason in system.compare(session).reasons
    view = system.verdicts.view(USER, case)
    assert reason in view.reasons
    assert "similarity" not in repr(view)


def test_an_engine_that_is_away_leaves_the_session_to_be_compared(
    system: InMemorySystem, case: str
) -> None:
    session = system.show(USER, case)
    system.faces.fault = Unavailable("not now")
    with pytest.raises(Unavailable):
        system.compare(session)
    assert system.sessions.get(session.session_id).state is SessionState.CHECKING
    system.faces.fault = None
    assert system.compare(session).state is SessionState.PASSED


def test_a_fault_of_our_own_leaves_the_session_to_the_next_call_at_once(
    system: InMemorySystem, case: str
) -> None:
    session = system.show(USER, case)
    system.faces.fault = RuntimeError("ours")
    with pytest.raises(RuntimeError):
        system.compare(session)
    system.faces.fault = None
    assert system.compare(session).state is SessionState.PASSED


def test_a_claim_whose_answer_was_lost_leaves_the_session_to_the_next_call_at_once(
    system: InMemorySystem, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = system.show(USER, case)
    save = system.sessions.save

    def lost(changed: LivenessSession) -> None:
        monkeypatch.setattr(system.sessions, "save", save)
        save(changed)
        raise Unavailable("no answer")

    monkeypatch.setattr(system.sessions, "save", lost)
    with pytest.raises(Unavailable, match="no answer"):
        system.compare(session)
    assert system.compare(session).state is SessionState.PASSED


def test_a_session_whose_handing_over_failed_is_handed_over_by_the_repetition(
    system: InMemorySystem, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(body: object) -> None:
        raise Unavailable("not now")

    send = system.queue.send
    monkeypatch.setattr(system.queue, "send", away)
    with pytest.raises(Unavailable):
        system.show(USER, case)
    monkeypatch.setattr(system.queue, "send", send)
    session = system.liveness.view(case)
    last = present(session).frames[-1]
    data = picture(f"{present(session).session_id} {last.seq}")
    system.liveness.submit(
        USER, present(session).session_id, replace(last, sha256=""), present(session).nonce, data
    )
    assert system.queue.bodies == [{"sessionId": present(session).session_id}]
    assert system.verifications.get(case).state is State.PROCESSING


def test_a_comparison_can_be_asked_for_and_runs_once(system: InMemorySystem, case: str) -> None:
    assert code_of(Conflict, lambda: system.liveness.check_again(USER, case)) == "frames_missing"
    session = system.show(USER, case)
    system.liveness.check_again(USER, case)
    assert len(system.queue.bodies) == 2
    assert {system.compare(session).state for _ in system.queue.bodies} == {SessionState.PASSED}
    assert [e for e in system.audit.entries if e[1] == "liveness"][1:] == []


def test_a_failure_whose_end_was_lost_is_ended_by_the_next_delivery(
    system: InMemorySystem, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _ = wrong_gesture(system, case)
    write = system.audit.write

    def lost(*_: object) -> None:
        raise Unavailable("not now")

    monkeypatch.setattr(system.audit, "write", lost)
    with pytest.raises(Unavailable):
        system.compare(session)
    monkeypatch.setattr(system.audit, "write", write)
    assert system.verifications.get(case).state is State.PROCESSING
    system.compare(session)
    assert system.verifications.get(case).state is State.IN_PROGRESS


def test_an_old_failure_delivered_late_does_not_open_the_document_again(
    system: InMemorySystem, case: str
) -> None:
    old, _ = wrong_gesture(system, case)
    system.compare(old)
    system.now.move(seconds=1)
    system.show(USER, case)
    system.compare(old)
    assert system.verifications.get(case).state is State.PROCESSING


def test_a_closed_verification_takes_no_session(system: InMemorySystem, case: str) -> None:
    system.moved(case, State.APPROVED)
    assert code_of(Conflict, lambda: system.liveness.start(USER, case)) == "verification_closed"


def test_what_the_portrait_has_answered_is_not_asked_again(
    system: InMemorySystem, case: str
) -> None:
    """Twelve frames like the portrait are twelve paid calls, not twenty-three."""
    session = system.show(USER, case)
    asked = []
    original = type(system.faces).compare

    def counted(
        self: Detector, source: tuple[str, str], target: tuple[str, str]
    ) -> Compared | None:
        asked.append((source[1], target[1]))
        return original(self, source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(system.faces), "compare", counted)
        assert system.compare(session).reasons == ()
    assert len(asked) == len(session.frames)


def test_frames_unlike_the_portrait_are_held_against_each_other(
    system: InMemorySystem, case: str
) -> None:
    session = system.show(USER, case)
    keys = [system.liveness.frame_key(session, frame) for frame in session.frames]
    system.faces.similarity = {key: 70.0 for key in keys}  # a poor portrait, one person
    asked = []
    original = type(system.faces).compare

    def compare(
        self: Detector, source: tuple[str, str], target: tuple[str, str]
    ) -> Compared | None:
        asked.append((source[1], target[1]))
        return Compared(99.0) if source[1] in keys else original(self, source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(system.faces), "compare", compare)
        assert system.compare(session).reasons == ()
    assert len(asked) == 2 * len(keys) - 1
