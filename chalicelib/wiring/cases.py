"""What most use cases share: verifications, the steps of an onboarding, who is told what."""

from functools import cache

from chalicelib.services.consequences.applicant import ApplicantIsTold
from chalicelib.services.consequences.once import Once
from chalicelib.services.onboarding import OnboardingSteps
from chalicelib.services.verifications import Verifications
from chalicelib.wiring.levels import levels
from chalicelib.wiring.outside import identity, messages, resumer
from chalicelib.wiring.process import now, settings
from chalicelib.wiring.stores import (
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
    """Verifications of live people."""
    return Verifications(
        store=verification_store(),
        persons=persons(),
        cases=reviews_store(),
        audit=audit(),
        transactions=transactions(),
        open_days=settings().verification_days,
        now=now,
        level=lambda: levels().begun_with(settings().level),
    )


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
