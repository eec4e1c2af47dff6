"""A new version of the machine: what runs goes on as it began, what starts is new."""

from __future__ import annotations

import json

from tests.stepfunctions.workflow_harness import ROLE, WorkflowHarness

WAIT = {"Type": "Wait", "Seconds": 3600, "Next": "End"}


def _machine(word: str) -> str:
    end = {"Type": "Pass", "Output": word, "End": True}
    states = {"Wait": WAIT, "End": end}
    return json.dumps({"QueryLanguage": "JSONata", "StartAt": "Wait", "States": states})


def test_an_execution_in_flight_ends_on_the_version_it_began_with(harness: WorkflowHarness) -> None:
    client = harness.client
    made = client.create_state_machine(
        name="versioned", definition=_machine("old"), roleArn=ROLE, publish=True
    )
    routes = [{"stateMachineVersionArn": made["stateMachineVersionArn"], "weight": 100}]
    alias = client.create_state_machine_alias(name="live", routingConfiguration=routes)
    arn = alias["stateMachineAliasArn"]
    client.start_execution(stateMachineArn=arn, name="first")
    harness.machines["versioned"] = made["stateMachineArn"]
    harness.waits("Wait")
    new = client.update_state_machine(
        stateMachineArn=made["stateMachineArn"], definition=_machine("new"), publish=True
    )
    routes = [{"stateMachineVersionArn": new["stateMachineVersionArn"], "weight": 100}]
    client.update_state_machine_alias(stateMachineAliasArn=arn, routingConfiguration=routes)
    harness.move(hours=1)
    assert harness.ended("first", "versioned")["output"] == '"old"'
    client.start_execution(stateMachineArn=arn, name="second")
    harness.waits("Wait")
    harness.move(hours=1)
    end = harness.ended("second", "versioned")
    assert end["output"] == '"new"'
    assert end["stateMachineVersionArn"] == new["stateMachineVersionArn"]
