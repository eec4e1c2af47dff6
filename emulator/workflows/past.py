"""Executions in a snapshot: what has ended keeps its history, what runs is begun again from its
input, for its thread is not in any file. Our steps are safe to repeat; a wait begins anew.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from emulator.account import ACCOUNT, REGION


@dataclass(frozen=True)
class Begun:
    """An execution that was running; `arn` is the machine, its version or its alias."""

    arn: str
    name: str
    text: str


class Past:
    """The worker of an execution that ended in an earlier run: a history and nothing else."""

    def __init__(self, events: list[dict[str, Any]]) -> None:
        self.events = events

    @property
    def env(self) -> Any:
        """Where the API looks for the history."""
        return SimpleNamespace(event_manager=SimpleNamespace(get_event_history=lambda: self.events))


def detach() -> list[Begun]:
    """Takes out what runs, and leaves of what ended what can be written down. Only for a process
    that does nothing else any more."""
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


def begin_again(running: list[Begun], client: Any) -> int:
    """Starts them under their names; how many."""
    for one in running:
        client.start_execution(stateMachineArn=one.arn, name=one.name, input=one.text)
    return len(running)
