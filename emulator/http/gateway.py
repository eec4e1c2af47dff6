"""API Gateway for the Chalice application: routes, authorizers, API keys, CORS, size limits.

Everything `chalice deploy` would configure in API Gateway is read from the application itself, and
every request reaches the same Lambda as on AWS. Unlike `chalice local`, tokens and IAM signatures
are verified.
The gateway's own answers are `Answers`, like a REST API's gateway responses on AWS. Without an
entry there the answer is API Gateway's default, without CORS headers, so that a browser cannot read
it.
"""

from __future__ import annotations

import base64
import importlib
import json
import re
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from chalice.app import Chalice, IAMAuthorizer
from werkzeug.wrappers import Request, Response

from emulator import clock
from emulator.account import ACCOUNT
from emulator.http import signatures
from emulator.lambdas import lambdas, printed

BODY_LIMIT = 10 * 1024 * 1024  # bytes of a request to API Gateway
PAYLOAD_LIMIT = 6 * 1024 * 1024  # bytes of a Lambda's event and answer
_PARAMETER = re.compile(r"\{(\w+)\}")


#: The default statuses of gateway responses; the others have 403.
_OWN = {"UNAUTHORIZED": 401, "REQUEST_TOO_LARGE": 413, "UNSUPPORTED_MEDIA_TYPE": 415}
_OWN |= {"INTEGRATION_TIMEOUT": 504, "INTEGRATION_FAILURE": 502}


@dataclass(frozen=True)
class Answer:
    """One gateway response. `status`: None for the default of what went wrong."""

    status: int | None
    content_type: str
    body: str


#: AWS's response type (`INVALID_API_KEY`, `DEFAULT_4XX`) -> the answer.
Answers = Mapping[str, Answer]


class Problem(Exception):
    """A request that the gateway itself refuses; `kind` is AWS's response type."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Route:
    """One path with its methods: `methods` is HTTP method -> Chalice's RouteEntry."""

    path: str
    pattern: re.Pattern[str]
    methods: dict[str, Any]


def load(module: str = "app") -> Chalice:
    """The Chalice application `app` of a module. Concurrent requests have their own
    `current_request`. ImportError or AttributeError if the module or `app` does not exist."""
    with printed.captured():  # loggers keep the stream they find at import
        application = importlib.import_module(module).app
    application.__class__ = _PerThread
    return application  # type: ignore[no-any-return]


_own = threading.local()


def _slot(name: str) -> Any:
    return property(
        lambda self: getattr(_own, name, None), lambda self, value: setattr(_own, name, value)
    )


class _PerThread(Chalice):
    """Keeps the request per thread; Chalice keeps it on the application, which threads share."""

    current_request = _slot("current_request")
    lambda_context = _slot("lambda_context")


def routes_of(application: Chalice) -> list[Route]:
    """The application's routes, those with fewer parameters first."""
    found = []
    for path, methods in application.routes.items():
        pattern = _PARAMETER.sub(
            r"(?P<\1>[^/]+)", re.escape(path).replace(r"\{", "{").replace(r"\}", "}")
        )
        found.append(Route(path, re.compile(pattern + "/?"), methods))
    return sorted(found, key=lambda route: (route.path.count("{"), route.path))


def app(
    application: Chalice,
    function: str,
    verify: Callable[[str], dict[str, Any]],
    keys: frozenset[str] = frozenset(),
    answers: Answers = MappingProxyType({}),
) -> Callable[[dict[str, Any], Any], Any]:
    """The WSGI application of the API.

    `function`: the Lambda behind every route. `verify` returns a token's claims or raises
    ValueError. `keys`: the API keys of routes that need one. `answers`: the API's gateway
    responses. Limits and refusals are answers, as on AWS: 413 for a body over BODY_LIMIT or an
    event over PAYLOAD_LIMIT, 502 and 504 for a function that fails or runs too long.
    """
    routes = routes_of(application)

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        cors: Any = application.api.cors
        try:
            route, parameters = _routed(routes, request.path)
            entries = route.methods
            if request.method == "OPTIONS":
                return _preflight(entries, answers)(environ, start_response)
            entry = entries.get(request.method)
            if entry is None:
                raise Problem("MISSING_AUTHENTICATION_TOKEN")
            cors = entry.cors or cors
            event = _event(application, request, route, parameters, keys, verify)
            made = _invoked(function, event, request)
        except Problem as problem:
            made = _problem(problem.kind, answers)
            if problem.kind not in answers and "DEFAULT_4XX" not in answers:
                return made(environ, start_response)  # no CORS: a browser sees a broken network
        for name, value in (cors.get_access_control_headers() if cors else {}).items():
            made.headers.setdefault(name, value)
        return made(environ, start_response)

    return answer


