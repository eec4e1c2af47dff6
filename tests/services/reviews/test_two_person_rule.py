"""Four eyes are two people's: two accounts of one person are one pair."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.adapters.memory_people import MemoryAccount
from chalicelib.domain.accounts.staff import FEDERATED
from chalicelib.domain.errors import Forbidden
from chalicelib.domain.records import NumberUse
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.verifications.verification import State
from tests.present import present
from tests.services.in_memory import InMemorySystem

RITA, RON = "reviewer-rita", "reviewer-ron"


@pytest.fixture
def grave(system: InMemorySystem) -> str:
    """A case that takes two people, approved by the first."""
    system.watchlists[0].answer = ScreeningResult("potential_match", ({"score": 0.9},))
    onboarding_id, _, case = system.ready()
    system.steps.await_decision(onboarding_id, "token")
    system.decisions.consider(case)
    assert system.reviews.decide(case, True, (), "", RITA).status == "second_review"
    return case


def _account(system: InMemorySystem, name: str, **known: object) -> None:
    plain = MemoryAccount(name, f"{name}@staff.example", "", confirmed=True)
    system.identity.accounts[name] = replace(plain, **known)  # type: ignore[arg-type]


def _refused(system: InMemorySystem, case: str, reviewer: str = RON) -> str:
    with pytest.raises(Forbidden) as caught:
        system.reviews.decide(case, True, (), "", reviewer)
    return caught.value.code


def test_two_people_may(system: InMemorySystem, grave: str) -> None:
    assert system.reviews.decide(grave, True, (), "", RON).status == "approved"


def test_two_accounts_with_one_phone_are_one_person(system: InMemorySystem, grave: str) -> None:
    for name in (RITA, RON):
        _account(system, name, phone="+306900000042", phone_verified=True)
    assert _refused(system, grave) == "four_eyes"


def test_two_accounts_verified_by_one_document_are_one_person(
    system: InMemorySystem, grave: str
) -> None:
    for name, phone in ((RITA, "+306900000001"), (RON, "+306900000002")):
        _account(system, name, phone=phone, phone_verified=True)
        system.numbers.put(NumberUse("number-of-one-passport", name, f"case-of-{name}"))
        system.numbers.items[(f"{name}'s use",)] = system.numbers.items[("number-of-one-passport",)]
    assert _refused(system, grave) == "four_eyes"


@pytest.mark.parametrize("known", [{}, {"phone": "+306900000002"}])
def test_who_has_proven_nothing_is_no_second_pair(
    system: InMemorySystem, grave: str, known: dict[str, str]
) -> None:
    _account(system, RON, **known)
    assert _refused(system, grave) == "four_eyes"


def test_people_of_a_directory_are_told_apart_by_it(system: InMemorySystem, grave: str) -> None:
    for name in (RITA, RON):
        _account(system, name, forced=FEDERATED)
    assert system.reviews.decide(grave, True, (), "", RON).status == "approved"


def test_one_person_refuses_alone_whoever_they_are(system: InMemorySystem, grave: str) -> None:
    """Refusing takes one: nobody gains by it."""
    _account(system, RON)
    assert system.reviews.decide(grave, False, ("fraud_suspected",), "", RON).status == "rejected"


def test_nobody_decides_their_own_case_from_another_account(system: InMemorySystem) -> None:
    system.watchlists[0].answer = ScreeningResult("potential_match", ({"score": 0.9},))
    onboarding_id, user_id, case = system.ready()
    system.steps.await_decision(onboarding_id, "token")
    system.decisions.consider(case)
    phone = present(system.identity.find(user_id)).phone
    _account(system, RITA, phone=phone, phone_verified=True)
    assert _refused(system, case, RITA) == "own_case"
    with pytest.raises(Forbidden):
        system.reviews.case(case, RITA)
    assert system.verifications.get(case).state is State.NEEDS_REVIEW
