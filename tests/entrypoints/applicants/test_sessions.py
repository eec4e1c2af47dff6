"""Sessions over HTTP: a link for one browser, tokens for minutes, and what an applicant does."""

from __future__ import annotations

from typing import Any

import pytest

from app import app
from chalicelib.domain.applicants.api_keys import Mode
from tests.entrypoints.backend import BACK, Backend
from tests.services.in_memory import picture

BROWSER, OTHER = "b" * 43, "c" * 43
OPEN = "/v1/session-links/open"


def click(backend: Backend, session: Any, browser: str = BROWSER) -> Any:
    """What the hosted page sends when somebody presses its button."""
    link = session["url"].partition("#")[2]
    return backend.harness.call("POST", OPEN, {"link": link, "browser": browser})


def inside(
    backend: Backend, token: str, method: str, path: str, body: Any = None, **more: Any
) -> Any:
    head = {"authorization": f"Bearer {token}"} | more.pop("headers", {})
    return backend.harness.call(method, f"/v1/session{path}", body, headers=head, **more)


def test_the_first_click_binds_the_link_to_its_browser(backend: Backend) -> None:
    session = backend.session(backend.applicant(locale="de"), redirectUrl=BACK + "?order=7")
    first = click(backend, session)
    assert first.json["verificationId"] is None and first.json["state"] is None
    assert (first.status, first.json["locale"], first.json["mode"]) == (200, "de", "live")
    assert first.json["redirectUrl"] == BACK + "?order=7"
    backend.system.now.move(minutes=20)
    again = click(backend, session)
    assert again.status == 200 and again.json["token"] != first.json["token"]
    assert click(backend, session, OTHER).code == (410, "link_gone")
    assert click(backend, session).status == 200


def test_a_link_ends_and_says_no_more_than_one_that_never_was(backend: Backend) -> None:
    session = backend.session(backend.applicant(), ttl=300)
    made_up = {"url": f"x#vl_{'0' * 32}_{'A' * 43}"}
    backend.system.now.move(seconds=300)
    ended, never = click(backend, session), click(backend, made_up)
    assert ended.code == never.code == (410, "link_gone")
    assert ended.text == never.text


def test_a_link_is_over_with_its_applicant(backend: Backend) -> None:
    person = backend.applicant()
    session = backend.session(person)
    backend.call("DELETE", f"/v1/applicants/{person}")
    assert click(backend, session).code == (410, "link_gone")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"ttl": 299}, "invalid_request"),
        ({"ttl": 86_401}, "invalid_request"),
        ({"redirectUrl": "https://evil.example/welcome"}, "redirect_unknown"),
        ({"redirectUrl": "https://shop.example.evil.example/welcome"}, "redirect_unknown"),
        ({"redirectUrl": "https://shop.example/welcome/../other"}, "redirect_unknown"),
        ({"redirectUrl": "http://shop.example/welcome"}, "redirect_unknown"),
        ({"redirectUrl": "javascript:alert(1)"}, "redirect_unknown"),
        ({"redirectUrl": "https://[::1"}, "redirect_unknown"),
    ],
)
def test_a_session_is_bounded_and_sends_nobody_elsewhere(
    backend: Backend, sent: Any, code: str
) -> None:
    path = f"/v1/applicants/{backend.applicant()}/sessions"
    assert backend.call("POST", path, sent).code == (400, code)


@pytest.mark.parametrize("mode", list(Mode))
def test_an_applicant_does_what_a_user_of_the_pool_does(backend: Backend, mode: Mode) -> None:
    person = backend.applicant(mode=mode)
    token = click(backend, backend.session(person, mode)).json["token"]
    before = inside(backend, token, "GET", "").json
    assert (before["kycStatus"], before["verificationId"]) == ("not_verified", None)
    jpeg = {"Content-Type": "image/jpeg"}
    sent = inside(backend, token, "POST", "/upload-id", picture(), headers=jpeg)
    assert sent.status == 201, sent
    verification = sent.json["verificationId"]
    assert backend.system.verification_store.get(verification).user_id == person
    named = {"verificationId": verification}
    assert inside(backend, token, "POST", "/start-liveness", named).status == 201
    seen = inside(backend, token, "GET", "/verify", query=named)
    assert (seen.status, seen.json["status"]) == (200, "in_progress")
    again = click(backend, backend.session(person, mode)).json
    assert (again["verificationId"], again["state"]) == (verification, "in_progress")
    after = inside(backend, token, "GET", "").json
    assert (after["kycStatus"], after["verificationId"]) == ("pending", verification)


def test_every_origin_may_ask_for_no_browser_adds_the_token_by_itself(backend: Backend) -> None:
    answer = click(backend, backend.session(backend.applicant()))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_only_what_a_session_or_a_link_opens_answers_every_origin() -> None:
    """Nothing that a cookie or the gateway could let in: those take a token sent on purpose."""
    anywhere = {
        uri
        for uri, methods in app.routes.items()
        for entry in methods.values()
        if entry.cors and entry.cors.allow_origin == "*"
    }
    assert anywhere == {uri for uri in app.routes if uri.startswith("/v1/session")}
    for uri in anywhere:
        for entry in app.routes[uri].values():
            heads = entry.cors.get_access_control_headers()
            assert "Access-Control-Allow-Credentials" not in heads, uri
            assert "Authorization" in heads["Access-Control-Allow-Headers"]


