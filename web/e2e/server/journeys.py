"""Whole ways of applicants, gone at once by the application's own services; and levels under which
they go them.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from tests.services.pretended import passport, picture
from web.e2e.server.world import World

LEVEL = Path(__file__).resolve().parents[3] / "levels" / "default.json"
NAMES = ("Demosthenous", "Kowalczyk", "Lindgren", "Petrova", "Rossi", "Weber")
GIVEN = ("Anna", "Berta", "Clara", "Dora", "Elena", "Frida")


def approved(world: World) -> str:
    """Somebody new whom the rules have approved; the verification's id."""
    n = world.people_made % len(NAMES)
    account = world.somebody({"email": f"approved-{world.people_made}@applicants.example"})
    born = date(1990, 1 + n, 14)
    name = f"{GIVEN[n]} {NAMES[n]}"
    world.people.save_profile(account.user_id, name, born, "DEU", "")
    case = world.uploads.accept(account.user_id, picture(name)).verification_id
    printed = passport(NAMES[n], GIVEN[n], born, f"C0{n}X0000{n}", "DEU")
    world.ocr.answers[f"{case}.jpg"] = printed
    world.reading.read(f"{case}.jpg")
    world.screening.screen(world.documents.get(case), last_try=True)
    world.compare(world.show(account.user_id, case))
    decided = world.decisions.consider(case)
    if decided is None or decided.outcome != "approved":
        raise AssertionError(f"nobody was approved: {decided}")
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
    begun = world.somebody({"email": "begun@applicants.example"})
    world.verifications.open(begun.user_id)


def raised(world: World) -> None:
    """Somebody was approved, and does not satisfy what the level asks since."""
    published(world, 1)
    approved(world)
    published(world, 2, minimumAge=99)
    world.app.approvals.look()
