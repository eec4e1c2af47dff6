"""Requests as WSGI hands them over, and what was heard of the answer."""

from __future__ import annotations

import io
import json
from typing import Any

QUERY = "application/x-www-form-urlencoded; charset=utf-8"


class Heard:
    """The status and headers of an answer."""

    status = ""
    headers: dict[str, str]

    def __call__(self, status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        self.status, self.headers = status, {name.lower(): value for name, value in headers}


def environment(method: str, path: str, body: bytes = b"", **more: str) -> dict[str, Any]:
    """What a server would hand over for it."""
    path, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "4566",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        **more,
    }


def by_target(target: str, given: Any) -> dict[str, Any]:
    """A request of JSON whose header names the operation."""
    body = given if isinstance(given, bytes) else json.dumps(given).encode()
    return environment("POST", "/", body, HTTP_X_AMZ_TARGET=target)
