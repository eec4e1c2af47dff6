"""Random years of publishing, verifying, renewing, leaving and waiting: whoever is verified
satisfies what is in force, and everything is told once."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.person import person_key
from chalicelib.domain.levels.approval import approved, over
from chalicelib.domain.verifications.rebuilding import rebuilt
from chalicelib.domain.verifications.verification import OPEN, State
from tests.services.in_memory import InMemorySystem
from tests.services.levels.test_deciding_under_levels import published

STEPS = 40
REVIEWED = {"lowMonths": 12, "mediumMonths": 12, "highMonths": 6}


def drawn(luck: random.Random) -> tuple[str, Any]:
    """What happens next; mostly, time passes."""
    if luck.random() < 0.55:
        return "wait", luck.choice([1, 7, 7, 23, 23, 29, 335])
    what = luck.choice(["verify"] * 6 + ["publish", "approve", "give up", "refuse late", "leave"])
    about: dict[str, Any] = {
        "verify": luck.choice([32, 366, 900]),
        "leave": luck.random() < 0.3,
        "publish": {
            "minimumAge": luck.choice([18, 18, 21, 30, 40]),
            "documentExpiry": luck.choice(["tell", "stale"]),
            "periodicReview": luck.choice([{}, REVIEWED]),
        },
    }
    return what, about.get(what)


class Years:
    """One person, the levels, and what was told."""

    def __init__(self) -> None:
        self.system = InMemorySystem()
        _, self.user = self.system.confirmed()
        self.version = 1

    def publish(self, changes: dict[str, Any]) -> None:
        self.version += 1
        published(self.system, self.version, **changes)

    def newest(self) -> Any:
        return self.system.verifications.latest(self.user)

    def verify(self, days: int) -> None:
        """By the rules, with a document that is good for so many days; where they may begin."""
        system, before = self.system, self.newest()
        if before and before.state is State.APPROVED and not before.notices:
            return
        case = system.uploaded(self.user)
        system.compare(system.show(self.user, case))
        until = (system.now().date() + timedelta(days=days)).isoformat()
        document = system.read(case)
        expiry = {"value": until, "confidence": 99.0, "source": "both"}
        document = system.read(case, fields={**document.fields, "expiry": expiry})
        system.screening.screen(document, last_try=True)
        system.decisions.consider(case)

    def approve(self, _: None) -> None:
        """Somebody says yes without our evidence."""
        found = self.newest()
        if found and found.state in OPEN:
            self.system.moved(found.verification_id, State.APPROVED)

    def give_up(self, _: None) -> None:
        found = self.newest()
        if found and found.state in OPEN:
            self.system.verifications.close(found.verification_id, State.ABANDONED, ())
        elif found is None or found.state is not State.APPROVED or found.notices:
            self.system.verifications.open(self.user)

    def refuse_late(self, _: None) -> None:
        found = self.newest()
        if found and found.state in (State.APPROVED, State.STALE):
            self.system.moved(found.verification_id, State.REJECTED, ("vendor_declined",))

    def wait(self, days: int) -> None:
        self.system.now.move(days=days)

    def leave(self, gone: bool) -> None:
        relationships = self.system.app.relationships
        if gone:
            relationships.end(self.user, self.system.now(), "ann")
        else:
            relationships.resume(self.user, "ann")


@pytest.mark.parametrize("seed", range(6))
def test_years(seed: int) -> None:
    years, luck = Years(), random.Random(seed)
    years.publish({"periodicReview": REVIEWED})
    years.verify(366)
    system, told = years.system, set[tuple[str, str, str]]()
    for _ in range(STEPS):
        what, about = drawn(luck)
        getattr(years, what.replace(" ", "_"))(about)
        seen = len(system.published)
        assert system.app.approvals.look()["failed"] == 0
        for moved in system.published[seen:]:
            if moved.notice:
                found = system.verifications.get(moved.verification_id)
                fact = (moved.verification_id, moved.notice, found.notices[moved.notice])
                assert fact not in told
                told.add(fact)
        system.app.approvals.look()  # again on the same day: nothing new
        if what in ("wait", "publish"):  # the pass of this day has seen everything
            _whoever_is_verified_satisfies_what_is_in_force(years)
    _everything_follows_from_the_log(years)


def _whoever_is_verified_satisfies_what_is_in_force(years: Years) -> None:
    system = years.system
    person = system.verifications.person(years.user)
    stands = person.standing()
    if stands.status is not KycStatus.VERIFIED or system.app.relationships.ended_at(years.user):
        return
    found = system.verifications.get(stands.verification_id)
    assert found.state is State.APPROVED
    log = system.audit.read(found.verification_id)
    begun = system.levels.pinned(found.level_key)
    basis = approved(found.moved_at or found.updated_at, log)
    assert over(system.levels.in_force(), begun, basis, system.now().date()) == {}


def _everything_follows_from_the_log(years: Years) -> None:
    system = years.system
    person = system.verifications.person(years.user)
    logged: dict[str, Any] = {}
    for subject, kind, facts in system.audit.entries:
        logged.setdefault(subject, []).append({"kind": kind, "facts": facts})
    again = rebuilt(json.loads(json.dumps(logged, default=str)))
    key = person_key("live", years.user)
    if person.sequence:
        assert again.people[key] == person.standing()
        assert again.sequences[key] == person.sequence
    mine = [m.sequence for m in system.published if m.user_id == years.user]
    assert mine == list(range(1, person.sequence + 1))
    assert system.users.get(years.user).kyc_status is person.standing().status
