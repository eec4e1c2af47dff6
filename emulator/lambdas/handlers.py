"""Runs the real handler of a Lambda in this process: one call in, AWS's payload or error payload
out.
"""

from __future__ import annotations

import base64
import contextvars
import importlib
import json
import threading
import time
import traceback
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from emulator import activity, host
from emulator.account import REGION
from emulator.lambdas import function_environment, printed

Handler = Callable[[Any, Any], Any]
PAYLOAD_LIMIT = 6 * 1024 * 1024  # bytes, request or answer of a synchronous call
DEBUGGED_SECONDS = 24 * 3600.0  # instead of the function's own time limit, under a debugger
_importing = threading.RLock()


class HandlerMissing(Exception):
    """The handler string names no callable."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a function that a call needs. `timeout`: seconds; `memory`: MB; `variables`:
    the function's environment."""

    name: str
    arn: str
    handler: str
    timeout: float = 3.0
    memory: int = 128
    version: str = "$LATEST"
    variables: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a call. `payload`: JSON in UTF-8; `error`: None or `Unhandled`; `log`: the
    lines that the call printed, between START and END."""

    payload: bytes
    error: str | None
    log: str
    request_id: str

    @property
    def tail(self) -> str:
        """The last 4 KB of the log in base64, as `LogType=Tail` answers."""
        return base64.b64encode(self.log.encode()[-4096:]).decode()


class Context:
    """The second argument of a handler, with the fields of AWS's Python runtime."""

    def __init__(self, settings: Settings, request_id: str, stream: str) -> None:
        self.function_name = settings.name
        self.function_version = settings.version
        self.invoked_function_arn = settings.arn
        self.memory_limit_in_mb = str(settings.memory)
        self.aws_request_id = request_id
        self.log_group_name = f"/aws/lambda/{settings.name}"
        self.log_stream_name = stream
        self.identity = SimpleNamespace(cognito_identity_id=None, cognito_identity_pool_id=None)
        self.client_context = None
        self._ends = time.monotonic() + _limit(settings)

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the timeout."""
        return max(0, int((self._ends - time.monotonic()) * 1000))


def _limit(settings: Settings) -> float:
    """Real seconds that a call may take."""
    return DEBUGGED_SECONDS if host.current.debugging else settings.timeout


def resolve(handler: str) -> Handler:
    """The callable behind `module.attribute`, or behind a name in the Chalice app's handler map.

    HandlerMissing, with the name that was not found.
    """
    module_name, _, attribute = handler.rpartition(".")
    try:
        with _importing:  # two first calls at once must not see a half-imported module
            module = importlib.import_module(module_name)
    except ImportError as error:
        raise HandlerMissing(f"Unable to import module '{module_name}': {error}") from error
    found = getattr(module, attribute, None)
    if found is None:
        application = getattr(module, "app", None)
        found = getattr(application, "handler_map", {}).get(attribute)
    if not callable(found):
        raise HandlerMissing(f"Handler '{attribute}' missing on module '{module_name}'")
    return found  # type: ignore[no-any-return]


def call(settings: Settings, event: Any, stream: str = "") -> Outcome:
    """Calls the handler and waits for it, at most `settings.timeout` real seconds (a day under a
    debugger). Raises nothing: errors are in the outcome.

    `event`: JSON-compatible; `stream`: the name of the log stream. A handler that does not end in
    time is reported as on AWS, but its thread runs to its end.
    """
    request_id = str(uuid.uuid4())
    context = Context(settings, request_id, stream)
    done = threading.Event()
    result: list[tuple[bytes, str | None]] = []
    with printed.captured() as pieces, function_environment.layer(_variables(settings)):
        frame = contextvars.copy_context()

        def run() -> None:
            try:
                result.append(frame.run(_run, settings.handler, event, context))
            finally:
                done.set()

        with activity.doing(f"lambda {settings.name}"):
            threading.Thread(target=run, name=settings.name, daemon=True).start()
            done.wait(_limit(settings))
    payload, error = result[0] if result else (_timed_out(settings, request_id), "Unhandled")
    log = _framed(settings, request_id, "".join(pieces), None if result else payload)
    printed.store(settings.name, request_id, log.splitlines())
    return Outcome(payload, error, log, request_id)


def _run(handler: str, event: Any, context: Context) -> tuple[bytes, str | None]:
    try:
        answer = resolve(handler)(event, context)
        payload = _marshalled(answer)
        if len(payload) > PAYLOAD_LIMIT:
            raise ResponseSizeTooLarge(len(payload))
        return payload, None
    except BaseException as error:
        print(f"[ERROR] {type(error).__name__}: {error}\n{traceback.format_exc()}")
        return _error_payload(error, context.aws_request_id), "Unhandled"


def _marshalled(answer: Any) -> bytes:
    try:
        return json.dumps(answer, ensure_ascii=False).encode()
    except TypeError as error:
        raise MarshalError(f"Unable to marshal response: {error}") from error


class MarshalError(Exception):
    """The handler returned a value that JSON cannot represent."""


class ResponseSizeTooLarge(Exception):
    """The answer is larger than PAYLOAD_LIMIT."""

    def __init__(self, size: int) -> None:
        super().__init__(
            f"Response payload size ({size} bytes) exceeded maximum allowed payload size "
            f"({PAYLOAD_LIMIT} bytes)."
        )


_TYPES = {
    "HandlerMissing": "Runtime.ImportModuleError",
    "MarshalError": "Runtime.MarshalError",
    "ResponseSizeTooLarge": "Function.ResponseSizeTooLarge",
}


def _error_payload(error: BaseException, request_id: str) -> bytes:
    """The document Step Functions and callers match on: errorType is the class name."""
    name = type(error).__name__
    return json.dumps(
        {
            "errorMessage": str(error),
            "errorType": _TYPES.get(name, name),
            "requestId": request_id,
            "stackTrace": traceback.format_tb(error.__traceback__)[1:],
        }
    ).encode()


def _timed_out(settings: Settings, request_id: str) -> bytes:
    message = f"{request_id} Task timed out after {settings.timeout:.2f} seconds"
    return json.dumps({"errorType": "Sandbox.Timedout", "errorMessage": message}).encode()


def _framed(settings: Settings, request_id: str, text: str, note: bytes | None) -> str:
    lines = [f"START RequestId: {request_id} Version: {settings.version}", *text.splitlines()]
    if note:
        lines.append(json.loads(note)["errorMessage"])
    lines.append(f"END RequestId: {request_id}")
    return "\n".join(lines)


def _variables(settings: Settings) -> dict[str, str]:
    """The function's own variables and the ones the Lambda runtime adds."""
    return {
        **settings.variables,
        "AWS_LAMBDA_FUNCTION_NAME": settings.name,
        "AWS_LAMBDA_FUNCTION_VERSION": settings.version,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(settings.memory),
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{settings.name}",
        "AWS_REGION": REGION,
        "_HANDLER": settings.handler,
    }
