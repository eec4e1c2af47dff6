"""How far people come: counted from the log, by level and country, and nothing of a person."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.levels.funnel import STEPS, funnel
from chalicelib.domain.verifications.verification import State
from chalicelib.services.levels import levels
from tests.services.in_memory import InMemorySystem
from tests.services.levels.test_deciding_under_levels import published

GREEK = {"value": "GRC", "confidence": 99.0, "source": "both"}


def anna(number: int) -> str:
    return f"anna{number}@applicants.example"


def test_people_are_counted_at_each_step_they_reach(system: InMemorySystem) -> None:
    published(system, 2)
    _, first, case = system.ready(anna(1))
    document = system.documents.get(case)
    fields = {**document.fields, "issuer": GREEK}
    system.documents.put(document.__class__(**{**_parts(document), "fields": fields}))
    system.now.move(minutes=3)
    system.decisions.consider(case)
    system.moved(case, State.REJECTED, ("fraud_suspected",))  # a later end is another story
    _, second = system.confirmed(anna(2))
    system.uploaded(second)
    _, third = system.confirmed(anna(3))
    gone = system.verifications.open(third).verification_id
    system.now.move(minutes=1)
    system.verifications.close(gone, State.ABANDONED, ())
    rows, complete = system.levels.funnel("default", system.now().date())
    assert complete
    unknown, greek = rows
    assert (greek.country, greek.ends) == ("GRC", {"approved": 1})
    assert greek.steps == {"opened": 1, "document": 0, "liveness": 1, "screening": 1, "decided": 1}
    assert (greek.median_seconds or 0) >= 180
    assert (unknown.country, unknown.ends, unknown.median_seconds) == ("", {"abandoned": 1}, 60.0)
    assert unknown.steps["opened"] == 2
    shown = json.dumps([greek.steps, greek.ends, unknown.steps], default=str)
    assert "anna" not in shown.lower() and first not in shown


def _parts(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def test_a_failed_liveness_check_is_no_step_and_the_last_country_counts() -> None:
    at = "2026-11-26T10:00:00+00:00"
    opened = {"mode": "live", "level": "default", "movedAt": at, "to": "created"}
    entries: list[tuple[str, str, dict[str, Any]]] = [
        ("v1", "opened", opened),
        ("v1", "document_read", {}),
        ("v1", "document_read", {}),
        ("v1", "liveness", {"state": "failed"}),
        ("v1", "screened", {}),
        ("v1", "decided", {"facts": {"document_country": "DEU"}}),
        ("v1", "decided", {"facts": {"document_country": "FRA"}}),
        ("v2", "opened", {**opened, "mode": "test"}),
        ("v3", "moved", {"to": "approved", "movedAt": at}),
        ("own-lists", "listed", {}),
    ]
    (row,) = funnel(entries)
    assert (row.level, row.country, row.ends, row.median_seconds) == ("default", "FRA", {}, None)
    assert [row.steps[step] for step in STEPS.values()] == [1, 1, 0, 1, 1]


def test_more_than_can_be_read_says_so_and_an_unknown_level_is_none(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(levels, "MOST_ENTRIES", 2)
    system.confirmed(anna(1))
    for number in range(2, 5):
        _, user_id = system.confirmed(anna(number))
        system.verifications.open(user_id)
    rows, complete = system.levels.funnel("default", system.now().date() - timedelta(days=1))
    assert not complete and rows[0].steps["opened"] == 2
    with pytest.raises(NotFound):
        system.levels.funnel("nothing", system.now().date())
