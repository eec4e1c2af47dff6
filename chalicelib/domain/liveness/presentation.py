"""Is it a person before the camera, or a picture of one? What the frames themselves tell.

`apart(i, j)` is how far two frames are from being one picture (adapters/liveness/sameness.py). The
frames of a held gesture are taken one after the other: a living head never leaves them alike. A
picture that is shown, cropped, lit, turned, padded or encoded anew does, also with eyes cut out or
gestures painted on it, for most of it stays what it was. And what was filmed once is not filmed
again: frames that are those of an older session are a recording.

This tells pictures from people. It does not tell a film from a person, nor a mask, nor a camera
that is none; docs/security.md has the figures and what is not claimed.
"""

from collections.abc import Callable, Sequence
from itertools import combinations
from statistics import fmean

from chalicelib.domain.liveness.liveness import Challenge, LivenessSession

STILL = 1.3
"""Frames of one gesture that are all nearer than this are one picture.

Of people (315 gestures of 45 takes): the least 1.41, one in a hundred below 1.95. Of photographs,
taken again (42 gestures): at most 0.79; disguised (49): 19 of 20 below 1.21; with eyes cut out
(49): 19 of 20 below 1.25.
"""
REPLAYED = 1.2
"""A gesture whose every frame is nearer than this to one of an older session is that one."""
SAME = 0.45
"""A single frame this near is an old one, whatever was done to it."""
NEARLY = 0.5
"""So are the nearest frames of two gestures that are this near on average."""
ALIKE = 0.95
"""So is a gesture whose frames are this near on average.

Three frames of a gesture, each with the nearest of an older session. Of people who came again (110
gestures): the nearest from 0.64, the farthest from 1.51, on average from 1.09; the nearest of two
gestures from 0.75. Of old frames in disguise (105 gestures): half below 0.28, 0.59 and 0.47, 19 of
20 below 0.67, 1.4 and 0.98; the nearest of two gestures at most 0.28.
"""
UNKNOWN = 100.0
"""How far a picture is from one that is not there any more."""
SESSIONS = 6
"""Older sessions looked at: those of a day are hardly more."""

Apart = Callable[[int, int, float], float]
ApartFromOlder = Callable[[int, int, int, float], float]


def stills(challenges: Sequence[Challenge], apart: Apart) -> tuple[str, ...]:
    """`still_picture` if the frames of one gesture are one picture; `apart(i, j, enough)`."""
    start = 0
    for challenge in challenges:
        held = range(start, start + challenge.frames)
        start += challenge.frames
        pairs = list(combinations(held, 2))
        if pairs and all(apart(i, j, STILL) < STILL for i, j in pairs):
            return ("still_picture",)
    return ()


def recorded(
    session: LivenessSession, older: Sequence[LivenessSession], apart: ApartFromOlder
) -> tuple[str, ...]:
    """`frame_replayed` if the frames of one gesture are those of an older session, or if gestures
    taken together are nearer to it than a living face ever comes again.

    `apart(i, s, j, enough)` compares frame i with frame j of older session s.
    """
    for number, before in enumerate(older):
        known = dict(_held(before))
        nearest = [
            sorted(min(apart(i, number, j, REPLAYED) for j in known[gesture]) for i in held)
            for gesture, held in _held(session)
            if gesture in known
        ]
        if any(gesture[-1] < REPLAYED or fmean(gesture) < ALIKE for gesture in nearest):
            return ("frame_replayed",)
        lowest = sorted(gesture[0] for gesture in nearest)[:2]
        if lowest and (lowest[0] < SAME or (len(lowest) == 2 and sum(lowest) < 2 * NEARLY)):
            return ("frame_replayed",)
    return ()


def _held(session: LivenessSession) -> list[tuple[str, list[int]]]:
    """Gesture -> the places of its frames, as far as they came."""
    found: list[tuple[str, list[int]]] = []
    start = 0
    for challenge in session.challenges:
        held = [n for n in range(start, start + challenge.frames) if n < len(session.frames)]
        start += challenge.frames
        if held:
            found.append((str(challenge.gesture), held))
    return found