def test_the_table_holds_neither_link_nor_token(backend: Backend) -> None:
    session = backend.session(backend.applicant())
    click(backend, session)
    stored = str(backend.sessions.sessions.items)
    for secret in (session["token"], session["url"].partition("#")[2], BROWSER):
        assert secret[-43:] not in stored


def test_a_repeated_post_is_the_same_session(backend: Backend, kept: Any) -> None:
    path, key = f"/v1/applicants/{backend.applicant()}/sessions", {"Idempotency-Key": "s-1"}
    first = backend.call("POST", path, {}, headers=key)
    again = backend.call("POST", path, {}, headers=key)
    assert (first.json["url"], first.json["id"]) == (again.json["url"], again.json["id"])
    assert first.json["url"][-43:] not in str(kept()), "what was answered is kept by id only"


#: What the reader of tests reads of every document.
READ = {"fullName": "Anna Demosthenous", "dateOfBirth": "1991-03-14", "nationality": "GRC"}


def begun(backend: Backend, mode: Mode) -> tuple[str, str]:
    """(applicant, verification): somebody whose document was sent and, in live mode, read."""
    person = backend.applicant(mode=mode, claims=READ)
    token = click(backend, backend.session(person, mode)).json["token"]
    jpeg = {"Content-Type": "image/jpeg"}
    sent = inside(backend, token, "POST", "/upload-id", picture(), headers=jpeg)
    assert sent.status == 201, sent
    if mode is Mode.LIVE:
        backend.system.read(sent.json["verificationId"])
    return person, sent.json["verificationId"]


@pytest.mark.parametrize("mode", list(Mode))
def test_once_the_document_is_read_a_session_may_ask_for_the_face_alone(
    backend: Backend, mode: Mode
) -> None:
    person, case = begun(backend, mode)
    opened = click(backend, backend.session(person, mode, steps=["liveness"]))
    token = opened.json["token"]
    seen = inside(backend, token, "GET", "").json
    assert (seen["steps"], seen["verificationId"]) == (["liveness"], case)
    jpeg = {"Content-Type": "image/jpeg"}
    for body, more in (
        (picture(), {"headers": jpeg}),
        ({"contentType": "image/jpeg", "size": 9}, {}),
    ):
        query = {} if more else {"query": {"mode": "presigned"}}
        sent = inside(backend, token, "POST", "/upload-id", body, **more, **query)
        assert sent.code == (409, "step_not_asked")
    phone = inside(backend, token, "POST", "/hand-off", {}).json["url"]
    beyond = click(backend, {"url": phone}, OTHER).json["token"]
    assert inside(backend, beyond, "GET", "").json["steps"] == ["liveness"]
    named = {"verificationId": case}
    assert inside(backend, beyond, "POST", "/start-liveness", named).status == 201


def test_a_session_for_the_face_alone_decides_nothing_by_itself(backend: Backend) -> None:
    """What the level asks for is decided by what was kept of the attempt, list result included."""
    person, case = begun(backend, Mode.LIVE)
    backend.session(person, steps=["liveness"])
    system = backend.system
    system.compare(system.show(person, case))
    system.decisions.consider(case)
    assert system.verification_store.get(case).state == "processing", "nobody was screened yet"
    system.screening.screen(system.outside.records.documents.get(case), last_try=True)
    system.decisions.consider(case)
    assert system.verification_store.get(case).state == "approved"


UNREACHABLE: tuple[list[str], ...] = (
    *([], ["document"], ["screening"], ["liveness", "document"], ["document", "document"]),
    *(["document", "liveness", "screening"], ["face"], [""], ["LIVENESS"], ["liveness"] * 2),
)


@pytest.mark.parametrize("mode", list(Mode))
def test_steps_that_lead_nowhere_are_refused(backend: Backend, mode: Mode) -> None:
    new = f"/v1/applicants/{backend.applicant('u-new', mode)}/sessions"
    read = f"/v1/applicants/{begun(backend, mode)[0]}/sessions"
    for steps in UNREACHABLE:
        for path in (new, read):
            asked = backend.call("POST", path, {"steps": steps}, mode=mode)
            assert asked.code == (422, "steps_unreachable"), (path, steps)
    asked = backend.call("POST", new, {"steps": ["liveness"]}, mode=mode)
    assert asked.code == (422, "steps_unreachable")
    whole = {"steps": ["document", "liveness"]}
    assert backend.call("POST", new, whole, mode=mode).status == 201


def test_the_face_alone_is_not_asked_for_before_the_document_is_read(backend: Backend) -> None:
    person, case = begun(backend, Mode.LIVE)
    path, documents = f"/v1/applicants/{person}/sessions", backend.system.outside.records.documents
    for spoilt in (None, {"missing": ("expiry",)}):
        documents.delete(case)
        if spoilt:
            backend.system.read(case, **spoilt)
        asked = backend.call("POST", path, {"steps": ["liveness"]})
        assert asked.code == (422, "steps_unreachable")
    backend.system.read(case)
    backend.call("POST", f"/v1/verifications/{case}/cancel")
    asked = backend.call("POST", path, {"steps": ["liveness"]})
    assert asked.code == (422, "steps_unreachable")
