"""The embedded cloud with Vestibule's settings for the emulator."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emulator import account
from emulator.host import Fetch, Host, Roles

if TYPE_CHECKING:
    from emulator.http import gateway
    from emulator.http.http_server import WSGI
    from emulator.server import Cloud

CONTROL = "/local/"
CLOCK = "VESTIBULE_CLOCK_OFFSET_SECONDS"
PREFIX = "vestibule-local-"
#: VESTIBULE_IAM -> how calls without the right are handled.
ROLES = {
    "off": Roles.IGNORED,
    "warn": Roles.WATCHED,
    "record": Roles.WATCHED,
    "enforce": Roles.ENFORCED,
}
#: The gateway responses, which Terraform configures on AWS.
ANSWERS = Path(__file__).resolve().parents[1] / "infra" / "modules" / "api"


def host(dsn: str | None = None, iam: str = "off") -> Host:
    """The emulator's settings for Vestibule. `dsn`: psycopg's, for the RDS Data API; without it
    there is none. `iam`: a key of ROLES, unless VESTIBULE_IAM is set; KeyError for another word."""
    return Host(
        services=_services(dsn),
        environment={"VESTIBULE_ENV": "local"},
        control=CONTROL,
        clock_variable=CLOCK,
        roles=ROLES[os.environ.get("VESTIBULE_IAM", iam)],
        rights_used=os.environ.get("VESTIBULE_IAM_RECORD", ""),
        mishaps=bool(os.environ.get("VESTIBULE_MISHAPS")),
        debugging=os.environ.get("VESTIBULE_DEBUG", "") not in ("", "0"),
        function_prefix=PREFIX,
        advice=advice,
    )


def advice(function: str, action: str, resource: str) -> str:
    """The line that the log of a function gets when it lacks a right. `function`: its full name;
    `action`: `service:Action`; `resource`: an ARN."""
    short = "api_handler" if function == PREFIX.strip("-") else function.removeprefix(PREFIX)
    return (
        f"`{short}` lacks {action} on {resource.rpartition(':')[2]}: "
        "its words in infra/platform/functions.tf say what it may do"
    )


def cloud(port: int = 0, dsn: str | None = None, iam: str = "off") -> Cloud:
    """The embedded cloud with what moto lacks: readers of documents and faces, a database. For the
    arguments see `Cloud` and `host`. PortInUse."""
    from emulator.server import Cloud

    return Cloud(port, host(dsn, iam))


def environment(port: int) -> dict[str, str]:
    """The environment variables that direct Vestibule to the cloud on `port` of 127.0.0.1."""
    return {**account.environment(port), **host().environment}


def answers() -> Mapping[str, gateway.Answer]:
    """AWS's response type -> gateway response, from the file that Terraform also uses."""
    from emulator.http import gateway

    found: dict[str, Any] = json.loads((ANSWERS / "gateway_responses.json").read_text())
    return {
        kind: gateway.Answer(said.get("status"), "application/problem+json", _problem(said))
        for kind, said in found.items()
    }


def _problem(said: dict[str, Any]) -> str:
    document = {
        "type": f"https://vestibule.example/problems/{said['code']}",
        "title": said["code"].replace("_", " "),
        "detail": said["detail"],
        "code": said["code"],
    }
    if "status" in said:
        document["status"] = said["status"]
    return json.dumps(document)


def _services(dsn: str | None) -> dict[str, Callable[[Fetch], WSGI]]:
    """The services that moto lacks, imported at the first request since they load models."""

    def textract(fetch: Fetch) -> WSGI:
        from local.vision import textract

        return textract.app(fetch)

    def rekognition(fetch: Fetch) -> WSGI:
        from local.vision import rekognition

        return rekognition.app(fetch)

    def rds_data(_: Fetch) -> WSGI:
        from local.postgres import data_api

        return data_api.app(dsn or "")

    made: dict[str, Callable[[Fetch], WSGI]] = {"textract": textract, "rekognition": rekognition}
    return {**made, "rds-data": rds_data} if dsn else made
