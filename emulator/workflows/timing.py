"""The Step Functions interpreter on the emulator's clock, with waits that can be interrupted.

Wait states, task tokens and their heartbeats, retry intervals and the TimeoutSeconds of a machine
run on `clock`, so that seven days take no time. The TimeoutSeconds of a running Lambda are real
seconds: moving the clock must not time out a healthy function.

The name of every deadline in `clock.pending()` is the name of its state (plus " (heartbeat)" or
" (retry)"), or "TimeoutSeconds of the execution".
"""

from __future__ import annotations

import datetime
import sys
import threading
from types import ModuleType, SimpleNamespace
from typing import Any

from emulator import clock, host
from emulator.hooks import replace
from emulator.workflows import task_tokens as tokens

_here = threading.local()  # .state and .env: what this thread is evaluating


class _Datetime(datetime.datetime):
    """`datetime.datetime` whose now() is the clock's; a naive one is UTC, as moto assumes."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        instant = clock.now()
        return instant.replace(tzinfo=None) if tz is None else instant.astimezone(tz)


class _StateEvent(threading.Event):
    """Interrupts a Wait state; the time it waits is the clock's."""

    def wait(self, timeout: float | None = None) -> bool:
        return clock.wait(self, timeout, state_name())


class _HeartbeatEvent(threading.Event):
    def wait(self, timeout: float | None = None) -> bool:
        return clock.wait(self, timeout, f"{state_name()} (heartbeat)")


class _AnswerEvent(threading.Event):
    """Set by the answer to a task token. Its time limit is the task's own, see `_TaskEvent`."""

    def wait(self, timeout: float | None = None) -> bool:
        return super().wait(None)


class _TaskEvent(threading.Event):
    """Set when a task is over; waiting for it is bounded by the task's TimeoutSeconds."""

    def wait(self, timeout: float | None = None) -> bool:
        state = _here.state
        if timeout is None or state.timeout.is_default_value():
            return super().wait(None)
        if not _waits_for_somebody(state):
            return super().wait(None if host.current.debugging else timeout)
        if clock.wait(self, timeout, state.name):
            return True
        token = _here.env.states.context_object.context_object_data.get("Task", {}).get("Token")
        answered = token is not None and not tokens.close(token)
        return super().wait(None) if answered else False  # an answer in the same instant counts


