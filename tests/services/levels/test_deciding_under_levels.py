"""Decisions under published levels: pinned, shadowed, with own lists, and derived again."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.levels.own_lists import Kind, OwnList
from chalicelib.domain.verifications.verification import State
from operations.replay import derived
from tests.domain.levels.levels import ROOT
from tests.services.world import picture

DEFAULT = json.loads((ROOT / "levels" / "default.json").read_text())


def published(world: Any, version: int, shadow_only: bool = False, **changes: Any) -> None:
    levels = world.levels
    levels.draft(json.dumps(DEFAULT | {"version": version} | changes), "ann")
    levels.shadow("default", version, "ann")
    if not shadow_only:
        levels.publish("default", version, "ann")


def recorded(world: Any, kind: str) -> list[dict[str, Any]]:
    return [e[2] for e in world.audit.entries if e[1] == kind]


def test_an_attempt_is_decided_by_the_version_it_began_with(world):
    published(world, 2)
    _, _, case = world.ready()
    published(world, 3, minimumAge=99)
    assert world.decisions.consider(case).outcome == "approved"
    assert recorded(world, "decided")[0]["level"] == "default@2"


def test_an_attempt_that_begins_now_is_decided_by_the_version_in_force(world):
    published(world, 2, minimumAge=99)
    _, _, case = world.ready()
    assert world.decisions.consider(case).reasons == ("under_age",)
    assert world.verifications.get(case).level_version == 2


def test_a_version_in_shadow_decides_beside_and_changes_nothing(world):
    published(world, 2)
    published(world, 3, shadow_only=True, minimumAge=99)
    _, _, case = world.ready()
    assert world.decisions.consider(case).outcome == "approved"
    assert world.verifications.get(case).state is State.APPROVED
    assert recorded(world, "shadowed") == [
        {"level": "default@3", "outcome": "rejected", "reasons": ["under_age"], "same": False}
    ]


@pytest.mark.parametrize(("then", "two"), [("review", ()), ("four_eyes", ("two_people",))])
def test_who_is_on_the_deny_list_goes_to_a_human_or_to_two(world, then, two):
    condition = {"name": "deny", "when": "deny_listed", "then": then, "reason": "data_mismatch"}
    published(world, 2, conditions=[condition])
    _, _, case = world.ready()
    read = world.documents.get(case)
    named = read.value("name"), read.value("dateOfBirth")
    world.own_lists.add(OwnList.DENY, Kind.PERSON, *named, "charge back", "ann", None)
    world.decisions.consider(case)
    found = world.verifications.get(case)
    assert (found.state, found.reasons) == (State.NEEDS_REVIEW, ("data_mismatch", *two))
    assert world.cases.get(case).needs_four_eyes is bool(two)


def test_who_was_taken_off_the_deny_list_is_not_asked_about(world):
    condition = {"name": "d", "when": "deny_listed", "then": "review", "reason": "fraud_suspected"}
    published(world, 2, conditions=[condition])
    _, _, case = world.ready()
    read = world.documents.get(case)
    world.own_lists.add(
        OwnList.DENY, Kind.PERSON, read.value("name"), read.value("dateOfBirth"), "fraud", "ann", 1
    )
    world.now.moment += timedelta(days=1)
    assert world.decisions.consider(case).outcome == "approved"


def test_a_level_that_does_not_verify_is_not_for_accounts(world):
    level = json.loads((ROOT / "levels" / "adult_content.json").read_text())
    world.levels.draft(json.dumps(level), "ann")
    world.levels.shadow("adult_content", 1, "ann")
    world.levels.publish("adult_content", 1, "ann")
    with pytest.raises(Conflict) as raised:
        world.levels.begun_with("adult_content")
    assert raised.value.code == "level_unfit"


def test_old_and_new_decisions_are_derived_again_as_they_were(world):
    published(world, 2, minimumAge=21)
    _, _, case = world.ready()
    world.decisions.consider(case)
    (facts,) = recorded(world, "decided")
    again = derived(json.loads(json.dumps(facts, default=str)), world.levels.pinned, {})
    assert (again.outcome, again.reasons) == ("approved", ())
    stricter = derived(facts, world.levels.pinned, {"minimum_age": "99"})
    assert stricter.outcome == "rejected"
    before_levels = {k: v for k, v in facts.items() if k not in ("level", "facts")}
    old = derived(before_levels | {"policy": "2026-11-2"}, world.levels.pinned, {})
    assert old.outcome == "approved"


def test_own_lists_are_asked_for_the_version_in_shadow_too(world):
    condition = {"name": "d", "when": "deny_listed", "then": "review", "reason": "fraud_suspected"}
    published(world, 2)
    published(world, 3, shadow_only=True, conditions=[condition])
    _, _, case = world.ready()
    number = world.documents.get(case).number_hash
    entry = world.own_lists.add(OwnList.DENY, Kind.DOCUMENT_NUMBER, "X12345", "", "fraud", "ann", 1)
    world.own_entries.put(replace(entry, entry_hash=number))
    assert world.decisions.consider(case).outcome == "approved"
    assert [e["reasons"] for e in recorded(world, "shadowed")] == [["fraud_suspected"]]


@pytest.mark.parametrize("days", [1, 30])
def test_an_attempt_is_open_as_long_as_its_level_says(world, days):
    published(world, 2, limits={"openDays": days})
    _, user_id = world.confirmed()
    case = world.verifications.open(user_id).verification_id
    published(world, 3, limits={"openDays": 90})
    world.now.move(days=days, minutes=-1)
    world.sweeping.sweep()
    assert world.verifications.get(case).state is State.CREATED
    world.now.move(minutes=1)
    world.sweeping.sweep()
    assert world.verifications.get(case).state is State.EXPIRED


@pytest.mark.parametrize("most", [1, 2])
def test_as_many_liveness_checks_may_fail_as_the_level_says(world, most):
    published(world, 2, limits={"livenessAttempts": most})
    _, user_id = world.confirmed()
    case = world.uploaded(user_id)
    world.screening.screen(world.read(case), last_try=True)
    for number in range(1, most + 1):
        session = world.show(user_id, case)
        world.faces.seen.clear()  # a calm face in every frame
        world.compare(session)
        decided = world.decisions.consider(case)
        assert (decided is not None) is (number == most)
    assert "liveness_failed" in world.verifications.get(case).reasons


@pytest.mark.parametrize(
    ("sides", "reasons"), [(("front",), ("side_missing",)), (("front", "back"), ())]
)
def test_a_side_that_the_level_asks_for_is_looked_for(world, sides, reasons):
    group = {"types": ["id_card"], "countries": ["*"], "sides": ["front", "back"]}
    published(world, 2, documents=[{"types": ["passport"], "countries": ["*"]}, group])
    _, user_id = world.confirmed()
    case = world.uploaded(user_id)
    for side in sides[1:]:
        world.uploads.accept(user_id, picture("the other side"), side)
    world.compare(world.show(user_id, case))
    kind = {"value": "id_card", "confidence": 99.0, "source": "both"}
    document = world.read(case)
    fields = {**document.fields, "documentType": kind, "issuer": {**kind, "value": "GRC"}}
    world.screening.screen(world.read(case, fields=fields), last_try=True)
    assert world.decisions.consider(case).reasons == reasons


def test_a_pinned_attempt_is_derived_byte_for_byte_after_ten_later_versions(world):
    published(world, 2, minimumAge=21)
    _, _, case = world.ready()
    world.decisions.consider(case)
    (facts,) = recorded(world, "decided")
    before = json.dumps(facts, default=str, sort_keys=True)
    for version in range(3, 13):
        published(world, version, minimumAge=20 + version * 6, faceSimilarity=70.0 + version)
    again = derived(json.loads(before), world.levels.pinned, {})
    assert again.outcome == facts["outcome"] and again.risk == facts["risk"]
    findings = json.dumps([asdict(f) for f in again.findings], sort_keys=True)
    assert findings == json.dumps(json.loads(before)["findings"], sort_keys=True)
