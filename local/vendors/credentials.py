"""The credentials of the fakes and of the local secrets. Useless anywhere else."""

from __future__ import annotations

import json
from typing import Any

from local.vendors import FAKES

CREDENTIALS: dict[str, dict[str, Any]] = {name: dict(fake.accepts) for name, fake in FAKES.items()}


def put_secrets(client: Any) -> None:
    """Fill the secrets that Terraform made; `client` is a Secrets Manager client."""
    for name, fields in CREDENTIALS.items():
        client.put_secret_value(
            SecretId=f"vestibule-local/providers/{name}", SecretString=json.dumps(fields)
        )
