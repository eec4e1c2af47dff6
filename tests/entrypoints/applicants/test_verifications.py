"""What backends read and do over HTTP: verifications by scope, events, webhook endpoints."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.applicants.api_keys import Mode, Scope
from chalicelib.domain.verifications.verification import State
from tests.entrypoints.backend import ANNA, Backend
from tests.services.in_memory import picture

PATH = "/v1/verifications"


def approved(backend: Backend) -> tuple[str, str]:
    """(applicant, verification): approved by the rules; the backend's app has sent the pictures."""
    claims = ANNA | {"fullName": "Anna Demosthenous", "nationality": "GRC"}
    person = backend.applicant(claims=claims)
    system = backend.system
    made = backend.call("POST", f"/v1/applicants/{person}/verifications")
    verification: str = made.json["id"]
    jpeg = {"Content-Type": "image/jpeg"}
    sent = backend.call("POST", f"{PATH}/{verification}/documents", picture(), headers=jpeg)
    assert (sent.status, sent.json["verificationId"]) == (201, verification), sent
    system.compare(system.show(person, verification))
    system.screening.screen(system.read(verification), last_try=True)
    system.decisions.consider(verification)
    return person, verification


def test_verified_attributes_come_back_by_scope(backend: Backend) -> None:
    person, verification = approved(backend)
    seen = backend.call("GET", f"{PATH}/{verification}").json
    assert (seen["state"], seen["kycStatus"], seen["externalUserId"]) == (
        "approved", "verified", "u-1",
    )  # fmt: skip
    name = seen["attributes"]["name"]
    assert name["value"] == "Anna Demosthenous" and name["confidence"] > 90 and name["source"]
    assert seen["attributes"]["dateOfBirth"]["value"] == "1991-03-14"
    assert seen["internal"]["screening"]["status"] == "clear"
    assert {f["outcome"] for f in seen["internal"]["findings"]} == {"pass"}
    assert set(seen["evidence"]["documents"]) == {"front"} and seen["evidence"]["frames"]
    assert backend.call("GET", f"/v1/applicants/{person}").json["kycStatus"] == "verified"
    plain = backend.key("verifications:read")
    seen = backend.call("GET", f"{PATH}/{verification}", key=plain)
    assert [seen.json[part] for part in ("attributes", "internal", "evidence")] == [None] * 3
    assert "Demosthenous" not in seen.text


@pytest.mark.parametrize("state", [s for s in State if s is not State.APPROVED])
def test_nothing_is_vouched_for_that_is_not_approved(backend: Backend, state: State) -> None:
    _, verification = backend.attempt()
    if state is State.STALE:
        backend.system.moved(verification, State.APPROVED)
    if state is not State.CREATED:
        backend.system.moved(verification, state)
    seen = backend.call("GET", f"{PATH}/{verification}").json
    assert (seen["state"], seen["attributes"]) == (state, None)


def test_without_the_scope_a_hit_and_a_doubt_look_alike(backend: Backend) -> None:
    key = backend.key(*(scope for scope in Scope if scope != Scope.REASONS_READ))
    heard = []
    for external, reason in (("u-1", "watchlist_match"), ("u-2", "face_mismatch")):
        _, verification = backend.attempt(external)
        backend.system.moved(verification, State.NEEDS_REVIEW, (reason,))
        seen = backend.call("GET", f"{PATH}/{verification}", key=key).json
        heard.append({k: v for k, v in seen.items() if k not in ("id", "applicantId")})
        heard[-1].pop("externalUserId")
    assert heard[0] == heard[1]
    seen = backend.call("GET", f"{PATH}/{verification}").json
    assert seen["internal"]["reasons"] == ["face_mismatch"]


def test_an_open_attempt_is_cancelled_and_a_reviewed_one_is_not(backend: Backend) -> None:
    _, verification = backend.attempt()
    done = backend.call("POST", f"{PATH}/{verification}/cancel")
    assert (done.status, done.json["state"]) == (200, "abandoned")
    again = backend.call("POST", f"{PATH}/{verification}/retry")
    assert (again.status, again.json["attempt"]) == (201, 2)
    second = again.json["id"]
    backend.system.moved(second, State.NEEDS_REVIEW, ("face_mismatch",))
    for what, code in (("cancel", "verification_closed"), ("retry", "under_review")):
        assert backend.call("POST", f"{PATH}/{second}/{what}").code == (409, code)


