"""What a session asks for: gestures in an order that nobody can predict."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.liveness import liveness
from chalicelib.domain.liveness.liveness import Challenge, Gesture, LivenessSession, owed
from chalicelib.domain.liveness.tries import DAY
from chalicelib.services.ports import Ids


def challenges(
    new_id: Ids, before: Sequence[LivenessSession] = (), now: datetime | None = None
) -> tuple[Challenge, ...]:
    """Neutral first, then three different gestures in an order nobody can predict.

    What was asked last and not shown is asked again for a day: whoever has pictures of some
    gestures cannot draw until those are asked. While there are gestures that were not asked
    `before`, at least one of the others is such: who has recorded an earlier try lacks it.
    """
    chooser = secrets.SystemRandom()
    asked = list(owed(_last(before, now)))
    known = {challenge.gesture for session in before for challenge in session.challenges}
    fresh = [gesture for gesture in liveness.ASKED if gesture not in known]
    if fresh and len(asked) < liveness.GESTURES_ASKED:
        asked.append(chooser.choice(fresh))
    others = [gesture for gesture in liveness.ASKED if gesture not in asked]
    asked += chooser.sample(others, liveness.GESTURES_ASKED - len(asked))
    chooser.shuffle(asked)
    return tuple(Challenge(new_id(), g) for g in (Gesture.NEUTRAL, *asked))


def _last(before: Sequence[LivenessSession], now: datetime | None) -> LivenessSession | None:
    """The newest session of the day that asked for gestures."""
    asking = [
        session
        for session in before
        if session.challenges and (now is None or session.created_at > now - DAY)
    ]
    return max(asking, key=lambda session: session.created_at, default=None)
