"""The doors of levels: admins only, faults with their place, a version's whole life over HTTP."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.verifications.verification import State
from tests.domain.levels.levels import DEFAULT, GOOD, ROOT
from tests.domain.levels.test_recorded import entry
from tests.services.levels.test_levels import Shop
from tests.services.levels.test_own_lists import Desk

ADMIN = "00000000-0000-4000-9000-0000000000ad"
SELLER = json.loads((ROOT / "levels" / "marketplace_seller.json").read_text()) | {"version": 1}
BASE = "/v1/levels"
ONE = f"{BASE}/marketplace_seller/versions/1"


@pytest.fixture
def shop(harness: Any, monkeypatch: pytest.MonkeyPatch) -> Shop:
    made = Shop()
    harness.system.app.levels, harness.system.app.own_lists = made.levels, Desk().lists
    return made


def call(harness: Any, method: str, path: str, body: Any = None, **query: str) -> Any:
    asked = {"query": query} if query else {}
    return harness.call(method, path, body, user=ADMIN, groups="admins", **asked)


DOORS = [
    ("POST", BASE, {"level": SELLER}),
    ("GET", f"{BASE}/default", None),
    ("POST", f"{BASE}/default/rollback", None),
    ("GET", ONE, None),
    ("PUT", ONE, {"to": "shadow"}),
    ("POST", f"{ONE}/backtest", {"since": "2026-01-01"}),
    ("POST", f"{ONE}/try", {}),
    ("GET", f"{BASE}/default/shadow", None),
    ("GET", f"{BASE}/default/stale", None),
    ("GET", "/v1/relationships/somebody", None),
    ("PUT", "/v1/relationships/somebody", {"endedAt": None}),
    ("GET", "/v1/own-lists/deny", None),
    ("POST", "/v1/own-lists/deny", {"kind": "person", "value": "Anna Blau", "reason": "fraud"}),
    ("DELETE", f"/v1/own-lists/entries/{'a' * 64}", None),
]


@pytest.mark.parametrize(("method", "path", "body"), DOORS)
@pytest.mark.parametrize("groups", ["", "reviewers", "adminsx"])
def test_only_admins_get_in(
    harness: Any, shop: Shop, method: str, path: str, body: Any, groups: str
) -> None:
    answer = harness.call(method, path, body, user=ADMIN, groups=groups)
    assert answer.code == (403, "forbidden")
    assert shop.levels.versions("marketplace_seller") == ()


def test_a_level_with_a_fault_is_refused_with_its_place(harness: Any, shop: Shop) -> None:
    answer = call(harness, "POST", BASE, {"level": SELLER | {"certainty": []}})
    assert answer.code == (400, "level_invalid")
    assert answer.json["detail"].startswith("certainty: is empty")


@pytest.mark.parametrize("version", ["x", "-1", "1.5", "999999999", "١"])
def test_a_version_is_a_number(harness: Any, shop: Shop, version: str) -> None:
    assert call(harness, "GET", f"{BASE}/x/versions/{version}").code == (
        400,
        "level_version_invalid",
    )


def test_a_version_lives_from_draft_to_force_and_back(harness: Any, shop: Shop) -> None:
    drafted = call(harness, "POST", BASE, {"level": SELLER})
    assert (drafted.status, drafted.json["status"]) == (201, "draft")
    assert call(harness, "PUT", ONE, {"to": "in_force"}).code == (409, "illegal_level_move")
    assert call(harness, "PUT", ONE, {"to": "shadow"}).json["status"] == "shadow"
    assert call(harness, "PUT", ONE, {"to": "in_force"}).json["status"] == "in_force"
    page = call(harness, "GET", ONE).json
    assert page["page"].startswith("# Marketplace seller")
    assert page["level"] == SELLER
    assert page["differences"] == []
    shop.in_force(2, minimumAge=21)
    shown = call(harness, "GET", ONE).json["differences"]
    assert {"path": "minimum_age", "inForce": 21, "here": 18} in shown
    assert call(harness, "POST", f"{BASE}/marketplace_seller/rollback").json["version"] == 1
    listed = call(harness, "GET", f"{BASE}/marketplace_seller").json["versions"]
    assert [(v["version"], v["status"]) for v in listed] == [(1, "in_force"), (2, "retired")]


def test_a_backtest_and_a_trial_answer_with_explanations(harness: Any, shop: Shop) -> None:
    shop.draft(1, minimumAge=40, documents=[{"types": ["*"]}])
    shop.entries = [entry(DEFAULT, GOOD)]
    report = call(harness, "POST", f"{ONE}/backtest", {"since": "2026-01-01"}).json
    assert (report["flipped"], report["complete"]) == (1, True)
    assert report["ways"] == {"approved -> rejected": 1}
    assert report["flips"][0]["after"] == ["of_age: reject (under_age)"]
    answer = call(
        harness, "POST", f"{ONE}/try", {"facts": {"attempts": 9}, "evidence": {"age": 39}}
    )
    assert (answer.json["outcome"], answer.json["risk"]) == ("needs_review", 20)
    assert answer.json["explanations"] == ["many_attempts: +20, more than three attempts"]
    wrong = call(harness, "POST", f"{ONE}/try", {"facts": {"mood": 1}})
    assert wrong.code == (400, "fact_unknown")


def test_own_lists_are_kept_without_the_value(harness: Any, shop: Shop) -> None:
    body = {"kind": "person", "value": "Anna Blau", "born": "1991-03-14", "reason": "charge back"}
    listed = call(harness, "POST", "/v1/own-lists/deny", body | {"days": 30})
    assert (listed.status, listed.json["author"]) == (201, ADMIN)
    assert "Anna" not in listed.text
    entries = call(harness, "GET", "/v1/own-lists/deny").json["entries"]
    assert [e["entryId"] for e in entries] == [listed.json["entryId"]]
    gone = call(harness, "DELETE", f"/v1/own-lists/entries/{listed.json['entryId']}")
    assert gone.status == 204
    assert call(harness, "GET", "/v1/own-lists/deny").json["entries"] == []


def test_there_are_two_own_lists_and_entries_have_an_id(harness: Any, shop: Shop) -> None:
    assert call(harness, "GET", "/v1/own-lists/maybe").code == (404, "own_list_not_found")
    missing = call(harness, "DELETE", "/v1/own-lists/entries/x")
    assert missing.code == (404, "own_list_entry_not_found")


def test_how_far_people_come_is_counted(harness: Any) -> None:
    _, user_id = harness.system.confirmed()
    harness.system.verifications.open(user_id)
    path, query = f"{BASE}/default/funnel", {"since": harness.system.now().date().isoformat()}
    seen = harness.call("GET", path, user=ADMIN, groups="admins", query=query)
    assert seen.status == 200 and seen.json["complete"] is True
    (row,) = seen.json["rows"]
    assert (row["country"], row["ends"], row["medianSeconds"]) == ("", {}, None)
    assert row["steps"] == {"opened": 1} | dict.fromkeys(
        ("document", "liveness", "screening", "decided"), 0
    )
    refused = harness.call("GET", path, user=ADMIN, groups="reviewers", query=query)
    assert refused.code == (403, "forbidden")
    wrong = harness.call("GET", path, user=ADMIN, groups="admins", query={"since": "yesterday"})
    assert wrong.status == 400
    old = harness.call("GET", path, user=ADMIN, groups="admins", query={"since": "0001-01-01"})
    assert old.code == (400, "funnel_too_long")


def entries(*rows: tuple[str, str, dict[str, Any]]) -> Any:
    return lambda since: iter(rows)


def test_what_the_version_in_shadow_would_do_is_counted(harness: Any, shop: Shop) -> None:
    shop.draft(1)
    real = {"outcome": "approved", "facts": {"document_country": "DEU"}, "findings": []}
    rows: list[tuple[str, str, dict[str, Any]]] = [
        ("a", "decided", real),
        ("a", "shadowed", {"level": "marketplace_seller@2", "outcome": "needs_review",
                           "reasons": ["age_below_minimum"], "same": False}),
        ("b", "decided", real),
        ("b", "shadowed", {"level": "marketplace_seller@2", "outcome": "approved",
                           "reasons": [], "same": True}),
        ("c", "shadowed", {"level": "other@1", "outcome": "approved", "reasons": [], "same": True}),
    ]  # fmt: skip
    harness.system.app.levels = replace(shop.levels, happened=entries(*rows))
    today = harness.system.now().date().isoformat()
    found = call(harness, "GET", f"{BASE}/marketplace_seller/shadow", since=today).json
    assert found == {
        "versions": [
            {
                "level": "marketplace_seller@2",
                "decided": 2,
                "differing": 1,
                "ways": {"approved -> needs_review": 1},
                "countries": {"DEU": 1},
                "reasons": {"age_below_minimum": 1},
            }
        ],
        "complete": True,
    }


def test_two_versions_are_compared_and_what_may_be_tried_is_named(harness: Any, shop: Shop) -> None:
    shop.draft(1)
    shop.draft(2, minimumAge=21)
    path = f"{BASE}/marketplace_seller/versions/2"
    page = call(harness, "GET", path, against="1").json
    assert {"path": "minimum_age", "inForce": 18, "here": 21} in page["differences"]
    assert call(harness, "GET", path, against="9").status == 404
    kinds = {(f["part"], f["name"]): f["kind"] for f in page["form"]}
    assert kinds["evidence", "mrz_valid"] == "flag"
    assert kinds["facts", "amount"] == "number"
    assert kinds["facts", "hit_kinds"] == "list"
    for field in page["form"]:  # every word of the form may be tried
        value = {"flag": True, "number": 1, "text": "x", "list": ["x"]}[field["kind"]]
        body = {field["part"]: {field["name"]: value}}
        assert call(harness, "POST", f"{path}/try", body).status == 200


def test_a_relationship_ends_and_lasts_after_all(harness: Any) -> None:
    path = f"/v1/relationships/{harness.system.confirmed()[1]}"
    harness.system.verifications.open(path.rpartition("/")[2])
    assert call(harness, "GET", path).json == {"endedAt": None}
    ended = harness.system.now().isoformat()
    assert call(harness, "PUT", path, {"endedAt": ended}).json == {"endedAt": ended}
    assert call(harness, "PUT", path, {"endedAt": None}).json == {"endedAt": None}
    assert call(harness, "GET", "/v1/relationships/nobody").code == (404, "person_not_found")


def test_stale_approvals_are_listed_with_their_reasons(harness: Any) -> None:
    system = harness.system
    _, user_id, case = system.ready()
    system.decisions.consider(case)
    system.moved(case, State.STALE, ("level_raised",))
    [found] = call(harness, "GET", f"{BASE}/default/stale").json["stale"]
    assert (found["verificationId"], found["personId"]) == (case, user_id)
    assert found["reasons"] == ["level_raised"]
    assert call(harness, "GET", f"{BASE}/other/stale").json == {"stale": [], "nextCursor": ""}
