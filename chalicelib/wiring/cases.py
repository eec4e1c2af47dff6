"""What most use cases share: verifications, the registry, the steps of an onboarding."""

from functools import cache

from chalicelib.services.onboarding import OnboardingSteps
from chalicelib.services.registry import Registry
from chalicelib.services.verifications import Verifications
from chalicelib.wiring.outside import identity, messages, resumer, users
from chalicelib.wiring.process import now, settings
from chalicelib.wiring.stores import (
    audit,
    onboardings,
    profiles,
    reviews_store,
    verification_store,
)


@cache
def registry() -> Registry:
    """Writes KYC outcomes to the registry."""
    return Registry(users())


@cache
def verifications() -> Verifications:
    """Verifications."""
    days = settings().verification_days
    return Verifications(verification_store(), audit(), days, now)


@cache
def onboarding() -> OnboardingSteps:
    """The steps of system A."""
    return OnboardingSteps(
        onboardings(),
        profiles(),
        verifications(),
        reviews_store(),
        identity(),
        messages(),
        registry(),
        resumer(),
        now,
    )
