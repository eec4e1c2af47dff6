"""One stage per test: an empty engine, a clock at now, all functions healthy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import boto3
import pytest
from moto import mock_aws

from chalicelib import wiring
from local.cloud import clock, stepfunctions
from local.cloud.installation import call_for_workflow
from tests.stepfunctions.signing_in import SigningIn
from tests.stepfunctions.stage import ROLE, Lambdas, Stage, definition, let_pass


@pytest.fixture
def lambdas() -> Lambdas:
    return Lambdas()


@pytest.fixture
def embedded(lambdas: Lambdas, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The embedded engine in this process, empty, with `lambdas` behind it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    stepfunctions.install(lambdas)
    with mock_aws():
        stepfunctions.reset()
        clock.reset()
        yield
        stepfunctions.reset()
        clock.reset()
    stepfunctions.install(call_for_workflow)


@pytest.fixture
def stage(embedded: None, lambdas: Lambdas, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Everything around the onboarding machine."""
    made = Stage(boto3.client("stepfunctions"), boto3.client("sns"), lambdas)
    monkeypatch.setattr(wiring, "accounts", lambda: made.accounts)
    monkeypatch.setattr(wiring, "onboarding", lambda: made.steps)
    return made


@pytest.fixture(params=["embedded"])
def engine(request: pytest.FixtureRequest) -> str:
    """Which engine runs the authentication machine."""
    return str(request.param)


@pytest.fixture
def signing_in(
    engine: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> SigningIn:
    """The authentication machine on the chosen engine."""
    request.getfixturevalue(engine)

    def passing(true: Callable[[], bool]) -> None:
        let_pass(true, also="StaySignedIn")

    client = boto3.client("stepfunctions")
    machine = client.create_state_machine(
        name="user-authentication", definition=definition("user-authentication"), roleArn=ROLE
    )
    made = SigningIn(client, machine["stateMachineArn"], passing)
    monkeypatch.setattr(wiring, "authentication", lambda: made.service)
    return made
