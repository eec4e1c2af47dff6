"""The reviewers' doors: their group only, the evidence, and no tipping off."""

import io
import json
from typing import Any

import pytest

from chalicelib.domain.screening.screening import ScreeningResult
from tests.domain.documents.test_places import page
from tests.entrypoints.api_harness import Answer, ApiHarness
from tests.services.pretended import PORTRAIT
from tests.services.reviews.test_attachments import paper

REVIEWER = "00000000-0000-4000-9000-0000000000aa"
SECOND = "00000000-0000-4000-9000-0000000000bb"
APPROVE = {"approved": True, "reasons": [], "note": ""}


@pytest.fixture
def case(harness: ApiHarness) -> tuple[str, str]:
    """A case that a watchlist opened; (applicant, case)."""
    harness.system.watchlists[0].answer = ScreeningResult(
        "potential_match", ({"score": 0.93, "source": "un", "entry": "QDi.001"},)
    )
    _, user_id, found = harness.system.ready()
    harness.system.decisions.consider(found)
    return user_id, found


DOORS = [
    ("GET", "/reviews", None),
    ("GET", "/reviews/{}", None),
    ("POST", "/reviews/{}/decision", APPROVE),
    ("GET", "/reviews/counts", None),
    ("POST", "/reviews/search", {"q": "Anna"}),
    ("POST", "/reviews/next", {}),
    ("POST", "/reviews/assign", {"caseIds": [REVIEWER]}),
    ("POST", "/reviews/close", {"caseIds": [REVIEWER], "reasons": ["under_age"]}),
    ("POST", "/reviews/{}/holding", {}),
    ("POST", "/reviews/{}/notes", {"text": "seen"}),
    ("DELETE", "/reviews/{}/holding", None),
    ("GET", f"/reviews/{{}}/attachments/{'0' * 64}", None),
]


@pytest.mark.parametrize(("method", "path", "body"), DOORS)
@pytest.mark.parametrize("groups", ["", "admins", "reviewersx", "[admins]", '["admins"]'])
def test_only_reviewers_get_in(
    harness: ApiHarness,
    case: tuple[str, str],
    method: str,
    path: str,
    body: dict[str, Any] | None,
    groups: str,
) -> None:
    answer = harness.call(method, path.format(case[1]), body, user=REVIEWER, groups=groups)
    assert answer.code == (403, "forbidden")
    assert harness.system.cases.get(case[1]).status == "open"


@pytest.mark.parametrize(
    "groups", ["reviewers", "[reviewers]", "[admins reviewers]", '["admins","reviewers"]',
               "admins,reviewers"]
)  # fmt: skip
def test_every_form_in_which_groups_arrive_is_understood(
    harness: ApiHarness, case: tuple[str, str], groups: str
) -> None:
    answer = harness.call("GET", "/reviews", user=REVIEWER, groups=groups)
    assert [c["caseId"] for c in answer.json["cases"]] == [case[1]]


def test_a_reviewer_sees_the_evidence(harness: ApiHarness, case: tuple[str, str]) -> None:
    shown = harness.call("GET", f"/reviews/{case[1]}", user=REVIEWER, groups="reviewers").json
    assert shown["matches"] == [{"score": 0.93, "source": "un", "entry": "QDi.001"}]
    assert shown["fields"]["name"]["value"] == "Anna Demosthenous"
    assert shown["liveness"]["state"] == "passed"
    assert len(shown["frameLinks"]) == 12


def keys_in(answer: object) -> set[str]:
    """Every key of an answer, however deep."""
    if isinstance(answer, dict):
        return set(answer).union(*map(keys_in, answer.values()))
    return set().union(*map(keys_in, answer)) if isinstance(answer, list) else set()


def test_where_the_fields_and_the_face_stand_is_for_reviewers_and_holds_no_text(
    harness: ApiHarness,
) -> None:
    system = harness.system
    _, user_id = system.confirmed()
    found = system.uploaded(user_id)
    system.ocr.answers[f"{found}.jpg"] = page(
        ("Surname: DEMOSTHENOUS", 0.3, 0.2), ("Given names: ANNA", 0.3, 0.3)
    )
    system.reading.read(f"{found}.jpg")
    system.compare(system.show(user_id, found))
    system.decisions.ask_for_help(user_id, found)
    shown = harness.call("GET", f"/reviews/{found}", user=REVIEWER, groups="reviewers").json
    assert shown["sides"] == ["front"]
    assert [(one["field"], one["side"], one["source"]) for one in shown["outlines"]] == [
        ("name", "front", "print"), ("name", "front", "print"),
    ]  # fmt: skip
    assert "demosthenous" not in json.dumps(shown["outlines"]).lower()
    assert tuple(shown["liveness"]["portrait"]) == PORTRAIT
    for door in (
        "/me",
        "/me/export",
        f"/verifications/{found}",
        f"/verifications/{found}/document",
    ):
        told = harness.call("GET", door, user=user_id)
        assert told.status == 200, door
        assert not {"corners", "outlines", "portrait"} & keys_in(told.json), door


