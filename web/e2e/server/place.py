"""A place where one worker's pages are: the site and the API, each an origin of its own as in
production, and the world that the present test has made there.
"""

from __future__ import annotations

import gzip
import json
import mimetypes
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyItemAlreadyExistsError,
    IdempotencyItemNotFoundError,
)
from aws_lambda_powertools.utilities.idempotency.persistence.base import BasePersistenceLayer
from aws_lambda_powertools.utilities.idempotency.persistence.datarecord import DataRecord
from werkzeug.wrappers import Request, Response

from chalicelib.application import process
from chalicelib.entrypoints import idempotency
from emulator.account import HOST
from emulator.http import gateway
from emulator.http.http_server import HttpServer
from emulator.lambdas import lambdas
from local import website
from local.cloud import answers
from web.e2e.server.world import Outage, World

EXAMPLES = Path(__file__).resolve().parents[1] / "dist"
CONTEXT = SimpleNamespace(
    function_name="api_handler",
    memory_limit_in_mb=256,
    invoked_function_arn="arn:aws:lambda:eu-west-1:123456789012:function:api_handler",
    aws_request_id="request-1",
    get_remaining_time_in_millis=lambda: 25_000,
)
NETS, PACKED = ".tflite", "application/octet-stream"
WSGI = Callable[[dict[str, Any], Any], Iterable[bytes]]


class _Answers(BasePersistenceLayer):
    """Answers to keyed requests; ids are of one world, so all worlds share it."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Powertools says no types
        self.kept: dict[str, DataRecord] = {}

    def _get_record(self, idempotency_key: str) -> DataRecord:
        if idempotency_key not in self.kept:
            raise IdempotencyItemNotFoundError
        return self.kept[idempotency_key]

    def _put_record(self, data_record: DataRecord) -> None:
        if data_record.idempotency_key in self.kept:
            raise IdempotencyItemAlreadyExistsError
        self.kept[data_record.idempotency_key] = data_record

    def _update_record(self, data_record: DataRecord) -> None:
        self.kept[data_record.idempotency_key] = data_record

    def _delete_record(self, data_record: DataRecord) -> None:
        del self.kept[data_record.idempotency_key]


@cache
def _doors() -> Any:
    """The application's own doors; the gateway calls them here instead of a Lambda."""
    doors, layer = gateway.load(), _Answers()
    idempotency._layer = lambda: layer  # type: ignore[assignment]
    lambdas.call = lambda name_or_arn, event: (doors(event, CONTEXT), None)
    return doors


