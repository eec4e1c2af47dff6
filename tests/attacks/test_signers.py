"""Every route for who signs with IAM, by every kind of caller and in both modes: generated from the
OpenAPI document. What the gateway refuses is looked at by tests/emulator/http/test_signatures.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from chalice.app import IAMAuthorizer

from app import app
from chalicelib.domain.applicants.api_keys import Mode, Scope
from chalicelib.settings import Settings, SettingsError, load
from tests.attacks import test_backends as keyed
from tests.attacks.test_backends import ROUTES, parameters, things
from tests.entrypoints.api_harness import ACCOUNT, ApiHarness
from tests.entrypoints.backend import BACK, Backend
from tests.entrypoints.conftest import kept
from tests.services.in_memory import InMemorySystem

__all__ = ["kept"]
ROLE = {"accountId": ACCOUNT, "caller": "AROAEXAMPLE:first", "userArn": "arn:aws:sts::…"}
SCOPES = tuple(Scope)
USER = keyed.USER


@dataclass
class Signer:
    """The API as a backend of the same account sees it."""

    backend: Backend

    def ask(
        self, route: str, mode: str = "live", ids: dict[str, str] | None = None, **who: Any
    ) -> Any:
        path, sent = keyed.request(self.backend, route, Mode("live"), ids)
        if route.endswith("/resend") and mode == "test":
            _, sent = keyed.request(self.backend, route, Mode.TEST, ids)
        path = path.replace("/v1/", f"/v1/iam/{mode}/", 1)
        who.setdefault("signer", ROLE)
        return self.backend.harness.call(route.partition(" ")[0], path, **sent, **who)


def opened(patch: Any, *scopes: str) -> Signer:
    """A harness whose settings allow these to who signs."""
    harness = ApiHarness(InMemorySystem(iam_scopes=scopes, iam_redirects=(BACK,))).open(patch)
    return Signer(Backend(harness).open(patch))


@pytest.fixture
def signer(monkeypatch: pytest.MonkeyPatch) -> Signer:
    return opened(monkeypatch, *SCOPES)


@pytest.fixture(params=sorted(ROUTES))
def route(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


STRANGERS: dict[str, dict[str, Any]] = {
    "nobody": {},
    "another account": ROLE | {"accountId": "210987654321"},
    "no account": ROLE | {"accountId": None},
    "no principal": ROLE | {"caller": ""},
    "a person of an identity pool": ROLE | {"cognitoIdentityId": "eu-west-1:a"},
}


def test_the_gateway_asks_iam_there_and_nowhere_else() -> None:
    asked = {
        f"{method} {path}"
        for path, methods in app.routes.items()
        for method, entry in methods.items()
        if isinstance(entry.authorizer, IAMAuthorizer)
    }
    assert asked == {route.replace(" /v1/", " /v1/iam/{mode}/", 1) for route in ROUTES}


def test_nobody_else_gets_in(signer: Signer, route: str) -> None:
    """The gateway lets none of them through; if it did, we would not either."""
    for name, who in STRANGERS.items():
        assert signer.ask(route, signer=who).code == (401, "signature_unknown"), name
    head = {"authorization": f"Bearer {signer.backend.texts[Mode.LIVE]}"}
    method, _, path = route.partition(" ")
    path = path.replace("/v1/", "/v1/iam/live/", 1)
    call = signer.backend.harness.call
    assert call(method, path, headers=head).code == (401, "signature_unknown")
    assert call(method, path, user=USER, groups="admins").code == (401, "signature_unknown")


def test_a_signature_opens_no_route_for_keys(signer: Signer, route: str) -> None:
    method, _, path = route.partition(" ")
    asked = signer.backend.harness.call(method, path, signer=ROLE)
    assert asked.code == (401, "api_key_invalid")


def test_there_are_two_modes(signer: Signer, route: str) -> None:
    for mode in ("", "prod", "LIVE", "live%20"):
        assert signer.ask(route, mode=mode or "none").status == 404


def test_without_settings_nobody_may_anything(monkeypatch: pytest.MonkeyPatch, route: str) -> None:
    assert opened(monkeypatch).ask(route).code == (403, "scope_missing")


def test_the_scope_is_wanted_and_is_enough(monkeypatch: pytest.MonkeyPatch, route: str) -> None:
    scope = ROUTES[route]["x-scope"]
    without = opened(monkeypatch, *(each for each in SCOPES if each != scope))
    assert without.ask(route).code == (403, "scope_missing")
    only = opened(monkeypatch, scope)
    for mode in Mode:
        asked = only.ask(route, mode, things(only.backend, route, mode))
        if "/sandbox/" in route and mode is Mode.LIVE:
            assert asked.code == (403, "sandbox_only")
            continue
        assert asked.status not in (401, 403, 404) and asked.status < 500, (mode, asked)


@pytest.mark.parametrize("route", [route for route in sorted(ROUTES) if parameters(route)])
def test_what_belongs_to_the_other_mode_is_not_there(signer: Signer, route: str) -> None:
    for mode, other in ((Mode.LIVE, Mode.TEST), (Mode.TEST, Mode.LIVE)):
        asked = signer.ask(route, other, things(signer.backend, route, mode))
        assert asked.status == (403 if "/sandbox/" in route and other is Mode.LIVE else 404)


def test_a_session_goes_on_to_registered_addresses_only(signer: Signer) -> None:
    person = signer.backend.applicant()
    path = f"/v1/iam/live/applicants/{person}/sessions"
    call = signer.backend.harness.call
    made = call("POST", path, {"redirectUrl": BACK}, signer=ROLE)
    assert made.status == 201
    kept = signer.backend.sessions.find(made.json["id"])
    assert kept.created_by == "iam:AROAEXAMPLE"
    other = call("POST", path, {"redirectUrl": "https://other.example"}, signer=ROLE)
    assert other.code == (400, "redirect_unknown")


def test_a_role_is_one_caller_whatever_its_sessions_are_called(signer: Signer, kept: Any) -> None:
    call, body = signer.backend.harness.call, {"externalUserId": "x-1"}
    head = {"idempotency-key": "once-1"}
    first = call("POST", "/v1/iam/live/applicants", body, headers=head, signer=ROLE)
    again = ROLE | {"caller": "AROAEXAMPLE:second"}
    other = {"externalUserId": "x-2"}
    answer = call("POST", "/v1/iam/live/applicants", other, headers=head, signer=again)
    assert (first.status, answer.code) == (201, (422, "idempotency_key_reused"))
    stranger = ROLE | {"caller": "AIDAOTHER"}
    assert (
        call("POST", "/v1/iam/live/applicants", other, headers=head, signer=stranger).status == 201
    )
    test = call("POST", "/v1/iam/test/applicants", other, headers=head, signer=ROLE)
    assert test.status == 201


def test_settings_name_scopes_and_addresses_that_there_are() -> None:
    known = {"SCOPES": tuple(Scope)}
    found = load({"VESTIBULE_IAM_SCOPES": "applicants:read, events:read"}, known=known)
    assert found.iam_scopes == ("applicants:read", "events:read")
    assert load({"VESTIBULE_IAM_SCOPES": ""}, known=known).iam_scopes == Settings().iam_scopes == ()
    for name, value in (("SCOPES", "applicants:all"), ("REDIRECTS", "http://shop.example/x")):
        with pytest.raises(SettingsError):
            load({f"VESTIBULE_IAM_{name}": value}, known=known)
