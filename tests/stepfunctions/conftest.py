"""One stage per test: an empty engine, a clock at now, all functions healthy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import boto3
import pytest

from chalicelib import wiring
from tests.stepfunctions.signing_in import SigningIn
from tests.stepfunctions.stage import ROLE, Lambdas, Stage, definition, embedded_engine, let_pass


@pytest.fixture
def lambdas() -> Lambdas:
    return Lambdas()


@pytest.fixture
def embedded(lambdas: Lambdas) -> Iterator[None]:
    """The embedded engine in this process."""
    with embedded_engine(lambdas):
        yield


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
