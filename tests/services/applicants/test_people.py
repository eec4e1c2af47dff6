"""The signed-in person: their profile and what they are told of themselves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.errors import BadRequest, Conflict, NotFound
from chalicelib.domain.verifications.verification import State
from chalicelib.services.applicants.people import Known
from tests.present import present
from tests.services.in_memory import EMAIL, START, InMemorySystem

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
def test_a_date_of_birth_lies_in_a_human_life(
    system: InMemorySystem, born: date, good: bool
) -> None:
    if good:
        assert system.people.save_profile("u", "Anna", born, "GRC", "").complete
    else:
        with pytest.raises(BadRequest) as caught:
            system.people.save_profile("u", "Anna", born, "GRC", "")
        assert caught.value.code == "date_of_birth_invalid"
        assert system.profiles.items == {}


@given(st.dates(date(1900, 1, 1), date(2026, 11, 20)), st.text(min_size=1, max_size=50))
def test_a_profile_reads_as_it_was_written(born: date, name: str) -> None:
    people = InMemorySystem().people
    people.save_profile("u", name, born, "GRC", "Street 1")
    read = people.profile("u")
    assert (read.full_name, read.date_of_birth) == (name, born.isoformat())
    assert (read.nationality, read.address, read.complete) == ("GRC", "Street 1", True)


def test_nobody_has_a_profile_before_they_write_one(system: InMemorySystem) -> None:
    with pytest.raises(NotFound):
        system.people.profile("u")


def test_a_profile_can_be_corrected_until_it_is_verified(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    system.people.save_profile(user_id, "Anna D.", BORN, "GRC", "")
    system.moved(system.uploaded(user_id), State.APPROVED)
    with pytest.raises(Conflict) as caught:
        system.people.save_profile(user_id, "Berta D.", BORN, "GRC", "")
    assert caught.value.code == "profile_frozen"
    changed = system.people.save_profile(user_id, "Anna D.", BORN, "GRC", "New street 2")
    assert changed.address == "New street 2"


def test_me_before_the_row_is_there_and_after(system: InMemorySystem) -> None:
    onboarding_id = system.sign_up()
    user_id = system.onboardings.get(onboarding_id).user_id
    early = system.people.me(user_id)
    assert (early.email, early.registered, early.kyc_status) == (EMAIL, False, "not_verified")
    system.registration.announce({"sub": user_id, "email": EMAIL})
    system.record_all()
    late = system.people.me(user_id)
    assert late == replace(early, registered=True)
    assert (present(late.onboarding).onboarding_id, present(late.onboarding).stage) == (
        onboarding_id,
        "started",
    )


def test_me_of_nobody_says_nothing(system: InMemorySystem) -> None:
    assert system.people.me("u").email == ""
    assert system.people.kyc("u") == Known(KycStatus.NOT_VERIFIED)


def test_the_kyc_columns_are_told_as_they_are(system: InMemorySystem) -> None:
    onboarding_id, user_id = system.confirmed()
    verification_id = system.steps.start_kyc(onboarding_id)
    known = system.people.kyc(user_id)
    assert known == Known(KycStatus.PENDING, "in_house", verification_id, ())
