"""Every route of an applicant's session, by every kind of caller: generated from the OpenAPI
document.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.sessions import TOKEN_LIFE
from tests.entrypoints.backend import Backend

ROOT = Path(__file__).resolve().parents[2]
PATHS = json.loads((ROOT / "chalicelib" / "contracts" / "openapi.json").read_text())["paths"]
ROUTES = sorted(
    f"{method.upper()} {path}"
    for path, item in PATHS.items()
    for method, spec in item.items()
    if isinstance(spec, dict) and spec.get("security") == [{"applicantSession": []}]
)
USER = "00000000-0000-4000-9000-00000000abcd"


@pytest.fixture(params=ROUTES)
def route(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def ask(backend: Backend, route: str, token: str, verification: str = USER, user: str = "") -> Any:
    method, _, path = route.partition(" ")
    path = path.replace("{verification_id}", verification)
    named = {"verificationId": verification}
    body: Any = named if path.endswith(("/verify", "/start-liveness")) else {}
    query = named if route == "GET /v1/session/verify" else None
    return backend.harness.call(
        method, path, body if method == "POST" else None, user=user, query=query,
        headers={"authorization": f"Bearer {token}"} if token else {},
    )  # fmt: skip


def test_there_are_routes() -> None:
    assert len(ROUTES) >= 10


def test_nobody_a_user_and_a_backend_stay_outside(backend: Backend, route: str) -> None:
    for token, user in (("", ""), ("", USER), (backend.texts[Mode.LIVE], ""), ("vs_x", "")):
        assert ask(backend, route, token, user=user).code == (401, "session_over")


def test_a_token_that_was_touched_is_none(backend: Backend, route: str) -> None:
    token = backend.session(backend.applicant())["token"]
    head, ends, mac = token[:35], token[36:46], token[47:]
    other = backend.session(backend.applicant("u-2"))["token"]
    for wrong in (
        f"{head}_{int(ends) + 1}_{mac}",
        f"{head}_{ends}_{mac[:-2]}AA",
        f"{other[:35]}_{ends}_{mac}",
        f"{head}_{ends}_",
        token.replace("vs_", "vl_"),
        backend.session(backend.applicant())["url"].partition("#")[2],
    ):
        assert ask(backend, route, wrong).code == (401, "session_over"), wrong


def test_a_token_ends_and_so_does_a_revoked_session(backend: Backend, route: str) -> None:
    person = backend.applicant()
    token = backend.session(person)["token"]
    assert ask(backend, route, token).status != 401
    backend.system.now.move(seconds=TOKEN_LIFE.total_seconds())
    assert ask(backend, route, token).code == (401, "session_over")
    fresh = backend.session(person)["token"]
    assert ask(backend, route, fresh).status != 401
    assert backend.call("DELETE", f"/v1/applicants/{person}/sessions").status == 204
    assert ask(backend, route, fresh).code == (401, "session_over")
    backend.system.now.move(seconds=1)
    assert ask(backend, route, backend.session(person)["token"]).status != 401


def test_who_was_erased_stays_outside(backend: Backend, route: str) -> None:
    person = backend.applicant()
    token = backend.session(person)["token"]
    assert backend.call("DELETE", f"/v1/applicants/{person}").status == 200
    assert ask(backend, route, token).code == (401, "session_over")


@pytest.mark.parametrize("mode", list(Mode))
def test_another_applicants_things_are_not_there(backend: Backend, route: str, mode: Mode) -> None:
    _, theirs = backend.attempt("u-1", mode)
    token = backend.session(backend.applicant("u-2", mode), mode)["token"]
    heard = [ask(backend, route, token, one) for one in (theirs, USER)]
    named = "{verification_id}" in route or route.endswith(("/verify", "/start-liveness"))
    if named:
        assert {answer.status for answer in heard} == {404}
        assert heard[0].text.replace(theirs, "") == heard[1].text.replace(USER, "")


def test_a_token_opens_no_door_of_a_backend_or_of_a_user(backend: Backend) -> None:
    token = backend.session(backend.applicant())["token"]
    for method, path in (("GET", "/v1/applicants"), ("GET", "/v1/events"), ("GET", "/me")):
        head = {"authorization": f"Bearer {token}"}
        assert backend.harness.call(method, path, headers=head).status == 401, path
