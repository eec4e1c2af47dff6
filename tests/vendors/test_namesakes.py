"""A vendor's person whose name is on a list, and who is somebody else: our people say so once."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.memory import MemoryStore
from chalicelib.domain.screening.screening import Dismissed, ScreeningResult
from chalicelib.domain.verifications.verification import State
from chalicelib.services.screening.current_identity import CurrentIdentity
from tests.services.outsiders import rescreening_of
from tests.services.world import PEPPER
from tests.vendors.house import House

MATCH = {"list": "un", "entryId": "un-1", "name": "Anna Demosthenous", "score": 0.97}
OTHER = {"list": "un", "entryId": "un-2", "name": "Anna Demosthenous", "score": 0.97}


def found(*matches: dict[str, Any], version: str) -> ScreeningResult:
    return ScreeningResult("potential_match", matches, "v1", 0.8, {"un": version})


@pytest.fixture
def house() -> House:
    made = House()
    world = made.world
    world.dismissed = MemoryStore(Dismissed, ("person_id", "list_entry_id"), {})
    # One object for all who screen, as the application has it.
    object.__setattr__(world.screening, "dismissed", world.dismissed)
    world.reviews = replace(
        world.reviews,
        dismiss=world.screening.dismiss,
        vendor_dismiss=made.cases.forgive,
        subject=CurrentIdentity(
            documents=world.documents, profiles=world.profiles, pepper=PEPPER
        ).of,
    )
    return made


def rescreened(house: House, job: str) -> None:
    jobs = rescreening_of(house.world)
    jobs.start(job)
    jobs.work(job)


def test_a_namesake_is_looked_at_once_and_again_when_the_entry_is_another(house: House) -> None:
    world = house.world
    world.watchlists[0].answer = found(MATCH, version="1")
    case, webhook = house.approved("persona")
    house.deliver(webhook)
    house.work()
    assert house.verification(case).state is State.NEEDS_REVIEW
    for reviewer in ("rita", "ron"):
        world.reviews.decide(case, True, (), "", reviewer)
    assert house.verification(case).state is State.APPROVED

    world.now.move(days=1)
    world.watchlists[0].answer = found(MATCH, version="2")
    rescreened(house, "2")
    assert house.verification(case).state is State.APPROVED

    world.watchlists[0].answer = found(MATCH, OTHER, version="3")
    rescreened(house, "3")
    assert house.verification(case).state is State.NEEDS_REVIEW
    seen = world.reviews.case(case, "rita")
    assert [match["entryId"] for match in seen.screening.matches] == ["un-2"]


def test_the_same_news_twice_at_once_is_screened_by_both_and_kept_once(house: House) -> None:
    world = house.world
    world.watchlists[0].answer = found(MATCH, version="1")
    case, webhook = house.approved("persona")
    house.deliver(webhook)
    keep, entries = world.screenings.adding_for_living, []

    def another_was_first(record: Any) -> Any:
        world.screenings.adding_for_living = keep
        world.screenings.add(record)
        entries.append(record)
        return keep(record)

    world.screenings.adding_for_living = another_was_first
    house.work()
    assert entries and house.verification(case).state is State.NEEDS_REVIEW
