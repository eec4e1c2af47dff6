"""AWS Step Functions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.errors import Conflict, NotFound

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

EXISTS = Conflict("this execution exists", "execution_exists")
GONE = NotFound("no such execution")
LATE = Conflict("the step no longer waits", "step_not_waiting")
MEANINGS = {
    "ExecutionAlreadyExists": EXISTS,
    "ExecutionDoesNotExist": GONE,
    "TaskTimedOut": LATE,
    "TaskDoesNotExist": LATE,
    "InvalidToken": LATE,
}


@dataclass(frozen=True, slots=True)
class StepFunctions:
    """Runs `user-onboarding`; payloads are ids only."""

    client: "SFNClient"
    machine: str

    def start(self, onboarding_id: str) -> str:
        """Starts the execution named by the onboarding's id; its ARN. Idempotent."""
        try:
            with translated(MEANINGS):
                answer = self.client.start_execution(
                    stateMachineArn=self.machine,
                    name=onboarding_id,
                    input=json.dumps({"onboardingId": onboarding_id}),
                )
        except Conflict:
            return self._execution(onboarding_id)
        return str(answer["executionArn"])

    def succeed(self, token: str, output: Mapping[str, Any]) -> bool:
        """Completes a waiting step with `output`; False if it no longer waits."""
        try:
            with translated(MEANINGS):
                self.client.send_task_success(taskToken=token, output=json.dumps(dict(output)))
        except Conflict:
            return False
        return True

    def fail(self, token: str, error: str, cause: str) -> bool:
        """Fails a waiting step; False if it no longer waits."""
        try:
            with translated(MEANINGS):
                self.client.send_task_failure(taskToken=token, error=error, cause=cause)
        except Conflict:
            return False
        return True

    def stop(self, onboarding_id: str) -> bool:
        """Ends the execution at once; False if there is none."""
        try:
            with translated(MEANINGS):
                self.client.stop_execution(
                    executionArn=self._execution(onboarding_id),
                    error="Erased",
                    cause="the person asked for erasure",
                )
        except NotFound:
            return False
        return True

    def _execution(self, onboarding_id: str) -> str:
        """arn:…:execution:<name>:<onboarding>, from arn:…:stateMachine:<name>:<alias>."""
        prefix, _, rest = self.machine.partition(":stateMachine:")
        name = rest.partition(":")[0]
        return f"{prefix}:execution:{name}:{onboarding_id}"
