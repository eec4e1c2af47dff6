"""The console for staff who sign in with their company: the site, the API's own doors with
everything in memory, a user pool with its sign-in host, a directory that speaks OpenID Connect.

Prints one line of JSON: where the console is. Each line on
stdin takes everybody out of their groups; ends with its input.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from typing import Any

import boto3

from chalicelib.adapters.accounts.cognito import CognitoIdentity
from chalicelib.application import Application, process
from chalicelib.domain.accounts import staff
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.settings import Settings
from emulator import clock
from emulator.account import HOST, REGION
from emulator.http import gateway
from emulator.http.http_server import HttpServer
from emulator.identity import hosted, tokens
from emulator.lambdas import lambdas
from emulator.server import Cloud
from local import website
from local.cloud import answers
from local.cloud import cloud as embedded
from tests.adapters.staff_pool import staff_pool
from tests.emulator.identity import directory as directories
from tests.entrypoints.api_harness import CONTEXT
from tests.services.in_memory import QUICK, InMemorySystem

GROUPS = {"Identity reviewers": "reviewers"}
PEOPLE = {
    "rita": {
        "email": "rita@company.test",
        "groups": ["Staff", "Identity reviewers"],
        "amr": ["pwd", "mfa"],
    },
    "paul": {"email": "paul@company.test", "groups": ["Staff"], "amr": ["pwd", "mfa"]},
    "olga": {"email": "olga@company.test", "groups": ["Identity reviewers"], "amr": ["pwd"]},
}


class Ahead:
    """The true time, and what a test has let pass."""

    passed = timedelta()

    def __call__(self) -> datetime:
        return clock.now() + self.passed

    def move(self, **by: float) -> None:
        self.passed += timedelta(**by)


class Now(InMemorySystem):
    """Tokens say the true time, so this system has it, too."""

    def clock(self) -> Any:
        return Ahead()


def pool(cloud: Cloud, issuer: str, console: str) -> tuple[Any, str, str]:
    """The user pool's client of boto3, its id, and the id of the console's own client."""
    client = boto3.client(
        "cognito-idp",
        endpoint_url=cloud.endpoint,
        region_name=REGION,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    return client, *staff_pool(client, issuer, console)


def application(identity: CognitoIdentity, address: str) -> Application:
    """One case that waits for a person; staff come from the pool. Where pictures would be, the site
    has a drawing.
    """
    system = Now()
    listed = {"score": 0.93, "source": "un", "entry": "QDi.001"}
    system.watchlists[0].answer = ScreeningResult("potential_match", (listed,))
    _, _, found = system.ready()
    system.decisions.consider(found)
    for place in (system.outside.document_pictures, system.outside.live_frames):
        place.link = lambda key, seconds: f"{address}/mark.svg"  # type: ignore[method-assign]
    system.outside.identity = identity  # type: ignore[assignment]  # from here on the pool's
    known = {"staff_provider": "Company", "staff_groups": json.dumps(GROUPS)}
    return Application(Settings(**(QUICK | known)), system.outside)


def api(pool_id: str, origin: str) -> Any:
    """The doors, as API Gateway calls them."""
    routes = gateway.load()
    routes.api.cors.allow_origin = origin  # type: ignore[union-attr]
    lambdas.call = lambda name_or_arn, event: (routes(event, CONTEXT), None)
    return gateway.app(
        routes, "api_handler", lambda token: tokens.verify(token, pool_id), answers=answers()
    )


def site(urls: dict[str, str], staff_at: dict[str, Any]) -> Any:
    """The built console under its policy, with the host in it."""
    files = website.app({**urls, "api": f"{urls['api']} {staff_at['host']}"})
    config = json.dumps({"api": urls["api"], "outbox": "", "staff": staff_at}).encode()

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if not environ["PATH_INFO"].endswith("config.json"):
            return files(environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [config]

    return answer


def main() -> None:
    """Stay until the input ends."""
    servers: list[HttpServer] = []

    def serve(app: Any) -> str:
        server = HttpServer(app, 0, "company")
        server.start()
        servers.append(server)
        return f"http://{HOST}:{server.port}"

    with embedded() as cloud, directories.running() as directory:
        directory.people.update(PEOPLE)
        places: dict[str, Any] = {}
        # The site's address is in the pool, the pool's in the site.
        address = serve(lambda environ, start: places["site"](environ, start))
        client, pool_id, app_id = pool(cloud, directory.issuer, f"{address}/console/")
        host = hosted.Host(pool_id)
        host.address = serve(host.app())
        urls = {"api": serve(api(pool_id, address)), "cloud": cloud.endpoint}
        told = {"host": host.address, "clientId": app_id, "provider": "Company", "groups": GROUPS}
        places["site"] = site(urls, told)
        known = staff.directory("Company", json.dumps(GROUPS), ("mfa",))
        with process.given(application(CognitoIdentity(client, pool_id, dict, known), address)):
            print(json.dumps({"site": address}), flush=True)
            for _ in sys.stdin:
                directory.people.update(
                    {name: one | {"groups": []} for name, one in PEOPLE.items()}
                )
                print("{}", flush=True)
        for server in servers:
            server.stop()


if __name__ == "__main__":
    main()
