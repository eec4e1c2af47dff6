"""What most use cases share: verifications, the steps of an onboarding, who is told what."""

from functools import cache

from chalicelib.domain.applicants.applicant import is_applicant, mode_of
from chalicelib.services.applicants.onboarding import OnboardingSteps
from chalicelib.services.consequences.applicant import ApplicantIsTold
from chalicelib.services.consequences.once import Once
from chalicelib.services.verifications.verifications import Verifications
from chalicelib.wiring.levels import levels
from chalicelib.wiring.outside import identity, messages, resumer
from chalicelib.wiring.process import now, settings
from chalicelib.wiring.stores import (
    applicants_store,
    audit,
    onboardings,
    persons,
    profiles,
    reviews_store,
    told,
    transactions,
    verification_store,
)


@cache
def verifications() -> Verifications:
    """Everybody's verifications."""
    return Verifications(
        store=verification_store(),
        persons=persons(),
        cases=reviews_store(),
        audit=audit(),
        transactions=transactions(),
        open_days=settings().verification_days,
        now=now,
        level=_level_of,
    )


def _level_of(person_id: str) -> tuple[str, int]:
    """The level in force that a person's next attempt begins with."""
    name = settings().level
    if is_applicant(person_id):
        name = applicants_store().get(mode_of(person_id), person_id).level
    return levels().begun_with(name)


@cache
def once() -> Once:
    """What followers have told."""
    return Once(told(), now)


@cache
def applicant() -> ApplicantIsTold:
    """Mail and text messages about a verification."""
    return ApplicantIsTold(verification_store(), identity(), messages(), once())


@cache
def onboarding() -> OnboardingSteps:
    """The steps of system A."""
    return OnboardingSteps(
        onboardings(),
        profiles(),
        verifications(),
        identity(),
        messages(),
        applicant(),
        resumer(),
        now,
    )
