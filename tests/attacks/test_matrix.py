"""Who gets in where: every route of the OpenAPI document, by every kind of caller.

A route that is not in the table fails; so does one in the table that is not in the document.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.memory_people import MemoryAccount
from chalicelib.domain import limits
from chalicelib.domain.applicants.api_keys import Mode, Scope
from tests.entrypoints.api_harness import ACCOUNT, ApiHarness
from tests.entrypoints.backend import Backend
from tests.present import present

ROOT = Path(__file__).resolve().parents[2]
PATHS = json.loads((ROOT / "chalicelib" / "contracts" / "openapi.json").read_text())["paths"]
METHODS = {"get", "post", "put", "delete", "patch"}
ROUTES = {
    f"{method.upper()} {path}": spec
    for path, item in PATHS.items()
    for method, spec in item.items()
    if method in METHODS
}
ID = "00000000-0000-4000-8000-00000000dead"
USER = "00000000-0000-4000-9000-00000000abcd"

PUBLIC, SIGNED, PERSON, REVIEWER, ADMIN = "public", "signed", "person", "reviewers", "admins"
#: By an API key; tests/attacks/test_backends.py asks each of them as everybody.
BACKEND, KEYED, APPLICANT = "backend", "keyed", "applicant"
#: By a signature of IAM; tests/attacks/test_signers.py asks each of them as everybody.
SIGNER = "signer"
#: Who may -> routes. What a vendor's signature guards is looked at by tests/vendors; an access
#: token or a code in the body by tests/services/accounts/test_sign_in.py.
ROWS = {
    PUBLIC: """
        POST /auth/signup/start, POST /auth/signup/confirm, POST /auth/signup/resend,
        POST /auth/login, POST /auth/mfa/answer, POST /auth/mfa/enrol, POST /auth/mfa/confirm,
        POST /auth/email, POST /auth/email/confirm, POST /auth/password/forgot,
        POST /auth/password/reset, POST /auth/refresh, POST /auth/logout, GET /health,
        POST /v1/session-links/open,
        GET /v1/reference""",
    SIGNED: "POST /api/webhooks/kyc-status, POST /api/webhooks/kyc-status/{provider}",
    PERSON: """
        GET /me, GET /me/profile, PUT /me/profile, GET /me/export, DELETE /me, POST /upload-id,
        POST /start-liveness, POST /submit-frame, POST /verify, GET /verify,
        GET /verifications/{verification_id}, GET /verifications/{verification_id}/document,
        POST /verifications/{verification_id}/assistance,
        POST /hand-off,
        POST /api/kyc/start-verification, GET /api/kyc/status""",
    REVIEWER: """
        GET /reviews, GET /reviews/counts, POST /reviews/search, POST /reviews/next,
        POST /reviews/assign, POST /reviews/close, GET /reviews/{case_id},
        POST /reviews/{case_id}/decision, POST /reviews/{case_id}/notes,
        POST /reviews/{case_id}/attachments, GET /reviews/{case_id}/attachments/{digest},
        POST /reviews/{case_id}/holding, DELETE /reviews/{case_id}/holding""",
    ADMIN: """
        POST /v1/levels, GET /v1/levels/{name}, POST /v1/levels/{name}/rollback,
        GET /v1/levels/{name}/funnel, GET /v1/levels/{name}/shadow, GET /v1/levels/{name}/stale,
        GET /v1/relationships/{person_id}, PUT /v1/relationships/{person_id},
        GET /v1/levels/{name}/versions/{version}, PUT /v1/levels/{name}/versions/{version},
        POST /v1/levels/{name}/versions/{version}/backtest,
        POST /v1/levels/{name}/versions/{version}/try, GET /v1/own-lists/{name},
        POST /v1/own-lists/{name}, DELETE /v1/own-lists/entries/{entry_id}""",
    BACKEND: """
        POST /v1/applicants, GET /v1/applicants, GET /v1/applicants/{applicant_id},
        DELETE /v1/applicants/{applicant_id}, POST /v1/applicants/{applicant_id}/sessions,
        DELETE /v1/applicants/{applicant_id}/sessions,
        PUT /v1/applicants/{applicant_id}/relationship,
        PUT /v1/verifications/{verification_id}/facts,
        POST /v1/verifications/{verification_id}/chip,
        POST /v1/applicants/{applicant_id}/verifications, GET /v1/verifications,
        GET /v1/verifications/{verification_id}, POST /v1/verifications/{verification_id}/cancel,
        POST /v1/verifications/{verification_id}/retry,
        POST /v1/verifications/{verification_id}/documents,
        POST /v1/verifications/{verification_id}/face, GET /v1/events,
        GET /v1/sandbox/document,
        GET /v1/sandbox/scenarios, POST /v1/sandbox/verifications/{verification_id}/advance,
        GET /v1/webhook-endpoints, POST /v1/webhook-endpoints,
        PUT /v1/webhook-endpoints/{endpoint_id}, DELETE /v1/webhook-endpoints/{endpoint_id},
        POST /v1/webhook-endpoints/{endpoint_id}/rotate,
        POST /v1/webhook-endpoints/{endpoint_id}/ping,
        POST /v1/webhook-endpoints/{endpoint_id}/resend,
        GET /v1/webhook-endpoints/{endpoint_id}/deliveries""",
    KEYED: "GET /v1/openapi.json",
    APPLICANT: """
        GET /v1/session, POST /v1/session/upload-id, POST /v1/session/start-liveness,
        POST /v1/session/submit-frame, POST /v1/session/verify, GET /v1/session/verify,
        GET /v1/session/verifications/{verification_id},
        GET /v1/session/verifications/{verification_id}/document,
        POST /v1/session/verifications/{verification_id}/assistance,
        POST /v1/session/hand-off, POST /v1/session/api/kyc/start-verification""",
}
MAY = {route.strip(): who for who, routes in ROWS.items() for route in routes.split(",")}
MAY |= {
    route.replace(" /v1/", " /v1/iam/{mode}/", 1): SIGNER
    for route, who in tuple(MAY.items())
    if who == BACKEND
}
GUARDED = [route for route, who in MAY.items() if who in (PERSON, REVIEWER, ADMIN)]
STAFF = [route for route, who in MAY.items() if who in (REVIEWER, ADMIN)]


def test_every_route_has_a_row_here_and_a_budget() -> None:
    assert set(ROUTES) == set(MAY)
    assert set(ROUTES) == set(limits.ROUTES)


def test_what_is_public_is_so_in_the_document_and_nothing_else_is() -> None:
    public = {route for route, spec in ROUTES.items() if not spec.get("security")}
    assert public == {route for route, who in MAY.items() if who in (PUBLIC, SIGNED)}


def test_what_is_for_backends_wants_a_scope_and_nothing_else_does() -> None:
    scoped = {route for route, spec in ROUTES.items() if spec.get("x-scope")}
    assert scoped == {route for route, who in MAY.items() if who in (BACKEND, SIGNER)}


@pytest.mark.parametrize(
    ("scheme", "known"),
    [
        ("apiKey", {BACKEND, KEYED}),
        ("sigv4", {SIGNER}),
        ("applicantSession", {APPLICANT}),
        ("cognito", {PERSON, REVIEWER, ADMIN}),
    ],
)
def test_each_kind_of_caller_has_one_way_in(scheme: str, known: set[str]) -> None:
    found = {route for route, spec in ROUTES.items() if spec.get("security") == [{scheme: []}]}
    assert found == {route for route, who in MAY.items() if who in known}


def test_who_signs_with_iam_has_the_routes_and_budgets_of_who_has_a_key() -> None:
    for route, who in MAY.items():
        if who == BACKEND:
            signed = route.replace(" /v1/", " /v1/iam/{mode}/", 1)
            assert limits.ROUTES[signed] is limits.ROUTES[route]
            assert ROUTES[signed]["x-scope"] == ROUTES[route]["x-scope"]


@dataclass
class Asked:
    """One route, asked as somebody."""

    harness: ApiHarness
    route: str
    key: str = ""

    @property
    def group(self) -> str:
        return MAY[self.route] if self.route in STAFF else ""

    def status(self, user: str = USER, groups: str | None = None) -> int:
        method, _, path = self.route.partition(" ")
        for name in ("{verification_id}", "{case_id}", "{entry_id}"):
            path = path.replace(name, ID)
        path = path.replace("{name}", "standard").replace("{version}", "1")
        path = path.replace("{provider}", "persona").replace("{mode}", "live")
        chosen = self.group if groups is None else groups
        ours = MAY[self.route] in (BACKEND, KEYED, APPLICANT)
        head = {"authorization": f"Bearer {self.key}"} if ours else {}
        who: dict[str, Any] = {"user": user, "groups": chosen, "headers": head}
        if MAY[self.route] == SIGNER:
            who["signer"] = {"accountId": ACCOUNT, "caller": "AROAEXAMPLE:s-1"}
        return self.harness.call(method, path, {}, **who).status

    def knows(
        self,
        patch: pytest.MonkeyPatch,
        change: Callable[[MemoryAccount | None], MemoryAccount | None],
    ) -> None:
        """What the user pool says of everybody from now on."""
        find = self.harness.system.identity.find
        pool = self.harness.system.identity
        patch.setattr(pool, "find", lambda name: change(find(name)))


@pytest.fixture(params=GUARDED)
def asked(request: pytest.FixtureRequest, harness: ApiHarness) -> Asked:
    return Asked(harness, request.param)


@pytest.fixture(params=STAFF)
def staff(request: pytest.FixtureRequest, harness: ApiHarness) -> Asked:
    return Asked(harness, request.param)


def test_nobody_stays_outside(asked: Asked) -> None:
    assert asked.status(user="") in (401, 403)


def test_who_was_erased_stays_outside(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    asked.harness.system.tombstones.place([USER], "receipt")
    # An erasure that broke off may be asked for again, until the account is gone.
    assert asked.status() in ((200, 401) if asked.route == "DELETE /me" else (401,))
    asked.knows(monkeypatch, lambda account: None)
    assert asked.status() == 401


def test_who_is_disabled_stays_outside(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    asked.knows(monkeypatch, lambda account: replace(present(account), enabled=False))
    assert asked.status() == 401


def test_an_ended_session_stays_outside(asked: Asked) -> None:
    asked.harness.system.now.move(seconds=5)
    asked.harness.system.door.revoke(USER)
    asked.harness.system.now.move(seconds=-5)
    assert asked.status() == 401


@pytest.mark.parametrize("groups", ["", "somebody", "reviewersx", "adminsx"])
def test_who_is_no_staff_stays_outside(staff: Asked, groups: str) -> None:
    assert staff.status(groups=groups) == 403


def test_staff_of_one_kind_are_not_of_the_other(staff: Asked) -> None:
    assert staff.status(groups=ADMIN if staff.group == REVIEWER else REVIEWER) == 403


def test_who_has_left_the_group_stays_outside_with_the_old_token(staff: Asked) -> None:
    pool = staff.harness.system.identity
    pool.groups = lambda user_id: frozenset()  # type: ignore[method-assign]
    assert staff.status() == 403


def test_staff_without_a_second_factor_stay_outside(
    staff: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff.knows(monkeypatch, lambda account: replace(present(account), second_factor=False))
    assert staff.status() == 403


def test_another_person_finds_what_nobody_has(harness: ApiHarness) -> None:
    _, _, verification_id = harness.system.ready()
    for method, path, inside in (
        ("GET", "/verifications/{}", {}), ("POST", "/verifications/{}/assistance", {}),
        ("GET", "/verify", {"verificationId": "{}"}), ("POST", "/verify", {"verificationId": "{}"}),
        ("POST", "/start-liveness", {"verificationId": "{}"}),
    ):  # fmt: skip
        heard = []
        for one in (verification_id, ID):
            given = {name: value.replace("{}", one) for name, value in inside.items()}
            answer = harness.call(
                method, path.replace("{}", one), given if method == "POST" else None, user=USER,
                query=given if method == "GET" else None,
            )  # fmt: skip
            heard.append((answer.status, answer.text.replace(one, "")))
        assert heard[0] == heard[1] and heard[0][0] in (400, 404), path


LIMITED = [route for route in MAY if route in limits.ROUTES and limits.ROUTES[route].limits]


@pytest.mark.parametrize("route", LIMITED)
def test_each_route_stops_at_its_budget(backend: Backend, route: str) -> None:
    """Whatever is sent, right or wrong: past the limit nothing is looked at any more."""
    harness = backend.harness
    key = backend.texts[Mode.LIVE]
    if MAY[route] == APPLICANT:
        key = backend.session(backend.applicant())["token"]
    app = harness.system.app
    app.settings = replace(app.settings, iam_scopes=tuple(Scope))
    asked, counters = Asked(harness, route, key), harness.system.limits
    user = USER if route in GUARDED else ""
    tightest = min(limit.allowed for limit in limits.ROUTES[route].limits)
    plain, begun = counters.hit, set()

    def nearly(key: str, allowed: int, seconds: int, by: int = 1) -> int:
        """Counters that begin three before the end."""
        if allowed == tightest and key.startswith(route) and key not in begun:
            begun.add(key)
            counters.counts[key, int(harness.system.now().timestamp()) // seconds] = allowed - 3
        return plain(key, allowed, seconds, by)

    counters.hit = nearly  # type: ignore[method-assign]
    statuses = [asked.status(user=user) for _ in range(4)]
    assert 429 not in statuses[:3] and statuses[3] == 429, statuses


def test_a_route_that_is_paid_for_is_limited() -> None:
    free = [route for route, budget in limits.ROUTES.items() if budget.paid and not budget.limits]
    assert free == []


def test_a_route_without_limits_says_why() -> None:
    silent = [r for r, budget in limits.ROUTES.items() if not budget.limits and not budget.why]
    assert silent == []


@pytest.mark.parametrize("route", list(MAY))
def test_answers_are_kept_nowhere_and_taken_for_nothing_else(
    harness: ApiHarness, route: str
) -> None:
    method, _, path = route.partition(" ")
    answer = harness.call(method, path.replace("{", "").replace("}", ""), {}, user=USER)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
