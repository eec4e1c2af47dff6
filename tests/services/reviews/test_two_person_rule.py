"""Four eyes are two people's: two accounts of one person are one pair."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.adapters.memory_people import MemoryAccount
from chalicelib.domain.errors import Forbidden
from chalicelib.domain.records import NumberUse
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.verifications.verification import State
from chalicelib.services.reviews.two_person_rule import FEDERATED
from tests.services.world import World

RITA, RON = "reviewer-rita", "reviewer-ron"


@pytest.fixture
def grave(world: World) -> str:
    """A case that takes two people, approved by the first."""
    world.watchlists[0].answer = ScreeningResult("potential_match", ({"score": 0.9},))
    onboarding_id, _, case = world.ready()
    world.steps.await_decision(onboarding_id, "token")
    world.decisions.consider(case)
    assert world.reviews.decide(case, True, (), "", RITA).status == "second_review"
    return case


def _account(world: World, name: str, **known: object) -> None:
    plain = MemoryAccount(name, f"{name}@staff.example", "", confirmed=True)
    world.identity.accounts[name] = replace(plain, **known)  # type: ignore[arg-type]


def _refused(world: World, case: str, reviewer: str = RON) -> str:
    with pytest.raises(Forbidden) as caught:
        world.reviews.decide(case, True, (), "", reviewer)
    return caught.value.code


def test_two_people_may(world, grave):
    assert world.reviews.decide(grave, True, (), "", RON).status == "approved"


def test_two_accounts_with_one_phone_are_one_person(world, grave):
    for name in (RITA, RON):
        _account(world, name, phone="+306900000042", phone_verified=True)
    assert _refused(world, grave) == "four_eyes"


def test_two_accounts_verified_by_one_document_are_one_person(world, grave):
    for name, phone in ((RITA, "+306900000001"), (RON, "+306900000002")):
        _account(world, name, phone=phone, phone_verified=True)
        world.numbers.put(NumberUse("number-of-one-passport", name, f"case-of-{name}"))
        world.numbers.items[(f"{name}'s use",)] = world.numbers.items[("number-of-one-passport",)]
    assert _refused(world, grave) == "four_eyes"


@pytest.mark.parametrize("known", [{}, {"phone": "+306900000002"}])
def test_who_has_proven_nothing_is_no_second_pair(world, grave, known):
    _account(world, RON, **known)
    assert _refused(world, grave) == "four_eyes"


def test_people_of_a_directory_are_told_apart_by_it(world, grave):
    for name in (RITA, RON):
        _account(world, name, forced=FEDERATED)
    assert world.reviews.decide(grave, True, (), "", RON).status == "approved"


def test_one_person_refuses_alone_whoever_they_are(world, grave):
    """Refusing takes one: nobody gains by it."""
    _account(world, RON)
    assert world.reviews.decide(grave, False, ("fraud_suspected",), "", RON).status == "rejected"


def test_nobody_decides_their_own_case_from_another_account(world):
    world.watchlists[0].answer = ScreeningResult("potential_match", ({"score": 0.9},))
    onboarding_id, user_id, case = world.ready()
    world.steps.await_decision(onboarding_id, "token")
    world.decisions.consider(case)
    phone = world.identity.find(user_id).phone
    _account(world, RITA, phone=phone, phone_verified=True)
    assert _refused(world, case, RITA) == "own_case"
    with pytest.raises(Forbidden):
        world.reviews.case(case, RITA)
    assert world.verifications.get(case).state is State.NEEDS_REVIEW
