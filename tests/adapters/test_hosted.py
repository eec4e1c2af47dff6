"""The sign-in host: what a browser and a page may do there, and what they may not."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from werkzeug.test import Client as Browser
from werkzeug.wrappers import Response

from chalicelib.domain.accounts import staff
from emulator.identity import tokens
from emulator.identity.hosted import Host
from tests.adapters.test_federation import CONSOLE, MFA, Company, company

__all__ = ["company"]  # the fixture
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode()[:-1]


class Visit:
    """A browser at the host, and through the directory's page."""

    def __init__(self, company: Company) -> None:
        company.directory.people["rita"] = MFA
        self.company, self.host = company, Host(company.pool, "http://host.test")
        self.browser = Browser(self.host.app(), Response)

    def authorize(self, **changes: str | None) -> Any:
        asked: dict[str, str | None] = {
            "client_id": self.company.app,
            "redirect_uri": CONSOLE,
            "response_type": "code",
            "scope": "openid email",
            "state": "s1",
            "identity_provider": "Company",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        asked |= changes
        given = {name: value for name, value in asked.items() if value is not None}
        return self.browser.get("/oauth2/authorize", query_string=given)

    def back(self) -> dict[str, str]:
        """What the console finds in its address."""
        there = f"{self.authorize().headers['Location']}&login_hint=rita"
        back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
        address = self.browser.get(back.removeprefix("http://host.test")).headers["Location"]
        assert address.startswith(CONSOLE)
        return dict(parse_qsl(urlsplit(address).query))

    def token(self, **form: str) -> Any:
        whole = {
            "grant_type": "authorization_code",
            "client_id": self.company.app,
            "redirect_uri": CONSOLE,
            "code_verifier": VERIFIER,
        }
        return self.browser.post("/oauth2/token", data=whole | form)


@pytest.fixture
def visit(company: Company) -> Visit:
    return Visit(company)


def test_a_code_with_its_verifier_is_worth_tokens_once(visit: Visit) -> None:
    back = visit.back()
    assert back["state"] == "s1"
    given = visit.token(code=back["code"])
    claims = tokens.verify(given.json["id_token"], visit.company.pool)
    assert claims[staff.GROUPS] == "[Staff, Identity reviewers]"
    assert given.headers["Access-Control-Allow-Origin"] == "*"
    assert visit.token(code=back["code"]).json == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    "changed", [{"code_verifier": "w" * 43}, {"redirect_uri": "https://elsewhere.test/"}]
)
def test_whoever_has_the_code_alone_gets_nothing(visit: Visit, changed: dict[str, str]) -> None:
    refused = visit.token(code=visit.back()["code"], **changed)
    assert (refused.status_code, refused.json) == (400, {"error": "invalid_grant"})


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://elsewhere.test/"},
        {"code_challenge": None},
        {"code_challenge_method": "plain"},
        {"identity_provider": "Another"},
        {"scope": "openid aws.cognito.signin.user.admin"},
        {"response_type": "token"},
        {"client_id": "unknown"},
    ],
)
def test_a_question_that_the_client_may_not_ask_goes_nowhere(
    visit: Visit, changed: dict[str, str | None]
) -> None:
    assert visit.authorize(**changed).status_code == 400


def test_a_refusal_of_the_directory_comes_back_as_one(visit: Visit) -> None:
    visit.authorize()
    (state,) = visit.host.asked
    back = visit.browser.get(f"/oauth2/idpresponse?error=access_denied&state={state}")
    assert "error=access_denied" in back.headers["Location"]
    assert visit.browser.get(f"/oauth2/idpresponse?code=x&state={state}").status_code == 400


def test_a_session_is_renewed_until_it_is_revoked(visit: Visit) -> None:
    given = visit.token(code=visit.back()["code"]).json
    again = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    assert visit.token(**again).json["id_token"]
    form = {"client_id": visit.company.app, "token": given["refresh_token"]}
    assert visit.browser.post("/oauth2/revoke", data=form).status_code == 200
    assert visit.token(**again).json == {"error": "invalid_grant"}
