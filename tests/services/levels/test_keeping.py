"""How long pictures are kept is the level's word, of the version an attempt began with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import BadRequest
from chalicelib.domain.marks import MarkKind
from chalicelib.domain.privacy.privacy import HOLD_PLACED
from chalicelib.domain.verifications.verification import State
from tests.present import present
from tests.services.in_memory import InMemorySystem
from tests.services.levels.test_deciding_under_levels import published
from tests.services.privacy.erasing import cleaning_of


def _kept(system: InMemorySystem) -> bool:
    cleaning_of(system).clean()
    return bool(system.pictures.items)


@pytest.mark.parametrize("days", [1, 7, 60])
def test_a_levels_days_count_from_the_decision(system: InMemorySystem, days: int) -> None:
    published(system, 2, retention={"mediaDays": days})
    _, _, case = system.ready()
    published(system, 3, retention={"mediaDays": 30})  # a later version changes nothing
    system.now.move(hours=6)
    assert present(system.decisions.consider(case)).outcome == "approved"
    system.now.move(days=days, hours=-1)
    assert _kept(system)
    system.now.move(hours=1)
    assert not _kept(system)


def test_pictures_may_stay_until_the_relationship_ends(system: InMemorySystem) -> None:
    published(system, 2, retention={"mediaDays": 5, "since": "end_of_relationship"})
    _, _, case = system.ready()
    system.decisions.consider(case)
    assert system.verifications.get(case).state is State.APPROVED
    for _ in range(10):
        system.now.move(days=10)
        assert _kept(system)


@pytest.mark.parametrize("to", [State.APPROVED, State.STALE])
def test_the_days_count_from_the_end_of_the_relationship_once_that_is_told(
    system: InMemorySystem, to: State
) -> None:
    published(system, 2, retention={"mediaDays": 5, "since": "end_of_relationship"})
    _, user_id, case = system.ready()
    system.decisions.consider(case)
    if to is State.STALE:
        system.moved(case, to, ("review_due",))
    system.now.move(days=40)
    assert _kept(system)
    relationships = system.app.relationships
    relationships.end(user_id, system.now(), "ann")
    system.now.move(days=4)
    assert _kept(system)
    relationships.resume(user_id, "ann")
    system.now.move(days=4)
    assert _kept(system)
    relationships.end(user_id, system.now() - timedelta(days=4), "ann")
    system.now.move(days=2)
    assert not _kept(system)


def test_the_end_of_a_relationship_is_told_once_with_its_author_and_never_ahead(
    system: InMemorySystem,
) -> None:
    relationships, user_id = system.app.relationships, "somebody"
    with pytest.raises(BadRequest) as raised:
        relationships.end(user_id, system.now() + timedelta(seconds=1), "ann")
    assert raised.value.code == "relationship_future"
    assert relationships.ended_at(user_id) is None
    relationships.resume(user_id, "ann")
    first, second = system.now() - timedelta(days=2), system.now()
    for at in (first, first, second):
        relationships.end(user_id, at, "ann")
    assert relationships.ended_at(user_id) == second
    relationships.resume(user_id, "ben")
    assert relationships.ended_at(user_id) is None
    assert [(kind, facts["by"]) for who, kind, facts in system.audit.entries if who == user_id] == [
        ("relationship_ended", "ann"),
        ("relationship_ended", "ann"),
        ("relationship_resumed", "ben"),
    ]


def test_who_was_refused_has_no_relationship(system: InMemorySystem) -> None:
    published(system, 2, minimumAge=99, retention={"mediaDays": 5, "since": "end_of_relationship"})
    _, _, case = system.ready()
    assert present(system.decisions.consider(case)).outcome == "rejected"
    system.now.move(days=5, minutes=1)
    assert not _kept(system)


def kept(system: Any, case: str) -> Any:
    cleaning_of(system).clean()
    return system.audit.kept.get(case)


def test_what_the_log_says_is_kept_as_long_as_the_level_says(system: InMemorySystem) -> None:
    published(system, 2, retention={"recordYears": 3})
    case = system.ready()[2]
    system.decisions.consider(case)
    decided = system.now()
    system.now.move(days=8)
    assert kept(system, case) == decided + timedelta(days=3 * 366)
    system.now.move(days=31)  # looked at again: entries came since
    system.audit.kept.clear()
    assert kept(system, case) == decided + timedelta(days=3 * 366)
    system.now.move(days=3 * 366)
    kept(system, case)
    assert system.marks.find(case, MarkKind.RECORDS) is None


def test_years_count_from_the_end_of_the_relationship_and_until_then_nothing_is_over(
    system: InMemorySystem,
) -> None:
    published(system, 2, retention={"recordYears": 10, "since": "end_of_relationship"})
    _, user_id, case = system.ready()
    system.decisions.consider(case)
    system.now.move(days=8)
    assert kept(system, case) > system.now() + timedelta(days=700)
    system.now.move(days=3000)
    assert kept(system, case) > system.now() + timedelta(days=700)
    ended = system.app.relationships.end(user_id, system.now(), "admin")
    system.now.move(days=31)
    assert kept(system, case) == ended + timedelta(days=3660)
    system.app.relationships.resume(user_id, "admin")
    system.now.move(days=31)
    assert kept(system, case) > system.now() + timedelta(days=700)


def test_a_hold_keeps_what_the_log_says(system: InMemorySystem) -> None:
    published(system, 2, retention={"recordYears": 0})
    _, user_id, case = system.ready()
    system.decisions.consider(case)
    system.audit.write(user_id, HOLD_PLACED, {"by": "admin"})
    system.now.move(days=8)
    assert kept(system, case) > system.now() + timedelta(days=700)


def test_under_the_settings_each_entry_has_its_own_years(system: InMemorySystem) -> None:
    case = system.ready()[2]
    system.decisions.consider(case)
    system.now.move(days=40)
    assert kept(system, case) is None and system.marks.find(case, MarkKind.RECORDS) is None
