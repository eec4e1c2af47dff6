"""Secrets Manager and Parameter Store, read at first use."""

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chalicelib.adapters.aws.failures import translated

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_ssm import SSMClient

LIFETIME_SECONDS = 300.0


@dataclass(slots=True)
class Secrets:
    """Secrets that are JSON objects, cached for five minutes so that rotations are noticed."""

    client: "SecretsManagerClient"
    _kept: dict[str, tuple[float, dict[str, str]]] = field(default_factory=dict, repr=False)

    def get(self, name: str) -> dict[str, str]:
        """The secret's fields. NotFound, Unavailable."""
        kept = self._kept.get(name)
        if kept and kept[0] > time.monotonic():
            return kept[1]
        with translated():
            answer = self.client.get_secret_value(SecretId=name)
        value: dict[str, str] = json.loads(answer["SecretString"])
        self._kept[name] = (time.monotonic() + LIFETIME_SECONDS, value)
        return value


def parameter(client: "SSMClient", name: str) -> str:
    """One value of Parameter Store."""
    with translated():
        answer = client.get_parameter(Name=name, WithDecryption=True)
    return str(answer["Parameter"]["Value"])
