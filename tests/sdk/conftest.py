"""The clients of sdk/, made as they are packed, and the application behind HTTP."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.entrypoints.backend import Backend
from tests.entrypoints.conftest import backend, harness, kept

ROOT = Path(__file__).resolve().parents[2]
__all__ = ["backend", "harness", "kept"]


@pytest.fixture(scope="session")
def kit() -> Path:
    """The folder with wheel and tarball; the Python client can be imported from its sources."""
    done = subprocess.run([ROOT / ".ci" / "sdk"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    source = str(ROOT / "sdk" / "python" / "src")
    if source not in sys.path:
        sys.path.insert(0, source)
    return ROOT / "sdk" / "dist"


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        sent = self.rfile.read(length)
        status, heads, body = self.server.answer(self, sent)
        self.send_response(status)
        for name, value in heads.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = _answer
    do_PATCH = do_HEAD = do_OPTIONS = do_TRACE = do_QUERY = do_CONNECT = _answer

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Served(ThreadingHTTPServer):
    """Answers with `answer(request, body) -> (status, headers, body)`; keeps what it saw."""

    def __init__(self, answer: Any) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.answer = answer
        self.seen: list[tuple[str, str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(answer: Any) -> Iterator[Served]:
    server = Served(answer)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def api(backend: Backend, kept: Any) -> Iterator[Served]:
    """The real doors, in memory, behind HTTP."""

    def answer(request: Any, body: bytes) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(request.path)
        heads = {name.lower(): value for name, value in request.headers.items()}
        kind = heads.pop("content-type", "application/json")
        found = backend.harness.call(
            request.command, parts.path, body or None, headers=heads | {"Content-Type": kind},
            query=dict(parse_qsl(parts.query, keep_blank_values=True)) or None,
        )  # fmt: skip
        heads = {k: v for k, v in found.headers.items() if k.lower() != "content-length"}
        return found.status, heads, (found.text or "").encode()

    with serving(answer) as server:
        yield server
