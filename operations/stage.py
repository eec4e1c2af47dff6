"""One environment on AWS, for the machine that deploys it: account, roots, state, clients.

One account per environment: Chalice names the API after the application alone, so two stages in one
account would find each other's. With `endpoint` everything goes to an AWS-compatible endpoint on
this machine instead (rehearsals and tests).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from local.cloud import environment
from local.terraform import Limits, Progress, Terraform
from operations.clients import Clients

ROOT = Path(__file__).resolve().parents[1]
ENVS = ROOT / "infra" / "envs"
CACHE = ROOT / ".cache" / "deploy"
STAGES = ("dev", "stage", "prod")
#: Settings of the S3 backend for an endpoint on this machine.
_BACKEND_TEST = {
    "use_path_style": "true",
    "skip_credentials_validation": "true",
    "skip_metadata_api_check": "true",
    "skip_requesting_account_id": "true",
    "skip_s3_checksum": "true",
}
#: Variables with the caller's identity; local/terraform.py hides these unless they are passed on.
_CREDENTIALS = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CONFIG_FILE", "AWS_ROLE_ARN")


class DeployError(RuntimeError):
    """A step cannot be done. The message is shown to the user."""


#: On AWS an apply waits for Aurora and CloudFront. An interrupted one needs time to finish what it
#: is creating, or the lock stays and incomplete resources are tainted.
ON_AWS = Limits(seconds=4 * 3600, grace=3600)
REGIONS: dict[str, dict[str, Any]] = json.loads((ROOT / "infra" / "regions.json").read_text())


@dataclass
class Stage:
    """`name`: dev, stage or prod. `region`: one of REGIONS. `endpoint`: URL of an AWS-compatible
    endpoint on this machine, None for AWS. `progress`: gets Terraform's lines.

    Properties that need the account raise boto3's errors without credentials; call `enter` first.
    """

    name: str
    region: str = "eu-west-1"
    endpoint: str | None = None
    cache: Path = CACHE
    progress: Progress = lambda line: None
    _clients: dict[str, Any] = field(default_factory=dict)

    def enter(self) -> None:
        """Sets this process's environment variables for the stage. DeployError for a region that is
        not in REGIONS, and without working credentials."""
        if self.region not in REGIONS:
            raise DeployError(
                f"{self.region} lacks a service that is used, or is not in Europe; "
                f"take one of {', '.join(sorted(REGIONS))}"
            )
        os.environ.update(self._variables())
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            found = self.account
        except (BotoCoreError, ClientError) as error:
            raise DeployError(
                f"no AWS credentials for {self.name}: set AWS_PROFILE or log in, then try again"
            ) from error
        if not found.isdigit():
            raise DeployError(f"unexpected account {found!r}")

    def _variables(self) -> dict[str, str]:
        if self.endpoint is None:
            return {
                "VESTIBULE_ENV": self.name,
                "AWS_REGION": self.region,
                "AWS_DEFAULT_REGION": self.region,
            }
        port = int(self.endpoint.rpartition(":")[2])
        return environment(port) | {"VESTIBULE_ENV": self.name, "AWS_MAX_ATTEMPTS": "3"}

    @cached_property
    def account(self) -> str:
        """The account of the credentials: twelve digits."""
        return str(self.client("sts").get_caller_identity()["Account"])

    @property
    def work(self) -> Path:
        """The folder of this account's downloads and packed application, kept between runs."""
        return self.cache / f"{self.name}-{self.account}"

    @property
    def state_bucket(self) -> str:
        """Name of the bucket of Terraform's state, as infra/bootstrap makes it."""
        return f"vestibule-{self.name}-state-{self.account}"

    @property
    def variables(self) -> dict[str, Any]:
        """The variables of every root: the only account that it may change, the region, and whether
        this is a test."""
        return {
            "account_id": self.account,
            "region": self.region,
            "endpoint_test": self.endpoint is not None,
        }

    @property
    def client(self) -> Clients:
        """Makes boto3 clients of this environment, cached. `service`: its name, with `:region` for
        another region (`acm:us-east-1`)."""
        return self._client

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            name, _, region = service.partition(":")
            import boto3
            from botocore.config import Config

            loopback = self.endpoint is not None and service == "s3"
            style: Any = {"addressing_style": "path"} if loopback else {}
            make: Callable[..., Any] = boto3.client
            self._clients[service] = make(
                name,
                region_name=region or self.region,
                endpoint_url=self.endpoint,
                config=Config(s3=style, retries={"mode": "standard", "total_max_attempts": 5}),
            )
        return self._clients[service]

    def root(self, name: str) -> Terraform:
        """The root `bootstrap`, `platform` or `bindings`, not initialised. KeyError for another
        name."""
        folders = {
            "bootstrap": ROOT / "infra" / "bootstrap",
            "platform": ENVS,
            "bindings": ENVS / "bindings",
        }
        given = {key: os.environ[key] for key in _CREDENTIALS if key in os.environ}
        variables = {**({} if self.endpoint else given), **self._variables()}
        files = () if name == "bootstrap" else self.var_files
        limits = Limits() if self.endpoint else ON_AWS
        return Terraform(folders[name], self.work / name, variables, self.progress, files, limits)

    @property
    def var_files(self) -> tuple[Path, ...]:
        """The files of variables: the environment's, then the operator's own, which takes
        precedence."""
        own = ENVS / f"{self.name}.own.tfvars"
        return (ENVS / f"{self.name}.tfvars", *([own] if own.exists() else []))

    def prepared(self, name: str) -> Terraform:
        """A root, initialised: its state is in the state bucket, that of `bootstrap` in the work
        folder. TerraformError."""
        terraform = self.root(name)
        if name == "bootstrap":
            terraform.init()
        else:
            backend = {"bucket": self.state_bucket, "region": self.region}
            terraform.init(backend | (_BACKEND_TEST if self.endpoint else {}))
        return terraform
