"""DynamoDB and SQS without Flask: moto's handler is called with the request itself.

Each of their requests is one POST to `/` with the operation in a header, so there is nothing to
route; Flask costs about as much as the operation. A plain SendMessage goes directly to moto's
queue: parsing and serialising it by the service's model is nearly all that it costs.
tests/emulator/shortcuts/test_direct_dispatch.py compares the answers with moto's own.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from botocore.exceptions import ClientError
from moto.core.exceptions import ServiceException
from moto.core.request import Request
from werkzeug.http import HTTP_STATUS_CODES

from emulator.account import REGION
from emulator.http.http_server import WSGI
from emulator.queues import queues

#: Prefix of the operation's header -> where moto names the handler of the path `/`.
_URLS = {
    "DynamoDB_20120810": ("moto.dynamodb.urls", "{0}/"),
    "AmazonSQS": ("moto.sqs.urls", "{0}/$"),
}


_JSON = [("server", "amazon.com"), ("content-type", "application/x-amz-json-1.0")]
_PLAIN = {"QueueUrl", "MessageBody", "DelaySeconds"}


class _Received(Request):
    """moto answers a server's requests without a Date of its own."""

    from_wsgi_server = True


class DirectDispatch:
    """WSGI middleware: answers requests of DynamoDB and SQS itself and passes all others on."""

    def __init__(self, inside: WSGI) -> None:
        self._inside = inside
        self._handlers: dict[str, Callable[..., Any]] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        prefix = environ.get("HTTP_X_AMZ_TARGET", "").partition(".")[0]
        short = environ.get("PATH_INFO") == "/" and environ.get("REQUEST_METHOD") == "POST"
        if not short or prefix not in _URLS or not environ.get("HTTP_AUTHORIZATION"):
            return self._inside(environ, start_response)
        if environ["HTTP_X_AMZ_TARGET"] == "AmazonSQS.SendMessage":
            sent = _sent(environ)
            if sent is not None:
                start_response("200 OK", [*_JSON, ("content-length", str(len(sent)))])
                return [sent]
        request = _Received(environ)
        try:
            answer = self._handler(prefix)(request, request.raw_url, dict(request.headers))
        except ClientError as error:  # as moto's own wrapper does
            answer = 400, {}, error.response["Error"]["Message"]
        status, headers, content = answer if len(answer) == 3 else (200, {}, answer)
        body = content.encode() if isinstance(content, str) else bytes(content)
        named = {str(name).lower(): str(value) for name, value in headers.items()}
        named.setdefault("content-type", "text/html; charset=utf-8")
        named["content-length"] = str(len(body))
        code = int(status)
        start_response(f"{code} {HTTP_STATUS_CODES.get(code, '')}", list(named.items()))
        return [body]

    def _handler(self, prefix: str) -> Callable[..., Any]:
        if prefix not in self._handlers:
            module, path = _URLS[prefix]
            self._handlers[prefix] = importlib.import_module(module).url_paths[path]
        return self._handlers[prefix]


def _sent(environ: dict[str, Any]) -> bytes | None:
    """Sends a plain message and returns the answer as JSON; None if moto must answer: for another
    region, a FIFO queue, message attributes, or an error."""
    if f"/{REGION}/sqs/" not in environ["HTTP_AUTHORIZATION"]:
        return None
    data = environ["wsgi.input"].read()
    environ["wsgi.input"].seek(0)  # it is a buffer, see http_server
    try:
        asked = json.loads(data)
        name = asked["QueueUrl"].rpartition("/")[2]
        queue = queues.backend().queues.get(name)
        if asked.keys() - _PLAIN or queue is None or queue.fifo_queue:
            return None
        message = queues.backend().send_message(
            name, asked["MessageBody"], {}, asked.get("DelaySeconds")
        )
    except (ServiceException, AttributeError, KeyError, TypeError, ValueError):
        return None  # it is refused before anything is changed; moto says how
    return json.dumps({"MD5OfMessageBody": message.body_md5, "MessageId": message.id}).encode()
