"""Applicants over HTTP: a key, its scopes and its mode; one person per id; pages; the end."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.verifications.verification import State
from tests.entrypoints.backend import ANNA, Backend

PATH = "/v1/applicants"
BODY = {"externalUserId": "u-1", "claims": ANNA, "metadata": {"plan": "gold"}, "locale": "de"}


def test_the_same_id_of_theirs_is_the_same_applicant(backend: Backend) -> None:
    first = backend.call("POST", PATH, BODY)
    assert (first.status, first.json["mode"], first.json["kycStatus"]) == (
        201, "live", "not_verified",
    )  # fmt: skip
    assert backend.call("POST", PATH, BODY).json == first.json
    other = BODY | {"locale": "fr"}
    assert backend.call("POST", PATH, other).code == (422, "external_user_id_reused")
    assert backend.call("GET", f"{PATH}/{first.json['id']}").json == first.json
    found = backend.call("GET", PATH, query={"externalUserId": "u-1"})
    assert found.json == {"applicants": [first.json], "nextCursor": ""}
    assert "Anna" not in first.text


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("", (401, "api_key_invalid")),
        ("vk_live_rubbish", (401, "api_key_invalid")),
        (f"vk_live_{'0' * 12}_{'a' * 43}", (401, "api_key_invalid")),
    ],
)
def test_without_a_key_of_ours_nobody_gets_in(backend: Backend, sent: str, code: Any) -> None:
    assert backend.call("POST", PATH, BODY, key=sent).code == code
    assert backend.call("GET", PATH, key=sent).code == code


def test_a_user_of_the_pool_is_no_backend(backend: Backend) -> None:
    user = "00000000-0000-4000-9000-00000000000a"
    assert backend.harness.call("GET", PATH, user=user).code == (401, "api_key_invalid")


def test_a_key_of_the_other_mode_by_its_first_letters_only_is_none(backend: Backend) -> None:
    swapped = backend.texts[Mode.TEST].replace("vk_test_", "vk_live_")
    assert backend.call("GET", PATH, key=swapped).code == (401, "api_key_invalid")


def test_a_key_does_what_its_scopes_say_and_nothing_else(backend: Backend) -> None:
    reading = backend.key("applicants:read")
    assert backend.call("GET", PATH, key=reading).status == 200
    assert backend.call("POST", PATH, BODY, key=reading).code == (403, "scope_missing")
    assert backend.call("POST", PATH, {}, key=reading).code == (403, "scope_missing")
    person = backend.applicant()
    assert backend.call("DELETE", f"{PATH}/{person}", key=reading).code == (403, "scope_missing")


def test_a_revoked_key_works_for_a_minute_at_most(backend: Backend) -> None:
    text = backend.key("applicants:read")
    key_id = backend.key_id
    assert backend.call("GET", PATH, key=text).status == 200
    backend.keys.revoke(key_id, "ann")
    backend.system.now.move(seconds=60)
    assert backend.call("GET", PATH, key=text).code == (401, "api_key_invalid")


def test_a_key_that_ends_ends_at_once(backend: Backend) -> None:
    new = backend.keys.make(Mode.LIVE, "shop", ("applicants:read",), 1, "ann")
    assert backend.call("GET", PATH, key=new.reveal()).status == 200
    backend.system.now.move(hours=23, minutes=59, seconds=50)
    assert backend.call("GET", PATH, key=new.reveal()).status == 200
    backend.system.now.move(seconds=10)
    assert backend.call("GET", PATH, key=new.reveal()).code == (401, "api_key_invalid")


def test_modes_never_meet(backend: Backend) -> None:
    live, test = backend.applicant(), backend.applicant(mode=Mode.TEST)
    assert live != test
    for person, mode in ((live, Mode.TEST), (test, Mode.LIVE)):
        for method in ("GET", "DELETE"):
            asked = backend.call(method, f"{PATH}/{person}", mode=mode)
            assert asked.code == (404, "applicant_not_found")
    listed = backend.call("GET", PATH, mode=Mode.TEST).json["applicants"]
    assert [one["id"] for one in listed] == [test]


def test_pages_show_everybody_once(backend: Backend) -> None:
    people = {backend.applicant(f"u-{n}") for n in range(7)}
    backend.applicant("u-1", Mode.TEST)
    seen: list[str] = []
    cursor = ""
    while True:
        page = backend.call(
            "GET", PATH, query={"limit": "3"} | ({"cursor": cursor} if cursor else {})
        )
        seen += [one["id"] for one in page.json["applicants"]]
        cursor = page.json["nextCursor"]
        if not cursor:
            break
    assert (len(seen), set(seen)) == (7, people)


@pytest.mark.parametrize(
    "cursor", ["x", "bm90IGpzb24", base64.b64encode(json.dumps("x").encode()).decode()]
)
def test_a_cursor_is_one_of_ours(backend: Backend, cursor: str) -> None:
    assert backend.call("GET", PATH, query={"cursor": cursor}).status == 400


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"externalUserId": ""}, "invalid_request"),
        ({"externalUserId": "with blank"}, "invalid_request"),
        ({"externalUserId": "x" * 129}, "invalid_request"),
        ({"level": "nothing_like_it"}, "level_not_found"),
        ({"locale": "Deutsch bitte"}, "locale_invalid"),
        ({"metadata": {"a b": "c"}}, "metadata_invalid"),
        ({"metadata": {"a": "x" * 501}}, "metadata_invalid"),
        ({"claims": ANNA | {"dateOfBirth": "14.03.1991"}}, "invalid_request"),
        ({"claims": {"fullName": "Anna Blau"}}, "invalid_request"),
        ({"more": 1}, "invalid_request"),
    ],
)
def test_what_cannot_be_kept_is_refused(backend: Backend, changes: Any, code: str) -> None:
    assert backend.call("POST", PATH, BODY | changes).code == (400, code)
    assert backend.call("GET", PATH).json["applicants"] == []


def test_a_repeated_post_is_answered_as_before(backend: Backend, kept: Any) -> None:
    key = {"Idempotency-Key": "order-1"}
    first = backend.call("POST", PATH, BODY, headers=key)
    assert backend.call("POST", PATH, BODY, headers=key).json == first.json
    other = BODY | {"externalUserId": "u-2"}
    refused = backend.call("POST", PATH, other, headers=key)
    assert refused.code == (422, "idempotency_key_reused")
    # The key belongs to the API key: another backend's is another one.
    theirs = backend.call("POST", PATH, other, headers=key, mode=Mode.TEST)
    assert theirs.status == 201
    assert "gold" not in json.dumps(kept()), "what was answered is kept by id only"


def test_who_was_erased_is_gone_and_may_come_again_as_somebody_new(backend: Backend) -> None:
    person = backend.applicant()
    attempt = backend.system.verifications.open(person)
    assert backend.call("GET", f"{PATH}/{person}").json["kycStatus"] == "pending"
    receipt = backend.call("DELETE", f"{PATH}/{person}")
    assert (receipt.status, receipt.json["userId"]) == (200, person)
    assert receipt.json["erased"]["profiles"] == receipt.json["erased"]["verifications"] == 1
    for method in ("GET", "DELETE"):
        assert backend.call(method, f"{PATH}/{person}").code == (404, "applicant_not_found")
    assert backend.call("GET", PATH, query={"externalUserId": "u-1"}).status == 404
    assert backend.system.verification_store.find(attempt.verification_id) is None
    assert backend.applicant() != person


def test_an_open_case_is_decided_before_anybody_is_erased(backend: Backend) -> None:
    person = backend.applicant()
    attempt = backend.system.verifications.open(person)
    backend.system.moved(attempt.verification_id, State.NEEDS_REVIEW, ("face_mismatch",))
    assert backend.call("DELETE", f"{PATH}/{person}").code == (409, "case_open")


@pytest.mark.parametrize("mode", list(Mode))
def test_an_attempt_has_the_mode_and_the_level_of_its_applicant(
    backend: Backend, mode: Mode
) -> None:
    person = backend.applicant(mode=mode)
    attempt = backend.system.verifications.open(person)
    assert (attempt.mode, attempt.level) == (mode, "default")
    moved = backend.system.moved(attempt.verification_id, State.REJECTED, ("under_age",))
    assert moved.mode == mode
    stored = backend.system.persons.find(f"{mode}#{person}")
    assert (stored.mode, len(backend.system.persons.items)) == (mode, 1)
    shown = backend.call("GET", f"{PATH}/{person}", mode=mode).json
    assert (shown["kycStatus"], shown["verificationId"]) == ("rejected", attempt.verification_id)


def test_the_end_of_a_relationship_is_told_taken_back_and_nobody_elses(backend: Backend) -> None:
    person = backend.applicant()
    path = f"{PATH}/{person}/relationship"
    now = backend.system.now()
    ended = backend.call("PUT", path, {"endedAt": now.isoformat()})
    assert (ended.status, ended.json) == (200, {"applicantId": person, "endedAt": now.isoformat()})
    assert backend.system.app.relationships.ended_at(person) == now
    ahead = backend.call("PUT", path, {"endedAt": "2999-01-01T00:00:00Z"})
    assert ahead.code == (400, "relationship_future")
    other = backend.call("PUT", path, {"endedAt": None}, key=backend.texts[Mode.TEST])
    assert other.code == (404, "applicant_not_found")
    lasts = backend.call("PUT", path, {"endedAt": None})
    assert (lasts.status, lasts.json["endedAt"]) == (200, None)


def test_those_who_stand_somewhere_are_found_whatever_the_pages(backend: Backend) -> None:
    """Every applicant is listed under exactly the status that they have."""
    system, truth = backend.system, {}
    for number, state in enumerate([None, State.APPROVED, State.REJECTED, None, State.APPROVED]):
        person, case = backend.attempt(f"u-{number}")
        if state:
            system.moved(case, state)
        truth[person] = backend.call("GET", f"{PATH}/{person}").json["kycStatus"]
    backend.applicant("u-idle")
    listed: dict[str, str] = {}
    for status in ("not_verified", "pending", "verified", "rejected"):
        cursor = "-"
        while cursor:
            query = {"limit": "2", "kycStatus": status}
            query |= {"cursor": cursor} if cursor != "-" else {}
            page = backend.call("GET", PATH, query=query).json
            listed |= {one["id"]: status for one in page["applicants"]}
            cursor = page["nextCursor"]
    assert {person: listed[person] for person in truth} == truth
    assert len(listed) == 6 and set(truth.values()) == {"pending", "verified", "rejected"}
    wrong = backend.call("GET", PATH, query={"externalUserId": "u-1", "kycStatus": "pending"})
    assert wrong.json == {"applicants": [], "nextCursor": ""}
    assert backend.call("GET", PATH, query={"kycStatus": "anything"}).code[0] == 400
