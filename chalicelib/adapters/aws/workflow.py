"""AWS Step Functions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.errors import Conflict

EXISTS = Conflict("this execution exists", "execution_exists")
LATE = Conflict("the step no longer waits", "step_not_waiting")
MEANINGS = {
    "ExecutionAlreadyExists": EXISTS,
    "TaskTimedOut": LATE,
    "TaskDoesNotExist": LATE,
    "InvalidToken": LATE,
}


@dataclass(frozen=True, slots=True)
class StepFunctions:
    """Runs `user-onboarding`; payloads are ids only."""

    client: Any
    machine: str

    def start(self, onboarding_id: str) -> str:
        """Starts the execution named after the onboarding; a second start is the same one."""
        try:
            with translated(MEANINGS):
                answer = self.client.start_execution(
                    stateMachineArn=self.machine,
                    name=onboarding_id,
                    input=json.dumps({"onboardingId": onboarding_id}),
                )
        except Conflict:
            return f"{self.machine}:{onboarding_id}"
        return str(answer["executionArn"])

    def succeed(self, token: str, output: Mapping[str, Any]) -> bool:
        """Completes a waiting step; False if it no longer waits."""
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
