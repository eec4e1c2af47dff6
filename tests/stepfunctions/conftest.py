"""One harness per test: an empty engine, a clock at now, all functions healthy."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from tests import second_engine
from tests.standing_in import standing_in
from tests.stepfunctions.signing_in import SigningIn
from tests.stepfunctions.workflow_harness import (
    ROLE,
    Lambdas,
    WorkflowHarness,
    definition,
    embedded_engine,
    let_pass,
)

numbers = itertools.count(1)


@pytest.fixture
def lambdas() -> Lambdas:
    return Lambdas()


@pytest.fixture
def embedded(lambdas: Lambdas) -> Iterator[Any]:
    """The embedded engine in this process: its client."""
    with embedded_engine(lambdas):
        yield boto3.client("stepfunctions")


@pytest.fixture
def harness(embedded: Any, lambdas: Lambdas, monkeypatch: pytest.MonkeyPatch) -> WorkflowHarness:
    """Everything around the onboarding machine."""
    made = WorkflowHarness(embedded, boto3.client("sns"), lambdas)
    standing_in(monkeypatch, accounts=made.accounts, onboarding=made.steps)
    return made


@pytest.fixture(scope="session")
def localstack_process() -> Iterator[tuple[str, second_engine.LambdaServer]]:
    python = second_engine.interpreter()
    if python is None:
        pytest.skip("LocalStack is not installed; tests/second_engine.py says how")
    with second_engine.localstack(python) as running:
        yield running


@pytest.fixture
def localstack(localstack_process: tuple[str, second_engine.LambdaServer], lambdas: Lambdas) -> Any:
    """A second, independent engine in a process of its own: its client."""
    endpoint, lambda_server = localstack_process
    lambda_server.lambdas = lambdas
    return second_engine.client("stepfunctions", endpoint)


@pytest.fixture(params=["embedded", pytest.param("localstack", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest) -> str:
    """Which engine runs the authentication machine."""
    return str(request.param)


@pytest.fixture
def signing_in(
    engine: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> SigningIn:
    """The authentication machine on the chosen engine."""
    client = request.getfixturevalue(engine)
    machine = client.create_state_machine(
        name=f"user-authentication-{next(numbers)}",
        definition=definition("user-authentication"),
        roleArn=ROLE,
    )["stateMachineArn"]
    made = SigningIn(client, machine, lambda true: let_pass(true, 60, also="StaySignedIn"))
    standing_in(monkeypatch, authentication=made.service)
    return made
