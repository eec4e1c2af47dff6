"""The erasure and the retention of a world."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.privacy.retention import Retention
from chalicelib.services.accounts.renewals import Renewals
from chalicelib.services.privacy.erasure import Erasure, Records
from chalicelib.services.privacy.privacy import Privacy
from chalicelib.services.privacy.retention import Cleaning, Keeping
from tests.services.world import World


def records(world: World) -> Records:
    """Where a person's records are."""
    return world.app.records


def erasure_of(world: World) -> Erasure:
    """As the application makes it, but nobody asks vendors."""
    return replace(world.app.erasure, vendors=None)


def cleaning_of(world: World, days: int = 30) -> Cleaning:
    """As the application makes it, with another number of days."""
    return replace(world.app.cleaning, policy=Keeping(Retention(days, 6), world.levels.pinned))


def renewals_of(world: World) -> Renewals:
    """As the application makes it."""
    return world.app.renewals


def privacy_of(world: World) -> Privacy:
    """As the application makes it."""
    return world.app.privacy
