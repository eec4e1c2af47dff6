"""Validates every request by AWS's service model, as AWS does and moto does not.

botocore contains the model: required fields, allowed values, lengths, ranges and patterns. boto3
checks only the required fields, Terraform none. An invalid request gets 400 ValidationException and
changes nothing.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

from botocore.model import OperationModel, ServiceModel

from emulator.http.http_server import WSGI
from emulator.strict import as_aws, shapes

#: Signing name -> botocore's name of the service, where they differ.
_NAMES = {
    "states": "stepfunctions",
    "monitoring": "cloudwatch",
    "email": "ses",
    "servicequotas": "service-quotas",
}
#: Service -> its error, where it is not ValidationException. Cognito: "InvalidParameterException: 1
#: validation error detected: Value … failed to satisfy constraint" (boto/boto3 issue 3581).
_CALLED = {"cognito-idp": "InvalidParameterException"}
#: Operation -> fields that the model restricts more than AWS does.
LENIENT: dict[str, str] = {}
_kept: defaultdict[str, shapes.Kept] = defaultdict(dict)
_lock = threading.Lock()
_refused: Counter[str] = Counter()
_seen: Counter[str] = Counter()


def counts() -> dict[str, dict[str, int]]:
    """`{"seen": {service: validated requests}, "refused": {request: refusals}}`."""
    with _lock:
        return {"seen": dict(_seen), "refused": dict(_refused)}


class RequestValidation:
    """WSGI middleware: refuses requests that AWS's model does not allow."""

    def __init__(self, inside: WSGI, service: str) -> None:
        self._inside, self._service = inside, service

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked = _asked(environ, self._service)
        if asked is None:
            return self._inside(environ, start_response)
        operation, given = asked
        objection = next(violations(operation, given), None)
        with _lock:
            _seen[self._service] += 1
            if objection:
                _refused[f"{self._service}.{operation.name}: {objection}"] += 1
        if objection is None:
            return as_aws.respond(self._inside, self._service, operation, environ, start_response)
        return _refusal(operation, objection, start_response)


