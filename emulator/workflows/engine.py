"""Corrections of moto's Step Functions interpreter that concern neither time nor data.

Lambda tasks call the function directly, SDK tasks share clients and know more services, definitions
are parsed once, and errors carry the names AWS gives them.
"""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from moto.core.models import botocore_stubber
from moto.settings import moto_server_port

from emulator.hooks import replace

Call = Callable[[str, Any], "tuple[Any, str | None]"]

# Service names in `aws-sdk` resources of Step Functions -> boto3's, where they differ.
SDK_NAMES = {
    "cognitoidentityprovider": "cognito-idp",
    "cognitoidentity": "cognito-identity",
    "eventbridge": "events",
    "cloudwatchlogs": "logs",
    "rdsdata": "rds-data",
    "elasticloadbalancingv2": "elbv2",
    "applicationautoscaling": "application-autoscaling",
    "costexplorer": "ce",
    "sfn": "stepfunctions",
    "states": "stepfunctions",
}


def install(call: Call) -> None:
    """Corrects the interpreter; `call(function name or ARN, event)` runs a Lambda.

    `call` returns (payload, None) or (Lambda's error object, "Unhandled"), and raises LookupError
    if there is no such function.
    """
    from moto.stepfunctions.parser.asl.component.state.exec.state_parallel import branches_decl
    from moto.stepfunctions.parser.asl.component.state.exec.state_task import (
        lambda_eval_utils,
        state_task,
    )
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
        state_task_service,
    )
    from moto.stepfunctions.parser.asl.parse import asl_parser

    replace(lambda_eval_utils, "_invoke_lambda_function", lambda _: _invoker(call))
    replace(
        state_task_service.StateTaskService,
        "_SERVICE_NAME_SFN_TO_BOTO_OVERRIDES",
        lambda original: {**original, **SDK_NAMES},
    )
    replace(asl_parser.AmazonStateLanguageParser, "parse", _parsed_once)
    replace(state_task.StateTask, "_from_error", _naming_heartbeat_timeouts)
    replace(branches_decl, "CustomErrorName", lambda _: _error_name)
    for name, module in list(sys.modules.items()):
        if name.startswith("moto.stepfunctions.") and "boto_client_for" in vars(module):
            replace(module, "boto_client_for", lambda _: _client_for)


def clear_clients() -> None:
    """Drops the cached clients; the next task makes new ones."""
    _client.cache_clear()


def _invoker(call: Call) -> Callable[..., dict[str, Any]]:
    def invoke(parameters: dict[str, Any], region: str, state_credentials: Any) -> dict[str, Any]:
        name = parameters["FunctionName"]
        if parameters.get("Qualifier"):
            name = f"{name}:{parameters['Qualifier']}"
        payload, error = call(name, json.loads(parameters.get("Payload") or b"{}"))
        if isinstance(payload, bytes | str):
            payload = json.loads(payload or "null")
        answer = {"StatusCode": 200, "ExecutedVersion": "$LATEST", "Payload": payload}
        return answer if error is None else {**answer, "FunctionError": error}

    def guarded(parameters: dict[str, Any], region: str, state_credentials: Any) -> dict[str, Any]:
        try:
            return invoke(parameters, region, state_credentials)
        except LookupError as missing:
            raise _no_function(str(missing)) from missing

    return guarded


def _no_function(text: str) -> Exception:
    from botocore.exceptions import ClientError

    error = {"Code": "ResourceNotFoundException", "Message": f"Function not found: {text}"}
    metadata: Any = {"HTTPStatusCode": 404, "RequestId": "local", "HTTPHeaders": {}}
    return ClientError({"Error": error, "ResponseMetadata": metadata}, "Invoke")  # type: ignore[typeddict-item]


def _parsed_once(original: Any) -> Any:
    """Caches parsed definitions: ANTLR needs 10 ms and more for one, and executions do not change
    the tree."""
    parse = original.__func__ if isinstance(original, staticmethod) else original
    return staticmethod(functools.lru_cache(maxsize=256)(parse))


def _client_for(region: str, service: str, state_credentials: Any = None) -> Any:
    """A client of this cloud, shared by all tasks: clients are thread-safe and slow to make."""
    endpoint = None
    if not botocore_stubber.enabled:
        default = f"http://127.0.0.1:{moto_server_port()}"
        endpoint = os.environ.get("AWS_ENDPOINT_URL") or default
    return _client(region, service, endpoint)


@functools.lru_cache(maxsize=128)
def _client(region: str, service: str, endpoint: str | None) -> Any:
    import boto3
    from botocore.config import Config

    session: Any = boto3.session.Session()
    return session.client(
        service,
        region_name=region,
        endpoint_url=endpoint,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(
            parameter_validation=False,
            retries={"total_max_attempts": 1},  # a task's Retry decides
            inject_host_prefix=False,
            max_pool_connections=50,
        ),
    )


def _naming_heartbeat_timeouts(original: Any) -> Any:
    """A missing heartbeat is States.HeartbeatTimeout, which States.Timeout does not match."""
    from moto.stepfunctions.parser.asl.component.common.error_name import states_error_name as names
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
        StatesErrorNameType,
    )
    from moto.stepfunctions.parser.asl.eval.callback.callback import HeartbeatTimeoutError

    kind = StatesErrorNameType.StatesHeartbeatTimeout

    def from_error(self: Any, env: Any, ex: Exception) -> Any:
        event = original(self, env=env, ex=ex)
        if isinstance(ex, HeartbeatTimeoutError):
            event.error_name = names.StatesErrorName(typ=kind)
            event.event_details["taskTimedOutEventDetails"]["error"] = kind.to_name()
        return event

    return from_error


def _error_name(error_name: str) -> Any:
    """The error of a failed branch, which may be one of Step Functions' own."""
    from moto.stepfunctions.parser.asl.component.common.error_name import custom_error_name
    from moto.stepfunctions.parser.asl.component.common.error_name import states_error_name as names
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
        StatesErrorNameType,
    )

    try:
        return names.StatesErrorName(typ=StatesErrorNameType.from_name(error_name))
    except ValueError:
        return custom_error_name.CustomErrorName(error_name)
