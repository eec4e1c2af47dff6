"""Handlers call AWS without a socket: the same application runs in the handler's thread.

A request over loopback costs both sides an HTTP parser and several switches of the interpreter's
lock. Handlers and the embedded cloud share a process, so a handler's request goes directly to the
cloud's application: routing, outages and errors are those of the endpoint. All other clients
(tests, Terraform, the pages) use the socket. Left out are read timeouts (the function's own
remains) and the computation of the signature, which is not checked.
"""

from __future__ import annotations

import contextvars
import io
import os
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from emulator import clock
from emulator.account import HOST
from emulator.hooks import replace
from emulator.http.http_server import WSGI, run_application

_HOP = {"transfer-encoding", "expect", "connection"}  # between two ends of a socket
_applications: dict[str, WSGI] = {}


def register(port: int, app: WSGI) -> None:
    """Makes handlers reach the cloud on this port directly."""
    _applications[f"http://{HOST}:{port}"] = app


def unregister(port: int) -> None:
    """Makes handlers use the socket again."""
    _applications.pop(f"http://{HOST}:{port}", None)


def install() -> None:
    """Hooks into botocore's requests; a second call changes nothing."""
    from botocore.auth import SigV4Auth
    from botocore.httpsession import URLLib3Session

    replace(URLLib3Session, "send", _sending)
    replace(SigV4Auth, "add_auth", _signing)


def _application_for(url: str) -> tuple[WSGI | None, str, str]:
    """(application behind the URL if a handler is calling, host and port, path with query)."""
    scheme, _, rest = url.partition("://")
    place, slash, target = rest.partition("/")
    asked = _applications and "AWS_LAMBDA_FUNCTION_NAME" in os.environ
    return _applications.get(f"{scheme}://{place}") if asked else None, place, slash + target


def _signing(original: Callable[..., Any]) -> Callable[..., Any]:
    from botocore.auth import SigV4Auth

    def add_auth(self: Any, request: Any) -> None:
        plain = type(self) is SigV4Auth and self.credentials is not None  # S3 signs its own way
        if not plain or _application_for(request.url)[0] is None:
            original(self, request)
            return
        who, when = self.credentials.access_key, f"{clock.now():%Y%m%d}"
        scope = f"{who}/{when}/{self._region_name}/{self._service_name}/aws4_request"
        del request.headers["Authorization"]  # of the try before
        request.headers["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=inside"
        )

    return add_auth


def _sending(original: Callable[..., Any]) -> Callable[..., Any]:
    def send(self: Any, request: Any) -> Any:
        app, place, target = _application_for(request.url)
        if app is None:
            return original(self, request)
        environ = _environ(request, place, target)
        # An empty context: the cloud's output and environment are not the handler's.
        status, headers, body = contextvars.Context().run(run_application, app, environ)
        return _response(request, status, headers, body)

    return send


def _environ(request: Any, place: str, target: str) -> dict[str, Any]:
    from moto.core.request import (
        PRESERVED_HEADER_NAMES_ENVIRON_KEY,
        environ_key_for_header,
        should_preserve_original_header_name,
    )

    path, _, query = target.partition("?")
    body = _bytes(request.body)
    host, _, port = place.partition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path or "/").decode("latin-1"),
        "QUERY_STRING": query,
        "RAW_URI": target or "/",
        "REQUEST_URI": target or "/",
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": HOST,
        "HTTP_HOST": place,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    names: dict[str, str] = {}
    for name, value in request.headers.items():
        if name.lower() in _HOP:
            continue
        key = environ_key_for_header(name)
        if should_preserve_original_header_name(name):
            names[key] = name
        environ[key] = value.decode() if isinstance(value, bytes) else str(value)
    environ[PRESERVED_HEADER_NAMES_ENVIRON_KEY] = names
    environ["CONTENT_LENGTH"] = str(len(body))
    environ["wsgi.input"] = io.BytesIO(body)
    return environ


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    if hasattr(body, "read"):
        body = body.read()
    return body.encode() if isinstance(body, str) else bytes(body)


def _response(request: Any, status: str, headers: list[tuple[str, str]], body: bytes) -> Any:
    from botocore.awsrequest import AWSResponse
    from urllib3 import HTTPHeaderDict, HTTPResponse

    code = int(status.split(" ", 1)[0])
    named: Any = HTTPHeaderDict()
    for name, value in headers:
        named.add(name, str(value))
    if request.method == "HEAD":
        body = b""
    elif "content-length" not in named:
        named["Content-Length"] = str(len(body))
    raw = HTTPResponse(io.BytesIO(body), named, code, preload_content=False)
    answer = AWSResponse(request.url, code, named, raw)
    if not request.stream_output:  # botocore would read it into this field at once
        answer._content = body  # type: ignore[attr-defined]
    return answer
