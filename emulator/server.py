"""The embedded cloud's HTTP endpoint: moto behind a multiplexer, on 127.0.0.1.

The credential scope of a request's signature names the service. A host may add services by their
signing names; all others are moto's.
"""

from __future__ import annotations

import os
import re
from typing import Any

from emulator import account, control, gate, installation
from emulator.faults import faults
from emulator.host import Host
from emulator.http.http_server import WSGI, HttpServer
from emulator.shortcuts import direct_dispatch, in_process
from emulator.strict import not_implemented, request_validation

#: Target prefix -> service, for operations that are not signed (sign-up, log-in).
_UNSIGNED = {"AWSCognitoIdentityProviderService": "cognito-idp"}
_SCOPE = re.compile(r"Credential=[^/\s]+/\d{8}/[^/]+/(?P<service>[^/]+)/aws4_request")


class Cloud:
    """One embedded cloud per process: moto's state is global.

    `port` 0 chooses a free one. `host`: the host's settings (`host.Host`). PortInUse if another
    program has the port. As a context manager it is started and stopped.
    """

    def __init__(self, port: int = 4566, host: Host | None = None) -> None:
        told = host or Host()
        installation.install(told)
        self._mux = Mux(told)
        self._http = HttpServer(self._mux, port, "embedded AWS")
        self.port = self._http.port
        self.endpoint = f"http://{account.HOST}:{self.port}"
        self.environment = {**account.environment(self.port), **told.environment}
        self._before: dict[str, str | None] = {}

    def start(self) -> Cloud:
        """Sets the process's environment, and starts the server and the pollers."""
        from emulator.events import events
        from emulator.lambdas import esm

        self._before = {name: os.environ.get(name) for name in self.environment}
        os.environ.update(self.environment)
        self._http.start()
        in_process.register(self.port, self._mux)
        esm.start_all()
        events.start_schedules()
        return self

    def stop(self) -> None:
        """Stops server and pollers, and restores the environment. The state stays in the process;
        `reset` clears it."""
        from emulator.events import events
        from emulator.lambdas import esm

        events.stop_schedules()
        esm.stop_all()
        in_process.unregister(self.port)
        self._http.stop()
        for name, value in self._before.items():
            if value is not None:
                os.environ[name] = value
            elif os.environ.get(name) == self.environment[name]:
                del os.environ[name]

    def __enter__(self) -> Cloud:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def reset() -> None:
    """Removes every resource, message, log line and wait. For tests that share a process."""
    from moto.core.base_backend import BackendDict

    from emulator import activity, clock
    from emulator.events import events, outbox
    from emulator.lambdas import delivery, esm
    from emulator.storage import buckets
    from emulator.strict import as_aws
    from emulator.tables import changes

    esm.stop_all()
    used: list[Any] = BackendDict._instances  # type: ignore[misc]
    for service in list(used):  # moto's own reset builds each backend anew before dropping it
        service.clear()
    used.clear()
    buckets.rebuild_names()
    events.stop_schedules()
    clock.reset()
    outbox.clear()
    changes.clear()
    not_implemented.clear()
    as_aws.account.clear()
    faults.clear()
    activity.reset()
    delivery.share_delivered_twice(0.0)


class Mux:
    """WSGI: chooses the application by path and by signing name."""

    def __init__(self, host: Host) -> None:
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

        self._moto = direct_dispatch.DirectDispatch(DomainDispatcherApplication(create_backend_app))
        self._control = host.control
        self._makers = dict(host.services)
        self._made: dict[str, WSGI] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ.get("PATH_INFO", "")
        if path.startswith(self._control):
            return control.app(environ, start_response)
        service = service_of(environ)
        guarded = request_validation.RequestValidation(
            not_implemented.NotImplementedGuard(self._application(service), service), service
        )
        with gate.passing():
            return faults.FaultInjection(guarded, service)(environ, start_response)

    def _application(self, service: str) -> WSGI:
        if service not in self._makers:
            return self._moto
        if service not in self._made:
            self._made[service] = self._makers[service](fetch_object)
        return self._made[service]


def service_of(environ: dict[str, Any]) -> str:
    """The service's signing name in the Authorization header; `s3` for a presigned query; for an
    unsigned request the service of its X-Amz-Target, or ""."""
    text = environ.get("HTTP_AUTHORIZATION", "")
    found = _SCOPE.search(text)
    if found:
        return found["service"].lower()
    query = environ.get("QUERY_STRING", "")
    if "X-Amz-Signature=" in query or "AWSAccessKeyId=" in query:
        return "s3"
    return _UNSIGNED.get(environ.get("HTTP_X_AMZ_TARGET", "").partition(".")[0], "")


def fetch_object(bucket: str, key: str, version: str | None = None) -> bytes:
    """The bytes of an S3 object, for services that read images from S3. LookupError if bucket, key
    or version does not exist."""
    from moto.s3.exceptions import S3ClientError
    from moto.s3.models import s3_backends

    try:
        found = s3_backends[account.ACCOUNT]["aws"].get_object(bucket, key, version)
    except S3ClientError as error:
        raise LookupError(f"s3://{bucket}/{key}") from error
    if found is None:
        raise LookupError(f"s3://{bucket}/{key}")
    return bytes(found.value)
