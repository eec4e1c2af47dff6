"""The actions of the Step Functions API that moto lacks, or answers differently from AWS.

Answers and errors are those of the API reference: docs.aws.amazon.com/step-functions, "API
Reference".
"""

from __future__ import annotations

import base64
import json
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.stepfunctions.parser.api import InspectionLevel
from moto.stepfunctions.parser.backend.state_machine import TestStateMachine
from moto.stepfunctions.parser.backend.test_state.execution import TestStateExecution
from moto.stepfunctions.responses import StepFunctionResponse

from emulator import clock
from emulator.workflows.definition import definition_errors
from emulator.workflows.errors import Refusal
from emulator.workflows.machines import Backend

_DATA = ("input", "inputDetails", "output", "outputDetails", "parameters", "assignedVariables")


class Response(StepFunctionResponse):
    """Answers `AWSStepFunctions.*`; actions that are not here are moto's."""

    __module__ = StepFunctionResponse.__module__  # moto finds the service's name in it

    @property
    def machines(self) -> Backend:
        """The state machines of the request's account and region."""
        return self.stepfunction_backend  # type: ignore[return-value]

    def publish_state_machine_version(self) -> ActionResult:
        """PublishStateMachineVersion."""
        arn, text = self._get_param("stateMachineArn"), self._get_param("description")
        version = self.machines.publish(arn, text)
        dates = {"creationDate": version.creation_date}
        return ActionResult({**dates, "stateMachineVersionArn": version.arn})

    def list_state_machine_versions(self) -> ActionResult:
        """ListStateMachineVersions, newest first."""
        versions = self.machines.machine(self._get_param("stateMachineArn")).versions
        items = [
            {"stateMachineVersionArn": v.arn, "creationDate": v.creation_date}
            for _, v in sorted(versions.items(), reverse=True)
        ]
        return ActionResult(self._page("stateMachineVersions", items))

    def delete_state_machine_version(self) -> ActionResult:
        """DeleteStateMachineVersion."""
        self.machines.delete_version(self._get_param("stateMachineVersionArn"))
        return EmptyResult()

    def validate_state_machine_definition(self) -> ActionResult:
        """ValidateStateMachineDefinition, with every error of the definition."""
        found = definition_errors(self._get_param("definition"))
        diagnostics = [
            {"severity": "ERROR", "code": text.split(":")[0], "message": text} for text in found
        ]
        result = "FAIL" if found else "OK"
        return ActionResult({"result": result, "diagnostics": diagnostics, "truncated": False})

    def start_execution(self) -> ActionResult:
        """StartExecution, of a machine, a version or an alias."""
        arn, name = self._get_param("stateMachineArn"), self._get_param("name")
        execution = self.machines.start_execution(arn, name, self._get_param("input"))
        started = {"executionArn": execution.execution_arn, "startDate": execution.start_date}
        return ActionResult(started)

    def stop_execution(self) -> ActionResult:
        """StopExecution."""
        arn, error = self._get_param("executionArn"), self._get_param("error")
        execution = self.machines.stop_execution(arn, error, self._get_param("cause"))
        return ActionResult({"stopDate": execution.stop_date})

    def redrive_execution(self) -> ActionResult:
        """RedriveExecution."""
        redriven = self.machines.redrive_execution(self._get_param("executionArn"))
        return ActionResult({"redriveDate": redriven})

    def describe_execution(self) -> ActionResult:
        """DescribeExecution."""
        return ActionResult(self.machines.execution(self._get_param("executionArn")).describe())

    def describe_state_machine_for_execution(self) -> ActionResult:
        """DescribeStateMachineForExecution: the machine as it was at the start."""
        execution = self.machines.execution(self._get_param("executionArn"))
        frozen: Any = execution.state_machine
        return ActionResult(
            {
                "stateMachineArn": frozen.arn,
                "name": frozen.name,
                "definition": frozen.definition,
                "roleArn": frozen.roleArn,
                "updateDate": frozen.update_date,
                "loggingConfiguration": frozen.loggingConfiguration,
                "tracingConfiguration": frozen.tracingConfiguration,
            }
        )

    def list_executions(self) -> ActionResult:
        """ListExecutions of a machine, a version or an alias, newest first."""
        arn, status = self._get_param("stateMachineArn"), self._get_param("statusFilter")
        items = [execution.summary() for execution in self.machines.executions(arn, status)]
        return ActionResult(self._page("executions", items))

    def get_execution_history(self) -> ActionResult:
        """GetExecutionHistory."""
        events = self.machines.execution(self._get_param("executionArn")).history()
        if self._get_param("reverseOrder", False):
            events.reverse()
        if not self._get_param("includeExecutionData", True):
            events = [_without_data(event) for event in events]
        return ActionResult(self._page("events", events))

    def send_task_failure(self) -> ActionResult:
        """SendTaskFailure."""
        token, error = self._get_param("taskToken"), self._get_param("error")
        self.machines.send_task_failure(token, error, self._get_param("cause"))
        return EmptyResult()

    def test_state(self) -> ActionResult:
        """TestState of one state. boto3 needs `inject_host_prefix=False` to reach it here."""
        name = "TestState"
        prefix = f"arn:aws:states:{self.region}:{self.current_account}"
        machine = TestStateMachine(
            name=name,
            arn=f"{prefix}:stateMachine:{name}",
            definition=self._get_param("definition"),
            role_arn=self._get_param("roleArn"),
        )
        execution = TestStateExecution(
            name=name,
            role_arn=self._get_param("roleArn"),
            exec_arn=f"{prefix}:execution:{name}:{name}",
            account_id=self.current_account,
            region_name=self.region,
            state_machine=machine,
            start_date=clock.now(),
            activity_store={},
            input_data=self._get_param("input") or "{}",  # type: ignore[arg-type]
        )
        execution.start()
        level = self._get_param("inspectionLevel")
        output = execution.to_test_state_output(InspectionLevel(level or "INFO"))
        return ActionResult(json.loads(json.dumps(output, default=str)))

    def _page(self, name: str, items: list[Any]) -> dict[str, Any]:
        """One page of `items` under `name`: maxResults of them, 100 by default, 1,000 at most."""
        size = min(self._get_int_param("maxResults") or 100, 1000)
        token = self._get_param("nextToken")
        try:
            start = int(base64.b64decode(token)) if token else 0
        except ValueError as error:
            raise Refusal("InvalidToken", "Invalid Token: 'Invalid token'") from error
        page: dict[str, Any] = {name: items[start : start + size]}
        if start + size < len(items):
            page["nextToken"] = base64.b64encode(str(start + size).encode()).decode()
        return page


def _without_data(event: dict[str, Any]) -> dict[str, Any]:
    return {
        key: {k: v for k, v in value.items() if k not in _DATA}
        if isinstance(value, dict)
        else value
        for key, value in event.items()
    }
