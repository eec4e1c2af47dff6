"""The erasure and the retention of a world."""

from __future__ import annotations

from functools import partial

from chalicelib.adapters.memory import MemoryDue
from chalicelib.domain.privacy.retention import Retention
from chalicelib.services.accounts.renewals import Renewals
from chalicelib.services.documents.documents import keyed_hash
from chalicelib.services.privacy.erasure import Erasure, Records
from chalicelib.services.privacy.privacy import Privacy
from chalicelib.services.privacy.retention import Cleaning, Keeping
from tests.services.world import PEPPER, World


def records(world: World) -> Records:
    """Where a person's records are."""
    return Records(
        world.profiles, world.onboardings, world.verification_store, world.documents,
        world.numbers, world.sessions, world.tries, world.cases, world.codes, world.dismissed,
        world.seen, world.links, world.marks,
    )  # fmt: skip


def buckets(world: World) -> dict[str, object]:
    return {"pictures": world.pictures, "frames": world.frames, "readings": world.raw}


def erasure_of(world: World) -> Erasure:
    """As wiring makes it."""
    return Erasure(
        records(world), world.users, world.identity, world.workflow, world.tokens,
        buckets(world), world.audit, world.events, world.tombstones, PEPPER, 6, world.now,
        world.new_id, world.verifications.bury,
    )  # fmt: skip


def cleaning_of(world: World, days: int = 30) -> Cleaning:
    """As wiring makes it."""
    return Cleaning(
        world.marks, MemoryDue(world.marks), world.verification_store, world.documents,
        buckets(world), world.audit, Keeping(Retention(days, 6), world.levels.pinned), world.now,
    )  # fmt: skip


def renewals_of(world: World) -> Renewals:
    """As wiring makes it."""
    hashed = partial(keyed_hash, PEPPER)
    return Renewals(world.identity, world.marks, world.door, world.messages, hashed, world.now)


def privacy_of(world: World) -> Privacy:
    """As wiring makes it."""
    return Privacy(
        records(world), world.users, world.identity, world.pictures, world.frames, world.audit,
        world.limits, world.now,
    )  # fmt: skip
