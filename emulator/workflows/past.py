"""Executions in a snapshot: ended ones keep their history, running ones start again from their
input, since a snapshot has no threads. So a workflow's steps must be safe to repeat, and its waits
begin again.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from emulator.account import ACCOUNT, REGION

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient


@dataclass(frozen=True)
class Begun:
    """An execution that was running. `arn`: the machine, its version or its alias; `text`: the
    input as JSON."""

    arn: str
    name: str
    text: str


class Past:
    """The worker of an execution that ended in an earlier run: only its history is left."""

    def __init__(self, events: list[dict[str, Any]]) -> None:
        self.events = events

    @property
    def env(self) -> Any:
        """The object in which moto looks for the history."""
        return SimpleNamespace(event_manager=SimpleNamespace(get_event_history=lambda: self.events))


def detach() -> list[Begun]:
    """Removes running executions from the machines and returns them; ended ones keep only what a
    snapshot can hold. Only for a process that ends afterwards."""
    running = []
    backend: Any = stepfunctions_parser_backends[ACCOUNT][REGION]
    for machine in list(backend.state_machines):
        ended = []
        for execution in machine.executions:
            if execution.exec_status is ExecutionStatus.RUNNING:
                arn = execution.alias_arn or execution.version_arn or machine.arn
                running.append(Begun(arn, execution.name, execution.execution_input))
                continue
            worker = execution.exec_worker
            if not isinstance(worker, Past):
                execution.exec_worker = Past(execution.history() if worker else [])
            execution.changing = threading.Lock()
            ended.append(execution)
        machine.executions[:] = ended
    return running


def restart(running: list[Begun], client: SFNClient) -> int:
    """Starts them again under their names; returns their number. `client`: boto3's for Step
    Functions, whose errors it raises."""
    for one in running:
        client.start_execution(stateMachineArn=one.arn, name=one.name, input=one.text)
    return len(running)
