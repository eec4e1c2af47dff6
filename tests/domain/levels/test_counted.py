"""What is counted from the log alone: how far people come, and how a version in shadow differs."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from chalicelib.domain.errors import BadRequest
from chalicelib.domain.levels.facts import FACTS, Facts
from chalicelib.domain.levels.funnel import funnel
from chalicelib.domain.levels.own_lists import Kind, checked_reason, parts_of
from chalicelib.domain.levels.shadowed import beside
from chalicelib.domain.levels.trying import FieldKind, Part, form
from chalicelib.domain.verifications.checks import Evidence


def opened(mode: str = "live", minute: int = 0, level: str = "default") -> dict[str, Any]:
    return {"mode": mode, "level": level, "movedAt": f"2026-11-26T10:{minute:02}:00+00:00"}


def moved(to: str, minute: int) -> dict[str, Any]:
    return {"to": to, "movedAt": f"2026-11-26T10:{minute:02}:00+00:00"}


def test_attempts_are_counted_once_by_level_and_country_and_end_at_their_first_end() -> None:
    german = {"facts": {"document_country": "DEU"}}
    entries: list[tuple[str, str, dict[str, Any]]] = [
        ("a", "opened", opened()), ("b", "opened", opened()), ("c", "opened", opened(level="x")),
        ("t", "opened", opened("test")), ("t", "document_read", {}),
        ("late", "document_read", {}),  # began before what is counted
        ("a", "document_read", {}), ("a", "document_read", {}),
        ("a", "moved", moved("processing", 1)),
        ("a", "liveness", {"state": "failed"}), ("b", "liveness", {"state": "passed"}),
        ("a", "decided", german), ("b", "decided", german),
        ("a", "moved", moved("approved", 4)), ("a", "moved", moved("rejected", 9)),
        ("b", "moved", moved("needs_review", 2)), ("b", "moved", {"to": "approved"}),
        ("c", "moved", {"to": "approved"}), ("c", "another_word", {}),
    ]  # fmt: skip
    of_germany, of_nowhere = funnel(entries)
    assert (of_germany.level, of_germany.country) == ("default", "DEU")
    assert of_germany.steps == {
        "opened": 2, "document": 1, "liveness": 1, "screening": 0, "decided": 2,
    }  # fmt: skip
    assert of_germany.ends == {"approved": 1, "needs_review": 1}
    assert of_germany.median_seconds == 180.0
    assert (of_nowhere.level, of_nowhere.country, of_nowhere.ends) == ("x", "", {})
    assert of_nowhere.median_seconds is None
    assert funnel([]) == ()


def test_a_version_in_shadow_is_counted_where_it_differs() -> None:
    real = {
        "outcome": "approved", "facts": {"document_country": "DEU"},
        "findings": [{"reason": ""}, {"reason": "under_age"}],
    }  # fmt: skip
    other = {"level": "strict@2", "outcome": "rejected", "reasons": ["expiry_unknown"]}
    entries: list[tuple[str, str, dict[str, Any]]] = [
        ("a", "decided", real), ("a", "shadowed", other),
        ("b", "decided", real), ("b", "shadowed", {**other, "same": True}),
        ("c", "shadowed", {**other, "level": "strict@1"}),
        ("d", "shadowed", {**other, "level": "stricter@2"}), ("d", "shadowed", {}),
        ("e", "opened", {}),
    ]  # fmt: skip
    first, second = beside("strict", entries)
    assert (first.level, first.decided, first.differing) == ("strict@1", 1, 1)
    assert first.ways == {"unknown -> rejected": 1} and first.countries == {"unknown": 1}
    assert (second.level, second.decided, second.differing) == ("strict@2", 2, 1)
    assert second.ways == {"approved -> rejected": 1}
    assert second.countries == {"DEU": 1}
    assert second.reasons == {"under_age": 1, "expiry_unknown": 1}


def test_every_word_of_evidence_and_facts_may_be_tried_but_the_sum_of_risks() -> None:
    listed = list(form())
    of = {part: [one.name for one in listed if one.part is part] for part in Part}
    assert of[Part.EVIDENCE] == [each.name for each in fields(Evidence)]
    assert of[Part.FACTS] == [each.name for each in fields(Facts) if each.name != "risk"]
    kinds = {one.name: one.kind for one in listed}
    assert kinds["mrz_valid"] is FieldKind.FLAG  # also where it may be unknown
    assert (kinds["age"], kinds["face_mean"]) == (FieldKind.NUMBER, FieldKind.NUMBER)
    assert (kinds["screening"], kinds["fields_missing"]) == (FieldKind.TEXT, FieldKind.LIST)
    about = {one.name: one.about for one in listed if one.part is Part.FACTS}
    assert all(about[name] == FACTS[name]["doc"] for name in about if name in FACTS)
    assert not any(one.about for one in listed if one.part is Part.EVIDENCE)


@pytest.mark.parametrize("reason", ["Why", "x" * 200, "  said by the bank  "])
def test_an_entry_of_a_list_says_why(reason: str) -> None:
    assert checked_reason(reason) == reason.strip()


@pytest.mark.parametrize("reason", ["", "  a ", "no", "x" * 201, "a <b> c", "two\nlines"])
def test_an_entry_without_a_reason_that_can_be_read_is_refused(reason: str) -> None:
    with pytest.raises(BadRequest) as caught:
        checked_reason(reason)
    assert caught.value.code == "own_list_reason"


@pytest.mark.parametrize(
    ("kind", "value", "born", "parts"),
    [
        (Kind.DOCUMENT_NUMBER, "ab-123 4", "", ("number", "AB1234")),
        (Kind.DOCUMENT_NUMBER, "A123", "", ("number", "A123")),
        (Kind.PERSON, "Rossi, Anna", "1990-01-02", ("own-person", "anna rossi", "1990-01-02")),
        (Kind.PERSON, "Anna ROSSI", "1990-01-02", ("own-person", "anna rossi", "1990-01-02")),
    ],
)
def test_what_an_entry_is_compared_by(
    kind: Kind, value: str, born: str, parts: tuple[str, ...]
) -> None:
    found = parts_of(kind, value, born)
    assert tuple(part.upper() for part in found) == tuple(part.upper() for part in parts)


@pytest.mark.parametrize(
    ("kind", "value", "born"),
    [
        (Kind.DOCUMENT_NUMBER, "A12", ""), (Kind.DOCUMENT_NUMBER, "1" * 41, ""),
        (Kind.PERSON, "Al", "1990-01-02"), (Kind.PERSON, "Anna Rossi", ""),
        (Kind.PERSON, "Anna Rossi", "02.01.1990"), (Kind.PERSON, "Anna Rossi", "1990-01-02x"),
    ],
)  # fmt: skip
def test_what_nothing_could_be_compared_with_is_refused(kind: Kind, value: str, born: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parts_of(kind, value, born)
    assert caught.value.code == "own_list_value"
