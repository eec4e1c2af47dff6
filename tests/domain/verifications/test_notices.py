"""Nobody learns from us that a list names them."""

from dataclasses import replace

import pytest

from chalicelib.domain.liveness.liveness import Challenge, FaceSeen, Gesture, judge
from chalicelib.domain.verifications.notices import (
    ADVICE,
    INTERNAL_ONLY,
    NEUTRAL,
    advice,
    public_codes,
    public_text,
)


def test_an_ordinary_reason_is_explained():
    assert public_text(("document_expired",)) == "Your document has expired."
    assert public_codes(("document_expired",)) == ("document_expired",)


def test_one_internal_reason_silences_all_others():
    for reason in INTERNAL_ONLY:
        assert public_text(("document_expired", reason)) == NEUTRAL
        assert public_codes(("document_expired", reason)) == ("not_confirmed",)


def test_an_unknown_reason_is_treated_as_internal():
    assert public_text(("something new",)) == NEUTRAL


STILL = FaceSeen(0, 0, True, False, 80, 80, 0.4)
TURN = (Challenge("n", Gesture.NEUTRAL, 1), Challenge("t", Gesture.TURN_LEFT, 1))


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ((), "no_face"),
        ((STILL, STILL), "several_faces"),
        ((replace(STILL, width=0.05),), "face_too_small"),
        ((replace(STILL, brightness=9),), "too_dark"),
        ((replace(STILL, occluded=True),), "face_occluded"),
        ((STILL,), "gesture_not_seen"),
    ],
)
def test_every_reason_of_a_failed_liveness_check_comes_with_advice(frame, code):
    reasons = judge(TURN, [(STILL,), frame])
    assert [reason.partition(":")[0] for reason in reasons] == [code]
    assert advice(reasons) == ADVICE[code]


def test_an_unsure_detector_does_not_call_a_face_covered():
    unsure = replace(STILL, yaw=30, occluded=True, occluded_confidence=60)
    assert judge(TURN, [(STILL,), (unsure,)]) == ()


def test_advice_says_each_thing_once():
    twice = ("gesture_not_seen:blink", "gesture_not_seen:smile", "too_dark")
    assert advice(twice) == f"{ADVICE['gesture_not_seen']} {ADVICE['too_dark']}"
    assert advice(("a reason nobody knows",)) == ADVICE["liveness_not_shown"]
