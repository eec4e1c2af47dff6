"""Decisions under published levels: pinned, shadowed, with own lists, and derived again."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.levels.deciding import Judgement
from chalicelib.domain.levels.own_lists import Kind, OwnList
from chalicelib.domain.verifications.verification import State
from operations.replay import derived
from tests.domain.levels.levels import ROOT
from tests.present import present
from tests.services.in_memory import InMemorySystem, picture

DEFAULT = json.loads((ROOT / "levels" / "default.json").read_text())


def published(system: Any, version: int, shadow_only: bool = False, **changes: Any) -> None:
    levels = system.levels
    levels.draft(json.dumps(DEFAULT | {"version": version} | changes), "ann")
    levels.shadow("default", version, "ann")
    if not shadow_only:
        levels.publish("default", version, "ann")


def recorded(system: Any, kind: str) -> list[dict[str, Any]]:
    return [e[2] for e in system.audit.entries if e[1] == kind]


def test_an_attempt_is_decided_by_the_version_it_began_with(system: InMemorySystem) -> None:
    published(system, 2)
    _, _, case = system.ready()
    published(system, 3, minimumAge=99)
    assert present(system.decisions.consider(case)).outcome == "approved"
    assert recorded(system, "decided")[0]["level"] == "default@2"


def test_an_attempt_that_begins_now_is_decided_by_the_version_in_force(
    system: InMemorySystem,
) -> None:
    published(system, 2, minimumAge=99)
    _, _, case = system.ready()
    assert present(system.decisions.consider(case)).reasons == ("under_age",)
    assert system.verifications.get(case).level_version == 2


def test_a_version_in_shadow_decides_beside_and_changes_nothing(system: InMemorySystem) -> None:
    published(system, 2)
    published(system, 3, shadow_only=True, minimumAge=99)
    _, _, case = system.ready()
    assert present(system.decisions.consider(case)).outcome == "approved"
    assert system.verifications.get(case).state is State.APPROVED
    assert recorded(system, "shadowed") == [
        {"level": "default@3", "outcome": "rejected", "reasons": ["under_age"], "same": False}
    ]


@pytest.mark.parametrize(("then", "two"), [("review", ()), ("four_eyes", ("two_people",))])
def test_who_is_on_the_deny_list_goes_to_a_human_or_to_two(
    system: InMemorySystem, then: str, two: tuple[str, ...]
) -> None:
    condition = {"name": "deny", "when": "deny_listed", "then": then, "reason": "data_mismatch"}
    published(system, 2, conditions=[condition])
    _, _, case = system.ready()
    read = system.documents.get(case)
    named = read.value("name"), read.value("dateOfBirth")
    system.own_lists.add(OwnList.DENY, Kind.PERSON, *named, "charge back", "ann", None)
    system.decisions.consider(case)
    found = system.verifications.get(case)
    assert (found.state, found.reasons) == (State.NEEDS_REVIEW, ("data_mismatch", *two))
    assert system.cases.get(case).needs_four_eyes is bool(two)


def test_who_was_taken_off_the_deny_list_is_not_asked_about(system: InMemorySystem) -> None:
    condition = {"name": "d", "when": "deny_listed", "then": "review", "reason": "fraud_suspected"}
    published(system, 2, conditions=[condition])
    _, _, case = system.ready()
    read = system.documents.get(case)
    system.own_lists.add(
        OwnList.DENY, Kind.PERSON, read.value("name"), read.value("dateOfBirth"), "fraud", "ann", 1
    )
    system.now.moment += timedelta(days=1)
    assert present(system.decisions.consider(case)).outcome == "approved"


def test_a_level_that_does_not_verify_is_not_for_accounts(system: InMemorySystem) -> None:
    level = json.loads((ROOT / "levels" / "adult_content.json").read_text())
    system.levels.draft(json.dumps(level), "ann")
    system.levels.shadow("adult_content", 1, "ann")
    system.levels.publish("adult_content", 1, "ann")
    with pytest.raises(Conflict) as raised:
        system.levels.begun_with("adult_content")
    assert raised.value.code == "level_unfit"


def test_old_and_new_decisions_are_derived_again_as_they_were(system: InMemorySystem) -> None:
    published(system, 2, minimumAge=21)
    _, _, case = system.ready()
    system.decisions.consider(case)
    (facts,) = recorded(system, "decided")
    again = derived(json.loads(json.dumps(facts, default=str)), system.levels.pinned, {})
    assert (again.outcome, again.reasons) == ("approved", ())
    stricter = derived(facts, system.levels.pinned, {"minimum_age": "99"})
    assert stricter.outcome == "rejected"
    before_levels = {k: v for k, v in facts.items() if k not in ("level", "facts")}
    old = derived(before_levels | {"policy": "2026-11-2"}, system.levels.pinned, {})
    assert old.outcome == "approved"


def test_own_lists_are_asked_for_the_version_in_shadow_too(system: InMemorySystem) -> None:
    condition = {"name": "d", "when": "deny_listed", "then": "review", "reason": "fraud_suspected"}
    published(system, 2)
    published(system, 3, shadow_only=True, conditions=[condition])
    _, _, case = system.ready()
    number = system.documents.get(case).number_hash
    entry = system.own_lists.add(
        OwnList.DENY, Kind.DOCUMENT_NUMBER, "X12345", "", "fraud", "ann", 1
    )
    system.own_entries.put(replace(entry, entry_hash=number))
    assert present(system.decisions.consider(case)).outcome == "approved"
    assert [e["reasons"] for e in recorded(system, "shadowed")] == [["fraud_suspected"]]


@pytest.mark.parametrize("days", [1, 30])
def test_an_attempt_is_open_as_long_as_its_level_says(system: InMemorySystem, days: int) -> None:
    published(system, 2, limits={"openDays": days})
    _, user_id = system.confirmed()
    case = system.verifications.open(user_id).verification_id
    published(system, 3, limits={"openDays": 90})
    system.now.move(days=days, minutes=-1)
    system.sweeping.sweep()
    assert system.verifications.get(case).state is State.CREATED
    system.now.move(minutes=1)
    system.sweeping.sweep()
    assert system.verifications.get(case).state is State.EXPIRED


@pytest.mark.parametrize("most", [1, 2])
def test_as_many_liveness_checks_may_fail_as_the_level_says(
    system: InMemorySystem, most: int
) -> None:
    published(system, 2, limits={"livenessAttempts": most})
    _, user_id = system.confirmed()
    case = system.uploaded(user_id)
    system.screening.screen(system.read(case), last_try=True)
    for number in range(1, most + 1):
        session = system.show(user_id, case)
        system.faces.seen.clear()  # a calm face in every frame
        system.compare(session)
        decided = system.decisions.consider(case)
        assert (decided is not None) is (number == most)
    assert "liveness_failed" in system.verifications.get(case).reasons


@pytest.mark.parametrize(
    ("sides", "reasons"), [(("front",), ("side_missing",)), (("front", "back"), ())]
)
def test_a_side_that_the_level_asks_for_is_looked_for(
    system: InMemorySystem, sides: tuple[str, ...], reasons: tuple[str, ...]
) -> None:
    group = {"types": ["id_card"], "countries": ["*"], "sides": ["front", "back"]}
    published(system, 2, documents=[{"types": ["passport"], "countries": ["*"]}, group])
    _, user_id = system.confirmed()
    case = system.uploaded(user_id)
    for side in sides[1:]:
        system.uploads.accept(user_id, picture("the other side"), side)
    system.compare(system.show(user_id, case))
    kind = {"value": "id_card", "confidence": 99.0, "source": "both"}
    document = system.read(case)
    fields = {**document.fields, "documentType": kind, "issuer": {**kind, "value": "GRC"}}
    system.screening.screen(system.read(case, fields=fields), last_try=True)
    assert present(system.decisions.consider(case)).reasons == reasons


def test_a_pinned_attempt_is_derived_byte_for_byte_after_ten_later_versions(
    system: InMemorySystem,
) -> None:
    published(system, 2, minimumAge=21)
    _, _, case = system.ready()
    system.decisions.consider(case)
    (facts,) = recorded(system, "decided")
    before = json.dumps(facts, default=str, sort_keys=True)
    for version in range(3, 13):
        published(system, version, minimumAge=20 + version * 6, faceSimilarity=70.0 + version)
    again = derived(json.loads(before), system.levels.pinned, {})
    assert isinstance(again, Judgement)
    assert again.outcome == facts["outcome"] and again.risk == facts["risk"]
    findings = json.dumps([asdict(f) for f in again.findings], sort_keys=True)
    assert findings == json.dumps(json.loads(before)["findings"], sort_keys=True)
