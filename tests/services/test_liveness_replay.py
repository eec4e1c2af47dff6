"""A recording of an earlier try neither passes as live pictures nor shows what is asked now."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import BadRequest
from chalicelib.domain.liveness import Gesture, SessionState
from chalicelib.services.liveness import challenges
from tests.services.world import World, picture


def test_a_picture_of_an_earlier_session_is_refused_and_not_kept(world: World) -> None:
    _, user_id = world.confirmed()
    verification_id = world.uploaded(user_id)
    old = picture("recorded")
    world.frame(world.liveness.start(user_id, verification_id), data=old)
    session = world.liveness.start(user_id, verification_id)
    kept = dict(world.frames.items)
    with pytest.raises(BadRequest) as refused:
        world.frame(session, data=old)
    assert refused.value.code == "frame_replayed"
    assert world.frames.items == kept
    assert world.sessions.get(session.session_id).frames == ()
    assert world.frame(session, data=picture("live")).frames


def test_each_new_session_asks_a_movement_no_earlier_one_asked(world: World) -> None:
    _, user_id = world.confirmed()
    verification_id = world.uploaded(user_id)
    known: set[Gesture] = set()
    for _ in range(2):  # after two sessions all six may have been asked
        session = world.liveness.start(user_id, verification_id)
        asked = {c.gesture for c in session.challenges[1:]}
        assert session.challenges[0].gesture is Gesture.NEUTRAL
        assert len(asked) == 3 and asked - known
        known |= asked
        ended = world.sessions.get(session.session_id).ended(SessionState.FAILED)
        world.sessions.save(ended)
        world.now.move(minutes=10)


def test_the_movement_nobody_knows_stands_anywhere_in_the_row(world: World) -> None:
    _, user_id = world.confirmed()
    first = world.liveness.start(user_id, world.uploaded(user_id))
    known = {c.gesture for c in first.challenges}
    places = {
        next(n for n, c in enumerate(challenges(world.new_id, [first])) if c.gesture not in known)
        for _ in range(60)
    }
    assert places == {1, 2, 3}