def test_lists_are_by_applicant_or_by_state_and_of_one_mode(backend: Backend) -> None:
    person, verification = backend.attempt()
    backend.attempt(mode=Mode.TEST)
    for query in ({"applicantId": person}, {"state": "created"}):
        found = backend.call("GET", PATH, query=query).json["verifications"]
        assert [one["id"] for one in found] == [verification]
    assert backend.call("GET", PATH, query={"state": "approved"}).json["verifications"] == []
    for query in ({}, {"state": "created", "applicantId": person}, {"state": "odd"}):
        assert backend.call("GET", PATH, query=query).code == (400, "invalid_request")


def test_a_list_is_of_a_level_and_of_a_time(backend: Backend) -> None:
    _, first = backend.attempt("u-1")
    noon = backend.system.now()
    backend.system.now.move(hours=1)
    _, second = backend.attempt("u-2")
    for more, ids in (
        ({}, {first, second}),
        ({"level": "default"}, {first, second}),
        ({"level": "other_level"}, set()),
        ({"updatedFrom": noon.isoformat()}, {first, second}),
        ({"updatedUntil": noon.isoformat()}, set()),
        ({"updatedUntil": backend.system.now().isoformat()}, {first}),
        ({"updatedFrom": backend.system.now().isoformat()}, {second}),
    ):
        found = backend.call("GET", PATH, query={"state": "created"} | more).json["verifications"]
        assert {one["id"] for one in found} == ids, more
    naive = {"state": "created", "updatedFrom": "2026-11-26T12:00:00"}
    assert backend.call("GET", PATH, query=naive).code == (400, "invalid_request")


def test_pictures_go_to_the_attempt_that_is_open_and_to_no_other(backend: Backend) -> None:
    _, verification = backend.attempt()
    jpeg = {"Content-Type": "image/jpeg"}
    path = f"{PATH}/{verification}/documents"
    backend.call("POST", f"{PATH}/{verification}/cancel")
    backend.call("POST", f"{PATH}/{verification}/retry")
    refused = backend.call("POST", path, picture(), headers=jpeg)
    assert refused.code == (409, "verification_closed")
    assert backend.system.pictures.items == {}


def test_events_are_read_from_any_place_on(backend: Backend) -> None:
    person, verification = backend.attempt()
    backend.system.moved(verification, State.REJECTED, ("under_age",))
    backend.attempt("u-2", Mode.TEST)
    page = backend.call("GET", "/v1/events", query={"limit": "1"}).json
    assert (len(page["events"]), page["after"], page["more"]) == (1, "1", True)
    rest = backend.call("GET", "/v1/events", query={"after": page["after"]}).json
    (event,) = rest["events"]
    assert (event["type"], event["position"]) == ("verification.rejected", 2)
    assert event["data"] | {"applicantId": person, "externalUserId": "u-1"} == event["data"]
    assert (rest["after"], rest["more"]) == ("2", False)
    end = backend.call("GET", "/v1/events", query={"after": "2"}).json
    assert end == {"events": [], "after": "2", "more": False}
    backend.system.now.move(seconds=1)
    backend.call("DELETE", f"/v1/applicants/{person}")
    told = backend.call("GET", "/v1/events").json["events"]
    assert {event["data"]["externalUserId"] for event in told} == {None}


def test_an_endpoint_lives_from_its_secret_to_its_end(backend: Backend) -> None:
    base = "/v1/webhook-endpoints"
    body = {"url": "https://shop.example/hooks", "events": ["verification.approved"]}
    made = backend.call("POST", base, body)
    assert made.status == 201 and made.json["secret"].startswith("whsec_")
    path = f"{base}/{made.json['id']}"
    listed = backend.call("GET", base).json["endpoints"]
    assert [one.get("secret") for one in listed] == [None]
    rotated = backend.call("POST", f"{path}/rotate", {"overlapHours": 1})
    assert rotated.json["secret"] not in (None, made.json["secret"])
    ping = backend.call("POST", f"{path}/ping")
    backend.told.deliver()
    (tried,) = backend.call("GET", f"{path}/deliveries").json["deliveries"]
    assert (tried["eventId"], tried["type"], tried["taken"]) == (
        ping.json["eventId"], "endpoint.ping", True,
    )  # fmt: skip
    off = backend.call("PUT", path, {"enabled": False})
    assert (off.json["enabled"], off.json["events"]) == (False, ["verification.approved"])
    assert backend.call("DELETE", path).status == 204
    assert backend.call("DELETE", path).code == (404, "endpoint_not_found")


