"""Faults of single calls of a function, at the caller's end, and a record of all calls.

    GET calls           every call that functions made since the last DELETE
    PUT mishaps {"caller": "extract", "call": "textract.AnalyzeDocument",
                 "target": "", "kind": "lost"}
    DELETE mishaps      ends them and forgets the calls; in its answer `struck` says which happened

`faults` makes a service fail for all callers, below botocore's retries. A mishap affects one call
once, above them, as a function sees it after all retries have failed. A crash ends the function at
once without cleanup: its further calls are refused.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from typing import Any

from werkzeug.wrappers import Request

from emulator import control, host
from emulator.hooks import replace
from emulator.lambdas import handlers

KINDS = ("throttled", "error", "timeout", "lost", "crash_before", "crash_after")
_lock = threading.Lock()


class Crashed(BaseException):
    """The function's process has ended. No exception handler may continue after it."""


@dataclass(frozen=True)
class Call:
    """One kind of call: its caller, its operation and its target."""

    caller: str
    call: str
    target: str


@dataclass
class Mishap:
    """A fault of the first such call."""

    caller: str
    call: str
    target: str
    kind: str
    struck: bool = False


@dataclass
class _Invocation:
    caller: str
    dead: bool = field(default=False)


_invocation: ContextVar[_Invocation] = ContextVar("invocation")
_calls: dict[Call, int] = {}
_mishaps: list[Mishap] = []


def install() -> None:
    """Hooks into every AWS call of handlers, and adds the endpoints; idempotent."""
    from botocore.client import BaseClient

    replace(BaseClient, "_make_api_call", _calling)
    replace(handlers, "_run", _running)
    control.add("GET", "calls", lambda _: {"calls": calls()})
    control.add("PUT", "mishaps", _begin)
    control.add("DELETE", "mishaps", _end)


def calls() -> list[dict[str, Any]]:
    """`{caller, call, target, times}` of every kind of call that was made."""
    with _lock:
        return [{**asdict(call), "times": times} for call, times in _calls.items()]


def put(caller: str, call: str, target: str, kind: str) -> Mishap:
    """Sets a mishap for the next such call. ValueError for a kind that is not in KINDS."""
    if kind not in KINDS:
        raise ValueError(f"no such kind: {kind}")
    made = Mishap(caller, call, target, kind)
    with _lock:
        _mishaps.append(made)
    return made


def _begin(request: Request) -> dict[str, Any]:
    return asdict(put(**json.loads(request.get_data())))


def _end(_: Request) -> dict[str, Any]:
    with _lock:
        ended = [asdict(mishap) for mishap in _mishaps]
        _mishaps.clear()
        _calls.clear()
    return {"mishaps": ended}


def _strike(call: Call) -> str:
    with _lock:
        _calls[call] = _calls.get(call, 0) + 1
        for mishap in _mishaps:
            fits = (mishap.caller, mishap.call, mishap.target) == (
                call.caller, call.call, call.target,
            )  # fmt: skip
            if fits and not mishap.struck:
                mishap.struck = True
                return mishap.kind
    return ""


def _running(original: Callable[..., Any]) -> Callable[..., Any]:
    """Names the invocation: the function, or the route that it answers."""

    def run(handler: str, event: Any, context: Any) -> Any:
        caller = str(context.function_name).removeprefix(host.current.function_prefix)
        if isinstance(event, dict) and "httpMethod" in event:
            caller = f"{event['httpMethod']} {event['resource']}"
        invocation = _Invocation(caller)
        _invocation.set(invocation)
        answer = original(handler, event, context)
        if not invocation.dead:
            return answer
        gone = {"errorType": "Runtime.ExitError", "errorMessage": "Error: Runtime exited"}
        return json.dumps(gone).encode(), "Unhandled"

    return run


def _calling(original: Callable[..., Any]) -> Callable[..., Any]:
    def make_api_call(self: Any, operation: str, parameters: Any) -> Any:
        invocation = _invocation.get(None)
        if invocation is None or "AWS_LAMBDA_FUNCTION_NAME" not in os.environ:
            return original(self, operation, parameters)
        if invocation.dead:
            raise Crashed
        service = str(self.meta.service_model.service_name)
        call = Call(invocation.caller, f"{service}.{operation}", target(parameters))
        return _befalls(_strike(call), invocation, service, operation)(
            lambda: original(self, operation, parameters)
        )

    return make_api_call


def _befalls(kind: str, invocation: _Invocation, service: str, operation: str) -> Any:
    """A function that receives the call and makes, fails or loses it, by the kind of mishap."""
    from botocore.exceptions import ReadTimeoutError

    def crash() -> None:
        invocation.dead = True
        raise Crashed

    def befall(make: Callable[[], Any]) -> Any:
        if kind in ("throttled", "error"):
            raise _refusal(kind, service, operation)
        if kind == "crash_before":
            crash()
        if kind != "timeout":
            answer = make()
        if kind in ("timeout", "lost"):
            raise ReadTimeoutError(endpoint_url=f"https://{service}.example")
        if kind == "crash_after":
            crash()
        return answer

    return befall


_THROTTLES = {"dynamodb": "ProvisionedThroughputExceededException", "s3": "SlowDown"}


def _refusal(kind: str, service: str, operation: str) -> Exception:
    from botocore.exceptions import ClientError

    throttled = kind == "throttled"
    code = _THROTTLES.get(service, "ThrottlingException") if throttled else "InternalServerError"
    status = 500 if not throttled else 503 if service == "s3" else 400
    answer = {
        "Error": {"Code": code, "Message": "a mishap on purpose"},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return ClientError(answer, operation)  # type: ignore[arg-type]


_NAMES = ("TableName", "Bucket", "QueueUrl", "TopicArn", "SecretId", "Name", "Template", "KeyId")


def target(parameters: Any) -> str:
    """The resource of a call (table, bucket, queue …), without anything that differs between
    people; "" if it has none. For SQL the first three words."""
    if not isinstance(parameters, dict):
        return ""
    if sql := parameters.get("sql"):
        return " ".join(str(sql).split()[:3])[:60]
    if items := parameters.get("TransactItems"):
        inner = [next(iter(item.values())) for item in items]
        return "+".join(sorted({str(one.get("TableName", "")) for one in inner}))
    if batch := parameters.get("RequestItems"):
        return "+".join(sorted(batch))
    found = next((str(parameters[name]) for name in _NAMES if parameters.get(name)), "")
    index = str(parameters.get("IndexName", ""))
    return "/".join(filter(None, (found.rsplit("/", 1)[-1].rsplit(":", 1)[-1], index)))
