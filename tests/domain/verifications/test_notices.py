"""Nobody learns from us that a list names them."""

from dataclasses import replace

import pytest

from chalicelib.domain.liveness.liveness import Challenge, FaceSeen, Gesture, judge
from chalicelib.domain.verifications.notices import (
    ADVICE,
    INTERNAL_ONLY,
    NEUTRAL,
    REASONS,
    advice,
    public_codes,
    public_text,
    shown,
    shown_state,
)
from chalicelib.domain.verifications.verification import State


def test_an_ordinary_reason_is_explained() -> None:
    assert public_text(("document_expired",)) == "Your document has expired."
    assert public_codes(("document_expired",)) == ("document_expired",)


def test_one_internal_reason_silences_all_others() -> None:
    for reason in INTERNAL_ONLY:
        assert public_text(("document_expired", reason)) == NEUTRAL
        assert public_codes(("document_expired", reason)) == ("not_confirmed",)


def test_an_unknown_reason_is_treated_as_internal() -> None:
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
def test_every_reason_of_a_failed_liveness_check_comes_with_advice(
    frame: tuple[FaceSeen, ...], code: str
) -> None:
    reasons = judge(TURN, [(STILL,), frame])
    assert [reason.partition(":")[0] for reason in reasons] == [code]
    assert advice(reasons) == ADVICE[code]


def test_an_unsure_detector_does_not_call_a_face_covered() -> None:
    unsure = replace(STILL, yaw=30, occluded=True, occluded_confidence=60)
    assert judge(TURN, [(STILL,), (unsure,)]) == ()


def test_advice_says_each_thing_once() -> None:
    twice = ("gesture_not_seen:blink", "gesture_not_seen:smile", "too_dark")
    assert advice(twice) == f"{ADVICE['gesture_not_seen']} {ADVICE['too_dark']}"
    assert advice(("a reason nobody knows",)) == ADVICE["liveness_not_shown"]


@pytest.mark.parametrize(
    ("state", "reasons", "failed", "codes", "beginning"),
    [
        (State.APPROVED, (), (), (), "Your identity is verified."),
        (State.CONFIRMED, (), (), (), "Thank you."),
        (State.NEEDS_REVIEW, ("watchlist_match",), ("no_face",), (), "A person is looking"),
        (State.REJECTED, ("document_expired",), (), ("document_expired",), "Your document has"),
        (State.REJECTED, ("watchlist_match",), (), ("not_confirmed",), NEUTRAL),
        (State.EXPIRED, ("timed_out",), (), ("timed_out",), "We did not receive"),
        (State.PROCESSING, (), ("no_face",), ("no_face",), ADVICE["no_face"]),
        (State.REJECTED, (), (), (), "We are waiting"),
        (State.CREATED, ("watchlist_match",), (), (), "We are waiting"),
    ],
)
def test_what_an_applicant_sees_of_a_state(
    state: State,
    reasons: tuple[str, ...],
    failed: tuple[str, ...],
    codes: tuple[str, ...],
    beginning: str,
) -> None:
    seen = shown(state, reasons, failed)
    assert seen.reasons == codes
    assert seen.message.startswith(beginning)


def test_while_somebody_looks_nothing_tells_what_they_look_for() -> None:
    views = {shown(State.NEEDS_REVIEW, (reason,)) for reason in REASONS}
    assert len(views) == 1


def test_no_reason_has_no_code() -> None:
    assert public_codes(()) == ()


def test_a_stale_approval_has_run_out_for_its_applicant() -> None:
    assert shown_state(State.STALE) is State.EXPIRED
    assert {shown_state(state) for state in State} == set(State) - {State.STALE}