def _routed(routes: list[Route], path: str) -> tuple[Route, dict[str, str]]:
    for route in routes:
        matched = route.pattern.fullmatch(path)
        if matched:
            return route, matched.groupdict()
    raise Problem("MISSING_AUTHENTICATION_TOKEN")


def _event(
    application: Chalice,
    request: Request,
    route: Route,
    parameters: dict[str, str],
    keys: frozenset[str],
    verify: Callable[[str], dict[str, Any]],
) -> dict[str, Any]:
    """The event that API Gateway sends to Lambda (payload format 1.0)."""
    entry = route.methods[request.method]
    if entry.api_key_required and request.headers.get("X-Api-Key") not in keys:
        raise Problem("INVALID_API_KEY")
    context = _context(request, route)
    if isinstance(entry.authorizer, IAMAuthorizer):
        context["identity"] |= _signer(request, context)
    elif entry.authorizer is not None:
        context["authorizer"] = {"claims": _claims(request, verify)}
    body = request.get_data()
    if len(body) > BODY_LIMIT:
        raise Problem("REQUEST_TOO_LARGE")
    kind = request.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if entry.content_types and body and not _accepted(kind, entry.content_types):
        raise Problem("UNSUPPORTED_MEDIA_TYPE")
    binary = kind in application.api.binary_types
    event = {
        "resource": route.path,
        "path": request.path,
        "httpMethod": request.method,
        "headers": dict(request.headers.items()),
        "multiValueHeaders": {name: request.headers.getlist(name) for name, _ in request.headers},
        "queryStringParameters": dict(request.args.items()) or None,
        "multiValueQueryStringParameters": request.args.to_dict(flat=False) or None,
        "pathParameters": parameters or None,
        "stageVariables": None,
        "requestContext": context,
        "body": _text(body, binary),
        "isBase64Encoded": binary,
    }
    if len(json.dumps(event)) > PAYLOAD_LIMIT:
        raise Problem("REQUEST_TOO_LARGE")
    return event


def _signer(request: Request, context: dict[str, Any]) -> dict[str, Any]:
    try:
        return signatures.identity_of(request, context)
    except signatures.Refused as refused:
        raise Problem(refused.kind) from refused


def _accepted(kind: str, allowed: list[str]) -> bool:
    return kind in {each.split(";")[0].strip().lower() for each in allowed}


def _text(body: bytes, binary: bool) -> str | None:
    if not body:
        return None
    return base64.b64encode(body).decode() if binary else body.decode("utf-8", "replace")


def _context(request: Request, route: Route) -> dict[str, Any]:
    return {
        "resourcePath": route.path,
        "httpMethod": request.method,
        "path": request.path,
        "stage": "api",
        "accountId": ACCOUNT,
        "apiId": "local",
        "requestId": str(uuid.uuid4()),
        "requestTimeEpoch": int(clock.time() * 1000),
        "identity": {
            "sourceIp": request.remote_addr or "127.0.0.1",
            "userAgent": request.headers.get("User-Agent", ""),
        },
    }


def _claims(request: Request, verify: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """The verified claims as API Gateway passes them: every value is text."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not token:
        raise Problem("UNAUTHORIZED")
    try:
        claims = verify(token)
    except ValueError as error:
        raise Problem("UNAUTHORIZED") from error
    return {
        name: ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in claims.items()
    }


def _invoked(function: str, event: dict[str, Any], request: Request) -> Response:
    payload, error = lambdas.call(function, event)
    if error:
        timed_out = str(payload.get("errorType")) == "Sandbox.Timedout"
        raise Problem("INTEGRATION_TIMEOUT" if timed_out else "INTEGRATION_FAILURE")
    body = payload.get("body") or ""
    data = base64.b64decode(body) if payload.get("isBase64Encoded") else str(body).encode()
    # API Gateway's default content type.
    made = Response(data, payload.get("statusCode", 200), content_type="application/json")
    for name, value in (payload.get("headers") or {}).items():
        made.headers[name] = str(value)
    for name, values in (payload.get("multiValueHeaders") or {}).items():
        made.headers.setlist(name, [str(value) for value in values])
    return made


def _preflight(entries: dict[str, Any], answers: Answers) -> Response:
    cors = next((entry.cors for entry in entries.values() if entry.cors), None)
    made = Response(status=204)
    if cors is None:
        return _problem("MISSING_AUTHENTICATION_TOKEN", answers)
    for name, value in cors.get_access_control_headers().items():
        made.headers[name] = value
    made.headers["Access-Control-Allow-Methods"] = ",".join(sorted({*entries, "OPTIONS"}))
    return made


def _problem(kind: str, answers: Answers) -> Response:
    status = _OWN.get(kind, 403)
    said = answers.get(kind) or answers.get("DEFAULT_5XX" if status >= 500 else "DEFAULT_4XX")
    if said is None:
        return Response('{"message":null}', status, mimetype="application/json")
    return Response(said.body, said.status or status, content_type=said.content_type)
