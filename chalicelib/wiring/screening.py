"""Screening, and what approvals rest on."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module

from chalicelib.domain.verifications.verification import DECIDED
from chalicelib.services.screening.screening import Screener, Screening
from chalicelib.services.vendors.people import VendorPeople
from chalicelib.services.verifications.grounds import Grounds
from chalicelib.wiring.outside import vendor_tools
from chalicelib.wiring.plug_ins import SCREENERS
from chalicelib.wiring.process import now, pepper, settings
from chalicelib.wiring.stores import (
    audit,
    dismissed_matches,
    documents,
    profiles,
    screenings,
    verification_store,
)


@cache
def screeners() -> Sequence[Screener]:
    """The chosen sources."""
    names = settings().screeners
    return tuple(import_module(SCREENERS[name]).build(settings(), vendor_tools) for name in names)


@cache
def screening() -> Screening:
    """Screening of people."""
    return Screening(
        screenings(),
        screeners(),
        audit(),
        settings().audit_years,
        now,
        dismissed_matches(),
        profiles(),
        _decided,
    )


def _decided(verification_id: str) -> bool:
    found = verification_store().find(verification_id)
    return found is not None and found.state in DECIDED


@cache
def grounds() -> Grounds:
    """What our own approvals rest on."""
    return Grounds(documents(), screenings(), profiles(), screening().in_force)


@cache
def vendor_people() -> VendorPeople:
    """Whom vendors name, compared and screened in memory."""
    years = settings().audit_years
    return VendorPeople(profiles(), screenings(), screening(), pepper, years, now)
