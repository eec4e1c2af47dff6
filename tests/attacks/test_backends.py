"""Every route for backends, by every kind of caller and in both modes: generated from the OpenAPI
document, so that a route without its row fails.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.applicants.api_keys import Mode, Scope
from tests.entrypoints.backend import Backend
from tests.services.in_memory import picture

ROOT = Path(__file__).resolve().parents[2]
PATHS = json.loads((ROOT / "chalicelib" / "contracts" / "openapi.json").read_text())["paths"]
ROUTES = {
    f"{method.upper()} {path}": spec
    for path, item in PATHS.items()
    for method, spec in item.items()
    if isinstance(spec, dict) and spec.get("x-scope") and {"apiKey": []} in spec["security"]
}
USER = "00000000-0000-4000-9000-00000000abcd"


def endpoint(backend: Backend, mode: Mode) -> str:
    """One of a backend with something to tell."""
    backend.attempt("x-2", mode)
    body = {"url": "https://shop.example/hooks"}
    found: str = backend.call("POST", "/v1/webhook-endpoints", body, mode=mode).json["id"]
    return found


THINGS: dict[str, Callable[[Backend, Mode], str]] = {
    "applicant_id": lambda backend, mode: backend.applicant("x-1", mode),
    "verification_id": lambda backend, mode: backend.attempt("x-1", mode)[1],
    "endpoint_id": endpoint,
}
#: What a route wants besides the right to ask.
QUERIES = {
    "GET /v1/verifications": {"state": "created"},
    "GET /v1/sandbox/document": {"scenario": "late_reversal"},
}
BODIES: dict[str, dict[str, Any]] = {
    "POST /v1/applicants": {"externalUserId": "x-9"},
    "PUT /v1/applicants/{applicant_id}/relationship": {"endedAt": None},
    "PUT /v1/verifications/{verification_id}/facts": {"amount": 12.5, "vpn": False},
    "POST /v1/verifications/{verification_id}/chip": {"sod": "MA==", "dg1": "MA=="},
    "POST /v1/webhook-endpoints": {"url": "https://shop.example/hooks"},
}


@pytest.fixture(params=sorted(ROUTES))
def route(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def ask(backend: Backend, route: str, key: str, ids: dict[str, str] | None = None) -> Any:
    mode = Mode.LIVE if "live" in key else Mode.TEST
    path, sent = request(backend, route, mode, ids)
    return backend.call(route.partition(" ")[0], path, key=key, **sent)


def request(
    backend: Backend, route: str, mode: Mode, ids: dict[str, str] | None = None
) -> tuple[str, dict[str, Any]]:
    """Path, and what is sent there."""
    method, _, path = route.partition(" ")
    for name, value in (ids or {}).items():
        path = path.replace(f"{{{name}}}", value)
    body: Any = BODIES.get(route, {}) if method in ("POST", "PUT") else None
    if route.endswith("/resend"):
        events = backend.told.log.behind(mode, 0, 1)
        body = {"eventId": events[0].event_id if events else USER}
    if route.endswith(("/documents", "/face")):
        return path, {"body": picture(), "headers": {"Content-Type": "image/jpeg"}}
    return path, {"body": body, "query": QUERIES.get(route)}


def parameters(route: str) -> list[str]:
    return [p["name"] for p in ROUTES[route]["parameters"] if p["in"] == "path"]


def things(backend: Backend, route: str, mode: Mode) -> dict[str, str]:
    return {name: THINGS[name](backend, mode) for name in parameters(route)}


def test_every_parameter_names_a_thing_here() -> None:
    named = {name for route in ROUTES for name in parameters(route)}
    assert named == set(THINGS)


@pytest.mark.parametrize("key", ["", "vk_live_x", f"vk_test_{'0' * 12}_{'a' * 43}"])
def test_nobody_gets_in(backend: Backend, route: str, key: str) -> None:
    assert ask(backend, route, key).code == (401, "api_key_invalid")


def test_a_user_of_the_pool_does_not_get_in(backend: Backend, route: str) -> None:
    method, _, path = route.partition(" ")
    asked = backend.harness.call(method, path, {}, user=USER, groups="admins reviewers")
    assert asked.code == (401, "api_key_invalid")


@pytest.mark.parametrize("mode", list(Mode))
def test_a_key_without_the_scope_is_told_so_whatever_else_it_may(
    backend: Backend, route: str, mode: Mode
) -> None:
    others = [scope for scope in Scope if scope != ROUTES[route]["x-scope"]]
    key = backend.key(*others, mode=mode)
    assert ask(backend, route, key, things(backend, route, mode)).code == (403, "scope_missing")


@pytest.mark.parametrize("mode", list(Mode))
def test_the_scope_alone_is_enough(backend: Backend, route: str, mode: Mode) -> None:
    key = backend.key(ROUTES[route]["x-scope"], mode=mode)
    asked = ask(backend, route, key, things(backend, route, mode))
    if "/sandbox/" in route and mode is Mode.LIVE:
        assert asked.code == (403, "sandbox_only")
        return
    status = asked.status
    assert status not in (401, 403, 404) and status < 500


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("route", [route for route in sorted(ROUTES) if parameters(route)])
def test_what_belongs_to_the_other_mode_is_not_there(
    backend: Backend, route: str, mode: Mode
) -> None:
    ids = things(backend, route, mode)
    other = Mode.TEST if mode is Mode.LIVE else Mode.LIVE
    asked = ask(backend, route, backend.texts[other], ids)
    assert asked.status == (403 if "/sandbox/" in route and other is Mode.LIVE else 404)


@pytest.mark.parametrize("mode", list(Mode))
def test_a_revoked_key_is_none_after_a_minute(backend: Backend, route: str, mode: Mode) -> None:
    key = backend.key(mode=mode)
    ids = things(backend, route, mode)
    ask(backend, route, key, ids)
    backend.keys.revoke(backend.key_id, "ann")
    backend.system.now.move(seconds=60)
    assert ask(backend, route, key, ids).code == (401, "api_key_invalid")


def test_a_key_opens_no_door_of_a_person(backend: Backend) -> None:
    """The gateway lets no such token through; if it did, we would not either."""
    for route in ("GET /me", "GET /api/kyc/status", "GET /reviews", "GET /v1/levels/default"):
        method, _, path = route.partition(" ")
        asked = backend.call(method, path)
        assert asked.status == 401, route