class _Thread(threading.Thread):
    """Knows the state of the thread that started it; join() with a timeout is on the clock."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._inherited = dict(vars(_here))
        self._over = threading.Event()

    def run(self) -> None:
        vars(_here).update(self._inherited)
        try:
            super().run()
        finally:
            self._over.set()

    def join(self, timeout: float | None = None) -> None:
        if timeout is None or clock.wait(self._over, timeout, "TimeoutSeconds of the execution"):
            super().join(None)


class _Unkept(list[Any]):
    """A list that stays empty, in place of the list in which moto keeps every thread for ever."""

    def append(self, item: Any) -> None:
        pass


def state_name() -> str:
    """The name of the state that this thread is evaluating; "a state" outside of one."""
    return str(getattr(getattr(_here, "state", None), "name", "a state"))


def install() -> None:
    """Puts the interpreter on the clock; a second call changes nothing."""
    from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
    from moto.stepfunctions.parser.asl.component.program import program
    from moto.stepfunctions.parser.asl.component.state import state
    from moto.stepfunctions.parser.asl.component.state.exec import execute_state
    from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import (
        inline_iteration_component,
    )
    from moto.stepfunctions.parser.asl.component.state.exec.state_parallel import branch_worker
    from moto.stepfunctions.parser.asl.component.state.wait.wait_function import (
        timestamp,
        wait_function,
    )
    from moto.stepfunctions.parser.asl.eval import environment
    from moto.stepfunctions.parser.asl.eval.callback import callback
    from moto.stepfunctions.parser.asl.eval.event import event_manager
    from moto.stepfunctions.parser.backend import execution, execution_worker

    for module in (timestamp, state, event_manager, execution):
        replace(module, "datetime", _datetime_module)
    replace(wait_function, "time", lambda _: SimpleNamespace(time=clock.time))
    replace(retrier_decl, "time", lambda _: SimpleNamespace(sleep=_sleep_before_retry))
    replace(environment, "threading", lambda _: _threading(Event=_StateEvent))
    replace(execute_state, "threading", lambda _: _threading(Event=_TaskEvent))
    replace(execute_state, "Thread", lambda _: _Thread)
    replace(execution_worker, "Thread", lambda _: _Thread)
    for module in (program, branch_worker, inline_iteration_component):
        replace(module, "threading", lambda _: _threading(Thread=_Thread))
    replace(callback, "Event", lambda _: _AnswerEvent)
    replace(callback.HeartbeatEndpoint, "__init__", _with_heartbeat_event)
    replace(state.CommonStateField, "_eval_body", _remembering_where)
    replace(execute_state.ExecutionState, "_evaluate_with_timeout", _attempt)
    replace(callback.CallbackPoolManager, "add", _registering)
    for name in ("set_stop", "set_timed_out"):
        replace(environment.Environment, name, _interrupting)
    replace(environment.Environment, "set_error", _keeping_the_first_end)
    for module in [m for n, m in sys.modules.items() if n.startswith("moto.stepfunctions.")]:
        if isinstance(module, ModuleType) and "TMP_THREADS" in vars(module):
            replace(module, "TMP_THREADS", lambda _: _Unkept())


def interrupt_tokens(env: Any) -> None:
    """Wakes everything in this execution that waits for a token, and closes its tokens."""
    for token, endpoint in list(env.callback_pool_manager._pool.items()):
        tokens.close(token)
        endpoint.interrupt_all()


def _datetime_module(original: ModuleType) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(original), "datetime": _Datetime})


def _threading(**changes: Any) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(threading), **changes})


def _waits_for_somebody(state: Any) -> bool:
    """Whether the task waits for a token, a job or an activity, instead of doing work itself."""
    resource = getattr(state, "resource", None)
    return (
        getattr(resource, "condition", None) is not None
        or type(resource).__name__ == "ActivityResource"
    )


def _sleep_before_retry(seconds: float) -> None:
    """Waits a retry interval on the clock; ends early if the execution is stopped."""
    env, end = _here.env, clock.time() + seconds
    while env.is_running() and clock.time() < end:
        clock.wait(env.program_state_event, end - clock.time(), f"{state_name()} (retry)")


def _with_heartbeat_event(original: Any) -> Any:
    def init(self: Any, heartbeat_seconds: int) -> None:
        original(self, heartbeat_seconds)
        self._next_heartbeat_event = _HeartbeatEvent()

    return init


def _remembering_where(original: Any) -> Any:
    def evaluate(self: Any, env: Any) -> None:
        _here.state, _here.env = self, env
        if not env.is_frame():  # where RedriveExecution would go on
            store = env.variable_store
            variables = {**store._outer_scope, **store._inner_scope}
            env.entered = (self.name, env.states.get_input(), variables)
        original(self, env)

    return evaluate


def _attempt(original: Any) -> Any:
    """One attempt of a task has its own token, which is closed afterwards. Its errors are dropped
    once the execution has ended."""

    def evaluate(self: Any, env: Any) -> None:
        context = env.states.context_object
        data = context.context_object_data
        if "Task" in data and data["State"]["RetryCount"]:
            env.callback_pool_manager.add(context.update_task_token())
        token = data.get("Task", {}).get("Token")
        try:
            original(self, env)
        except Exception:
            if env.is_running():
                raise
        finally:
            endpoint = token and env.callback_pool_manager.get(token)
            if endpoint:
                tokens.close(token)
                endpoint.interrupt_all()

    return evaluate


def _registering(original: Any) -> Any:
    def add(self: Any, callback_id: str) -> Any:
        endpoint = original(self, callback_id)
        tokens.register(callback_id, endpoint)
        return endpoint

    return add


def _interrupting(original: Any) -> Any:
    def end(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        if not self.is_frame():
            interrupt_tokens(self)

    return end


def _keeping_the_first_end(original: Any) -> Any:
    """An execution that was stopped or timed out does not become a failed one afterwards."""

    def set_error(self: Any, error: Any) -> None:
        if type(self._program_state).__name__ not in ("ProgramStopped", "ProgramTimedOut"):
            original(self, error)

    return set_error