def test_the_sandbox_is_for_test_keys_and_plays_to_a_webhook(backend: Backend) -> None:
    base = "/v1/sandbox"
    assert backend.call("GET", f"{base}/scenarios").code == (403, "sandbox_only")
    known = backend.call("GET", f"{base}/scenarios", mode=Mode.TEST).json["scenarios"]
    reversal = next(one for one in known if one["name"] == "late_reversal")
    assert [step["state"] for step in reversal["steps"]] == ["approved", "rejected"]
    hook = {"url": "https://shop.example/hooks"}
    backend.call("POST", "/v1/webhook-endpoints", hook, mode=Mode.TEST)
    claims = ANNA | {"fullName": reversal["fullName"]}
    person = backend.applicant(mode=Mode.TEST, claims=claims)
    opened = backend.call("POST", f"/v1/applicants/{person}/verifications", mode=Mode.TEST).json
    path = f"{base}/verifications/{opened['id']}/advance"
    first = backend.call("POST", path, {}, mode=Mode.TEST).json
    assert (first["state"], first["attributes"]["name"]["source"]) == ("approved", "sandbox")
    assert backend.call("POST", path, {}, mode=Mode.TEST).json["state"] == "rejected"
    assert backend.call("POST", path, {}, mode=Mode.TEST).code == (409, "scenario_over")
    backend.told.deliver()
    assert len(backend.told.receiver.came) == 3
    assert backend.call("GET", "/v1/events").json["events"] == []


def test_the_sandbox_moves_time_of_test_mode_alone(backend: Backend) -> None:
    _, mine = backend.attempt("u-1", Mode.TEST)
    _, live = backend.attempt("u-1")
    path = "/v1/sandbox/verifications/{}/advance"
    for sent in ({"days": 0}, {"days": 3651}, {"days": 1, "scenario": "approved"}):
        answer = backend.call("POST", path.format(mine), sent, mode=Mode.TEST)
        assert answer.status == 400, sent
    ended = backend.call("POST", path.format(mine), {"days": 365}, mode=Mode.TEST).json
    assert (ended["state"], ended["reasons"]) == ("expired", ["timed_out"])
    assert backend.call("POST", path.format(live), {"days": 1}).code == (403, "sandbox_only")
    assert backend.call("POST", path.format(live), {"days": 1}, mode=Mode.TEST).status == 404


@pytest.mark.parametrize("mode", list(Mode))
def test_a_backends_own_app_sends_a_face(backend: Backend, mode: Mode) -> None:
    system = backend.system
    _, verification = backend.attempt(mode=mode)
    jpeg = {"Content-Type": "image/jpeg"}
    path = f"{PATH}/{verification}"

    def face(**more: str) -> Any:
        return backend.call("POST", f"{path}/face", picture("me"), mode=mode, headers=jpeg | more)

    assert face().code == (409, "document_missing")
    backend.call("POST", f"{path}/documents", picture(), mode=mode, headers=jpeg)
    sent = face()
    assert (sent.status, sent.json["assurance"]) == (201, "none")
    assert face().json == sent.json
    session = system.liveness.view(verification)
    if mode is Mode.TEST:
        assert system.app.sandbox.shown(session.session_id)
    else:
        system.app.liveness.compare(system.faces, session.session_id, 85.0)
        system.screening.screen(system.read(verification), last_try=True)
        system.decisions.consider(verification)
    seen = backend.call("GET", path, mode=mode).json
    assert seen["assurance"] == "none"
    # In test mode the scenario decides, as ever; in live mode nobody is approved by a picture.
    assert seen["state"] == ("approved" if mode is Mode.TEST else "needs_review")
    assert backend.call("POST", f"{path}/face", {}, mode=mode).status in (400, 409)
