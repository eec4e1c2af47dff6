"""The log: no event lost or doubled, no place empty, whoever dies or comes second."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.memory import MemoryTransactions
from chalicelib.domain.errors import Conflict, Erased, NotFound, Unavailable
from chalicelib.domain.verifications.verification import MOVES, State
from tests.services.feeds.telling import Telling
from tests.services.in_memory import InMemorySystem
from tests.services.meanwhile import Busy

PEOPLE = tuple(f"apl_{mode}_{n:032x}" for mode in ("live", "test") for n in (1, 2))


def walk(system: InMemorySystem, seed: int, moves: int) -> None:
    """Random legal moves of a few people of both modes."""
    chance = random.Random(seed)
    for _ in range(moves):
        person = chance.choice(PEOPLE)
        try:
            attempt = system.verifications.open(person)
        except Conflict:
            newest = system.verifications.person(person).newest
            assert newest
            attempt = system.verifications.get(newest.verification_id)
        to = chance.choice(sorted(MOVES[attempt.state]))
        system.moved(attempt.verification_id, to, ("face_mismatch",))


def quiet() -> tuple[InMemorySystem, Telling]:
    """A system whose moves are told only when a test says so."""
    system = InMemorySystem()
    system.at_once = False
    return system, Telling(system, lambda person: None)


def read(telling: Telling, feed: str) -> list[Any]:
    """All events, as a reader gets them page by page."""
    found: list[Any] = []
    while page := telling.log.behind(feed, found[-1].place if found else 0, 3):
        found += page
    return found


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_who_loses_and_reorders_everything_rebuilds_the_truth_from_the_log(
    seed: int, order: int
) -> None:
    system, telling = quiet()
    walk(system, seed, 25)
    system.publish()
    told = [moved for name, moved in system.waiting if name == "events"]
    chance = random.Random(order)
    doubled = told + chance.sample(told, len(told) // 2)
    chance.shuffle(doubled)
    for moved in doubled:
        telling.follower.follow(moved)
    for feed in ("live", "test"):
        events = read(telling, feed)
        assert [e.place for e in events] == list(range(1, len(events) + 1))
        assert {e.event_id for e in events} == {m.event_id for m in told if m.mode == feed}
        rebuilt: dict[str, Any] = {}
        for event in chance.sample(events, len(events)):
            known = rebuilt.get(event.person_id)
            if known is None or event.sequence > known.sequence:
                rebuilt[event.person_id] = event
        for person, newest in rebuilt.items():
            stored = system.verifications.person(person)
            assert (newest.sequence, newest.kyc_status) == (
                stored.sequence, stored.standing().status,
            )  # fmt: skip
        assert all(person.startswith(f"apl_{feed}_") for person in rebuilt)


class Dying(MemoryTransactions):
    """Writes, and dies before or after it."""

    def __init__(self, before: bool) -> None:
        super().__init__()
        self.before, self.alive = before, False

    def commit(self, *writes: Any) -> None:
        if self.alive or not self.before:
            super().commit(*writes)
        if not self.alive:
            self.alive = True
            raise Unavailable("died")


@pytest.mark.parametrize("before", [True, False])
def test_who_dies_at_the_write_leaves_one_event_after_the_next_try(before: bool) -> None:
    system, telling = quiet()
    object.__setattr__(telling.log, "transactions", Dying(before))
    system.verifications.open(PEOPLE[0])
    system.publish()
    (moved,) = [m for name, m in system.waiting if name == "events"]
    with pytest.raises(Unavailable):
        telling.follower.follow(moved)
    telling.follower.follow(moved)
    assert [e.event_id for e in read(telling, "live")] == [moved.event_id]


def test_who_comes_second_takes_the_next_place() -> None:
    system, telling = quiet()
    walk(system, 7, 6)
    system.publish()
    first, second, *_ = [m for name, m in system.waiting if name == "events" and m.mode == "live"]
    find, raced = telling.log.ends.find, list[bool]()

    def racing(*key: str) -> Any:
        found = find(*key)
        if not raced:
            raced.append(True)
            telling.log.append(second)
        return found

    telling.log.ends.find = racing  # type: ignore[method-assign]
    telling.log.append(first)
    assert [e.event_id for e in read(telling, "live")] == [second.event_id, first.event_id]


def test_nothing_is_written_about_who_was_erased() -> None:
    system, telling = quiet()
    system.verifications.open(PEOPLE[0])
    system.publish()
    (moved,) = [m for name, m in system.waiting if name == "events"]
    system.tombstones.place([PEOPLE[0]], "receipt")
    with pytest.raises(Erased):
        telling.follower.follow(moved)
    assert read(telling, "live") == []


def test_no_reason_is_told_while_people_look() -> None:
    system, telling = quiet()
    for person, reason in ((PEOPLE[0], "watchlist_match"), (PEOPLE[1], "face_mismatch")):
        attempt = system.verifications.open(person)
        system.moved(attempt.verification_id, State.NEEDS_REVIEW, (reason,))
    system.publish()
    for name, moved in system.waiting:
        if name == "events":
            telling.follower.follow(moved)
    reviews = [e for e in read(telling, "live") if e.state == "needs_review"]
    assert [e.reasons for e in reviews] == [(), ()]


def test_a_feed_in_which_others_are_always_first_asks_to_come_again() -> None:
    system, telling = quiet()
    walk(system, 7, 6)
    system.publish()
    first, second, *_ = [m for name, m in system.waiting if name == "events" and m.mode == "live"]
    telling.log.append(first)
    busy = Busy(telling.log.ends)
    with pytest.raises(Unavailable) as caught:
        telling.log.append(second)
    assert (caught.value.code, busy.looks) == ("feed_busy", 20)
    assert [e.event_id for e in read(telling, "live")] == [first.event_id]


def test_what_no_further_try_could_win_is_told_at_once() -> None:
    system, telling = quiet()
    walk(system, 7, 6)
    system.publish()
    [first, *_] = [m for name, m in system.waiting if name == "events" and m.mode == "live"]
    tries = []

    def commit(*_: Any) -> None:
        tries.append(True)
        raise Conflict("this person was erased", "subject_gone")

    telling.log.transactions.commit = commit  # type: ignore[method-assign]
    with pytest.raises(Conflict) as caught:
        telling.log.append(first)
    assert (caught.value.code, tries) == ("subject_gone", [True])


def test_an_event_is_found_by_its_id_in_the_feed_of_its_mode_alone() -> None:
    system, telling = quiet()
    walk(system, 7, 12)
    system.publish()
    for _, moved in [each for each in system.waiting if each[0] == "events"]:
        telling.follower.follow(moved)
    events = {feed: read(telling, feed) for feed in ("live", "test")}
    assert all(events.values())
    for feed, other in (("live", "test"), ("test", "live")):
        for event in events[feed]:
            assert telling.log.find(feed, event.event_id) == event
            with pytest.raises(NotFound) as refused:
                telling.log.find(other, event.event_id)
            assert refused.value.code == "event_not_found"
