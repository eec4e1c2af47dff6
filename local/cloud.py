"""The embedded cloud as this product runs it: what the emulator is told of Vestibule."""

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
#: VESTIBULE_IAM: what is done about rights that a function's role does not have.
ROLES = {
    "off": Roles.IGNORED,
    "warn": Roles.WATCHED,
    "record": Roles.WATCHED,
    "enforce": Roles.ENFORCED,
}
#: What Terraform tells the real gateway to answer.
ANSWERS = Path(__file__).resolve().parents[1] / "infra" / "modules" / "api"


def host(dsn: str | None = None, iam: str = "off") -> Host:
    """What the emulator is told. `dsn` is PostgreSQL's address for the RDS Data API; `iam` is what
    VESTIBULE_IAM says if it is not set.
    """
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
    """Printed into the log of a function that lacks a right, beside what AWS answers."""
    short = "api_handler" if function == PREFIX.strip("-") else function.removeprefix(PREFIX)
    return (
        f"`{short}` lacks {action} on {resource.rpartition(':')[2]}: "
        "its words in infra/platform/functions.tf say what it may do"
    )


def cloud(port: int = 0, dsn: str | None = None, iam: str = "off") -> Cloud:
    """The embedded cloud with what moto lacks: readers of documents and faces, a database."""
    from emulator.server import Cloud

    return Cloud(port, host(dsn, iam))


def environment(port: int) -> dict[str, str]:
    """Variables that send this product to the cloud on `port`."""
    return {**account.environment(port), **host().environment}


def answers() -> Mapping[str, gateway.Answer]:
    """The gateway responses that Terraform makes of the same file."""
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
    """Imported at the first request: they bring models along."""

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
