"""A recording of an earlier try neither passes as live pictures nor shows what is asked now."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.errors import BadRequest, Conflict, TooMany, Unavailable
from chalicelib.domain.liveness.liveness import (
    Challenge,
    Gesture,
    LivenessSession,
    SessionState,
)
from chalicelib.domain.verifications.verification import State
from chalicelib.services.liveness.drawing import challenges
from tests.services.in_memory import InMemorySystem, picture


def test_a_picture_of_an_earlier_session_is_refused_and_not_kept(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    old = picture("recorded")
    system.frame(system.liveness.start(user_id, verification_id), data=old)
    session = system.liveness.start(user_id, verification_id)
    kept = dict(system.frames.items)
    with pytest.raises(BadRequest) as refused:
        system.frame(session, data=old)
    assert refused.value.code == "frame_replayed"
    assert system.frames.items == kept
    assert system.sessions.get(session.session_id).frames == ()
    assert system.frame(session, data=picture("live")).frames


def test_each_new_session_asks_a_movement_no_earlier_one_asked(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    known: set[Gesture] = set()
    for _ in range(2):  # after two sessions all six may have been asked
        session = system.liveness.start(user_id, verification_id)
        asked = {c.gesture for c in session.challenges[1:]}
        assert session.challenges[0].gesture is Gesture.NEUTRAL
        assert len(asked) == 3 and asked - known
        known |= asked
        failed_at(system, session, session.challenges[2].gesture)
        system.now.move(minutes=10)


def failed_at(
    system: InMemorySystem, session: LivenessSession, *gestures: Gesture
) -> LivenessSession:
    """The session, judged: these gestures were not seen."""
    reasons = tuple(f"gesture_not_seen:{gesture}" for gesture in gestures)
    ended = system.sessions.get(session.session_id).ended(SessionState.FAILED, reasons=reasons)
    system.sessions.save(ended)
    return ended


def test_what_was_not_seen_is_asked_again_for_a_day(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    missed = system.liveness.start(user_id, verification_id).challenges[3].gesture
    for _ in range(3):
        session = system.sessions.query("byUser", user_id, 1)[0]
        failed_at(system, session, missed)
        system.now.move(hours=7)
        again = system.liveness.start(user_id, verification_id)
        assert missed in {c.gesture for c in again.challenges}
    system.now.move(days=1)
    drawn = [challenges(system.new_id, [again], system.now()) for _ in range(60)]
    assert any(missed not in {c.gesture for c in one} for one in drawn)


@pytest.mark.parametrize("reasons", [(), ("still_picture",), ("too_dark", "gesture_not_seen:x")])
def test_a_session_that_was_left_or_spoilt_asks_the_same_again(
    system: InMemorySystem, reasons: tuple[str, ...]
) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    first = system.liveness.start(user_id, verification_id)
    if reasons:
        ended = system.sessions.get(first.session_id).ended(SessionState.FAILED, reasons=reasons)
        system.sessions.save(ended)
    drawn = [challenges(system.new_id, [ended if reasons else first]) for _ in range(30)]
    assert {frozenset(c.gesture for c in one) for one in drawn} == {
        frozenset(c.gesture for c in first.challenges)
    }
    assert len({tuple(c.gesture for c in one) for one in drawn}) > 1, "in another order"


def test_films_of_three_gestures_pass_by_the_first_draw_or_not_at_all(
    system: InMemorySystem,
) -> None:
    films = {Gesture.NEUTRAL, Gesture.BLINK, Gesture.SMILE, Gesture.TURN_LEFT}
    for number in range(60):
        sessions: list[LivenessSession] = []
        for turn in range(10):  # leaves, spoils or fails, as it suits
            asked = challenges(system.new_id, sessions)
            lacking = {c.gesture for c in asked} - films
            if not lacking:
                assert turn == 0
                break
            session = _drawn(asked, number, turn)
            if (number + turn) % 3 == 1:
                session = session.ended(SessionState.FAILED, reasons=("still_picture",))
            if (number + turn) % 3 == 2:
                unseen = tuple(f"gesture_not_seen:{gesture}" for gesture in lacking)
                session = session.ended(SessionState.FAILED, reasons=unseen)
            sessions.append(session)


def _drawn(asked: tuple[Challenge, ...], number: int, turn: int) -> LivenessSession:
    at = datetime(2026, 11, 21, 8, turn, tzinfo=UTC)
    ends = (at + timedelta(minutes=3), at + timedelta(days=1))
    return LivenessSession(f"{number}-{turn}", "case", "user", "nonce", asked, at, *ends)


def test_the_movement_nobody_knows_stands_anywhere_in_the_row(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    first = system.liveness.start(user_id, system.uploaded(user_id))
    first = failed_at(system, first, first.challenges[1].gesture)
    known = {c.gesture for c in first.challenges}
    places = {
        next(n for n, c in enumerate(challenges(system.new_id, [first])) if c.gesture not in known)
        for _ in range(60)
    }
    assert places == {1, 2, 3}


def test_a_picture_padded_with_bytes_is_the_same_picture(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    session = system.liveness.start(user_id, system.uploaded(user_id))
    shown = picture("one")
    session = system.frame(session, data=shown)
    with pytest.raises(BadRequest) as refused:
        system.frame(session, data=shown + b"\0")
    assert refused.value.code == "frame_duplicate"


def test_a_picture_of_another_attempt_is_known_by_its_pixels(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    system.frame(system.liveness.start(user_id, verification_id), data=picture("old"))
    found = system.verifications.get(verification_id)
    system.verifications.move(found, State.EXPIRED)
    again = system.uploaded(user_id)
    assert again != verification_id
    with pytest.raises(BadRequest) as refused:
        system.frame(system.liveness.start(user_id, again), data=picture("old") + b"pad")
    assert refused.value.code == "frame_replayed"


def test_frames_of_a_gesture_that_are_one_picture_are_a_still(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    liveness = replace(system.liveness, apart=lambda one, other, enough: 1.0)
    session = system.show(user_id, system.uploaded(user_id))
    ended = liveness.compare(system.faces, session.session_id, 85.0)
    assert (ended.state, ended.reasons) == (SessionState.FAILED, ("still_picture",))
    assert system.faces.asked == 0, "what is free comes before what is paid for"


def test_frames_that_are_those_of_an_older_session_are_a_recording(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    system.compare(system.show(user_id, verification_id, wrong=None))
    older = system.sessions.query("byUser", user_id, 1)[0]
    system.sessions.put(replace(older, state=SessionState.FAILED))
    known = {system.frames.get(system.liveness.frame_key(older, f)) for f in older.frames}

    def apart(one: bytes, other: bytes, enough: float) -> float:
        return 1.0 if other in known else 50.0

    session = system.show(user_id, verification_id)
    ended = replace(system.liveness, apart=apart).compare(system.faces, session.session_id, 85.0)
    assert ended.reasons == ("frame_replayed",)


def test_one_call_compares_a_session_however_often_it_is_asked_for(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    session = system.show(user_id, system.uploaded(user_id))
    claimed = system.liveness.claim(session)
    for _ in range(17):
        with pytest.raises(Unavailable):
            system.compare(session)
    assert system.faces.asked == 0
    system.now.move(minutes=4)  # the call that had it died
    assert system.compare(claimed).state is SessionState.PASSED
    asked = system.faces.asked
    for _ in range(5):
        system.compare(claimed)
    assert system.faces.asked == asked


def test_challenges_run_out_and_neither_listing_nor_another_upload_helps(
    system: InMemorySystem,
) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    for _ in range(5):
        system.liveness.start(user_id, verification_id)
        system.now.move(minutes=5)
    for _ in range(3):
        system.uploaded(user_id)
        with pytest.raises(TooMany) as refused:
            system.liveness.start(user_id, verification_id)
        assert refused.value.code == "liveness_attempts_used"
    assert len(system.sessions.query("byUser", user_id, 50)) == 5
    system.now.move(days=1)
    system.liveness.start(user_id, verification_id)


def test_two_pictures_under_one_frame_id_are_two_objects(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two at once one is recorded, and its own picture is the one that is compared."""
    _, user_id = system.confirmed()
    session = system.liveness.start(user_id, system.uploaded(user_id))
    save, pictures = system.sessions.save, [picture("a"), picture("b")]

    def meanwhile(record: LivenessSession) -> None:
        system.sessions.save = save  # type: ignore[method-assign]
        system.frame(session, data=pictures[1])
        save(record)

    monkeypatch.setattr(system.sessions, "save", meanwhile)
    with pytest.raises(Conflict):
        system.frame(session, data=pictures[0])
    stored = system.sessions.get(session.session_id)
    key = system.liveness.frame_key(stored, stored.frames[0])
    assert list(system.frames.items) == [key]
    assert stored.frames[0].sha256 == hashlib.sha256(pictures[1]).hexdigest()
