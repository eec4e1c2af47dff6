"""The reviewers' doors: their group only, the evidence, and no tipping off."""

import json

import pytest

from chalicelib.domain.screening.screening import ScreeningResult

REVIEWER = "00000000-0000-4000-9000-0000000000aa"
SECOND = "00000000-0000-4000-9000-0000000000bb"
APPROVE = {"approved": True, "reasons": [], "note": ""}


@pytest.fixture
def case(house):
    """A case that a watchlist opened; (applicant, case)."""
    house.world.watchlists[0].answer = ScreeningResult(
        "potential_match", ({"score": 0.93, "source": "un", "entry": "QDi.001"},)
    )
    _, user_id, found = house.world.ready()
    house.world.decisions.consider(found)
    return user_id, found


DOORS = [
    ("GET", "/reviews", None),
    ("GET", "/reviews/{}", None),
    ("POST", "/reviews/{}/decision", APPROVE),
]


@pytest.mark.parametrize(("method", "path", "body"), DOORS)
@pytest.mark.parametrize("groups", ["", "admins", "reviewersx", "[admins]", '["admins"]'])
def test_only_reviewers_get_in(house, case, method, path, body, groups):
    answer = house.call(method, path.format(case[1]), body, user=REVIEWER, groups=groups)
    assert answer.code == (403, "forbidden")
    assert house.world.cases.get(case[1]).status == "open"


@pytest.mark.parametrize(
    "groups", ["reviewers", "[reviewers]", "[admins reviewers]", '["admins","reviewers"]',
               "admins,reviewers"]
)  # fmt: skip
def test_every_form_in_which_groups_arrive_is_understood(house, case, groups):
    answer = house.call("GET", "/reviews", user=REVIEWER, groups=groups)
    assert [c["caseId"] for c in answer.json["cases"]] == [case[1]]


def test_a_reviewer_sees_the_evidence(house, case):
    shown = house.call("GET", f"/reviews/{case[1]}", user=REVIEWER, groups="reviewers").json
    assert shown["matches"] == [{"score": 0.93, "source": "un", "entry": "QDi.001"}]
    assert shown["fields"]["name"]["value"] == "Anna Demosthenous"
    assert shown["liveness"]["state"] == "passed"
    assert len(shown["frameLinks"]) == 12


def test_a_reviewer_who_is_the_applicant_sees_nothing(house, case):
    user_id, found = case
    for method, path, body in DOORS[1:]:
        answer = house.call(method, path.format(found), body, user=user_id, groups="reviewers")
        assert answer.code == (403, "own_case")
        assert "QDi.001" not in answer.text


def test_two_reviewers_approve_a_grave_case(house, case):
    path = f"/reviews/{case[1]}/decision"
    first = house.call("POST", path, APPROVE, user=REVIEWER, groups="reviewers")
    assert (first.status, first.json["status"]) == (200, "second_review")
    again = house.call("POST", path, APPROVE, user=REVIEWER, groups="reviewers")
    assert again.code == (403, "four_eyes")
    second = house.call("POST", path, APPROVE, user=SECOND, groups="reviewers")
    assert second.json["status"] == "approved"
    third = house.call("POST", path, APPROVE, user=REVIEWER, groups="reviewers")
    assert third.code == (409, "case_already_decided")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"approved": False, "reasons": [], "note": ""}, "reason_unknown"),
        ({"approved": False, "reasons": ["made_up"], "note": ""}, "reason_unknown"),
        ({"approved": "maybe"}, "invalid_request"),
        ({"approved": False, "reasons": ["under_age"], "note": "x" * 100_000}, "invalid_request"),
    ],
)
def test_a_decision_is_checked(house, case, body, code):
    answer = house.call(
        "POST", f"/reviews/{case[1]}/decision", body, user=REVIEWER, groups="reviewers"
    )
    assert answer.code == (400, code)


@pytest.mark.parametrize("query", [{"status": "all"}, {"limit": "0"}, {"limit": "101"}])
def test_the_queue_is_bounded(house, query):
    answer = house.call("GET", "/reviews", user=REVIEWER, groups="reviewers", query=query)
    assert answer.code == (400, "invalid_request")


def test_a_case_that_is_none_is_not_found(house):
    path = "/reviews/00000000-0000-4000-8000-00000000dead"
    found = house.call("GET", path, user=REVIEWER, groups="reviewers")
    assert found.code == (404, "case_not_found")


def test_the_applicant_is_told_nothing_of_the_watchlist(house, case):
    user_id, found = case
    told = house.call("GET", f"/verifications/{found}", user=user_id)
    assert told.status == 200
    for word in ("watchlist", "sanction", "QDi.001", "0.93", "screening"):
        assert word not in json.dumps(told.json)
