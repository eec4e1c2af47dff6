"""How long pictures are kept is the level's word, of the version an attempt began with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import BadRequest
from chalicelib.domain.marks import MarkKind
from chalicelib.domain.privacy.privacy import HOLD_PLACED
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


@pytest.mark.parametrize("to", [State.APPROVED, State.STALE])
def test_the_days_count_from_the_end_of_the_relationship_once_that_is_told(world, to):
    published(world, 2, retention={"mediaDays": 5, "since": "end_of_relationship"})
    _, user_id, case = world.ready()
    world.decisions.consider(case)
    if to is State.STALE:
        world.moved(case, to, ("review_due",))
    world.now.move(days=40)
    assert _kept(world)
    relationships = world.app.relationships
    relationships.end(user_id, world.now(), "ann")
    world.now.move(days=4)
    assert _kept(world)
    relationships.resume(user_id, "ann")
    world.now.move(days=4)
    assert _kept(world)
    relationships.end(user_id, world.now() - timedelta(days=4), "ann")
    world.now.move(days=2)
    assert not _kept(world)


def test_the_end_of_a_relationship_is_told_once_with_its_author_and_never_ahead(world):
    relationships, user_id = world.app.relationships, "somebody"
    with pytest.raises(BadRequest) as raised:
        relationships.end(user_id, world.now() + timedelta(seconds=1), "ann")
    assert raised.value.code == "relationship_future"
    assert relationships.ended_at(user_id) is None
    relationships.resume(user_id, "ann")
    first, second = world.now() - timedelta(days=2), world.now()
    for at in (first, first, second):
        relationships.end(user_id, at, "ann")
    assert relationships.ended_at(user_id) == second
    relationships.resume(user_id, "ben")
    assert relationships.ended_at(user_id) is None
    assert [(kind, facts["by"]) for who, kind, facts in world.audit.entries if who == user_id] == [
        ("relationship_ended", "ann"),
        ("relationship_ended", "ann"),
        ("relationship_resumed", "ben"),
    ]


def test_who_was_refused_has_no_relationship(world):
    published(world, 2, minimumAge=99, retention={"mediaDays": 5, "since": "end_of_relationship"})
    _, _, case = world.ready()
    assert world.decisions.consider(case).outcome == "rejected"
    world.now.move(days=5, minutes=1)
    assert not _kept(world)


def kept(world: Any, case: str) -> Any:
    cleaning_of(world).clean()
    return world.audit.kept.get(case)


def test_what_the_log_says_is_kept_as_long_as_the_level_says(world):
    published(world, 2, retention={"recordYears": 3})
    case = world.ready()[2]
    world.decisions.consider(case)
    decided = world.now()
    world.now.move(days=8)
    assert kept(world, case) == decided + timedelta(days=3 * 366)
    world.now.move(days=31)  # looked at again: entries came since
    world.audit.kept.clear()
    assert kept(world, case) == decided + timedelta(days=3 * 366)
    world.now.move(days=3 * 366)
    kept(world, case)
    assert world.marks.find(case, MarkKind.RECORDS) is None


def test_years_count_from_the_end_of_the_relationship_and_until_then_nothing_is_over(world):
    published(world, 2, retention={"recordYears": 10, "since": "end_of_relationship"})
    _, user_id, case = world.ready()
    world.decisions.consider(case)
    world.now.move(days=8)
    assert kept(world, case) > world.now() + timedelta(days=700)
    world.now.move(days=3000)
    assert kept(world, case) > world.now() + timedelta(days=700)
    ended = world.app.relationships.end(user_id, world.now(), "admin")
    world.now.move(days=31)
    assert kept(world, case) == ended + timedelta(days=3660)
    world.app.relationships.resume(user_id, "admin")
    world.now.move(days=31)
    assert kept(world, case) > world.now() + timedelta(days=700)


def test_a_hold_keeps_what_the_log_says(world):
    published(world, 2, retention={"recordYears": 0})
    _, user_id, case = world.ready()
    world.decisions.consider(case)
    world.audit.write(user_id, HOLD_PLACED, {"by": "admin"})
    world.now.move(days=8)
    assert kept(world, case) > world.now() + timedelta(days=700)


def test_under_the_settings_each_entry_has_its_own_years(world):
    case = world.ready()[2]
    world.decisions.consider(case)
    world.now.move(days=40)
    assert kept(world, case) is None and world.marks.find(case, MarkKind.RECORDS) is None
