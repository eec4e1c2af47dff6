"""Outages on purpose: a service answers with an error for a while, as AWS does on a bad day.

    PUT faults {"service": "textract", "error": "ThrottlingException", "count": 3}
    DELETE faults

`count` is how many requests fail, without it all do until the fault is taken away; `operation`
narrows it to one; `share` (0 to 1) lets some through; `answered` carries the request out first and
loses the answer, the nastiest of faults.
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Request, Response

from emulator.strict.not_implemented import operation_of

_XML = {"s3", "sns", "ses", "iam", "sts", "rds"}
_lock = threading.Lock()
_faults: list[Fault] = []


@dataclass
class Fault:
    """One outage."""

    service: str
    error: str = "ServiceUnavailable"
    status: int = 503
    operation: str = ""
    count: int | None = None
    share: float = 1.0
    answered: bool = False
    hits: int = field(default=0)

    def shown(self) -> dict[str, Any]:
        """As the control endpoint shows it."""
        return dict(vars(self))


def put(**wanted: Any) -> Fault:
    """Begin an outage. TypeError for an unknown field."""
    fault = Fault(**wanted)
    with _lock:
        _faults.append(fault)
    return fault


def clear() -> None:
    """End every outage."""
    with _lock:
        _faults.clear()


def current() -> list[dict[str, Any]]:
    """The outages, with how often each hit."""
    with _lock:
        return [fault.shown() for fault in _faults]


def _hit(service: str, operation: str) -> Fault | None:
    with _lock:
        for fault in _faults:
            if fault.service != service or (fault.operation and fault.operation != operation):
                continue
            if fault.count is not None and fault.hits >= fault.count:
                continue
            if random.random() >= fault.share:
                continue
            fault.hits += 1
            return fault
    return None


class FaultInjection:
    """WSGI middleware: what the outages leave of an application."""

    def __init__(self, inside: Any, service: str) -> None:
        self._inside, self._service = inside, service

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not _faults:
            return self._inside(environ, start_response)  # type: ignore[no-any-return]
        operation = operation_of(Request(environ))
        environ["wsgi.input"].seek(0)  # it is a buffer, see http_server; the form was read from it
        fault = _hit(self._service, operation)
        if fault is None:
            return self._inside(environ, start_response)  # type: ignore[no-any-return]
        if fault.answered:
            for _ in self._inside(environ, lambda *_: lambda data: None):
                pass
        return _answer(fault)(environ, start_response)


def _answer(fault: Fault) -> Response:
    message = "an outage on purpose"
    if fault.service in _XML:
        error = f"<Error><Code>{fault.error}</Code><Message>{message}</Message></Error>"
        body = error if fault.service == "s3" else f"<ErrorResponse>{error}</ErrorResponse>"
        return Response(body, fault.status, mimetype="application/xml")
    document = {"__type": fault.error, "message": message, "Message": message}
    headers = {"x-amzn-errortype": fault.error}
    return Response(json.dumps(document), fault.status, headers, mimetype="application/json")
