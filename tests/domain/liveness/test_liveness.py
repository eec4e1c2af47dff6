"""Gestures are judged against the session's own neutral frames."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import BadRequest, Conflict, TooMany, VestibuleError
from chalicelib.domain.liveness.liveness import (
    ASKED,
    PROMPTS,
    Challenge,
    FaceSeen,
    Frame,
    Gesture,
    LivenessSession,
    judge,
)
from chalicelib.domain.liveness.managed_liveness import ManagedResult
from chalicelib.domain.liveness.presentation import recorded, stills
from chalicelib.domain.liveness.tries import refuse_if_locked

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
REST = FaceSeen(
    yaw=4.0, pitch=-3.0, eyes_open=True, smiling=False, brightness=60, sharpness=60, width=0.3
)
SHOWN = {
    Gesture.NEUTRAL: REST,
    Gesture.BLINK: replace(REST, eyes_open=False),
    Gesture.TURN_LEFT: replace(REST, yaw=20.0),
    Gesture.TURN_RIGHT: replace(REST, yaw=-12.0),
    Gesture.LOOK_UP: replace(REST, pitch=9.0),
    Gesture.LOOK_DOWN: replace(REST, pitch=-14.0),
    Gesture.SMILE: replace(REST, smiling=True),
}


def asked(*gestures: Gesture) -> tuple[Challenge, ...]:
    return tuple(Challenge(f"c{i}", g) for i, g in enumerate((Gesture.NEUTRAL, *gestures)))


def frames_of(*gestures: Gesture) -> list[tuple[FaceSeen, ...]]:
    return [(SHOWN[g],) for g in (Gesture.NEUTRAL, *gestures) for _ in range(3)]


@pytest.mark.parametrize("gesture", ASKED)
def test_each_gesture_is_recognised_and_no_other_passes_for_it(gesture: Gesture) -> None:
    assert judge(asked(gesture), frames_of(gesture)) == ()
    for other in set(ASKED) - {gesture}:
        assert judge(asked(gesture), frames_of(other)) == (f"gesture_not_seen:{gesture}",)


def test_a_still_picture_shows_no_gesture() -> None:
    still = [(REST,)] * 12
    reasons = judge(asked(Gesture.TURN_LEFT, Gesture.BLINK, Gesture.SMILE), still)
    assert len(reasons) == 3


@pytest.mark.parametrize(
    ("faces", "reason"),
    [
        ((), "no_face"),
        ((REST, REST), "several_faces"),
        ((replace(REST, brightness=3.0),), "too_dark"),
        ((replace(REST, width=0.01),), "face_too_small"),
    ],
)
def test_a_bad_picture_is_named(faces: tuple[FaceSeen, ...], reason: str) -> None:
    frames = frames_of(Gesture.SMILE)
    frames[4] = faces
    assert judge(asked(Gesture.SMILE), frames) == (reason,)


def test_missing_frames_are_named() -> None:
    assert judge(asked(Gesture.SMILE), frames_of(Gesture.SMILE)[:-1]) == ("frames_missing",)


def test_every_gesture_has_a_prompt() -> None:
    assert set(PROMPTS) == set(Gesture)


def a_session() -> LivenessSession:
    return LivenessSession(
        "s1",
        "v1",
        "u1",
        "n1",
        asked(Gesture.SMILE),
        NOW,
        NOW + timedelta(minutes=3),
        NOW + timedelta(days=1),
    )


def a_frame(number: int = 1, **changes: Any) -> Frame:
    seq = number
    at = (NOW + timedelta(seconds=seq)).isoformat()
    challenge = "c0" if seq <= 3 else "c1"
    return replace(Frame(f"f{seq}", challenge, seq, at, f"sha{seq}"), **changes)


def filled(count: int) -> LivenessSession:
    session = a_session()
    for seq in range(1, count + 1):
        session = session.with_frame(a_frame(seq), "n1", NOW + timedelta(seconds=seq))
    return session


def test_frames_in_order_fill_the_session() -> None:
    assert filled(6).remaining == 0
    assert filled(3).expected().gesture is Gesture.SMILE


@pytest.mark.parametrize(
    ("change", "nonce", "later", "error", "code"),
    [
        ({}, "other", 5, BadRequest, "nonce_wrong"),
        ({"seq": 7}, "n1", 5, Conflict, "frame_out_of_order"),
        ({"challenge_id": "c1"}, "n1", 5, Conflict, "frame_out_of_order"),
        ({"sha256": "sha1"}, "n1", 5, BadRequest, "frame_duplicate"),
        ({"captured_at": NOW.isoformat()}, "n1", 5, Conflict, "frame_out_of_order"),
        ({"captured_at": "2025-01-01T00:00:00+00:00"}, "n1", 5, BadRequest, "frame_stale"),
        ({"captured_at": "yesterday"}, "n1", 5, BadRequest, "captured_at_invalid"),
        ({"captured_at": "2026-01-01T12:00:03"}, "n1", 5, BadRequest, "captured_at_invalid"),
        ({}, "n1", 200, Conflict, "session_expired"),
    ],
)
def test_a_frame_that_does_not_belong_is_refused(
    change: dict[str, Any], nonce: str, later: int, error: type[VestibuleError], code: str
) -> None:
    with pytest.raises(error) as raised:
        filled(2).with_frame(a_frame(3, **change), nonce, NOW + timedelta(seconds=later))
    assert raised.value.code == code


def test_a_used_session_takes_nothing() -> None:
    from chalicelib.domain.liveness.liveness import SessionState

    with pytest.raises(Conflict) as raised:
        filled(2).ended(SessionState.FAILED).with_frame(a_frame(3), "n1", NOW)
    assert raised.value.code == "session_used"


def test_five_failures_in_three_minutes_lock_for_thirty() -> None:
    failures = [NOW + timedelta(seconds=30 * i) for i in range(5)]
    refuse_if_locked(failures[:4], NOW + timedelta(minutes=2))
    with pytest.raises(TooMany) as raised:
        refuse_if_locked(failures, NOW + timedelta(minutes=2))
    assert raised.value.retry_after == 1801
    refuse_if_locked(failures, NOW + timedelta(minutes=33))


def test_slow_failures_do_not_lock() -> None:
    refuse_if_locked([NOW + timedelta(minutes=i) for i in range(5)], NOW + timedelta(minutes=5))


def test_a_smile_counts_only_on_a_face_that_looks_straight_ahead() -> None:
    rest = FaceSeen(0, 0, True, False, 50, 60, 0.4)
    session = (Challenge("n", Gesture.NEUTRAL, 1), Challenge("s", Gesture.SMILE, 1))
    for yaw, pitch, reasons in (
        (3, 2, ()),
        (0, 16, ("gesture_not_seen:smile",)),
        (-20, 0, ("gesture_not_seen:smile",)),
    ):
        smiling = FaceSeen(yaw, pitch, True, True, 50, 60, 0.4)
        assert judge(session, [(rest,), (smiling,)]) == reasons


@pytest.mark.parametrize(
    ("face", "seen"),
    [
        (FaceSeen(0, -10, True, False, 50, 60, 0.4), True),
        (FaceSeen(0, -10, False, False, 50, 60, 0.4), False),  # closed eyes
        (FaceSeen(0, -18, False, False, 50, 60, 0.4), True),  # a lowered head, lids with it
        (FaceSeen(20, -20, True, False, 50, 60, 0.4), False),  # a turned head
    ],
)
def test_closed_eyes_or_a_turned_head_are_no_lowered_head(face: FaceSeen, seen: bool) -> None:
    rest = FaceSeen(0, 0, True, False, 50, 60, 0.4)
    session = (Challenge("n", Gesture.NEUTRAL, 1), Challenge("d", Gesture.LOOK_DOWN, 1))
    assert (judge(session, [(rest,), (face,)]) == ()) is seen


def test_a_passer_by_and_a_face_on_a_shirt_are_nobody() -> None:
    frames = frames_of(Gesture.SMILE)
    frames[1] = (replace(REST, width=0.03, yaw=40.0), *frames[1])
    assert judge(asked(Gesture.SMILE), frames) == ()
    frames[2] = (*frames[2], replace(REST, width=0.1))
    assert judge(asked(Gesture.SMILE), frames) == ("several_faces",)


def test_a_full_session_expects_no_frame_more() -> None:
    full = filled(sum(challenge.frames for challenge in a_session().challenges))
    assert full.remaining == 0
    with pytest.raises(Conflict) as caught:
        full.expected()
    assert caught.value.code == "session_complete"


@pytest.mark.parametrize(
    ("status", "confidence", "picture", "reasons"),
    [
        ("SUCCEEDED", 90.0, b"jpeg", ()),
        ("SUCCEEDED", 89.9, b"jpeg", ("liveness_not_shown",)),
        ("SUCCEEDED", 99.0, b"", ("liveness_not_shown",)),
        ("EXPIRED", 99.0, b"jpeg", ("session_expired",)),
        ("FAILED", 99.0, b"jpeg", ("liveness_not_shown",)),
        ("A_NEW_WORD", 99.0, b"jpeg", ("liveness_not_shown",)),
    ],
)
def test_a_managed_check_shows_a_person_only_with_a_sure_yes_and_a_picture(
    status: str, confidence: float, picture: bytes, reasons: tuple[str, ...]
) -> None:
    result = ManagedResult(status, confidence, picture)
    assert result.reasons(90.0) == reasons
    assert not result.running


@pytest.mark.parametrize("status", ["CREATED", "IN_PROGRESS"])
def test_a_managed_check_runs_until_it_says_how_it_ended(status: str) -> None:
    assert ManagedResult(status).running


def test_gestures_of_which_no_frame_came_are_compared_with_nothing() -> None:
    """A session that was left after its neutral face, against another one of the same gestures."""
    left = filled(3)
    assert recorded(left, [filled(6)], lambda *_: 9.0) == ()
    assert recorded(left, [filled(6)], lambda *_: 0.1) == ("frame_replayed",)
    asked_for = list[tuple[int, int]]()

    def compared(i: int, s: object, j: int, enough: object) -> float:
        asked_for.append((i, j))
        return 9.0

    recorded(left, [left], compared)
    assert {i for i, _ in asked_for} == {j for _, j in asked_for} == {0, 1, 2}


def test_frames_of_one_gesture_are_a_picture_only_if_all_of_them_are_near() -> None:
    challenges = asked(Gesture.SMILE)
    assert stills(challenges, lambda i, j, enough: 9.0) == ()
    assert stills(challenges, lambda i, j, enough: 0.5 if i < 3 else 9.0) == ("still_picture",)
    assert stills(challenges, lambda i, j, enough: 9.0 if (i, j) == (0, 2) else 0.5) == (
        "still_picture",
    )
    assert stills(challenges, lambda i, j, enough: 9.0 if (j - i) == 2 else 0.5) == ()
    assert stills((Challenge("c0", Gesture.NEUTRAL, 1),), lambda *_: 0.0) == ()
