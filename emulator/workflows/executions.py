"""One execution of a state machine: started, stopped, redriven, described.

Unlike moto's, as on AWS: it can be stopped and answered from the moment it exists, a stop is final
and keeps its error and cause, a failed execution can be redriven from the state it ended in, and it
keeps the definition it began with when its machine changes.
"""

from __future__ import annotations

import copy
import json
import threading
from datetime import datetime
from typing import Any

from moto.stepfunctions.parser.api import ExecutionStatus, HistoryEventType
from moto.stepfunctions.parser.asl.component.common.flow.start_at import StartAt
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str
from moto.stepfunctions.parser.backend import execution as moto_execution
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

from emulator import clock
from emulator.workflows.errors import Refusal
from emulator.workflows.timing import interrupt_tokens

UNSUCCESSFUL = (ExecutionStatus.FAILED, ExecutionStatus.ABORTED, ExecutionStatus.TIMED_OUT)
REDRIVABLE_SECONDS = 14 * 86400


class Ending(moto_execution.BaseExecutionWorkerCommunication):
    """Called when the interpreter of one worker has ended."""

    worker: Worker

    def terminated(self) -> None:
        """Takes over status and output, unless the execution was stopped or redriven before."""
        run: Any = self.execution
        with run.changing:
            # A redrive soon after a stop may outrun the old worker: the run is no longer its own.
            mine = run.exec_worker is self.worker
            if mine and run.exec_status is ExecutionStatus.RUNNING:  # a stop was final already
                self._reflect_execution_status()  # type: ignore[no-untyped-call]  # moto has no types
                run.output = json.loads(to_json_str(run.output))  # answers of SDK tasks hold dates
        interrupt_tokens(self.worker.env)


class Worker(ExecutionWorker):
    """Runs the interpreter. Its environment exists before its thread does."""

    start_at: str | None = None
    redriven: int | None = None

    def prepare(self) -> None:
        """Parses the definition and creates the environment, so that both exist before start()."""
        self.program = copy.copy(self._get_evaluation_entrypoint())
        if self.start_at is not None:
            self.program.start_at = StartAt(self.start_at)
        self.env = super()._get_evaluation_environment()
        execution: Any = self.env.states.context_object.context_object_data["Execution"]
        execution["RedriveCount"] = 0
        self.env.next_state_name = self.program.start_at.start_at_name

    def resume(self, previous: Worker, count: int) -> None:
        """Takes over history, variables and state input of an execution that did not succeed.
        `count`: how often the execution was redriven, including this time."""
        old: Any = previous.env
        self.start_at, state_input, variables = old.entered
        self.prepare()
        env: Any = self.env
        env.event_manager = old.event_manager
        env.event_history_context = old.event_history_context
        env.states.reset(state_input)
        for name, value in variables.items():
            env.variable_store.set(name, value)
        env.variable_store.reset_tracing()
        context = env.states.context_object.context_object_data["Execution"]
        context.update(RedriveCount=count, RedriveTime=clock.now())
        self.redriven = count

    def _get_evaluation_entrypoint(self) -> Any:
        return vars(self).get("program") or super()._get_evaluation_entrypoint()

    def _get_evaluation_environment(self) -> Any:
        return self.env or super()._get_evaluation_environment()

    def _execution_logic(self) -> None:
        env: Any = self.env
        try:
            if self.redriven is None:
                super()._execution_logic()  # type: ignore[no-untyped-call]  # moto has no types
                return
            env.event_manager.add_event(
                context=env.event_history_context,
                event_type=HistoryEventType.ExecutionRedriven,
                event_details={"executionRedrivenEventDetails": {"redriveCount": self.redriven}},
            )
            self.program.eval(env)
            self._execution_communication.terminated()
        except RuntimeError:
            if env.is_running():  # else it was stopped before its first state
                raise


