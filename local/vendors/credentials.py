"""The credentials of the fakes and of the local secrets. They are valid nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from local.vendors import FAKES

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

CREDENTIALS: dict[str, dict[str, Any]] = {name: dict(fake.accepts) for name, fake in FAKES.items()}


def put_secrets(client: SecretsManagerClient) -> None:
    """Fills the secrets that Terraform made. `client`: boto3's for Secrets Manager, whose errors it
    raises."""
    for name, fields in CREDENTIALS.items():
        client.put_secret_value(
            SecretId=f"vestibule-local/providers/{name}", SecretString=json.dumps(fields)
        )
