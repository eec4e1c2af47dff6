"""Hook into moto's Lambda: functions run the real handlers, asynchronous calls are queued and
retried.

moto's own function starts Docker and runs `Event` invocations inside the caller's request. Every
path of moto (Invoke, S3, SNS, logs, Secrets Manager) goes through `LambdaFunction.invoke`, so one
subclass is the whole hook. `LambdaBackend.create_function` makes its instances, and
`BackendDict.backend` lets us replace that backend.
"""

from __future__ import annotations

import json
import threading
import uuid
from typing import Any

import moto.awslambda.models as model

from emulator import clock
from emulator.account import ACCOUNT, REGION
from emulator.lambdas import handlers

EVENT_LIMIT = 1024 * 1024  # bytes of an asynchronous invocation
_writing_logs = threading.RLock()


class Function(model.LambdaFunction):
    """A Lambda whose code is the source tree this process runs from."""

    __module__ = model.LambdaFunction.__module__  # moto finds the service in the module's name

    def remember(self, spec: dict[str, Any]) -> None:
        """Stores what moto drops: dead letter queue and logging."""
        for name in ("DeadLetterConfig", "LoggingConfig"):
            if name in spec:
                self.__dict__.setdefault("_kept", {})[name] = spec[name]

    def get_configuration(self, on_create: bool = False) -> dict[str, Any]:
        """moto's configuration, with dead letter queue and logging."""
        return {
            **super().get_configuration(on_create),
            **self.__dict__.get("_kept", {}),
        }

    def update_configuration(self, config_updates: dict[str, Any]) -> dict[str, Any]:
        """As moto's, including dead letter queue and logging."""
        self.remember(config_updates)
        super().update_configuration(config_updates)
        return self.get_configuration()

    @property
    def settings(self) -> handlers.Settings:
        """The settings that a call needs."""
        return handlers.Settings(
            name=self.function_name,
            arn=self.function_arn,
            handler=str(self.handler),
            timeout=float(self.timeout),
            memory=int(self.memory_size),
            version=str(self.version),
            variables=dict(self.environment_vars),
        )

    def call(self, event: Any) -> handlers.Outcome:
        """Runs the handler and waits for it; the log goes to the function's log stream."""
        stream = self._stream()
        outcome = handlers.call(self.settings, event, stream)
        self._write_log(outcome.log, stream)
        return outcome

    def invoke(self, body: Any, request_headers: Any, response_headers: Any) -> str | bytes:
        """moto's entry for every invocation: returns the payload, b"" if nobody waits for it.

        `body`: the event as JSON. Sets Lambda's headers in `response_headers`. A call without
        `request_headers` is from a service that does not wait.
        """
        from emulator.lambdas import delivery

        headers = request_headers or {}
        default = "RequestResponse" if headers else "Event"
        kind = (
            headers.get("x-amz-invocation-type") or headers.get("X-Amz-Invocation-Type") or default
        )
        event = json.loads(body) if body else {}
        if kind == "DryRun":
            return b""
        if kind == "Event":
            delivery.submit(self, event)
            return b""
        outcome = self.call(event)
        if outcome.error:
            response_headers["x-amz-function-error"] = outcome.error
        response_headers["x-amz-log-result"] = outcome.tail
        response_headers["x-amz-executed-version"] = str(self.version)
        return outcome.payload

    def _stream(self) -> str:
        """One log stream per function and day, as a warm execution environment has."""
        name = self.__dict__.setdefault("_stream_id", uuid.uuid4().hex)
        return f"{clock.now():%Y/%m/%d}/[{self.version}]{name}"

    def _write_log(self, text: str, stream: str) -> None:
        with _writing_logs:
            logs = model.logs_backends[self.account_id][self.region]
            logs.ensure_log_group(self.logs_group_name)
            if stream not in logs.groups[self.logs_group_name].streams:
                logs.create_log_stream(self.logs_group_name, stream)
            instant = int(clock.time() * 1000)
            lines = [{"timestamp": instant, "message": line} for line in text.splitlines()]
            logs.put_log_events(self.logs_group_name, stream, lines)
            written = logs.groups[self.logs_group_name].streams[stream].events
            del written[:-LOG_LINES]


#: Lines that a function's stream keeps, to bound memory; AWS has a retention in days.
LOG_LINES = 10_000


class Backend(model.LambdaBackend):
    """moto's Lambda service with our functions and pollers in it."""

    __module__ = model.LambdaBackend.__module__

    def create_function(self, spec: dict[str, Any]) -> model.LambdaFunction:
        """As moto's, but with our class of functions."""
        published = spec.pop("Publish", False)
        made: Any = super().create_function(spec)
        made.__class__ = Function
        made.remember(spec)
        return self.publish_version(spec["FunctionName"]) or made if published else made

    def create_event_source_mapping(self, spec: dict[str, Any]) -> model.EventSourceMapping:
        """As moto's, but a poller calls the function, not the queue or table.
        InvalidParameterValueException if the function's role may not read the source."""
        from emulator.lambdas import esm
        from emulator.strict import watch

        function = str(spec["FunctionName"]).rpartition(":")[2]
        if lacking := watch.mapping_refusal(function, str(spec["EventSourceArn"])):
            raise model.InvalidParameterValueException(lacking)
        made = super().create_event_source_mapping(spec)
        esm.take_over(made)
        return made

    def update_event_source_mapping(
        self, uuid: str, spec: dict[str, Any]
    ) -> model.EventSourceMapping | None:
        """As moto's; enabling or disabling a mapping takes effect at once."""
        from emulator.lambdas import esm

        made = super().update_event_source_mapping(uuid, spec)
        if made is not None:
            esm.update(made, spec)
        return made

    def delete_event_source_mapping(self, uuid: str) -> model.EventSourceMapping | None:
        """As moto's; the poller ends."""
        from emulator.lambdas import esm

        gone = super().delete_event_source_mapping(uuid)
        if gone is not None:
            esm.stop(gone.uuid)
        return gone

    def put_function_event_invoke_config(
        self, function_name: str, config: dict[str, Any]
    ) -> dict[str, Any]:
        """As moto's, but a second Put replaces the first one."""
        self.get_function(function_name).event_invoke_config.clear()
        return super().put_function_event_invoke_config(function_name, config)

    def send_sns_message(self, *_: Any, **__: Any) -> None:
        """Never used: `events/notifications.py` builds the event from real values."""
        raise NotImplementedError("SNS delivers through emulator.events.notifications")


def install() -> None:
    """Makes all later Lambda backends instances of ours."""
    model.lambda_backends.backend = Backend


def backend() -> Backend:
    """The Lambda service of the account and region."""
    return model.lambda_backends[ACCOUNT][REGION]  # type: ignore[return-value]


def function(name_or_arn: str) -> Function:
    """The function with this name, ARN, or ARN with qualifier. moto's UnknownFunction if there is
    none."""
    return backend().get_function(name_or_arn)  # type: ignore[return-value]


def call(name_or_arn: str, event: Any) -> tuple[Any, str | None]:
    """Calls a function and waits: (decoded payload, None or `Unhandled`). moto's UnknownFunction if
    there is none. For other services of the emulator."""
    outcome = function(name_or_arn).call(json.loads(json.dumps(event)))
    return json.loads(outcome.payload), outcome.error
