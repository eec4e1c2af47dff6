"""What an approval of a vendor's person rests on, and what it never rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.vendors.vendor import verified_person
from chalicelib.services.verifications.verifications import Approval
from tests.present import present
from tests.vendors.harness import VendorHarness

ANNA = verified_person(["Anna Demosthenous"], "1991-03-14")
SOMEBODY = verified_person(["Berta Beispiel"], "1984-02-29")
HIT = ScreeningResult("potential_match", ({"list": "un", "entryId": "1", "score": 0.9},))


@pytest.fixture
def harness() -> VendorHarness:
    return VendorHarness()


@pytest.fixture
def attempt(harness: VendorHarness) -> Any:
    case, _ = harness.started("persona")
    return harness.verification(case)


def refused(act: Any, *words: Any) -> str:
    with pytest.raises(Conflict) as caught:
        act(*words)
    return str(caught.value.code)


def test_a_vendors_approval_rests_on_the_person_who_was_claimed(
    harness: VendorHarness, attempt: Any
) -> None:
    approval = harness.people.approval(attempt, ANNA, ("persona",))
    assert isinstance(approval, Approval) and approval.by == ("persona",)
    frozen = harness.system.profiles.get(attempt.user_id)
    assert frozen.frozen_by == attempt.verification_id
    signed = harness.people.signed(attempt, ANNA, ("rita", "ron"))
    assert signed.by == ("rita", "ron")


def test_nobody_or_somebody_else_goes_to_a_human(harness: VendorHarness, attempt: Any) -> None:
    people = harness.people
    assert people.approval(attempt, None, ()) == ("nobody_named",)
    assert people.approval(attempt, SOMEBODY, ()) == ("data_mismatch",)
    assert refused(people.signed, attempt, None, ()) == "not_screened"
    assert refused(people.signed, attempt, SOMEBODY, ()) == "claim_differs"
    assert people.somebody_else(attempt, present(SOMEBODY))
    assert not people.somebody_else(attempt, present(ANNA))


def test_without_a_claim_nothing_is_compared(harness: VendorHarness, attempt: Any) -> None:
    people, profiles = harness.people, harness.system.profiles
    profile = profiles.get(attempt.user_id)
    profiles.save(replace(profile, full_name="", version=profile.version + 1))
    assert people.approval(attempt, ANNA, ()) == ("claim_missing",)
    assert refused(people.signed, attempt, ANNA, ()) == "claim_missing"
    assert not people.somebody_else(attempt, present(SOMEBODY))


def test_without_a_profile_there_is_no_claim(harness: VendorHarness, attempt: Any) -> None:
    nobody = replace(attempt, user_id="u-nobody")
    assert harness.people.approval(nobody, ANNA, ()) == ("claim_missing",)
    assert refused(harness.people.signed, nobody, ANNA, ()) == "claim_missing"


def test_a_list_that_does_not_answer_lets_nobody_through(
    harness: VendorHarness, attempt: Any
) -> None:
    harness.system.watchlists[0].answer = ScreeningResult("unavailable")
    assert harness.people.approval(attempt, ANNA, ()) == ("screening_unavailable",)
    assert refused(harness.people.signed, attempt, ANNA, ()) == "not_screened"


def test_a_match_goes_to_a_human_and_a_human_may_know_better(
    harness: VendorHarness, attempt: Any
) -> None:
    harness.system.watchlists[0].answer = HIT
    assert harness.people.approval(attempt, ANNA, ()) == ("watchlist_match",)
    assert harness.people.signed(attempt, ANNA, ("rita", "ron")).by == ("rita", "ron")
