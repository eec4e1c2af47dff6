"""Levels through their life: drafted, shadowed, in force, rolled back; pinned attempts stay."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.adapters.codec import opened
from chalicelib.adapters.memory import MemoryStore
from chalicelib.contracts.levels import read
from chalicelib.domain.errors import BadRequest, Conflict, NotFound
from chalicelib.domain.levels.level import Level
from chalicelib.domain.levels.lifecycle import LevelRecord, Status
from chalicelib.domain.levels.validation import Known
from chalicelib.services.levels import levels
from chalicelib.services.levels.levels import InvalidLevel, Levels
from tests.domain.levels.levels import DEFAULT, GOOD, ROOT
from tests.domain.levels.test_recorded import entry

SELLER = json.loads((ROOT / "levels" / "marketplace_seller.json").read_text()) | {"version": 1}


@dataclass
class Shop:
    """The service with a clock that can be moved."""

    moment: datetime = datetime(2026, 11, 26, tzinfo=UTC)
    entries: list[Mapping[str, Any]] = field(default_factory=list)
    levels: Levels = field(init=False)

    def __post_init__(self) -> None:
        index = {"": ("name", "version_key")}
        records = MemoryStore(LevelRecord, ("name", "version_key"), index)
        self.levels = Levels(
            records=records,
            read=read,
            decode=partial(opened, Level),
            known=Known(),
            fallback=DEFAULT,
            recorded=self.recorded,
            now=self.now,
        )

    def recorded(self, since: date) -> Iterator[Mapping[str, Any]]:
        return iter(self.entries)

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def draft(self, version: int, **changes: Any) -> LevelRecord:
        return self.levels.draft(json.dumps(SELLER | {"version": version} | changes), "ann")

    def in_force(self, version: int, **changes: Any) -> None:
        self.draft(version, **changes)
        self.levels.shadow(SELLER["name"], version, "ann")
        self.levels.publish(SELLER["name"], version, "ann")

    def statuses(self) -> dict[int, str]:
        return {r.version_number: r.status for r in self.levels.versions(SELLER["name"])}


NAME = SELLER["name"]


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_without_any_version_the_default_is_in_force(shop: Shop) -> None:
    assert shop.levels.in_force() == DEFAULT
    assert shop.levels.pinned("") == DEFAULT
    assert shop.levels.pinned("default@1") == DEFAULT
    with pytest.raises(NotFound):
        shop.levels.in_force("nothing")
    for key in ("nothing@1", "nothing", "@1", "default@", "default@x"):
        with pytest.raises(NotFound):
            shop.levels.pinned(key)


def test_an_attempt_from_before_any_level_was_published_asks_no_table(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shop.levels.records, "find", None)  # a table takes no empty key
    assert shop.levels.pinned("") == DEFAULT


def test_a_level_that_is_wrong_is_refused_with_every_fault_and_not_kept(shop: Shop) -> None:
    with pytest.raises(InvalidLevel) as raised:
        shop.draft(1, certainty=[], minimumAge=-1)
    assert {p.path for p in raised.value.problems} == {"certainty", "minimumAge"}
    assert str(raised.value) == "minimumAge: is -1; it must be from 0 to 120 (and 1 more)"
    assert shop.levels.versions(NAME) == ()
    with pytest.raises(InvalidLevel, match="unexpected"):
        shop.draft(1, colour="red")


def test_the_same_draft_again_is_the_same_and_another_text_needs_another_version(
    shop: Shop,
) -> None:
    first = shop.draft(1)
    assert shop.draft(1) == first
    with pytest.raises(Conflict) as raised:
        shop.draft(1, minimumAge=21)
    assert raised.value.code == "level_version_taken"


def test_a_version_decides_beside_before_it_is_in_force(shop: Shop) -> None:
    shop.draft(1)
    with pytest.raises(Conflict) as raised:
        shop.levels.publish(NAME, 1, "ann")
    assert raised.value.code == "illegal_level_move"
    shop.levels.shadow(NAME, 1, "ann")
    shadow = shop.levels.in_shadow(NAME)
    assert shadow is not None and shadow.key == "marketplace_seller@1"
    shop.levels.publish(NAME, 1, "ann")
    assert shop.levels.in_shadow(NAME) is None
    assert shop.levels.in_force(NAME).version == 1


def test_one_version_is_in_force_and_one_in_shadow(shop: Shop) -> None:
    shop.in_force(1)
    shop.in_force(2, minimumAge=21)
    shop.draft(3)
    shop.draft(4)
    shop.levels.shadow(NAME, 3, "ann")
    shop.levels.shadow(NAME, 4, "bea")
    assert shop.statuses() == {1: "retired", 2: "in_force", 3: "draft", 4: "shadow"}


def test_rollback_publishes_the_version_before(shop: Shop) -> None:
    shop.in_force(1)
    with pytest.raises(Conflict) as raised:
        shop.levels.rollback(NAME, "ann")
    assert raised.value.code == "level_no_version_before"
    shop.in_force(2, minimumAge=21)
    shop.in_force(3, minimumAge=30)
    assert shop.levels.rollback(NAME, "ann").version_number == 2
    assert shop.statuses() == {1: "retired", 2: "in_force", 3: "retired"}
    assert shop.levels.in_force(NAME).minimum_age == 21


def test_a_publication_that_was_cut_off_is_finished_by_the_next_call(shop: Shop) -> None:
    shop.in_force(1)
    shop.draft(2)
    shop.levels.shadow(NAME, 2, "ann")
    shop.levels._moved(shop.levels._record(NAME, 2), Status.IN_FORCE, "ann")  # died before the rest
    assert shop.statuses() == {1: "in_force", 2: "in_force"}
    assert shop.levels.in_force(NAME).version == 2
    shop.levels.publish(NAME, 2, "ann")
    assert shop.statuses() == {1: "retired", 2: "in_force"}


def test_a_running_attempt_stays_with_the_version_it_began_with(shop: Shop) -> None:
    shop.in_force(1)
    for version in range(2, 12):
        shop.in_force(version, minimumAge=18 + version)
    assert shop.levels.pinned("marketplace_seller@1").minimum_age == 18
    assert shop.levels.in_force(NAME).minimum_age == 29


def test_a_backtest_names_what_a_version_would_change(shop: Shop) -> None:
    shop.draft(1, minimumAge=40, documents=[{"types": ["*"]}])
    shop.entries = [entry(DEFAULT, GOOD)]
    report, complete = shop.levels.backtest(NAME, 1, shop.moment.date())
    assert (report.decisions, report.flipped, complete) == (1, 1, True)


def test_a_backtest_says_when_there_is_more_than_it_reads(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(levels, "MOST_DECISIONS", 2)
    shop.draft(1)
    shop.entries = [entry(DEFAULT, GOOD)] * 3
    report, complete = shop.levels.backtest(NAME, 1, shop.moment.date())
    assert (report.decisions, complete) == (2, False)


def test_a_version_is_shown_with_what_differs_from_the_one_in_force(shop: Shop) -> None:
    shop.draft(1)
    assert shop.levels.shown(NAME, 1).differences == ()
    shop.in_force(2, minimumAge=21)
    shown = shop.levels.shown(NAME, 1)
    assert ("minimum_age", 21, 18) in shown.differences
    assert "Minimum age 18" in shown.page
    with pytest.raises(NotFound):
        shop.levels.shown(NAME, 9)


def test_facts_can_be_tried_and_nonsense_is_named(shop: Shop) -> None:
    shop.draft(1, documents=[{"types": ["passport"]}])
    evidence: dict[str, Any] = {
        "mrz_valid": True,
        "age": 30,
        "liveness_passed": True,
        "face_mean": 97.0,
    }
    evidence |= {"screening": "clear", "duplicate": False, "same_document": True}
    evidence |= {"document_expired": False}
    tried = shop.levels.tried(NAME, 1, evidence, {"document_type": "passport"})
    assert (tried.outcome, tried.risk) == ("approved", 0)
    assert shop.levels.tried(NAME, 1, {}, {}).outcome == "needs_review"
    for bad, code in (({"mood": 1}, "fact_unknown"), ({"hit_kinds": "pep"}, "fact_invalid")):
        with pytest.raises(BadRequest) as raised:
            shop.levels.tried(NAME, 1, {}, bad)
        assert raised.value.code == code


def test_a_request_backtests_a_year_at_most(shop: Shop) -> None:
    shop.draft(1)
    with pytest.raises(BadRequest) as raised:
        shop.levels.backtest(NAME, 1, date(1, 1, 1))
    assert raised.value.code == "backtest_long"
    assert shop.levels.backtest(NAME, 1, shop.now().date() - timedelta(days=366))[1]