def violations(operation: OperationModel, given: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each field of a request that AWS's model refuses, beginning with the field's
    path. Nothing for operations that stream their input."""
    shape = operation.input_shape
    if shape is not None and not operation.has_streaming_input:
        for said in shapes.check_of(shape, _kept[str(operation.service_model.service_name)])(
            given, ""
        ):
            field = said.partition(":")[0]
            if f"{operation.name} {field}" not in LENIENT:
                yield said


def _refusal(operation: OperationModel, said: str, start_response: Any) -> Iterable[bytes]:
    message = f"1 validation error detected: {said}"
    protocol = str(operation.service_model.metadata["protocol"])
    name = "ValidationException"
    if "json" in protocol or "cbor" in protocol:
        kind = "application/x-amz-json-1.0"
        name = _CALLED.get(str(operation.service_model.service_name), name)
        body = json.dumps({"__type": name, "message": message})
    else:
        kind = "text/xml"
        error = f"<Code>ValidationError</Code><Message>{_escaped(message)}</Message>"
        body = (
            f"<Error>{error}</Error>"
            if protocol == "rest-xml"
            else f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error></ErrorResponse>"
        )
    headers = [("content-type", kind), ("x-amzn-errortype", name)]
    start_response("400 Bad Request", headers)
    return [body.encode()]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# The operation and parameters of a request


@cache
def _model(service: str) -> ServiceModel | None:
    from botocore.exceptions import UnknownServiceError
    from moto.core.utils import get_service_model

    try:
        return get_service_model(_NAMES.get(service, service))
    except UnknownServiceError:
        return None


@cache
def _operation(model: ServiceModel, name: str) -> OperationModel:
    return model.operation_model(name)


def _asked(environ: dict[str, Any], service: str) -> tuple[OperationModel, Any] | None:
    """(operation, parameters) of a request; None if the model has no such operation."""
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    if target.startswith("DynamoDBStreams"):
        service = "dynamodbstreams"
    elif service == "ses" and environ.get("PATH_INFO", "").startswith("/v2/"):
        service = "sesv2"
    model = _model(service) if service else None
    if model is None:
        return None
    body = environ["wsgi.input"].read()
    environ["wsgi.input"].seek(0)  # it is a buffer, see http_server
    if target:
        return _by_target(model, target, body)
    if model.metadata["protocol"] in ("query", "ec2"):
        return _by_action(model, environ, body)
    return _by_path(model, environ, body)


def _by_target(model: ServiceModel, target: str, body: bytes) -> tuple[OperationModel, Any] | None:
    name = target.rpartition(".")[2]
    if name not in model.operation_names:
        return None
    try:
        return _operation(model, name), json.loads(body or b"{}")
    except ValueError:
        return None


def _by_action(
    model: ServiceModel, environ: Mapping[str, Any], body: bytes
) -> tuple[OperationModel, Any] | None:
    text = body.decode("utf-8", "replace") or environ.get("QUERY_STRING", "")
    values = dict(parse_qsl(text, keep_blank_values=True))
    name = values.get("Action", "")
    if name not in model.operation_names:
        return None
    return _parsed(model, _operation(model, name), environ, body, {}, values)


def _by_path(
    model: ServiceModel, environ: Mapping[str, Any], body: bytes
) -> tuple[OperationModel, Any] | None:
    path, query = str(environ.get("PATH_INFO", "/")), str(environ.get("QUERY_STRING", ""))
    asked = dict(parse_qsl(query, keep_blank_values=True))
    best: list[tuple[int, OperationModel, dict[str, str]]] = []
    for method, pattern, literals, weight, name in _routes(str(model.service_name)):
        matched = method == environ["REQUEST_METHOD"] and pattern.fullmatch(path)
        if matched and literals <= asked.keys():
            best.append((weight, _operation(model, name), matched.groupdict()))
    if not best:
        return None
    best.sort(key=lambda each: -each[0])
    if len(best) > 1 and best[0][0] == best[1][0]:
        return None  # two operations of one address: the model cannot tell which
    _, operation, parameters = best[0]
    named = {key.replace("__", "-"): unquote(value) for key, value in parameters.items()}
    return _parsed(model, operation, environ, body, named, asked)


@cache
def _routes(
    service: str,
) -> tuple[tuple[str, re.Pattern[str], frozenset[str], int, str], ...]:
    model = _model(service)
    if model is None:
        return ()
    found = []
    for name in model.operation_names:
        http = model.operation_model(name).http
        path, _, query = str(http["requestUri"]).partition("?")
        parts = re.split(r"\{([^}]+)\}", path)
        spelled = "".join(
            re.escape(part) if place % 2 == 0 else _group(part) for place, part in enumerate(parts)
        )
        literals = frozenset(part.partition("=")[0] for part in query.split("&") if part)
        weight = 1000 * len(literals) + sum(len(part) for part in parts[::2])
        found.append((str(http["method"]), re.compile(spelled), literals, weight, name))
    return tuple(found)


def _group(part: str) -> str:
    name = part.rstrip("+").replace("-", "__")
    return f"(?P<{name}>.+)" if part.endswith("+") else f"(?P<{name}>[^/]+)"


def _parsed(
    model: ServiceModel,
    operation: OperationModel,
    environ: Mapping[str, Any],
    body: bytes,
    parameters: Mapping[str, str],
    values: Mapping[str, Any],
) -> tuple[OperationModel, Any] | None:
    """(operation, parameters) by moto's parser; None if it fails, so that moto answers itself."""
    from moto.core.parse import PROTOCOL_PARSERS
    from moto.core.request import Request
    from werkzeug.datastructures import MultiDict

    if operation.has_streaming_input or operation.input_shape is None:
        return operation, {}  # nothing to look at: bytes, or no parameters at all
    request = Request({**environ, "wsgi.input": None})
    try:
        parser: Any = PROTOCOL_PARSERS[str(model.metadata["protocol"])]
        parsed = parser(operation).parse(
            {
                "method": environ["REQUEST_METHOD"],
                "values": MultiDict(values),
                "headers": request.headers,
                "body": body,
                "url_path": environ.get("PATH_INFO", "/"),
                "url_params": dict(parameters),
            }
        )
    except Exception:  # the same parser, asked by moto, answers in the protocol's words
        return None
    return operation, parsed
