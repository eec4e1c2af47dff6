"""Whole ways of applicants, gone at once by the application's own services; and levels under which
they go them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from chalicelib.domain.verifications.verification import State
from tests.services.pretended import picture
from web.e2e.server.world import World

LEVEL = Path(__file__).resolve().parents[3] / "levels" / "default.json"
NAMES = ("Demosthenous", "Kowalczyk", "Lindgren", "Petrova", "Rossi", "Weber")
GIVEN = ("Anna", "Berta", "Clara", "Dora", "Elena", "Frida")


def approved(world: World) -> str:
    """Somebody new whom the rules have approved; the verification's id."""
    n = world.people_made % len(NAMES)
    profile = {
        "fullName": f"{GIVEN[n]} {NAMES[n]}",
        "dateOfBirth": f"1990-0{1 + n}-14",
        "nationality": "DEU",
        "address": "",
    }
    email = f"approved-{world.people_made}@applicants.example"
    account = world.signed_up({"email": email, "profile": profile})
    return standing(world, account.user_id, "approved", ())


def standing(world: World, user_id: str, status: str, reasons: tuple[str, ...]) -> str:
    """Somebody with a profile has sent a document, and stands so; the verification's id."""
    case = world.uploads.accept(user_id, picture(user_id)).verification_id
    world.go_on()
    if status == "approved":
        world.show(user_id, case)
    elif status != "in_progress":
        world.verifications.move(world.verifications.get(case), State.NEEDS_REVIEW, reasons)
    by = "00000000-0000-4000-9000-0000000000aa"
    if status == "resubmit_requested":
        world.reviews.ask_again(case, reasons, "", by)
    elif status == "rejected":
        world.reviews.decide(case, False, reasons, "", by)
    world.go_on()
    found = world.verifications.get(case).state
    if found != status:
        raise AssertionError(f"{found}, and not {status}")
    return case


def published(world: World, version: int, shadow: bool = False, **changes: Any) -> None:
    """A version of the level `default`, in force or in shadow."""
    document = json.loads(LEVEL.read_text()) | {"version": version} | changes
    world.levels.draft(json.dumps(document), "00000000-0000-4000-9000-0000000000ad")
    world.levels.shadow("default", version, "00000000-0000-4000-9000-0000000000ad")
    if not shadow:
        world.levels.publish("default", version, "00000000-0000-4000-9000-0000000000ad")


def beside(world: World) -> None:
    """The level in force and a stricter one in shadow: three are approved, one has only begun."""
    published(world, 1)
    published(world, 2, shadow=True, minimumAge=40)
    for _ in range(3):
        approved(world)
    begun = world.signed_up({"email": "begun@applicants.example"})
    world.verifications.open(begun.user_id)


def raised(world: World) -> None:
    """Somebody was approved, and does not satisfy what the level asks since."""
    published(world, 1)
    approved(world)
    published(world, 2, minimumAge=99)
    world.app.approvals.look()
