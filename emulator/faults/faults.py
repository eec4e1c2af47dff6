"""Simulated outages: a service answers with an error for a while.

    PUT faults {"service": "textract", "error": "ThrottlingException", "count": 3}
    DELETE faults

`count` requests fail; without it, all do until the fault is removed. `operation` restricts it to
one operation, `share` (0 to 1) to this share of the requests. `answered` carries the request out
first and then loses the answer.
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
    """One outage. `service`: signing name; `error` and `status`: AWS's code and the HTTP status;
    `hits`: requests that failed so far. For the other fields see above."""

    service: str
    error: str = "ServiceUnavailable"
    status: int = 503
    operation: str = ""
    count: int | None = None
    share: float = 1.0
    answered: bool = False
    hits: int = field(default=0)

    def shown(self) -> dict[str, Any]:
        """The outage as an object, for the control endpoint."""
        return dict(vars(self))


def put(**wanted: Any) -> Fault:
    """Starts an outage. TypeError for an unknown field."""
    fault = Fault(**wanted)
    with _lock:
        _faults.append(fault)
    return fault


def clear() -> None:
    """Ends every outage."""
    with _lock:
        _faults.clear()


def current() -> list[dict[str, Any]]:
    """The outages as objects, with the number of requests that each has failed."""
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
    """WSGI middleware: answers requests with the errors of current outages, or passes them on."""

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
