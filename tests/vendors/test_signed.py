"""What an approval of a vendor's person rests on, and what it never rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.vendors.vendor import verified_person
from tests.vendors.house import House

ANNA = verified_person(["Anna Demosthenous"], "1991-03-14")
SOMEBODY = verified_person(["Berta Beispiel"], "1984-02-29")
HIT = ScreeningResult("potential_match", ({"list": "un", "entryId": "1", "score": 0.9},))


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def attempt(house: House) -> Any:
    case, _ = house.started("persona")
    return house.verification(case)


def refused(act: Any, *words: Any) -> str:
    with pytest.raises(Conflict) as caught:
        act(*words)
    return str(caught.value.code)


def test_a_vendors_approval_rests_on_the_person_who_was_claimed(house: House, attempt: Any) -> None:
    approval = house.people.approval(attempt, ANNA, ("persona",))
    assert approval.by == ("persona",)
    frozen = house.world.profiles.get(attempt.user_id)
    assert frozen.frozen_by == attempt.verification_id
    signed = house.people.signed(attempt, ANNA, ("rita", "ron"))
    assert signed.by == ("rita", "ron")


def test_nobody_or_somebody_else_goes_to_a_human(house: House, attempt: Any) -> None:
    people = house.people
    assert people.approval(attempt, None, ()) == ("nobody_named",)
    assert people.approval(attempt, SOMEBODY, ()) == ("data_mismatch",)
    assert refused(people.signed, attempt, None, ()) == "not_screened"
    assert refused(people.signed, attempt, SOMEBODY, ()) == "claim_differs"
    assert people.somebody_else(attempt, SOMEBODY)
    assert not people.somebody_else(attempt, ANNA)


def test_without_a_claim_nothing_is_compared(house: House, attempt: Any) -> None:
    people, profiles = house.people, house.world.profiles
    profile = profiles.get(attempt.user_id)
    profiles.save(replace(profile, full_name="", version=profile.version + 1))
    assert people.approval(attempt, ANNA, ()) == ("claim_missing",)
    assert refused(people.signed, attempt, ANNA, ()) == "claim_missing"
    assert not people.somebody_else(attempt, SOMEBODY)


def test_without_a_profile_there_is_no_claim(house: House, attempt: Any) -> None:
    nobody = replace(attempt, user_id="u-nobody")
    assert house.people.approval(nobody, ANNA, ()) == ("claim_missing",)
    assert refused(house.people.signed, nobody, ANNA, ()) == "claim_missing"


def test_a_list_that_does_not_answer_lets_nobody_through(house: House, attempt: Any) -> None:
    house.world.watchlists[0].answer = ScreeningResult("unavailable")
    assert house.people.approval(attempt, ANNA, ()) == ("screening_unavailable",)
    assert refused(house.people.signed, attempt, ANNA, ()) == "not_screened"


def test_a_match_goes_to_a_human_and_a_human_may_know_better(house: House, attempt: Any) -> None:
    house.world.watchlists[0].answer = HIT
    assert house.people.approval(attempt, ANNA, ()) == ("watchlist_match",)
    assert house.people.signed(attempt, ANNA, ("rita", "ron")).by == ("rita", "ron")
