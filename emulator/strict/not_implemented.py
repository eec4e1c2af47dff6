"""Counts calls of operations that are not implemented, so that a run can prove that it made none.

They return 501 with one line of JSON. moto's own answer is an HTML page with 500, which AWS clients
take for a transient error and retry for minutes.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from typing import Any

from werkzeug.wrappers import Request, Response

_lock = threading.Lock()
_counts: Counter[str] = Counter()


def counts() -> dict[str, int]:
    """`service.Operation` -> how often it was called."""
    with _lock:
        return dict(_counts)


def clear() -> None:
    """Resets the counts."""
    with _lock:
        _counts.clear()


def answer(request: Request, service: str, detail: str = "") -> Response:
    """Counts the request's operation and returns 501 with one line of JSON. `service`: signing
    name; `detail`: moto's message, which may name the operation."""
    operation = operation_of(request, detail)
    with _lock:
        _counts[f"{service}.{operation}"] += 1
    message = f"{service}.{operation} is not implemented by the embedded cloud"
    document = {"__type": "NotImplemented", "code": "NotImplemented", "message": message}
    headers = {"x-amzn-errortype": "NotImplemented"}
    return Response(json.dumps(document) + "\n", 501, headers, mimetype="application/json")


def operation_of(request: Request, detail: str = "") -> str:
    """The operation of a request: from its target header, moto's message, or its action; else
    `METHOD /path`."""
    target = request.headers.get("X-Amz-Target", "")
    if target:
        return target.rpartition(".")[2]
    named = re.search(r"The (\w+) action has not been implemented", detail)
    if named:
        return named.group(1)
    action = request.values.get("Action") if request.mimetype.endswith("urlencoded") else None
    return action or f"{request.method} {request.path}"


class NotImplementedGuard:
    """WSGI middleware: answers 501 for a `NotImplementedError` inside; other errors pass."""

    def __init__(self, inside: Any, service: str) -> None:
        self._inside = inside
        self._service = service

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        try:
            return self._inside(environ, start_response)
        except NotImplementedError as error:
            return answer(Request(environ), self._service, str(error))(environ, start_response)
