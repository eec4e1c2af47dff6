"""One stage per test: an empty engine, a clock at now, all functions healthy."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from chalicelib import wiring
from local.cloud import clock, stepfunctions
from local.cloud.installation import call_for_workflow
from tests.stepfunctions.stage import Lambdas, Stage


@pytest.fixture
def lambdas() -> Lambdas:
    return Lambdas()


@pytest.fixture
def stage(lambdas: Lambdas, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    stepfunctions.install(lambdas)
    with mock_aws():
        stepfunctions.reset()
        clock.reset()
        made = Stage(boto3.client("stepfunctions"), boto3.client("sns"), lambdas)
        monkeypatch.setattr(wiring, "accounts", lambda: made.accounts)
        monkeypatch.setattr(wiring, "onboarding", lambda: made.steps)
        yield made
        stepfunctions.reset()
        clock.reset()
    stepfunctions.install(call_for_workflow)
