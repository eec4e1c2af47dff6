"""How long pictures are kept is the level's word, of the version an attempt began with."""

from __future__ import annotations

import pytest

from chalicelib.domain.verifications.verification import State
from tests.services.levels.test_deciding_under_levels import published
from tests.services.privacy.erasing import cleaning_of
from tests.services.world import World


def _kept(world: World) -> bool:
    cleaning_of(world).clean()
    return bool(world.pictures.items)


@pytest.mark.parametrize("days", [1, 7, 60])
def test_a_levels_days_count_from_the_decision(world, days):
    published(world, 2, retention={"mediaDays": days})
    _, _, case = world.ready()
    published(world, 3, retention={"mediaDays": 30})  # a later version changes nothing
    world.now.move(hours=6)
    assert world.decisions.consider(case).outcome == "approved"
    world.now.move(days=days, hours=-1)
    assert _kept(world)
    world.now.move(hours=1)
    assert not _kept(world)


def test_pictures_may_stay_until_the_relationship_ends(world):
    published(world, 2, retention={"mediaDays": 5, "since": "end_of_relationship"})
    _, _, case = world.ready()
    world.decisions.consider(case)
    assert world.verifications.get(case).state is State.APPROVED
    for _ in range(10):
        world.now.move(days=10)
        assert _kept(world)


def test_who_was_refused_has_no_relationship(world):
    published(world, 2, minimumAge=99, retention={"mediaDays": 5, "since": "end_of_relationship"})
    _, _, case = world.ready()
    assert world.decisions.consider(case).outcome == "rejected"
    world.now.move(days=5, minutes=1)
    assert not _kept(world)
