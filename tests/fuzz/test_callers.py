"""No 5xx for any kind of caller (schemathesis draws what is sent from the OpenAPI document): a live
key, a test key, who signs with IAM, an applicant in a session, a user of the company's provider.

The doors are the real ones, in memory, behind HTTP; tests/e2e/test_contract.py asks the whole
system as nobody and as a user of the pool.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error

from chalicelib.domain.applicants.api_keys import Mode, Scope
from tests.attacks.test_federated import Company, company
from tests.entrypoints.api_harness import ACCOUNT
from tests.entrypoints.backend import Backend
from tests.entrypoints.conftest import backend, harness, kept
from tests.sdk.conftest import Served, api
from tests.search import SEARCH

Test = TypeVar("Test", bound=Callable[..., None])
__all__ = ["api", "backend", "company", "harness", "kept"]
DOCUMENT = Path(__file__).resolve().parents[2] / "chalicelib" / "contracts" / "openapi.json"
schema = schemathesis.openapi.from_dict(json.loads(DOCUMENT.read_text()))
#: Every header, method and bound in turn: a hundred cases for each route.
schema.config.phases.coverage.enabled = bool(SEARCH)


def known_by(scheme: str) -> Any:
    """The part of the document for callers of one kind."""
    wanted: list[dict[str, list[str]]] = [{scheme: []}]
    return schema.include(func=lambda ctx: ctx.operation.definition.raw.get("security") == wanted)


def each_of(part: Any) -> Callable[[Test], Test]:
    """The test runs for each route of the part; schemathesis gives its decorator no type."""
    decorator: Callable[[Test], Test] = part.parametrize()
    return decorator


backends, inside = known_by("apiKey"), known_by("applicantSession")
drawn = settings(
    max_examples=SEARCH or 3,
    deadline=None,
    derandomize=not SEARCH,
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Known:
    """Somebody who calls, and ids of things that are theirs: every second call names them."""

    url: str
    token: str
    ids: dict[str, str]
    seen: list[int] = field(default_factory=list)

    def ask(self, case: Any) -> None:
        """One call; fails for an answer that is a fault of ours."""
        if len(self.seen) % 2 == 0:
            named = {name: self.ids[name] for name in case.path_parameters if name in self.ids}
            case.path_parameters.update(named)
        head = {"Authorization": f"Bearer {self.token}"}
        answer = case.call(base_url=self.url, headers=head, timeout=30)
        self.seen.append(answer.status_code)
        case.validate_response(answer, checks=[not_a_server_error])


def _asked(known: Known) -> Iterator[Known]:
    """The caller for a test, who was let in."""
    yield known
    assert not known.seen or {status for status in known.seen if status != 401}, "never let in"


@pytest.fixture(params=list(Mode))
def key(request: pytest.FixtureRequest, api: Served, backend: Backend) -> Iterator[Known]:
    mode: Mode = request.param
    person, verification = backend.attempt("u-1", mode)
    hook = {"url": "https://shop.example/hooks"}
    endpoint = backend.call("POST", "/v1/webhook-endpoints", hook, mode=mode).json["id"]
    ids = {"applicant_id": person, "verification_id": verification, "endpoint_id": endpoint}
    yield from _asked(Known(api.url, backend.texts[mode], ids))


@pytest.fixture(params=list(Mode))
def signer(request: pytest.FixtureRequest, key: Known, backend: Backend) -> Iterator[Known]:
    """Who signs with IAM, as the gateway says; things of the mode that `key` has are theirs."""
    mode: Mode = request.param
    app, call = backend.system.app, backend.harness.call
    app.settings = replace(app.settings, iam_scopes=tuple(Scope))
    who = {"accountId": ACCOUNT, "caller": "AROAEXAMPLE:fuzz"}
    backend.harness.call = partial(call, signer=who)  # type: ignore[method-assign]
    yield from _asked(Known(key.url, "", key.ids | {"mode": str(mode)}))


@pytest.fixture
def session(api: Served, backend: Backend) -> Iterator[Known]:
    person, verification = backend.attempt("u-1", Mode.TEST)
    token = backend.session(person, Mode.TEST)["token"]
    yield from _asked(Known(api.url, token, {"verification_id": verification}))


@pytest.fixture
def provided(api: Served, company: Company) -> Iterator[Known]:
    _, verification = company.backend.attempt("u-1")
    yield from _asked(Known(api.url, company.token(), {"verification_id": verification}))


@each_of(backends)
@drawn
def test_a_key_of_either_mode(case: Any, key: Known) -> None:
    key.ask(case)


@pytest.mark.slow
@each_of(known_by("sigv4"))
@drawn
def test_who_signs_with_iam_in_either_mode(case: Any, signer: Known) -> None:
    """The functions are those of keys: among the long tests."""
    signer.ask(case)


@each_of(inside)
@drawn
def test_an_applicant_in_a_session(case: Any, session: Known) -> None:
    session.ask(case)


@each_of(inside)
@drawn
def test_a_user_of_the_companys_own_provider(case: Any, provided: Known) -> None:
    provided.ask(case)
