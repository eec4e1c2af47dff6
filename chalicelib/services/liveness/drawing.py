"""What a session asks for: gestures in an order that nobody can predict."""

import secrets
from collections.abc import Sequence

from chalicelib.domain.liveness import liveness
from chalicelib.domain.liveness.liveness import Challenge, Gesture, LivenessSession
from chalicelib.services.ports import Ids


def challenges(new_id: Ids, before: Sequence[LivenessSession] = ()) -> tuple[Challenge, ...]:
    """Neutral first, then three different gestures in an order nobody can predict.

    While there are gestures that were not asked `before`, at least one of them is among the three:
    who has recorded an earlier try lacks it.
    """
    chooser = secrets.SystemRandom()
    known = {challenge.gesture for session in before for challenge in session.challenges}
    fresh = [gesture for gesture in liveness.ASKED if gesture not in known]
    first = chooser.sample(fresh, 1) if fresh else []
    others = [gesture for gesture in liveness.ASKED if gesture not in first]
    asked = first + chooser.sample(others, liveness.GESTURES_ASKED - len(first))
    chooser.shuffle(asked)
    return tuple(Challenge(new_id(), g) for g in (Gesture.NEUTRAL, *asked))
