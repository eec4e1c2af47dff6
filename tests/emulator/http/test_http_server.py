"""The server over a plain socket: what it understands, what it refuses, when it hangs up."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from emulator.http.http_server import LONGEST_LINE, MOST_FIELDS, HttpServer

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


@pytest.fixture
def server() -> Iterator[HttpServer]:
    def app(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        names = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_X_A", "CONTENT_TYPE")
        shown = {name: environ.get(name) for name in names}
        shown["body"] = environ["wsgi.input"].read().decode()
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(shown).encode()]

    running = HttpServer(app, 0, "test")
    running.start()
    yield running
    running.stop()


def told(server: HttpServer, *requests: bytes) -> list[bytes]:
    """Everything the server says on one connection; it or we hang up."""
    said = []
    with socket.create_connection(("127.0.0.1", server.port), 5) as connection:
        for request in requests:
            connection.sendall(request)
            data = connection.recv(65_536)
            said.append(data)
            if not data:
                break
    return said


def shown(answer: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.partition(b"\r\n\r\n")[2])
    return found


def test_requests_follow_each_other_on_a_connection(server: HttpServer) -> None:
    request = (
        b"POST /a%20b?c=d HTTP/1.1\r\nHost: x\r\nX-A:  one\r\nx-a: two\r\n"
        b"Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi"
    )
    for answer in told(server, request, request):
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert shown(answer) == {
            "REQUEST_METHOD": "POST", "PATH_INFO": "/a b", "QUERY_STRING": "c=d",
            "HTTP_X_A": "one,two", "CONTENT_TYPE": "text/plain", "body": "hi",
        }  # fmt: skip


@pytest.mark.parametrize(
    "request_",
    [b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n"],
)
def test_it_hangs_up_where_asked(server: HttpServer, request_: bytes) -> None:
    answer, after = told(server, request_, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.split(b" ")[1] == b"200"
    assert after == b""


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nX-A: one\r\n folded\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nX-A : spaced\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nX-A: " + b"x" * LONGEST_LINE + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * (MOST_FIELDS + 1) + b"\r\n", b"431"),
        (b"GET / HTTP/9.9\r\n\r\n", b"505"),
        (b"nonsense\r\n\r\n", b"400"),
    ],
    ids=["colon", "folded", "spaced", "long", "many", "version", "line"],
)
def test_what_cannot_be_read_is_refused(server: HttpServer, request_: bytes, status: bytes) -> None:
    assert status in told(server, request_)[0]


def test_a_caller_that_waits_for_leave_gets_it(server: HttpServer) -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), 5) as connection:
        connection.sendall(head)
        assert connection.recv(1000).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"hi")
        data = b""
        while b"}" not in data:
            data += connection.recv(65_536)
    assert b'"body": "hi"' in data
    assert data.startswith(b"HTTP/1.1 200 ")