class Place:
    """`world` is a new one for each test."""

    world: World

    def __init__(self) -> None:
        verify = lambda token: self.world.pool.verify(token)  # noqa: E731
        self._gateway = gateway.app(_doors(), "api_handler", verify, answers=answers())
        self._servers = [HttpServer(app, 0, "web tests") for app in (self._api, self._site)]
        self.api, self.site = (f"http://{HOST}:{server.port}" for server in self._servers)
        self.world = World(self.api, self.site)
        for server in self._servers:
            server.start()

    def stop(self) -> None:
        """Both origins are gone."""
        for server in self._servers:
            server.stop()

    def renew(self, **settings: Any) -> World:
        """Everything that was before is nobody's any more."""
        self.world = World(self.api, self.site, **settings)
        return self.world

    # The API

    def _api(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        world, request = self.world, Request(environ)
        if request.path.startswith("/bucket/"):
            with world.lock:
                return self._shared(_bucket(world, request))(environ, start_response)
        if request.method == "OPTIONS":
            return self._answered(world, environ, start_response)
        with world.lock:
            world.calls.append(_call(request))
            environ["wsgi.input"].seek(0)  # the gateway reads it, too
            outage = world.meet_outage(request.path)
            if outage:
                return self._shared(_fault(outage))(environ, start_response)
            return self._answered(world, environ, start_response)

    def _answered(
        self, world: World, environ: dict[str, Any], start_response: Any
    ) -> Iterable[bytes]:
        """What the gateway answers, for this place's own site."""

        def begun(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if status.startswith("5"):
                world.faults.append(f"{environ['PATH_INFO']}: {status}")
            own = [
                (name, self.site if name == "Access-Control-Allow-Origin" else value)
                for name, value in headers
            ]
            return start_response(status, own, *more)

        with process.given_here(world.app):
            body: Iterable[bytes] = self._gateway(environ, begun)
        world.go_on()
        return body

    def _shared(self, made: Response) -> Response:
        made.headers["Access-Control-Allow-Origin"] = self.site
        made.headers["Access-Control-Expose-Headers"] = "Retry-After"
        return made

    # The site

    def _files(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """As on a laptop; the policy names where this world films."""
        urls = {"api": self.api, "cloud": self.api, "films": self.world.films.host}
        answered: Iterable[bytes] = website.app(urls)(environ, start_response)
        return answered

    def _site(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"])
        if path.endswith(NETS) and not self.world.nets:
            return Response("no such file\n", 404)(environ, start_response)
        app = self._example if path.startswith("/examples/") else self._files
        if not self.world.compress:
            hashed = "/assets/" in path and not path.endswith(NETS)
            return app(environ, _for_ever(start_response) if hashed else start_response)
        made = Response.from_app(app, environ)
        if made.mimetype != PACKED:
            made.set_data(gzip.compress(made.get_data()))
            made.headers["Content-Encoding"] = "gzip"
        return made(environ, start_response)

    def _example(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """An integrator's page under the site's policy; Vue makes trusted markup of its own."""
        inside = str(environ["PATH_INFO"]).removeprefix("/examples/")
        path = (EXAMPLES / inside).resolve()
        if not path.is_relative_to(EXAMPLES) or not path.is_file():
            return Response("no such file\n", 404)(environ, start_response)
        site = Response.from_app(self._files, {**environ, "PATH_INFO": "/config.json"})
        kind = mimetypes.guess_type(path.name)[0] or PACKED
        made = Response(path.read_bytes(), headers=site.headers, content_type=kind)
        if inside == "vue.html":
            made.headers["Content-Security-Policy"] += " vue"  # the policy ends in their names
        return made(environ, start_response)


def _for_ever(start_response: Any) -> Any:
    """As the deployed site says of files with a hash in their names: a browser may keep them."""

    def begun(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        kept = "public, max-age=31536000, immutable" if status.startswith("200") else "no-store"
        own = [(name, kept if name == "Cache-Control" else value) for name, value in headers]
        return start_response(status, own, *more)

    return begun


def _call(request: Request) -> dict[str, Any]:
    """What tests may ask about."""
    body = None
    if request.mimetype == "application/json":
        body = json.loads(request.get_data() or b"{}")
    return {"method": request.method, "path": request.path, "body": body}


def _fault(outage: Outage) -> Response:
    problem = {
        "type": "about:blank",
        "title": outage.code,
        "status": outage.status,
        "detail": outage.code.replace("_", " "),
        "code": outage.code,
    }
    made = Response(json.dumps(problem), outage.status, mimetype="application/problem+json")
    made.headers["Retry-After"] = "0"
    return made


_KINDS = {b"<svg": "image/svg+xml", b"%PDF": "application/pdf"}


def _bucket(world: World, request: Request) -> Response:
    """`GET /bucket/<name>/<key>`: what lies there. `POST /bucket/<name>`: a form as S3 takes it."""
    _, _, name, *keys = request.path.split("/", 3)
    if request.method == "OPTIONS":
        return Response(status=204, headers={"Access-Control-Allow-Methods": "GET, POST"})
    if request.method == "POST":
        key, file = request.form["key"], request.files["file"].read()
        called = {"method": "POST", "path": request.path, "body": {"key": key, "size": len(file)}}
        world.calls.append(called)
        world.buckets[name].put(key, file, "image/jpeg")
        world.go_on()
        return Response(status=204)
    key = keys[0] if keys else ""
    body = world.buckets[name].items.get(key) if name in world.buckets else None
    if body is None:
        return Response("no such object\n", 404)
    return Response(body, mimetype=_KINDS.get(body[:4], "image/jpeg"))
