"""The erasure and the retention of a system."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.privacy.retention import Retention
from chalicelib.services.accounts.renewals import Renewals
from chalicelib.services.privacy.erasure import Erasure, Records
from chalicelib.services.privacy.privacy import Privacy
from chalicelib.services.privacy.retention import Cleaning, Keeping
from tests.services.in_memory import InMemorySystem


def records(system: InMemorySystem) -> Records:
    """Where a person's records are."""
    return system.app.records


def erasure_of(system: InMemorySystem) -> Erasure:
    """As the application makes it."""
    return system.app.erasure


def cleaning_of(system: InMemorySystem, days: int = 30) -> Cleaning:
    """As the application makes it, with another number of days."""
    return replace(system.app.cleaning, policy=Keeping(Retention(days, 6), system.levels.pinned))


def renewals_of(system: InMemorySystem) -> Renewals:
    """As the application makes it."""
    return system.app.renewals


def privacy_of(system: InMemorySystem) -> Privacy:
    """As the application makes it."""
    return system.app.privacy
