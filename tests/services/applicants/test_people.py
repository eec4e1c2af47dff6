"""The signed-in person: their profile and what they are told of themselves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import BadRequest, Conflict, NotFound
from chalicelib.domain.verifications.verification import State
from tests.services.world import EMAIL, START, World

BORN = date(1991, 3, 14)
TODAY = START.date()


@pytest.mark.parametrize(
    ("born", "good"),
    [
        (TODAY - timedelta(days=1), True),
        (TODAY, False),
        (TODAY + timedelta(days=1), False),
        (date(TODAY.year - 130, 1, 1), True),
        (date(TODAY.year - 131, 12, 31), False),
    ],
)
def test_a_date_of_birth_lies_in_a_human_life(world, born, good):
    if good:
        assert world.people.save_profile("u", "Anna", born, "GRC", "")["complete"] is True
    else:
        with pytest.raises(BadRequest) as caught:
            world.people.save_profile("u", "Anna", born, "GRC", "")
        assert caught.value.code == "date_of_birth_invalid"
        assert world.profiles.items == {}


@given(st.dates(date(1900, 1, 1), date(2026, 11, 20)), st.text(min_size=1, max_size=50))
def test_a_profile_reads_as_it_was_written(born, name):
    people = World().people
    people.save_profile("u", name, born, "GRC", "Street 1")
    assert people.profile("u") == {
        "fullName": name, "dateOfBirth": born.isoformat(), "nationality": "GRC",
        "address": "Street 1", "complete": True,
    }  # fmt: skip


def test_nobody_has_a_profile_before_they_write_one(world):
    with pytest.raises(NotFound):
        world.people.profile("u")


def test_a_profile_can_be_corrected_until_it_is_verified(world):
    _, user_id = world.confirmed()
    world.people.save_profile(user_id, "Anna D.", BORN, "GRC", "")
    world.moved(world.uploaded(user_id), State.APPROVED)
    with pytest.raises(Conflict) as caught:
        world.people.save_profile(user_id, "Berta D.", BORN, "GRC", "")
    assert caught.value.code == "profile_frozen"
    changed = world.people.save_profile(user_id, "Anna D.", BORN, "GRC", "New street 2")
    assert changed["address"] == "New street 2"


def test_me_before_the_row_is_there_and_after(world):
    onboarding_id = world.sign_up()
    user_id = world.onboardings.get(onboarding_id).user_id
    early = world.people.me(user_id)
    assert (early["email"], early["registered"], early["kycStatus"]) == (
        EMAIL, False, "not_verified"
    )  # fmt: skip
    world.registration.announce({"sub": user_id, "email": EMAIL})
    world.record_all()
    late = world.people.me(user_id)
    assert late == early | {"registered": True}
    assert late["onboarding"] == {"onboardingId": onboarding_id, "stage": "started"}


def test_me_of_nobody_says_nothing(world):
    assert world.people.me("u")["email"] == ""
    assert world.people.kyc("u") == {"kycStatus": "not_verified"}


def test_the_kyc_columns_are_told_as_they_are(world):
    onboarding_id, user_id = world.confirmed()
    verification_id = world.steps.start_kyc(onboarding_id)
    assert world.people.kyc(user_id) == {
        "kycStatus": "pending", "provider": "in_house", "verificationId": verification_id,
        "reason": None,
    }  # fmt: skip
