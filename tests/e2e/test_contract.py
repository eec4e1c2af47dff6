"""The API keeps to its OpenAPI document whatever is sent: no 5xx, in any state of sign-in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error

from local.applicant import Client
from tests.search import SEARCH

DOCUMENT = Path(__file__).parents[2] / "chalicelib" / "contracts" / "openapi.json"
whole = schemathesis.openapi.from_dict(json.loads(DOCUMENT.read_text()))
# Every value at a bound in turn is hundreds of calls a route: they are in `make test-long`.
whole.config.phases.coverage.enabled = bool(SEARCH)
#: Without those who sign with IAM: the gateway lets nobody else through.
schema = whole.exclude(path_regex="^/v1/iam/")


@pytest.fixture(scope="module")
def token(system: dict[str, str], request: pytest.FixtureRequest) -> str:
    from local.applicant import Applicant

    applicant = Applicant(
        Client(system["api"], system["cloud"]), "Anna Demosthenous", "1991-03-14", "GRC"
    )
    applicant.start()
    assert applicant.confirm(applicant.read_code()).status_code == 200
    applicant.login()
    return applicant.client.token


@schema.parametrize()
@settings(
    max_examples=SEARCH or 5,
    deadline=None,
    derandomize=not SEARCH,
    suppress_health_check=list(HealthCheck),
)
def test_nothing_sent_is_a_server_error(case: Any, system: dict[str, str], token: str) -> None:
    answer = case.call(
        base_url=system["api"], headers={"Authorization": f"Bearer {token}"}, timeout=30
    )
    case.validate_response(answer, checks=[not_a_server_error])
