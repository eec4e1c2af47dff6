"""A small threaded HTTP/1.1 server for WSGI applications, on loopback only.

werkzeug's development server closes every connection, which halves the rate of small AWS calls
and makes Terraform's provider retry now and then. Here the body is read before the application
runs, so that connections are kept alive: one thread per connection, without Nagle's delay (40 ms
per answer).
"""

from __future__ import annotations

import io
import logging
import socket
import threading
from collections.abc import Callable, Iterable
from http.client import HTTPMessage
from typing import Any

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import DechunkedInput, ThreadedWSGIServer

from emulator.account import HOST

WSGI = Callable[[dict[str, Any], Any], Iterable[bytes]]
_LOG = logging.getLogger(__name__)
_BODILESS = {204, 304}
_BLANK = (b"\r\n", b"\n", b"")
LONGEST_LINE, MOST_FIELDS = 65_536, 100
_FAILED = b'{"__type": "InternalFailure", "message": "failed; see the log of the cloud"}\n'


def run_application(app: WSGI, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
    """(status line, headers, body) of an application's answer; 500 and a log line if it raises."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
        started[:] = [(status, headers)]
        return written.append

    try:
        chunks = app(environ, start_response)
        try:
            written.extend(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close:
                close()
    except Exception:
        _LOG.exception("%s %s failed", environ["REQUEST_METHOD"], environ["PATH_INFO"])
        return "500 Internal Server Error", [("Content-Type", "application/json")], _FAILED
    return started[0][0], started[0][1], b"".join(written)


class PortInUse(Exception):
    """Another program listens on the port. The message is shown to the user."""


class Handler(MotoRequestHandler):
    """One connection, kept alive."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    server: Server

    def setup(self) -> None:
        """Registers the connection, so that stopping the server closes it."""
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        """Unregisters the connection; a client that has gone away is no error."""
        self.server.connections.discard(self.connection)
        try:
            super().finish()
        except OSError:  # the client went away with an answer still in the buffer
            _LOG.debug("connection dropped")

    def parse_request(self) -> bool:
        """Reads the request line and headers; False if an error was answered.

        Like the standard library's, without its e-mail parser, which costs as much as an operation.
        Unusual or wrong request lines are left to the standard library. 431 for a line over
        LONGEST_LINE bytes or more than MOST_FIELDS headers, 400 for an unreadable header.
        """
        words = self.raw_requestline.decode("latin-1").split()
        if len(words) != 3 or words[2] != "HTTP/1.1" or words[1].startswith("//"):
            return super().parse_request()
        self.requestline = " ".join(words)
        self.command, self.path, self.request_version = words
        self.close_connection = True
        self.headers = HTTPMessage()
        # Where the standard library's parser puts them, too; there is no public way past it.
        fields: list[tuple[str, str]] = self.headers._headers  # type: ignore[attr-defined]
        while (line := self.rfile.readline(LONGEST_LINE + 1)) not in _BLANK:
            name, colon, value = line.decode("latin-1").partition(":")
            if len(line) > LONGEST_LINE or len(fields) == MOST_FIELDS:
                self.send_error(431, "the headers are too large")
                return False
            if not colon or name != name.strip():
                self.send_error(400, "a header cannot be read")
                return False
            fields.append((name, value.strip()))
        self.close_connection = self.headers.get("Connection", "").lower() == "close"
        return True

    def run_wsgi(self) -> None:
        """Reads the whole request, runs the application and writes its whole answer. Replaces
        werkzeug's, which closes the connection."""
        if self.headers.get("Expect", "").lower().strip() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.wfile.flush()
        environ = self.make_environ()
        environ["wsgi.input"] = io.BytesIO(self._body(environ))
        self.environ = environ
        status, headers, body = run_application(self.server.app, environ)
        code = int(status.split(" ", 1)[0])
        self.send_response(code, status.partition(" ")[2])
        names = set()
        for name, value in headers:
            names.add(name.lower())
            self.send_header(name, str(value))
        if "content-length" not in names and code not in _BODILESS:
            self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and code not in _BODILESS:
            self.wfile.write(body)
        self.wfile.flush()

    def _body(self, environ: dict[str, Any]) -> bytes:
        if environ.get("wsgi.input_terminated"):
            body = DechunkedInput(self.rfile).read()  # type: ignore[arg-type]
            environ.pop("HTTP_TRANSFER_ENCODING", None)
            environ["CONTENT_LENGTH"] = str(len(body))
            environ.pop("wsgi.input_terminated")
            return body
        return self.rfile.read(int(environ.get("CONTENT_LENGTH") or 0))

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Writes no access log."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Logs errors of the protocol, at level DEBUG."""
        _LOG.debug(message, *args)


class Server(ThreadedWSGIServer):
    """One thread per connection, which ends with the process; knows its open connections."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.connections: set[socket.socket] = set()
        super().__init__(*args, **kwargs)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Logs a broken connection at level DEBUG, without printing a traceback."""
        _LOG.debug("connection from %s broke", client_address, exc_info=True)


class HttpServer:
    """A WSGI application on 127.0.0.1:`port` (0: a free one). The constructor binds the port, and
    raises PortInUse if another program has it."""

    def __init__(self, app: WSGI, port: int, name: str) -> None:
        self._server = _bind(app, port, name)
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.05},  # seconds that stopping may take
            name=name,
            daemon=True,
        )

    @property
    def port(self) -> int:
        """The port that it is bound to."""
        return int(self._server.port)

    def start(self) -> None:
        """Starts to answer, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Stops answering and closes every connection."""
        self._server.shutdown()
        self._server.server_close()
        for connection in list(self._server.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it has ended meanwhile


def check_free(port: int, name: str) -> None:
    """PortInUse if the port cannot be bound on 127.0.0.1; 0 is always free."""
    _listener(port, name).close()


def _listener(port: int, name: str) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise PortInUse(f"{name}: port {port} on {HOST} is in use ({error.strerror})") from error
    return listener


def _bind(app: WSGI, port: int, name: str) -> Server:
    """A server on a port that was bound here: werkzeug exits the process when a port is taken."""
    listener = _listener(port, name)
    listener.listen(512)
    with listener:  # werkzeug works on a copy of the descriptor
        return Server(HOST, listener.getsockname()[1], app, Handler, fd=listener.fileno())