def test_a_reviewer_who_is_the_applicant_sees_nothing(
    harness: ApiHarness, case: tuple[str, str]
) -> None:
    user_id, found = case

    def call(method: str, path: str, body: Any) -> Answer:
        return harness.call(method, path.format(found), body, user=user_id, groups="reviewers")

    for method, path, body in DOORS:
        if "{}" in path:
            answer = call(method, path, body)
            assert answer.code == (403, "own_case")
            assert "QDi.001" not in answer.text
    assert call("GET", "/reviews", None).json["cases"] == []
    assert call("POST", "/reviews/search", {"q": user_id}).json["cases"] == []
    assert call("POST", "/reviews/next", {}).json == {"case": None}
    assert call("GET", "/reviews/counts", None).json["reasons"] == {}
    given = call("POST", "/reviews/assign", {"caseIds": [found], "to": user_id}).json
    assert given["outcomes"] == [{"caseId": found, "code": "own_case"}]


def test_two_reviewers_approve_a_grave_case(harness: ApiHarness, case: tuple[str, str]) -> None:
    path = f"/reviews/{case[1]}/decision"
    first = harness.call("POST", path, APPROVE, user=REVIEWER, groups="reviewers")
    assert (first.status, first.json["status"]) == (200, "second_review")
    again = harness.call("POST", path, APPROVE, user=REVIEWER, groups="reviewers")
    assert again.code == (403, "four_eyes")
    second = harness.call("POST", path, APPROVE, user=SECOND, groups="reviewers")
    assert second.json["status"] == "approved"
    third = harness.call("POST", path, APPROVE, user=REVIEWER, groups="reviewers")
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
def test_a_decision_is_checked(
    harness: ApiHarness, case: tuple[str, str], body: dict[str, Any], code: str
) -> None:
    answer = harness.call(
        "POST", f"/reviews/{case[1]}/decision", body, user=REVIEWER, groups="reviewers"
    )
    assert answer.code == (400, code)


@pytest.mark.parametrize("query", [{"status": "all"}, {"limit": "0"}, {"limit": "101"}])
def test_the_queue_is_bounded(harness: ApiHarness, query: dict[str, str]) -> None:
    answer = harness.call("GET", "/reviews", user=REVIEWER, groups="reviewers", query=query)
    assert answer.code == (400, "invalid_request")


def test_a_case_that_is_none_is_not_found(harness: ApiHarness) -> None:
    path = "/reviews/00000000-0000-4000-8000-00000000dead"
    found = harness.call("GET", path, user=REVIEWER, groups="reviewers")
    assert found.code == (404, "case_not_found")


def test_the_applicant_is_told_nothing_of_the_watchlist(
    harness: ApiHarness, case: tuple[str, str]
) -> None:
    user_id, found = case
    told = harness.call("GET", f"/verifications/{found}", user=user_id)
    assert told.status == 200
    for word in ("watchlist", "sanction", "QDi.001", "0.93", "screening"):
        assert word not in json.dumps(told.json)


def asked(
    harness: ApiHarness,
    method: str,
    path: str,
    body: Any = None,
    user: str = REVIEWER,
    **query: Any,
) -> Answer:
    return harness.call(method, path, body, user=user, groups="reviewers", query=query or None)


def test_a_case_is_searched_by_name_and_the_name_stays_out_of_the_log(
    harness: ApiHarness, case: tuple[str, str], printed: io.StringIO
) -> None:
    found = asked(harness, "POST", "/reviews/search", {"q": "Anna Demosthenous"}).json
    assert [one["caseId"] for one in found["cases"]] == [case[1]]
    assert asked(harness, "POST", "/reviews/search", {"q": "Anna Nobody"}).json["cases"] == []
    assert "Demosthenous" not in printed.getvalue()


@pytest.mark.parametrize(
    "query",
    [{"due": "never"}, {"holder": "ruth"}, {"reason": "a b"}, {"q": "Anna"}, {"level": "<"}],
)
def test_a_filter_that_is_none_is_refused(
    harness: ApiHarness, case: tuple[str, str], query: dict[str, str]
) -> None:
    assert asked(harness, "GET", "/reviews", **query).status == 400


