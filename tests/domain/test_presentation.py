"""Frames of an older session, shown again: by one gesture as a whole, or by what is too near."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.liveness.liveness import Challenge, Frame, Gesture, LivenessSession
from chalicelib.domain.liveness.presentation import recorded

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
HELD = (Gesture.NEUTRAL, Gesture.SMILE, Gesture.BLINK, Gesture.LOOK_UP)
OTHERS = (Gesture.NEUTRAL, Gesture.SMILE, Gesture.BLINK, Gesture.TURN_LEFT)


def _session(name: str, gestures: tuple[Gesture, ...]) -> LivenessSession:
    frames = tuple(Frame(f"f{n}", "", n, "", "") for n in range(3 * len(gestures)))
    asked = tuple(Challenge(f"{name}{g}", g) for g in gestures)
    later = NOW + timedelta(minutes=3)
    return LivenessSession(name, "v", "u", "n", asked, NOW, later, later, frames=frames)


def _found(nearest: dict[Gesture, tuple[float, float, float]]) -> tuple[str, ...]:
    """What is said when frame i of a gesture is `nearest[gesture][i]` from its likest old frame."""
    now, before = _session("now", HELD), _session("before", OTHERS)

    def apart(i: int, which: int, j: int, enough: float) -> float:
        assert HELD[i // 3] == OTHERS[j // 3], "gestures are compared with their like"
        near = nearest.get(HELD[i // 3], (9.0, 9.0, 9.0))[i % 3]
        return near if j % 3 == i % 3 else 20.0

    return recorded(now, (before,), apart)


@pytest.mark.parametrize(
    "nearest",
    [
        {Gesture.SMILE: (1.1, 1.0, 1.1)},  # each frame of one gesture
        {Gesture.NEUTRAL: (0.5, 0.9, 1.4)},  # three that are near together
        {Gesture.BLINK: (0.3, 5.0, 5.0)},  # one frame that is nearly the same
        {Gesture.NEUTRAL: (0.48, 3.0, 3.0), Gesture.SMILE: (9.0, 0.5, 2.0)},  # two that nearly are
    ],
)
def test_old_frames_are_found_by_each_sign(
    nearest: dict[Gesture, tuple[float, float, float]],
) -> None:
    assert _found(nearest) == ("frame_replayed",)


@pytest.mark.parametrize(
    "nearest",
    [
        {},
        {Gesture.SMILE: (0.64, 0.9, 1.51)},  # the nearest that people came
        {Gesture.NEUTRAL: (0.64, 1.6, 2.8), Gesture.SMILE: (0.85, 2.1, 3.3)},
        {Gesture.LOOK_UP: (0.0, 0.0, 0.0)},  # not asked before: there is nothing to compare with
    ],
)
def test_people_who_come_again_are_no_recording(
    nearest: dict[Gesture, tuple[float, float, float]],
) -> None:
    assert _found(nearest) == ()
