"""The environment of a command: the local system, or AWS with the caller's credentials."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from typing import Any

import requests

from local.cloud import CLOCK, CONTROL, environment
from local.system import PORTS
from operations.clients import Clients


def option(parser: argparse.ArgumentParser) -> None:
    """Adds `--stage` and `--region` to a command."""
    parser.add_argument("--stage", default="local", choices=("local", "dev", "stage", "prod"))
    parser.add_argument("--region", default="eu-west-1", help="where the environment is, on AWS")


def enter(stage: str, region: str = "eu-west-1") -> None:
    """Sets this process's environment variables for a stage, and for `local` the clock's offset.
    SystemExit with a message if the local system does not run or AWS refuses the credentials."""
    if stage != "local":
        os.environ |= {"VESTIBULE_ENV": stage, "AWS_REGION": region, "AWS_DEFAULT_REGION": region}
        _identified(stage)
        return
    variable, default = PORTS["cloud"]
    port = int(os.environ.get(variable, default))
    os.environ.update(environment(port))
    try:
        clock = requests.get(f"{os.environ['AWS_ENDPOINT_URL']}{CONTROL}clock", timeout=3).json()
    except requests.RequestException:
        sys.exit(f"no local system on port {port}: start one with make run")
    # Its clock may have been moved; commands record times by it.
    ahead = datetime.fromisoformat(clock["now"]) - datetime.now(UTC)
    os.environ[CLOCK] = str(round(ahead.total_seconds()))


def _identified(stage: str) -> None:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        boto3.client("sts").get_caller_identity()
    except (BotoCoreError, ClientError):
        sys.exit(f"no AWS credentials for {stage}: set AWS_PROFILE or log in, then try again")


def _client(service: str) -> Any:
    from chalicelib.adapters.aws import clients

    make: Any = clients.client  # commands call services that the application does not
    return make(service)


#: A boto3 client of the environment that `enter` chose.
client: Clients = _client