def test_the_next_case_is_taken_shown_as_held_decided_and_gone(
    harness: ApiHarness, case: tuple[str, str]
) -> None:
    taken = asked(harness, "POST", "/reviews/next", {}).json["case"]
    assert (taken["caseId"], taken["holder"], taken["due"]) == (case[1], REVIEWER, "in_time")
    assert taken["heldUntil"] > taken["openedAt"] and taken["dueAt"] > taken["openedAt"]
    assert asked(harness, "POST", "/reviews/next", {}, user=SECOND).json == {"case": None}
    path = f"/reviews/{case[1]}/holding"
    assert asked(harness, "POST", path, {}, user=SECOND).code == (409, "case_held")
    counts = asked(harness, "GET", "/reviews/counts", user=SECOND, status="open").json
    assert (counts["waiting"]["open"], counts["held"], counts["mine"]) == (1, 1, 0)
    assert asked(harness, "GET", "/reviews", holder="nobody").json["cases"] == []
    assert asked(harness, "DELETE", path).json["holder"] == ""
    over = asked(harness, "POST", path, {"takeOver": True}, user=SECOND).json
    assert over["holder"] == SECOND


def test_cases_are_given_and_closed_one_by_one(harness: ApiHarness, case: tuple[str, str]) -> None:
    harness.call("GET", "/reviews", user=SECOND, groups="reviewers")  # an account in the group
    given = asked(harness, "POST", "/reviews/assign", {"caseIds": [case[1]], "to": SECOND}).json
    assert given == {"outcomes": [{"caseId": case[1], "code": ""}]}
    body = {"caseIds": [case[1]], "reasons": ["document_not_accepted"]}
    closed = asked(harness, "POST", "/reviews/close", body).json
    assert closed["outcomes"][0]["code"] == "four_eyes", "a listed person is looked at"
    assert asked(harness, "POST", "/reviews/assign", {"caseIds": []}).status == 400
    assert asked(harness, "POST", "/reviews/close", {"caseIds": [case[1]]}).status == 400


def attached(
    harness: ApiHarness,
    case: tuple[str, str],
    data: bytes,
    kind: str,
    user: str = REVIEWER,
    groups: str = "reviewers",
) -> Answer:
    head = {"Content-Type": kind}
    path = f"/reviews/{case[1]}/attachments"
    return harness.call("POST", path, data, user=user, groups=groups, headers=head)


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "image/jpeg"])
def test_a_file_is_attached_with_a_note_listed_and_fetched(
    harness: ApiHarness, case: tuple[str, str], kind: str
) -> None:
    """What it is called changes nothing: its bytes say what it is."""
    sent = attached(harness, case, paper(), kind)
    assert (sent.status, sent.json["kind"]) == (201, "application/pdf")
    digest = sent.json["digest"]
    body = {"text": "from the registry", "attached": [digest]}
    notes = asked(harness, "POST", f"/reviews/{case[1]}/notes", body).json["notes"]
    assert notes[-1]["attached"] == [digest]
    shown = asked(harness, "GET", f"/reviews/{case[1]}", user=SECOND).json
    assert shown["attachments"] == [sent.json]
    link = asked(harness, "GET", f"/reviews/{case[1]}/attachments/{digest}", user=SECOND).json
    assert link["seconds"] == 300 and link["link"].endswith(f"{case[1]}/{digest}")


@pytest.mark.parametrize("groups", ["", "admins", "reviewersx"])
def test_only_reviewers_attach(harness: ApiHarness, case: tuple[str, str], groups: str) -> None:
    assert attached(harness, case, paper(), "application/pdf", groups=groups).status == 403
    assert not harness.system.outside.attached_files.items


def test_nobody_attaches_to_their_own_case(harness: ApiHarness, case: tuple[str, str]) -> None:
    own = attached(harness, case, paper(), "application/pdf", user=case[0])
    assert own.code == (403, "own_case")


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"<html>", "application/pdf", "attachment_type_unsupported"),
        (b"%PDF-1.7", "application/pdf", "attachment_unreadable"),
        (b"{}", "application/json", "attachment_type_unsupported"),
        (b"%PDF-" + b"x" * 4_000_000, "application/pdf", "attachment_too_large"),
    ],
    ids=["a page", "no pdf", "json", "too large"],
)
def test_what_is_no_file_of_these_kinds_is_refused(
    harness: ApiHarness, case: tuple[str, str], data: bytes, kind: str, code: str
) -> None:
    assert attached(harness, case, data, kind).code == (400, code)


def test_the_applicant_is_told_nothing_of_what_reviewers_attach(
    harness: ApiHarness, case: tuple[str, str]
) -> None:
    digest = attached(harness, case, paper(), "application/pdf").json["digest"]
    for door in ("/me", "/me/export", f"/verifications/{case[1]}"):
        told = harness.call("GET", door, user=case[0])
        assert told.status == 200
        assert digest not in told.text and "attach" not in told.text
