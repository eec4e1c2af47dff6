"""The OpenAPI document is for who has a key; the page that shows it is for everybody, and empty."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.entrypoints import routes_service
from tests.entrypoints.api_harness import ApiHarness
from tests.entrypoints.backend import Backend
from tests.entrypoints.conftest import backend, harness, kept

__all__ = ["backend", "harness", "kept"]
USER = "00000000-0000-4000-9000-00000000abcd"


@pytest.mark.parametrize("mode", list(Mode))
def test_a_key_of_any_scope_is_given_the_document_of_the_repository(
    backend: Backend, mode: Mode
) -> None:
    key = backend.key("webhooks:write", mode=mode)
    answer = backend.call("GET", "/v1/openapi.json", key=key)
    assert answer.json == json.loads(routes_service.OPENAPI.read_text())
    assert answer.headers["Content-Type"] == "application/json"


def test_nobody_else_is_given_it(backend: Backend) -> None:
    session = backend.session(backend.applicant())["token"]
    for key in ("", "vk_live_x", session):
        asked = backend.call("GET", "/v1/openapi.json", key=key)
        assert asked.code == (401, "api_key_invalid")
    asked = backend.harness.call("GET", "/v1/openapi.json", user=USER, groups="admins")
    assert asked.code == (401, "api_key_invalid")
    assert backend.harness.call("GET", "/openapi.json").status == 405  # no such route


def test_the_page_holds_nothing_and_runs_only_what_stands_in_it(harness: ApiHarness) -> None:
    answer = harness.call("GET", "/v1/reference")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert not re.search(r"https?:|//[a-z]|src=|href=|url\(", answer.text)
    assert "/v1/" not in answer.text
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";")
    )
    for kind in ("script", "style"):
        (inside,) = re.findall(f"<{kind}>(.*?)</{kind}>", answer.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert policy[f"{kind}-src"] == f"'sha256-{digest}'"
    assert policy["default-src"] == "'none'" and policy["connect-src"] == "'self'"
