"""What every workflow adapter promises: Step Functions (on the embedded engine) and the mock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import boto3
import pytest

from chalicelib.adapters.memory import MemoryWorkflow
from chalicelib.outside import aws
from chalicelib.services.ports import Workflow
from tests.standing_in import standing_in
from tests.stepfunctions.workflow_harness import Lambdas, WorkflowHarness, embedded_engine


@dataclass
class Backstage:
    """An adapter, and a way to come by the token of a step that waits."""

    workflow: Workflow
    waiting: Callable[[str], str]


def _mock() -> Iterator[Backstage]:
    workflow = MemoryWorkflow()

    def waiting(onboarding_id: str) -> str:
        workflow.start(onboarding_id)
        return f"token-of-{onboarding_id}"

    yield Backstage(workflow, waiting)


def _step_functions(monkeypatch: pytest.MonkeyPatch) -> Iterator[Backstage]:
    lambdas = Lambdas()
    with embedded_engine(lambdas):
        harness = WorkflowHarness(boto3.client("stepfunctions"), boto3.client("sns"), lambdas)
        standing_in(monkeypatch, accounts=harness.accounts)

        def waiting(onboarding_id: str) -> str:
            # An onboarding is named after its account; the label is the mock's.
            started = harness.register(f"{onboarding_id}@applicants.example")
            harness.waits("VerifyPhone")
            return str(harness.tokens.find(started, "phone"))

        yield Backstage(harness.workflow, waiting)


@pytest.fixture(params=["mock", "step-functions"])
def backstage(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Backstage]:
    yield from _mock() if request.param == "mock" else _step_functions(monkeypatch)


def test_the_same_onboarding_is_the_same_execution(backstage: Backstage) -> None:
    backstage.waiting("case-1")
    first = backstage.workflow.start("case-1")
    assert backstage.workflow.start("case-1") == first
    assert "case-1" in first


def test_an_onboarding_that_ended_keeps_its_execution(backstage: Backstage) -> None:
    backstage.waiting("case-1")
    first = backstage.workflow.start("case-1")
    assert backstage.workflow.stop("case-1")
    assert backstage.workflow.start("case-1") == first


def test_a_waiting_step_is_completed_once(backstage: Backstage) -> None:
    token = backstage.waiting("case-1")
    assert backstage.workflow.succeed(token, {"verified": True}) is True
    assert backstage.workflow.succeed(token, {"verified": True}) is False
    assert backstage.workflow.fail(token, "KYC_REJECTED", "too late") is False


def test_a_waiting_step_is_failed_once(backstage: Backstage) -> None:
    token = backstage.waiting("case-1")
    assert backstage.workflow.fail(token, "KYC_REJECTED", "forged") is True
    assert backstage.workflow.fail(token, "KYC_REJECTED", "forged") is False
    assert backstage.workflow.succeed(token, {"approved": True}) is False


def test_what_never_ran_cannot_be_stopped(backstage: Backstage) -> None:
    assert backstage.workflow.stop("nobody") is False


@pytest.mark.parametrize(
    ("provider", "kind"), [("mock", "MemoryWorkflow"), ("step-functions", "StepFunctions")]
)
def test_the_setting_chooses_the_adapter(
    monkeypatch: pytest.MonkeyPatch, provider: str, kind: str
) -> None:
    from dataclasses import replace

    from chalicelib.settings import Settings, WorkflowProvider

    chosen = replace(
        Settings(), workflow_provider=WorkflowProvider(provider), state_machine_onboarding="arn"
    )
    monkeypatch.setattr(aws, "client", lambda service: None)
    assert type(aws.AwsOutside(chosen).workflow).__name__ == kind
