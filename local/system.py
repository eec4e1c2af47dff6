"""The whole system in one process on 127.0.0.1: embedded AWS, PostgreSQL, API, console, web.

    python -m local up        the one that `make run` keeps up
    local/zygote.py           private ones for tests

Each start is fresh: the cloud is restored from its snapshot, and a new database is migrated. So
earlier runs cannot affect a new applicant. With KEEP=1 the last run continues (local/keeping.py).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emulator.account import HOST
from local.postgres.server import Postgres

if TYPE_CHECKING:
    from emulator.http.http_server import HttpServer
    from local.keeping import Moment
    from local.vendors.running import Running

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
DATABASE = "vestibule"
#: Part -> (variable, port). 0 in the variable takes a free port.
PORTS = {
    "api": ("VESTIBULE_PORT_API", 8000),
    "cloud": ("VESTIBULE_PORT_CLOUD", 4566),
    "console": ("VESTIBULE_PORT_CONSOLE", 8025),
    "web": ("VESTIBULE_PORT_WEB", 5173),
    "vendors": ("VESTIBULE_PORT_VENDORS", 8030),
}


class NoPort(ValueError):
    """A variable has no valid port. The message is shown to the user."""


def ports() -> dict[str, int]:
    """Part -> port to listen on, by the environment. NoPort for an invalid or repeated one."""
    chosen = {name: _port(variable, default) for name, (variable, default) in PORTS.items()}
    for port in chosen.values():
        others = [PORTS[other][0] for other in chosen if port and chosen[other] == port]
        if len(others) > 1:
            raise NoPort(
                f"{' and '.join(others)} both say {port}: each part needs a port of its own"
            )
    return chosen


def _port(variable: str, default: int) -> int:
    said = os.environ.get(variable, str(default))
    if not said.isascii() or not said.isdigit() or int(said) > 65535:
        raise NoPort(f"{variable}={said} is no port: say 1 to 65535, or 0 for a free one")
    return int(said)


@dataclass
class System:
    """The parts of the system. `wanted`: part -> port; `snapshot`: file; `dsn`: psycopg's; `kept`:
    the state to continue from. `urls`: part -> base URL, after `start`."""

    wanted: dict[str, int]
    snapshot: Path
    dsn: str
    kept: Moment | None = None

    def __post_init__(self) -> None:
        self._stops: list[Callable[[], None]] = []
        self.urls: dict[str, str] = {}
        #: Part -> another base URL, where a proxy is in front of it (in tests with AWS's hosts).
        self.names: dict[str, str] = json.loads(os.environ.get("VESTIBULE_NAMES", "{}"))

    def start(self) -> System:
        """Starts every part. PortInUse if another program has one of the ports."""
        from emulator.http.http_server import HttpServer
        from emulator.storage import buckets
        from local import run_settings
        from local.cloud import cloud as embedded

        cloud = embedded(self.wanted["cloud"], self.dsn, iam="enforce")
        if not restored():
            self._restore()
        site: list[Any] = []  # its port is bound first: the API and the buckets need its origin
        web = HttpServer(lambda *call: site[0](*call), self.wanted["web"], "web")
        origin = os.environ["VESTIBULE_SITE_ORIGIN"] = self.names.get(
            "web", f"http://{HOST}:{web.port}"
        )
        buckets.allow_origin(origin)
        vendors = self._vendors()
        run_settings.publish()
        cloud.start()
        self._stops.append(cloud.stop)
        self.urls["cloud"] = cloud.endpoint
        self._serve("api", self._api(origin))
        vendors.open_for_business(self.urls["api"])
        self._go_on()
        self._serve("console", self._console())
        site.append(self._site())
        self._run("web", web)
        return self

    def _restore(self) -> None:
        """Restores the cloud from its snapshot or the last run; the clock never goes back."""
        from emulator import clock, snapshot
        from emulator.identity import tokens

        if self.kept is None:
            snapshot.restore(self.snapshot)
            tokens.renew_keys()  # so that tokens of the last run are refused
            return
        clock.advance(max(0.0, self.kept.facts["at"] - clock.time()))
        snapshot.restore(self.kept.cloud)

    def _go_on(self) -> None:
        """Continues the executions of the last run and restores its outbox."""
        if self.kept is None:
            return
        import boto3

        from emulator.events import outbox
        from emulator.workflows import past

        also = self.kept.also()
        outbox.load(*also["outbox"])
        self.vendors.vendors.read_back(also["desks"])
        past.restart(also["executions"], boto3.client("stepfunctions"))

    def also(self) -> dict[str, Any]:
        """Further data for the next run: `{outbox, desks}`. Called in a forked copy."""
        from emulator.events import outbox

        return {"outbox": outbox.dump(), "desks": self.vendors.vendors.written()}

    def _vendors(self) -> Running:
        """Binds the fakes of KYC vendors: their address is needed before the first handler runs."""
        from local.vendors.running import Running

        self.vendors = Running(self.wanted["vendors"])
        self._stops.append(self.vendors.stop)
        self.urls["vendors"] = self.vendors.url
        return self.vendors

    def _serve(self, name: str, app: Any) -> None:
        from emulator.http.http_server import HttpServer

        self._run(name, HttpServer(app, self.wanted[name], name))

    def _run(self, name: str, server: HttpServer) -> None:
        server.start()
        self._stops.append(server.stop)
        self.urls[name] = f"http://{HOST}:{server.port}"

    def _api(self, origin: str) -> Any:
        """The API's application. `origin`: the site's, for CORS; set here, since a zygote loads the
        routes before the site has an address."""
        from emulator.http import gateway
        from emulator.identity import tokens
        from local import cloud, deploy

        pool = platform()["user_pool_id"]
        application = gateway.load()
        application.api.cors.allow_origin = origin  # type: ignore[union-attr]
        return gateway.app(
            application,
            deploy.full_name("api_handler"),
            lambda token: tokens.verify(token, pool),
            answers=cloud.answers(),
        )

    def _console(self) -> Any:
        from local.console import app

        return app(self.urls)

    def _site(self) -> Any:
        from local.website import app

        return app(self.urls | self.names)

    def stop(self) -> None:
        """Stops every part, the last one first."""
        while self._stops:
            self._stops.pop()()


_restored = False


def restored() -> bool:
    """Whether this process has the snapshot already, as a fork of the zygote."""
    return _restored


#: What functions, triggers and tests call, by boto3's names.
SERVICES = (
    "cognito-idp",
    "dynamodb",
    "dynamodbstreams",
    "events",
    "kms",
    "rds-data",
    "rekognition",
    "s3",
    "secretsmanager",
    "ses",
    "sns",
    "sqs",
    "ssm",
    "stepfunctions",
    "sts",
    "textract",
)


def preload(snapshot_file: Path) -> None:
    """Imports slow modules, reads models, restores the snapshot, before a fork; starts no thread.

    OSError for a missing file.
    """
    global _restored
    from emulator import installation, snapshot
    from emulator.http import gateway
    from emulator.shortcuts import shared_models
    from local import cloud
    from local.vision import landmarks, ocr

    installation.install(cloud.host(iam="enforce"))
    snapshot.restore(snapshot_file)
    gateway.load()
    shared_models.load(SERVICES)
    landmarks.load()
    ocr.load()
    _restored = True


def platform() -> dict[str, Any]:
    """The platform's parameter: setting -> value, as Terraform wrote it for the code."""
    import json

    from moto.ssm.models import ssm_backends

    from emulator.account import ACCOUNT, REGION

    found: Any = ssm_backends[ACCOUNT][REGION].get_parameter("/vestibule/local/platform")
    values: dict[str, Any] = json.loads(found.value)
    return values


def migrated(server: Postgres, name: str = DATABASE) -> str:
    """Creates the database anew, applies every migration through the Data API, and returns its
    connection string."""
    import boto3

    from chalicelib.adapters.aws import data_api, migrations
    from emulator.http.http_server import HttpServer
    from local.postgres.data_api import app

    server.drop(name)
    dsn = server.database(name)
    doorway = HttpServer(app(dsn), 0, "migrations")
    doorway.start()
    client = boto3.client(
        "rds-data",
        endpoint_url=f"http://{HOST}:{doorway.port}",
        region_name="eu-west-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    try:
        migrations.apply(data_api.DataApi(client, "arn:aws:rds:local", "arn:aws:secret", name))
    finally:
        doorway.stop()
    return dsn
