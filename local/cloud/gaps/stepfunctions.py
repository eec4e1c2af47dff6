"""Step Functions: validate a definition at plan time, list versions, start by alias.

The provider validates every definition while it plans; moto lacks the operation. The answer here
comes from moto's own parser of the States Language, so a broken definition fails the plan as it
does on AWS.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.stepfunctions.models import StateMachine, StepFunctionBackend
from moto.stepfunctions.parser.api import InvalidDefinition
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse


def install() -> None:
    """Add the operations and let an alias stand for its state machine."""
    for operation in (
        validate_state_machine_definition,
        list_state_machine_versions,
        delete_state_machine_version,
    ):
        setattr(StepFunctionResponse, operation.__name__, operation)
    describe = StepFunctionBackend.describe_state_machine

    def describe_state_machine(self: StepFunctionBackend, arn: str) -> StateMachine:
        source, _, alias = arn.rpartition(":")
        for machine in self.state_machines:
            if machine.arn == source and alias in machine.aliases:
                return machine
        return describe(self, arn)

    StepFunctionBackend.describe_state_machine = describe_state_machine  # type: ignore[method-assign]


def validate_state_machine_definition(self: StepFunctionResponse) -> ActionResult:
    """ValidateStateMachineDefinition: OK, or FAIL with the parser's reason."""
    diagnostics: list[dict[str, Any]] = []
    try:
        StepFunctionsParserBackend._validate_definition(self._get_param("definition"))
    except InvalidDefinition as refused:
        diagnostics.append(
            {
                "severity": "ERROR",
                "code": "SCHEMA_VALIDATION_FAILED",
                "message": str(refused.message),
                "location": "/",
            }
        )
    result = "FAIL" if diagnostics else "OK"
    return ActionResult({"result": result, "diagnostics": diagnostics, "truncated": False})


def list_state_machine_versions(self: StepFunctionResponse) -> ActionResult:
    """ListStateMachineVersions, newest first, in one page."""
    machine = self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
    newest_first = sorted(machine.versions.values(), key=lambda v: v.version, reverse=True)
    return ActionResult(
        {
            "stateMachineVersions": [
                {"stateMachineVersionArn": v.arn, "creationDate": v.creation_date}
                for v in newest_first
            ]
        }
    )


def delete_state_machine_version(self: StepFunctionResponse) -> ActionResult:
    """DeleteStateMachineVersion; deleting one that is gone is no error."""
    source, _, version = self._get_param("stateMachineVersionArn").rpartition(":")
    for machine in self.stepfunction_backend.state_machines:
        if machine.arn == source:
            machine.versions.pop(int(version), None)
    return EmptyResult()
