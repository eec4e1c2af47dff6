"""State machines with versions and aliases, and the executions started through them."""

from __future__ import annotations

import copy
import random
import threading
from datetime import datetime
from typing import Any

from moto.stepfunctions.exceptions import (
    ExecutionDoesNotExist,
    InvalidExecutionInput,
    StateMachineDoesNotExist,
)
from moto.stepfunctions.models import StateMachine, StateMachineVersion
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from emulator import clock
from emulator.workflows import task_tokens
from emulator.workflows.definition import definition_errors
from emulator.workflows.errors import Refusal
from emulator.workflows.executions import Execution

_INPUT_LIMIT = 262_144  # bytes of UTF-8
_KEPT_EXECUTIONS = 2_000  # per machine; finished ones beyond that are forgotten, oldest first


class Backend(StepFunctionsParserBackend):
    """Every state machine of one account and region."""

    __module__ = StepFunctionsParserBackend.__module__  # moto finds the service's name in it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._starting = threading.RLock()

    @staticmethod
    def _validate_definition(definition: str) -> None:
        found = definition_errors(definition)
        if found:
            message = f"Invalid State Machine Definition: '{'; '.join(found)}'"
            raise Refusal("InvalidDefinition", message)

    def create_state_machine(  # type: ignore[override]
        self, name: str, definition: str, roleArn: str, **rest: Any
    ) -> StateMachine:
        """As moto's. Refusal: InvalidDefinition; StateMachineAlreadyExists for another definition
        under the name of an existing machine."""
        self._validate_definition(definition)
        publish, text = rest.pop("publish", None), rest.pop("version_description", None)
        taken = self._revision_by_name(name)
        if taken is not None and taken.definition != definition:
            message = f"State Machine Already Exists: '{taken.arn}'"
            raise Refusal("StateMachineAlreadyExists", message)
        machine = super().create_state_machine(name, definition, roleArn, **rest)
        if publish:
            self.publish(machine.arn, text)
        return machine

    def update_state_machine(self, arn: str, *args: Any, **kwargs: Any) -> StateMachine:
        """As moto's. Publishing an unchanged machine returns the existing version, as on AWS."""
        publish, text = kwargs.pop("publish", None), kwargs.pop("version_description", None)
        machine = super().update_state_machine(arn, *args, **kwargs)
        if publish:
            self.publish(arn, text)
        return machine

    def publish(self, arn: str, description: str | None) -> StateMachineVersion:
        """The newest version of the machine; a new one if definition or role have changed.
        StateMachineDoesNotExist."""
        machine = self.machine(arn)
        latest = machine.latest_version
        same = ("definition", "roleArn")
        if latest is None or any(getattr(latest, n) != getattr(machine, n) for n in same):
            machine.publish(description)
            latest = machine.latest_version
        if latest is None:
            raise StateMachineDoesNotExist(f"State Machine Does Not Exist: '{arn}'")
        return latest

    def delete_version(self, arn: str) -> None:
        """Deletes a version; an unknown number is no error. Refusal: ConflictException while an
        alias refers to it. StateMachineDoesNotExist."""
        machine_arn, _, number = arn.rpartition(":")
        machine = self.machine(machine_arn)
        for alias in machine.aliases.values():
            if arn in [route["stateMachineVersionArn"] for route in alias.routing_configuration]:
                message = f"Version to be deleted must not be referenced by an alias: {alias.arn}"
                raise Refusal("ConflictException", message)
        machine.versions.pop(int(number), None)

    def machine(self, arn: str) -> StateMachine:
        """The machine of an ARN, also of a version's or alias's. StateMachineDoesNotExist."""
        base = ":".join(arn.split(":")[:7])
        found = next((m for m in self.state_machines if m.arn == base), None)
        if found is None:
            raise StateMachineDoesNotExist(f"State Machine Does Not Exist: '{arn}'")
        return found

    def start_execution(  # type: ignore[override]
        self, state_machine_arn: str, name: str | None = None, execution_input: str | None = None
    ) -> Execution:
        """Starts an execution by the ARN of a machine, a version or an alias.

        `execution_input`: JSON text of at most 256 KiB, else InvalidExecutionInput. The name and
        input of a running execution return that one; another use of a name is
        ExecutionAlreadyExists. StateMachineDoesNotExist.
        """
        machine = self.machine(state_machine_arn)
        source, version_arn, alias_arn = self._resolve(machine, state_machine_arn)
        text = execution_input or "{}"
        machine._validate_execution_input(text)
        if len(text.encode()) > _INPUT_LIMIT:
            raise InvalidExecutionInput(
                "Invalid State Machine Execution Input: larger than 256 KiB"
            )
        if name:
            self._validate_name(name)
        with self._starting:
            existing = machine._handle_name_input_idempotency(name, text) if name else None
            if existing is not None:
                return existing  # type: ignore[return-value]
            execution = self._new_execution(machine, source, name, text)
            execution.version_arn, execution.alias_arn = version_arn, alias_arn
            self._forget_oldest(machine)
            machine.executions.append(execution)  # type: ignore[arg-type]
            execution.start()
        return execution

    def stop_execution(  # type: ignore[override]
        self, execution_arn: str, error: str | None = None, cause: str | None = None
    ) -> Execution:
        """Ends the execution now as ABORTED. ExecutionDoesNotExist."""
        execution = self.execution(execution_arn)
        execution.stop(clock.now(), error, cause)
        return execution

    def redrive_execution(self, execution_arn: str) -> datetime:
        """Continues from the state it ended in; returns the time. Refusal: ExecutionNotRedrivable.
        ExecutionDoesNotExist."""
        with self._starting:
            return self.execution(execution_arn).redrive()

    def execution(self, arn: str) -> Execution:
        """The execution. ExecutionDoesNotExist, also if its machine was deleted."""
        self._validate_execution_arn(arn)
        for machine in self.state_machines:
            for execution in machine.executions:
                if execution.execution_arn == arn:
                    return execution  # type: ignore[return-value]
        raise ExecutionDoesNotExist(f"Execution Does Not Exist: '{arn}'")

    def executions(self, arn: str, status: str | None) -> list[Execution]:
        """The executions, newest first: all of a machine, or those that were started through a
        version or an alias. `status`: None for all. StateMachineDoesNotExist."""
        machine = self.machine(arn)
        chosen: list[Execution] = []
        for execution in machine.executions:
            run: Any = execution
            if arn in (machine.arn, run.version_arn, run.alias_arn):
                chosen += [run] if status in (None, run.status) else []
        return sorted(chosen, key=lambda e: e.start_date, reverse=True)

    def send_task_success(self, task_token: str, outcome: str) -> None:  # type: ignore[override]
        """See `task_tokens.success`."""
        task_tokens.success(task_token, outcome)

    def send_task_failure(  # type: ignore[override]
        self, task_token: str, error: str | None = None, cause: str | None = None
    ) -> None:
        """See `task_tokens.failure`."""
        task_tokens.failure(task_token, error, cause)

    def send_task_heartbeat(self, task_token: str) -> None:  # type: ignore[override]
        """See `task_tokens.heartbeat`."""
        task_tokens.heartbeat(task_token)

    def reset(self) -> None:
        """Stops running executions, then removes everything."""
        for machine in self.state_machines:
            for execution in machine.executions:
                run: Any = execution
                run.stop(clock.now(), None, None)
        super().reset()

    def _resolve(self, machine: StateMachine, arn: str) -> tuple[Any, str | None, str | None]:
        """(machine or version to run, version ARN, alias ARN). An alias with two routes chooses one
        at random, by weight."""
        qualifier = arn.removeprefix(machine.arn).lstrip(":")
        if not qualifier:
            return machine, None, None
        alias = machine.aliases.get(qualifier)
        number = qualifier
        if alias is not None:
            routes = alias.routing_configuration
            weights = [int(route["weight"]) for route in routes]
            chosen = random.choices(routes, weights)[0]
            number = chosen["stateMachineVersionArn"].rpartition(":")[2]
        version = machine.versions.get(int(number)) if number.isdigit() else None
        if version is None:
            raise StateMachineDoesNotExist(f"State Machine Does Not Exist: '{arn}'")
        return version, version.arn, alias.arn if alias else None

    def _new_execution(
        self, machine: StateMachine, source: Any, name: str | None, text: str
    ) -> Execution:
        frozen = copy.copy(source)  # what it runs never changes, whatever happens to the machine
        frozen.executions = []
        frozen.arn = machine.arn
        name = name or str(_uuid())
        prefix = machine.arn.replace(":stateMachine:", ":execution:")
        return Execution(
            name=name,
            sm_type=frozen.sm_type,
            role_arn=frozen.roleArn,
            exec_arn=f"{prefix}:{name}",
            account_id=self.account_id,
            region_name=self.region_name,
            state_machine=frozen,
            start_date=clock.now(),
            cloud_watch_logging_session=None,
            input_data=text,
            activity_store={},
        )

    def _forget_oldest(self, machine: StateMachine) -> None:
        surplus = len(machine.executions) - _KEPT_EXECUTIONS
        done: list[Any] = [e for e in machine.executions if e.status != ExecutionStatus.RUNNING]
        for execution in done[: max(0, surplus + 1)]:
            machine.executions.remove(execution)


def _uuid() -> object:
    import uuid

    return uuid.uuid4()