class Execution(moto_execution.Execution):
    """An execution, with the fields that the API shows."""

    version_arn: str | None = None
    alias_arn: str | None = None
    redrive_count: int = 0
    redrive_date: datetime | None = None
    stop_date: datetime | None
    exec_worker: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changing = threading.Lock()  # status and worker change together: stop, redrive, end

    def start(self) -> None:
        """Runs in the background; the status is RUNNING at once."""
        self.exec_worker = self._new_worker()
        self.exec_worker.prepare()
        self.exec_status = ExecutionStatus.RUNNING
        self.exec_worker.start()

    def stop(self, stop_date: datetime, error: str | None, cause: str | None) -> None:
        """Ends the execution now as ABORTED, unless it has ended. A running Lambda is not
        interrupted."""
        with self.changing:
            if self.exec_status is not ExecutionStatus.RUNNING:
                return
            self.exec_status = ExecutionStatus.ABORTED
            self.stop_date, self.error, self.cause = stop_date, error, cause
            self.exec_worker.env.set_stop(stop_date=stop_date, error=error, cause=cause)

    def redrive(self) -> datetime:
        """Continues from the state it ended in, with that state's input; returns the time.

        Refusal: ExecutionNotRedrivable. A Parallel or Map state starts over as a whole (on AWS only
        its failed branches do).
        """
        with self.changing:
            reason = self.not_redrivable()
            if reason:
                raise Refusal("ExecutionNotRedrivable", reason)
            worker = self._new_worker()
            self.redrive_count += 1
            worker.resume(self.exec_worker, self.redrive_count)
            self.exec_worker = worker
            self.exec_status = ExecutionStatus.RUNNING
            self.stop_date = self.error = self.cause = self.output = None
            self.redrive_date = clock.now()
            worker.start()  # type: ignore[no-untyped-call]  # moto has no types
            return self.redrive_date

    def not_redrivable(self) -> str | None:
        """The reason why it cannot be redriven, or None."""
        if self.exec_status not in UNSUCCESSFUL:
            return f"Execution is {self.status} and cannot be redriven"
        if self.stop_date and (clock.now() - self.stop_date).total_seconds() > REDRIVABLE_SECONDS:
            return "Execution history event limit or redrivable period exceeded"
        if not hasattr(self.exec_worker.env, "entered"):
            return "Execution ended before its first state"
        return None

    def describe(self) -> dict[str, Any]:
        """The answer of DescribeExecution."""
        answer = {
            **self.summary(),
            "input": self.execution_input,
            "inputDetails": {"included": True},
            "error": self.error,
            "cause": self.cause,
        }
        if self.exec_status is ExecutionStatus.SUCCEEDED:
            answer["output"] = json.dumps(self.output, separators=(",", ":"))
            answer["outputDetails"] = {"included": True}
        if self.exec_status is not ExecutionStatus.RUNNING:
            reason = self.not_redrivable()
            answer["redriveStatus"] = "NOT_REDRIVABLE" if reason else "REDRIVABLE"
            answer["redriveStatusReason"] = reason
        return {name: value for name, value in answer.items() if value is not None}

    def summary(self) -> dict[str, Any]:
        """The entry of ListExecutions."""
        return {
            "executionArn": self.exec_arn,
            "stateMachineArn": self.state_machine_arn,
            "stateMachineVersionArn": self.version_arn,
            "stateMachineAliasArn": self.alias_arn,
            "name": self.name,
            "status": self.status,
            "startDate": self.start_date,
            "stopDate": self.stop_date,
            "redriveCount": self.redrive_count,
            "redriveDate": self.redrive_date,
        }

    def history(self) -> list[dict[str, Any]]:
        """Every event so far, oldest first."""
        events: list[dict[str, Any]] = self.exec_worker.env.event_manager.get_event_history()
        return events

    def _new_worker(self) -> Worker:
        template: Any = super()._get_start_execution_worker()
        worker = Worker.__new__(Worker)
        vars(worker).update(vars(template))
        ending: Any = worker._execution_communication
        ending.worker = worker
        return worker

    def _get_start_execution_worker_comm(self) -> Ending:
        return Ending(self)
