"""What applicants and impostors do before the camera, each kind of attempt a function."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from statistics import fmean

from PIL import Image

from benchmarks.liveness_bench import LivenessBench, Shots
from chalicelib.domain.errors import VestibuleError
from chalicelib.domain.liveness.liveness import (
    ASKED,
    Challenge,
    Gesture,
    LivenessSession,
    SessionState,
)
from local.pictures import Person, document, face, selfies
from local.pictures.portraits import stills

HOLDER = Person("Anna", "Demosthenous", "1991-03-14", "GRC")
FRONTAL = ("astronaut", "stranger-1")
"""Portraits that look into the camera with a mouth that can be seen to smile: the others are taken
from the side, and the generated frames of a side view show no gesture as a camera would."""


@cache
def live(portrait: str, seed: int) -> dict[str, tuple[bytes, ...]]:
    """A person's live frames by gesture."""
    return selfies(face(portrait), seed)


Case = Callable[[LivenessBench, str, random.Random, int], tuple[bool, tuple[str, ...]]]
"""(accepted, codes) of one attempt; accepted means passed and alike enough for the policy."""


def _attempt(
    bench: LivenessBench, verification_id: str, shots: Shots, session: LivenessSession | None = None
) -> tuple[bool, tuple[str, ...]]:
    try:
        ended = bench.show(session or bench.start(verification_id), shots)
    except VestibuleError as refused:
        return False, (refused.code,)
    alike = bool(ended.similarity) and fmean(ended.similarity) >= bench.settings.face_similarity
    if ended.state is SessionState.PASSED and not alike:
        return False, ("face_mismatch",)
    return ended.state is SessionState.PASSED, ended.reasons


def _of(frames: Mapping[str, Sequence[bytes]]) -> Shots:
    return lambda challenge, number: frames[challenge.gesture][number]


def _paper(bench: LivenessBench, portrait: str, seed: int) -> str:
    return bench.with_document(document("id_card", HOLDER, face(portrait), seed, level=1))


def right_gestures(
    bench: LivenessBench, portrait: str, chance: random.Random, seed: int
) -> tuple[bool, tuple[str, ...]]:
    """The holder does what is asked."""
    return _attempt(bench, _paper(bench, portrait, seed), _of(live(portrait, seed)))


def wrong_gesture(
    bench: LivenessBench, portrait: str, chance: random.Random, seed: int
) -> tuple[bool, tuple[str, ...]]:
    """The holder does something else once."""
    verification_id, frames = _paper(bench, portrait, seed), live(portrait, seed)
    session = bench.start(verification_id)
    asked = [challenge.gesture for challenge in session.challenges]
    missed = chance.choice(asked[1:])
    other = chance.choice([gesture for gesture in ASKED if gesture not in asked])

    def shots(challenge: Challenge, number: int) -> bytes:
        return frames[other if challenge.gesture is missed else challenge.gesture][number]

    return _attempt(bench, verification_id, shots, session)


def still(
    bench: LivenessBench, portrait: str, chance: random.Random, seed: int
) -> tuple[bool, tuple[str, ...]]:
    """A photograph of the holder before the camera."""
    frames = stills(face(portrait), seed)
    return _attempt(bench, _paper(bench, portrait, seed), _of(frames))


def stranger(
    bench: LivenessBench, portrait: str, chance: random.Random, seed: int
) -> tuple[bool, tuple[str, ...]]:
    """Somebody else with the holder's document."""
    other = chance.choice([name for name in FRONTAL if name != portrait])
    return _attempt(bench, _paper(bench, portrait, seed), _of(live(other, seed)))


def swapped(
    bench: LivenessBench, portrait: str, chance: random.Random, seed: int
) -> tuple[bool, tuple[str, ...]]:
    """The holder's photograph first, then a stranger who can move."""
    other = chance.choice([name for name in FRONTAL if name != portrait])
    own, moving = stills(face(portrait), seed), live(other, seed)

    def shots(challenge: Challenge, number: int) -> bytes:
        if challenge.gesture is Gesture.NEUTRAL:
            return own[challenge.gesture][number]
        return moving[challenge.gesture][number]

    return _attempt(bench, _paper(bench, portrait, seed), shots)


def _recorded(
    bench: LivenessBench, portrait: str, seed: int
) -> tuple[str, dict[str, tuple[bytes, ...]]]:
    """A verification whose older session failed at its end, and a recording of all it asked."""
    verification_id, frames = _paper(bench, portrait, seed), live(portrait, seed)
    session = bench.start(verification_id)
    asked = [challenge.gesture for challenge in session.challenges]
    kept = {gesture.value: frames[gesture] for gesture in asked}
    last, idle = session.challenges[-1].id, live(portrait, seed + 1000)[Gesture.NEUTRAL]

    def shots(challenge: Challenge, number: int) -> bytes:
        return idle[number] if challenge.id == last else frames[challenge.gesture][number]

    bench.show(session, shots)
    return verification_id, kept


def _best(kept: dict[str, tuple[bytes, ...]], change: Callable[[bytes], bytes]) -> Shots:
    """The recording, rearranged to what is asked now; the neutral face where it has nothing."""
    return lambda challenge, number: change(
        kept.get(challenge.gesture, kept[Gesture.NEUTRAL])[number]
    )


def replay(
    bench: LivenessBench, portrait: str, chance: random.Random, seed: int
) -> tuple[bool, tuple[str, ...]]:
    """An older session's frames, rearranged, byte for byte."""
    verification_id, kept = _recorded(bench, portrait, seed)
    return _attempt(bench, verification_id, _best(kept, lambda picture: picture))


def replay_saved_anew(
    bench: LivenessBench, portrait: str, chance: random.Random, seed: int
) -> tuple[bool, tuple[str, ...]]:
    """An older session's frames, rearranged and encoded again."""
    verification_id, kept = _recorded(bench, portrait, seed)

    def anew(picture: bytes) -> bytes:
        out = io.BytesIO()
        with Image.open(io.BytesIO(picture)) as opened:
            opened.save(out, "JPEG", quality=chance.randint(70, 95))
        return out.getvalue()

    return _attempt(bench, verification_id, _best(kept, anew))


KINDS: dict[str, tuple[Callable[..., tuple[bool, tuple[str, ...]]], bool]] = {
    "right gestures": (right_gestures, True),
    "a wrong gesture": (wrong_gesture, False),
    "a still": (still, False),
    "a stranger": (stranger, False),
    "still, then a stranger": (swapped, False),
    "replay": (replay, False),
    "replay, saved anew": (replay_saved_anew, False),
}
